/** A call as the page knows it: the service's record of it, and what has happened since. */

/** A call of which no more is known than its entry in a list. */
export function fromEntry(entry) {
  return {
    id: entry.id,
    callId: entry.sid,
    direction: entry.direction,
    from: entry.from,
    to: entry.to,
    status: entry.status,
    live: isLive(entry.status),
    startedAt: entry.start_time,
    answeredAt: null,
    endedAt: null,
    duration: entry.duration,
    answeredBy: null,
    transcript: [],
    partials: {},
    speaking: {},
    turns: [],
    tools: [],
    timeline: [],
    recordings: [],
    usage: [],
    problems: [],
    figures: null,
    asOf: null,
  };
}

/** All that the service knows. */
export function fromDetails(details) {
  return {
    ...fromEntry(details),
    answeredAt: details.answer_time,
    endedAt: details.end_time,
    answeredBy: details.answered_by,
    transcript: details.transcript.map((said) => ({ ...said, at: said.time })),
    turns: details.turns,
    tools: details.tools,
    timeline: details.timeline,
    recordings: details.recordings,
    usage: details.usage,
    problems: details.errors.map((problem) => ({ at: problem.time, message: problem.message, fatal: problem.fatal })),
    figures: details,
    asOf: details.as_of,
  };
}

/** A call of which an event is the first that is known. */
export function fromEvent(event) {
  return fromEntry({
    id: event.record_id,
    sid: event.call_id ?? null,
    direction: event.direction ?? null,
    from: event.from ?? '',
    to: event.to ?? '',
    status: 'dialing',
    start_time: event.started_at ?? event.ts,
    duration: null,
  });
}

export function isLive(status) {
  return ['dialing', 'ringing', 'in_progress', 'on_hold'].includes(status);
}

/** Changes a call by an event; one that its record knows already changes nothing. */
export function apply(call, event) {
  if (call.asOf && sortable(event.ts) <= sortable(call.asOf)) {
    return;
  }
  call.callId ??= event.call_id ?? null;
  CHANGES[event.evt]?.(call, event);
}

const CHANGES = {
  status(call, event) {
    if (!call.live) {
      return;
    }
    call.status = event.status;
    call.direction = event.direction ?? call.direction;
    call.from = event.from ?? call.from;
    call.to = event.to ?? call.to;
    call.answeredBy = event.answered_by ?? call.answeredBy;
    if (event.status === 'in_progress') {
      call.answeredAt ??= event.ts;
    }
  },
  speech_started(call, event) {
    call.speaking[event.speaker] = true;
  },
  speech_stopped(call, event) {
    call.speaking[event.speaker] = false;
  },
  interim(call, event) {
    call.partials[event.speaker] = event.text;
  },
  words(call, event) {
    delete call.partials[event.speaker];
    call.transcript.push({
      speaker: event.speaker,
      text: event.text,
      at: event.ts,
      confidence: event.confidence ?? null,
      interrupted: event.interrupted,
    });
  },
  turn(call, event) {
    const stages = ['latency', 'endpointing', 'transcription', 'response', 'synthesis'];
    call.turns.push({
      turn: event.turn,
      words: event.words,
      ...Object.fromEntries(stages.map((stage) => [stage, event[`${stage}_ms`] / 1000])),
    });
  },
  tool(call, event) {
    const tool = {
      id: event.id,
      name: event.name,
      arguments: event.arguments,
      result: event.result ?? '',
      status: event.status,
      took: event.took_ms === undefined ? null : event.took_ms / 1000,
    };
    const begun = call.tools.findIndex((known) => known.id === tool.id);
    call.tools.splice(begun < 0 ? call.tools.length : begun, 1, tool);
  },
  warning(call, event) {
    call.problems.push({ at: event.ts, message: event.message, fatal: false });
  },
  failure(call, event) {
    call.problems.push({ at: event.ts, message: event.message, fatal: true });
  },
  ended(call, event) {
    call.status = event.status;
    call.live = false;
    call.endedAt = event.ts;
    call.partials = {};
    call.speaking = {};
    if (call.answeredAt) {
      call.duration = (Date.parse(event.ts) - Date.parse(call.answeredAt)) / 1000;
    }
  },
};

/** A time in UTC with nine digits after the point, so that texts compare as times do. */
function sortable(iso) {
  const [whole, fraction = ''] = iso.replace('Z', '').split('.');
  return `${whole}.${fraction.padEnd(9, '0')}`;
}
