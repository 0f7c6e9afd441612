/** One call, under way or over. */
import { tone } from './call-list.js';
import { timelineChart, turnsChart } from './charts.js';
import { el, setText, syncChildren } from './dom.js';
import { duration, party, seconds, when, words } from './format.js';
import { Waveform } from './waveform.js';

const SPEAKERS = { caller: 'Caller', agent: 'Agent' };

export class CallView {
  #drawn = {};

  /**
   * @param hasSound whether the sound of calls is relayed
   * @param onListen told of whether the sound is to be heard: true or false
   */
  constructor(main, hasSound, onListen) {
    this.hasSound = hasSound;
    this.#build(main, onListen);
  }

  #build(main, onListen) {
    this.back = el('a', { href: '#/', class: 'back' }, '‹ All calls');
    this.number = el('h2', { class: 'number', tabindex: '-1' });
    this.status = el('span', { class: 'status' });
    this.facts = el('p', { class: 'facts' });
    this.listen = el('button', { type: 'button', class: 'listen', 'aria-pressed': 'false' }, 'Listen in');
    this.listen.addEventListener('click', () => this.#toggle(onListen));
    this.canvas = el('canvas', { role: 'img', 'aria-label': 'The sound of both sides' });
    this.waveform = new Waveform(this.canvas);
    this.lanes = {
      caller: el('span', { class: 'caller' }, 'Caller'),
      agent: el('span', { class: 'agent' }, 'Agent'),
    };
    this.silent = el('p', { class: 'empty', hidden: true }, 'Sound is not relayed; the service has RELAY_MEDIA=true for that.');
    this.live = el('div', { class: 'live-sound' },
      el('div', { class: 'lanes' }, this.lanes.caller, this.lanes.agent), this.canvas);
    this.spoken = el('div');
    this.sound = panel('Sound', this.live, this.spoken, this.silent);
    this.log = el('ol', { class: 'transcript', role: 'log', 'aria-label': 'Transcript', 'aria-live': 'polite', tabindex: '0' });
    this.partials = el('ol', { class: 'transcript partials', 'aria-label': 'Being said', 'aria-live': 'off' });
    this.quiet = el('p', { class: 'empty' }, 'Nothing has been said yet.');
    this.transcript = panel('Transcript', this.quiet, this.log, this.partials);
    this.figures = el('dl', { class: 'figures' });
    this.outcome = panel('Figures', this.figures);
    this.turns = panel('Turn latency', this.turnsBody = el('div'));
    this.tools = panel('Tools', this.toolList = el('ol', { class: 'tools' }));
    this.problems = panel('Warnings', this.problemList = el('ul', { class: 'problems' }));
    this.recordings = panel('Recordings', this.recordingList = el('ul', { class: 'recordings' }));
    this.usage = panel('Usage', this.usageList = el('ul', { class: 'usage' }));
    main.replaceChildren(
      el('header', { class: 'call-head' }, this.back,
        el('div', { class: 'title' }, this.number, this.status, this.listen), this.facts),
      el('div', { class: 'call-body' },
        el('div', { class: 'column' }, this.sound, this.transcript, this.recordings),
        el('div', { class: 'column side' }, this.outcome, this.turns, this.tools, this.problems, this.usage)));
  }

  #toggle(onListen) {
    const on = this.listen.getAttribute('aria-pressed') !== 'true';
    this.listen.setAttribute('aria-pressed', String(on));
    setText(this.listen, on ? 'Stop listening' : 'Listen in');
    onListen(on);
  }

  /** Shows the call as it is now. */
  show(call) {
    setText(this.number, party(call));
    setText(this.status, words(call.status));
    this.status.className = `status ${tone(call.status)}`;
    this.#showFacts(call);
    this.#showSound(call);
    this.#showTranscript(call);
    this.#redraw('figures', [call.figures, call.turns.length, call.status], () => this.#showFigures(call));
    this.#redraw('turns', call.turns, () => {
      this.turns.hidden = call.turns.length === 0;
      this.turnsBody.replaceChildren(turnsChart(call.turns));
    });
    this.#redraw('problems', call.problems, () => {
      this.problems.hidden = call.problems.length === 0;
      this.problemList.replaceChildren(...call.problems.map((problem) =>
        el('li', { class: problem.fatal ? 'fatal' : null }, el('time', { datetime: problem.at }, offset(call, problem.at)), problem.message)));
    });
    this.#redraw('recordings', call.recordings, () => this.#showRecordings(call));
    this.#redraw('usage', call.usage, () => {
      this.usage.hidden = call.usage.length === 0;
      this.usageList.replaceChildren(...call.usage.map(usageItem));
    });
    this.tools.hidden = call.tools.length === 0;
    syncChildren(this.toolList, call.tools, (tool) => tool.id, () => el('li'), showTool);
  }

  /** What changes by itself. */
  tick(call) {
    this.#showFacts(call);
  }

  /** The sound of a side. */
  heard(speaker, position, samples) {
    this.waveform.add(speaker, position, samples);
  }

  #redraw(part, data, draw) {
    const now = JSON.stringify(data);
    if (this.#drawn[part] !== now) {
      this.#drawn[part] = now;
      draw();
    }
  }

  #showFacts(call) {
    const ended = call.endedAt ? Date.parse(call.endedAt) : Date.now();
    const facts = [
      call.direction ? words(call.direction) : null,
      call.direction === 'inbound' ? `to ${call.to}` : `from ${call.from}`,
      when(call.startedAt),
      call.answeredAt ? `${call.live ? '' : 'lasted '}${duration(ended - Date.parse(call.answeredAt))}${call.live ? ' so far' : ''}` : null,
      call.answeredBy && call.answeredBy !== 'unknown' ? `answered by ${words(call.answeredBy).toLowerCase()}` : null,
      call.callId,
    ].filter(Boolean);
    syncChildren(this.facts, facts.map((text, i) => ({ text, i })), (fact) => String(fact.i),
      () => el('span'), (element, fact) => setText(element, fact.text));
  }

  #showSound(call) {
    this.listen.hidden = !call.live || !this.hasSound;
    this.live.hidden = !call.live || !this.hasSound;
    this.silent.hidden = !call.live || this.hasSound;
    this.spoken.hidden = call.live;
    this.sound.hidden = !call.live && call.timeline.length === 0;
    for (const [speaker, lane] of Object.entries(this.lanes)) {
      lane.classList.toggle('speaking', Boolean(call.speaking[speaker]));
    }
    if (!call.live) {
      this.#redraw('timeline', [call.timeline, call.duration], () =>
        this.spoken.replaceChildren(timelineChart(call.timeline, call.duration)));
    }
  }

  #showTranscript(call) {
    this.quiet.hidden = call.transcript.length > 0 || Object.values(call.partials).some(Boolean);
    setText(this.quiet, call.live ? 'Nothing has been said yet.' : 'Nothing was said.');
    const atEnd = this.transcript.scrollHeight - this.transcript.scrollTop - this.transcript.clientHeight < 40;
    const begin = call.answeredAt ?? call.startedAt;
    syncChildren(this.log, numbered(call.transcript.map((said) => ({ ...said, begin }))), key, saidItem, () => {});
    const partials = Object.entries(call.partials).filter(([, text]) => text).map(([speaker, text]) => ({ speaker, text }));
    syncChildren(this.partials, partials, (partial) => partial.speaker,
      (partial) => el('li', { class: `said ${partial.speaker}` }, el('span', { class: 'who' }, SPEAKERS[partial.speaker]), el('p', { class: 'text' })),
      (item, partial) => setText(item.lastElementChild, partial.text));
    if (atEnd) {
      this.transcript.scrollTop = this.transcript.scrollHeight;
    }
  }

  #showFigures(call) {
    const figures = call.figures ?? {};
    const rows = [
      ['Outcome', call.live ? null : words(call.status)],
      ['Rang', known(figures.ring_time, seconds)],
      ['Agent spoke', known(figures.talk_time, seconds)],
      ['Caller spoke', known(figures.listen_time, seconds)],
      ['On hold', figures.hold_time ? seconds(figures.hold_time) : null],
      ['Dead air', known(figures.dead_air_time, seconds)],
      ['Longest silence', known(figures.longest_silence, seconds)],
      ['Interruptions', call.figures ? String(call.transcript.filter((said) => said.interrupted && said.speaker === 'agent').length) : null],
      ['Latency, median', known(percentile(call.turns, 50), seconds)],
      ['Latency, p95', known(percentile(call.turns, 95), seconds)],
    ].filter(([, value]) => value !== null);
    this.outcome.hidden = rows.length === 0;
    this.figures.replaceChildren(...rows.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
  }

  #showRecordings(call) {
    this.recordings.hidden = call.recordings.length === 0;
    this.recordingList.replaceChildren(...call.recordings.map((recording) => el('li', {},
      el('p', {}, `${words(recording.state)}, ${recording.duration === null ? 'length unknown' : seconds(recording.duration)}; transcript: ${words(recording.transcription).toLowerCase()}`),
      recording.transcript && el('details', {}, el('summary', {}, 'What was said on it'),
        el('ol', { class: 'transcript' }, recording.transcript.segments.map(segmentItem))))));
  }
}

function panel(name, ...content) {
  const id = `panel-${name.toLowerCase().replaceAll(' ', '-')}`;
  return el('section', { class: `panel ${id}`, 'aria-labelledby': id }, el('h3', { id }, name), ...content);
}

const key = (item) => String(item.number);

function numbered(items) {
  return items.map((item, i) => ({ ...item, number: i }));
}

function saidItem(said) {
  return el('li', { class: `said ${said.speaker}${said.interrupted ? ' interrupted' : ''}` },
    el('span', { class: 'who' }, SPEAKERS[said.speaker], el('time', { datetime: said.at }, ` ${duration(Date.parse(said.at) - Date.parse(said.begin))}`)),
    el('p', { class: 'text' }, said.speaker === 'caller' && isKeys(said) ? keys(said.text) : said.text,
      said.unheard ? [' ', el('s', { class: 'unheard' }, el('span', { class: 'sr' }, 'Not heard: '), said.unheard)] : null,
      said.interrupted ? [' ', el('span', { class: 'cut' }, 'cut off')] : null));
}

function isKeys(said) {
  return said.confidence === null && /^[0-9*#]+$/.test(said.text);
}

function keys(text) {
  return [el('span', { class: 'sr' }, 'Keys '), ...Array.from(text, (digit) => el('kbd', {}, digit))];
}

/** A tool that is running shows its result later. */
function showTool(item, tool) {
  if (item.dataset.status === tool.status) {
    return;
  }
  item.dataset.status = tool.status;
  item.replaceChildren(
    el('p', { class: 'tool-head' }, el('code', {}, tool.name), el('span', { class: `status ${toolTone(tool.status)}` }, words(tool.status)),
      el('span', { class: 'took' }, tool.status === 'running' || tool.took === null ? null : seconds(tool.took))),
    el('pre', { tabindex: '0', role: 'group', 'aria-label': 'Arguments' }, tool.arguments),
    tool.result ? el('pre', { class: 'result', tabindex: '0', role: 'group', 'aria-label': 'Result' }, tool.result) : '');
}

function toolTone(status) {
  return { done: 'good', running: 'waiting', failed: 'bad', timed_out: 'bad' }[status] ?? 'neutral';
}

function segmentItem(segment) {
  const who = segment.speaker ?? (segment.channel === null ? '' : `Channel ${segment.channel + 1}`);
  return el('li', { class: 'said' },
    el('span', { class: 'who' }, who, segment.begin === null ? null : el('time', {}, ` ${duration(segment.begin * 1000)}`)),
    el('p', { class: 'text' }, segment.text));
}

function usageItem(usage) {
  const amounts = [
    ['input_tokens', 'tokens in'], ['output_tokens', 'tokens out'], ['characters', 'characters'],
  ].filter(([name]) => usage[name] !== null).map(([name, unit]) => `${usage[name].toLocaleString('en')} ${unit}`);
  if (usage.audio !== null) {
    amounts.push(`${seconds(usage.audio)} of sound`);
  }
  return el('li', {}, el('span', {}, `${usage.provider} ${usage.model}`), el('span', { class: 'took' }, amounts.join(', ')));
}

function offset(call, at) {
  return `${duration(Date.parse(at) - Date.parse(call.answeredAt ?? call.startedAt))} `;
}

function known(value, format) {
  return value === null || value === undefined ? null : format(value);
}

function percentile(turns, percent) {
  const sorted = turns.map((turn) => turn.latency).sort((a, b) => a - b);
  return sorted.length === 0 ? null : sorted[Math.ceil((sorted.length * percent) / 100) - 1];
}
