/** Pictures of a call: where the time of each turn went, and who spoke when. */
import { el, svg } from './dom.js';
import { duration, seconds } from './format.js';

const STAGES = [
  ['transcription', 'recognition'],
  ['pause', 'end of turn'],
  ['response', 'model'],
  ['sentence', 'first sentence'],
  ['synthesis', 'voice'],
];

/** A table of the turns, each with a bar of its stages. */
export function turnsChart(turns) {
  const stages = STAGES.filter(([stage]) => turns.some((turn) => parts(turn)[stage] > 0));
  const longest = Math.max(0.5, ...turns.map((turn) => turn.latency));
  const scale = Math.ceil(longest / 0.5) * 0.5;
  return el('div', { class: 'turns' },
    el('ul', { class: 'legend' }, stages.map(([stage, name]) =>
      el('li', {}, svg('svg', { viewBox: '0 0 10 10', 'aria-hidden': 'true' },
        svg('rect', { width: 10, height: 10, rx: 2, class: `stage ${stage}` })), name))),
    el('table', {},
      el('caption', { class: 'sr' }, 'From the end of the caller’s speech until the first sound of the answer'),
      el('thead', { class: 'sr' }, el('tr', {},
        el('th', { scope: 'col' }, 'Turn'), el('th', { scope: 'col' }, 'Stages'), el('th', { scope: 'col' }, 'Latency'))),
      el('tbody', {}, turns.map((turn) => row(turn, stages, scale)))),
    el('div', { class: 'scale', 'aria-hidden': 'true' }, el('span', {}, '0'), el('span', {}, `${scale} s`)));
}

function row(turn, stages, scale) {
  const times = parts(turn);
  const label = stages.map(([stage, name]) => `${name} ${seconds(times[stage])}`).join(', ');
  let x = 0;
  const bars = stages.map(([stage]) => {
    const width = (times[stage] / scale) * 1000;
    const bar = svg('rect', { x, width, height: 14, class: `stage ${stage}` });
    x += width;
    return bar;
  });
  return el('tr', {},
    el('th', { scope: 'row', title: turn.words }, String(turn.turn)),
    el('td', {}, svg('svg', { viewBox: '0 0 1000 14', preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
      svg('title', {}, label), bars)),
    el('td', {}, seconds(turn.latency)));
}

/** The stages one after the other; together they are the latency. */
function parts(turn) {
  const pause = Math.max(0, turn.endpointing - turn.transcription);
  const sentence = Math.max(0, turn.latency - turn.endpointing - turn.response - turn.synthesis);
  return { transcription: turn.transcription, pause, response: turn.response, sentence, synthesis: turn.synthesis };
}

/** Two lanes over the length of the call, and where it was on hold. */
export function timelineChart(timeline, callLength) {
  const end = Math.max(callLength ?? 0, ...timeline.map((span) => span.end), 1);
  const lane = { caller: [2, 18], agent: [24, 18], hold: [0, 44] };
  const talk = (kind) => timeline.filter((span) => span.kind === kind).reduce((sum, span) => sum + span.end - span.begin, 0);
  const label = `Who spoke when. Caller ${seconds(talk('caller'))}, agent ${seconds(talk('agent'))}, of ${seconds(end)}.`;
  return el('div', { class: 'timeline' },
    el('div', { class: 'lanes', 'aria-hidden': 'true' }, el('span', { class: 'caller' }, 'Caller'), el('span', { class: 'agent' }, 'Agent')),
    svg('svg', { viewBox: '0 0 1000 44', preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
      svg('title', {}, label),
      timeline.map((span) => svg('rect', {
        x: (span.begin / end) * 1000,
        width: Math.max(1.5, ((span.end - span.begin) / end) * 1000),
        y: lane[span.kind][0],
        height: lane[span.kind][1],
        class: `span ${span.kind}`,
      }))),
    axis(end));
}

/** Round times, six at most. */
function axis(end) {
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600].find((seconds) => end / seconds <= 6) ?? end;
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step);
  return svg('svg', { class: 'axis', 'aria-hidden': 'true', height: 18 }, ticks.map((tick) =>
    svg('text', { x: `${(tick / end) * 100}%`, y: 14, 'text-anchor': tick === 0 ? 'start' : tick / end > 0.96 ? 'end' : 'middle' },
      duration(tick * 1000))));
}
