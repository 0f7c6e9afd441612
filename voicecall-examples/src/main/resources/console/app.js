/** The console: logs in, keeps the calls, and shows the one that was chosen. */
import * as api from './api.js';
import { showCalls } from './call-list.js';
import { apply, fromDetails, fromEntry, fromEvent, isLive } from './call-model.js';
import { CallView } from './call-view.js';
import { byId, el, setText } from './dom.js';
import { Feed } from './feed.js';
import { Listener, samplesOf } from './listen.js';

const SPEAKERS = { media_in: 'caller', media_out: 'agent' };

/** How many calls that are over are kept; when there are more, the list begins anew with the latest. */
const MOST_PAST = 200;

const calls = new Map();
let telephone = false;
let hasSound = false; // whether the sound of calls is relayed
let next = null;
let events = null;
let shown = null; // {id, view, media, listener, waiting: events that came while its record was asked for}

/* Logging in */

async function start() {
  const { key_needed: keyNeeded, allowed, phone, sound } = await api.session();
  hasSound = sound;
  byId('login').hidden = allowed;
  byId('console').hidden = !allowed;
  byId('logout').hidden = !(keyNeeded && allowed);
  if (allowed) {
    if (phone && !telephone) {
      telephone = true;
      await mountTelephone();
    }
    watch();
  } else {
    loggedOut();
  }
}

function loggedOut() {
  events?.close();
  events = null;
  closeCall();
  calls.clear();
  setText(byId('connection'), '');
  byId('console').hidden = true;
  byId('logout').hidden = true;
  byId('login').hidden = false;
  byId('key').focus();
}

byId('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  const input = byId('key');
  setText(byId('login-error'), '');
  try {
    await api.logIn(input.value);
    input.value = '';
    await start();
  } catch (problem) {
    setText(byId('login-error'), problem instanceof api.LoggedOut ? 'That is not the key of this service.' : problem.message);
    input.select();
  }
});

byId('logout').addEventListener('click', async () => {
  await api.logOut();
  loggedOut();
});

/** Whoever talks to the agent sees that call. */
async function mountTelephone() {
  const { mountPhone } = await import('./phone.js');
  const section = byId('phone');
  mountPhone(section);
  section.hidden = false;
  section.addEventListener('phone-answered', ({ detail }) => {
    const call = [...calls.values()].find((known) => known.callId === detail.callId);
    location.hash = `#/calls/${encodeURIComponent(call?.id ?? detail.callId)}`;
  });
}

/* Watching */

function watch() {
  events?.close();
  events = new Feed();
  events.addEventListener('open', () => {
    connection('Live', 'good');
    guarded(refresh);
  });
  events.addEventListener('close', () => {
    connection('Connecting…', 'waiting');
    guarded(async () => {
      if (!(await api.session()).allowed) {
        loggedOut();
      }
    });
  });
  events.addEventListener('message', (message) => onEvent(message.detail));
}

function connection(text, tone) {
  const element = byId('connection');
  element.className = tone;
  setText(element, text);
}

/** Does something with the service; if the session is over, logs out. */
async function guarded(action) {
  try {
    await action();
  } catch (problem) {
    if (problem instanceof api.LoggedOut) {
      loggedOut();
    } else {
      connection(problem.message, 'bad');
    }
  }
}

/** What is known anew: after a connection that was broken much may have been missed. */
async function refresh() {
  const [live, past] = await Promise.all([api.calls(true), api.calls(false)]);
  const open = new Set(live.calls.map((entry) => entry.id));
  for (const call of calls.values()) {
    if (call.live && !open.has(call.id) && Date.now() - Date.parse(call.startedAt) > 5000) {
      calls.delete(call.id);
    }
  }
  [...live.calls, ...past.calls].forEach(remember);
  next = past.next;
  showLists();
  await openCall();
}

function remember(entry) {
  const known = calls.get(entry.id);
  if (!known || (known.live && !isLive(entry.status))) {
    calls.set(entry.id, fromEntry(entry));
  }
}

function onEvent(event) {
  if (event.evt === 'calls') {
    event.calls.filter((call) => !calls.has(call.record_id)).forEach((call) => guarded(() => complete(call.record_id)));
  }
  if (!event.record_id) {
    return;
  }
  let call = calls.get(event.record_id);
  if (!call) {
    call = fromEvent(event);
    calls.set(call.id, call);
    if (!event.direction) {
      guarded(() => complete(call.id));
    }
  }
  if (shown?.id === call.id && shown.waiting) {
    shown.waiting.push(event);
    return;
  }
  apply(call, event);
  if (event.evt === 'status' || event.evt === 'ended') {
    forgetPast();
    showLists();
  }
  if (shown?.id === call.id) {
    showCall(call);
    if (event.evt === 'ended') {
      silence();
      guarded(load);
    }
  }
}

function forgetPast() {
  const past = [...calls.values()].filter((call) => !call.live && call.id !== shown?.id);
  if (past.length > MOST_PAST) {
    past.forEach((call) => calls.delete(call.id));
    guarded(refresh);
  }
}

/** Who is on a call whose beginning was missed. */
async function complete(id) {
  const details = await api.call(id);
  if (details && shown?.id !== id) {
    calls.set(id, fromDetails(details));
    showLists();
  }
}

function showLists() {
  const all = [...calls.values()].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  showCalls(all.filter((call) => call.live), all.filter((call) => !call.live), next !== null, shown?.id ?? null);
}

byId('more').addEventListener('click', () => guarded(async () => {
  const page = await api.calls(false, next);
  page.calls.forEach(remember);
  next = page.next;
  showLists();
}));

/* One call */

function route() {
  const match = /^#\/calls\/(.+)$/.exec(location.hash);
  return match ? decodeURIComponent(match[1]) : null;
}

addEventListener('hashchange', () => guarded(async () => {
  await openCall();
  byId('main').querySelector('h2')?.focus();
}));

async function openCall() {
  const id = route();
  if (shown && (shown.id === id || shown.name === id)) {
    await load();
    return;
  }
  closeCall();
  document.body.classList.toggle('one-call', id !== null);
  if (id === null) {
    byId('main').replaceChildren(el('p', { class: 'empty choose' }, 'Choose a call to see its words, its sound and its figures.'));
    document.title = 'Calls · voicecall';
  } else {
    shown = { id, name: id, view: new CallView(byId('main'), hasSound, listen), media: null, listener: null, waiting: [] };
    await load();
  }
  showLists();
}

/** Nothing of the call that is shown is heard any more. */
function silence() {
  shown?.media?.close();
  listen(false);
}

function closeCall() {
  silence();
  shown = null;
  byId('main').replaceChildren();
}

/** Its record, and on top of that what has happened since. */
async function load() {
  const current = shown;
  current.waiting ??= [];
  const details = await api.call(current.id);
  if (shown !== current) {
    return;
  }
  if (!details) {
    closeCall();
    byId('main').replaceChildren(el('p', { class: 'empty choose' }, 'There is no such call, or none any more.'));
    return;
  }
  const call = fromDetails(details);
  current.id = call.id; // it may have been asked for by the carrier's name
  const known = calls.get(call.id);
  call.partials = known?.partials ?? {};
  calls.set(call.id, call);
  current.waiting.forEach((event) => apply(call, event));
  current.waiting = null;
  showCall(call);
  showLists();
}

function showCall(call) {
  if (call.live && call.answeredAt && call.callId) {
    shown.media ??= hear(call);
  }
  shown.view.show(call);
  document.title = `${call.direction === 'inbound' ? call.from : call.to} · voicecall`;
}

/** The sound of a call. */
function hear(call) {
  const media = new Feed([{ join: call.callId }, { media: true }]);
  media.addEventListener('message', ({ detail }) => {
    const speaker = SPEAKERS[detail.evt];
    if (speaker && shown?.media === media && detail.call_id === call.callId) {
      const samples = samplesOf(detail.audio);
      shown.view.heard(speaker, detail.position, samples);
      shown.listener?.add(speaker, detail.position, samples);
    }
  });
  return media;
}

function listen(on) {
  shown?.listener?.close();
  if (shown) {
    shown.listener = on ? new Listener() : null;
  }
}

byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  byId('main').focus();
});

setInterval(() => {
  if (events) {
    showLists();
    const call = shown && calls.get(shown.id);
    if (call?.live) {
      shown.view.tick(call);
    }
  }
}, 1000);

guarded(start);
