/** The lists of calls: those under way, and those that are over. */
import { byId, el, setText, svg, syncChildren } from './dom.js';
import { duration, party, when, words } from './format.js';

const ARROWS = { inbound: 'M13 3 4 12M4 5v7h7', outbound: 'M4 13 13 4M6 4h7v7' };

/** @param selected id of the call that is shown, or null */
export function showCalls(live, past, more, selected) {
  setText(byId('live-count'), String(live.length));
  byId('no-live').hidden = live.length > 0;
  byId('no-history').hidden = past.length > 0;
  byId('more').hidden = !more;
  show(byId('live'), live, selected);
  show(byId('history'), past, selected);
}

function show(list, calls, selected) {
  syncChildren(list, calls, (call) => call.id, create, (item, call) => update(item, call, call.id === selected));
}

function create(call) {
  return el('li', {}, el('a', { href: `#/calls/${encodeURIComponent(call.id)}` },
    el('span', { class: 'direction' }),
    el('span', { class: 'party' }),
    el('span', { class: 'status' }),
    el('time', { class: 'since' })));
}

function update(item, call, selected) {
  const link = item.firstElementChild;
  const [direction, number, status, since] = link.children;
  if (selected) {
    link.setAttribute('aria-current', 'page');
  } else {
    link.removeAttribute('aria-current');
  }
  if (direction.dataset.direction !== call.direction && call.direction) {
    direction.dataset.direction = call.direction;
    direction.replaceChildren(arrow(call.direction), el('span', { class: 'sr' }, words(call.direction)));
  }
  setText(number, party(call));
  setText(status, words(call.status));
  status.className = `status ${tone(call.status)}`;
  setText(since, call.live ? duration(Date.now() - Date.parse(call.startedAt)) : when(call.startedAt));
  since.dateTime = call.startedAt;
}

function arrow(direction) {
  return svg('svg', { viewBox: '0 0 17 17', 'aria-hidden': 'true', class: `arrow ${direction}` },
    svg('path', { d: ARROWS[direction] }));
}

/** How a state or an outcome looks. */
export function tone(status) {
  switch (status) {
    case 'in_progress': return 'active';
    case 'dialing': case 'ringing': case 'on_hold': return 'waiting';
    case 'answered': return 'good';
    case 'failed': case 'timed_out': return 'bad';
    default: return 'neutral';
  }
}
