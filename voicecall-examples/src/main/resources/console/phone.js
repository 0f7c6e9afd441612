/** "Talk to your agent": a telephone on a page. */
import { PhoneCall } from './phone-call.js';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const KEY_NAMES = { '*': 'star', '#': 'hash' };
const OUTCOMES = {
  completed: 'The call is over.',
  busy: 'All lines are busy. Try again when a call is over.',
  failed: 'The call failed. The service’s log says why.',
};

/**
 * Makes an element a telephone. Dispatches 'phone-answered' with {callId} and 'phone-ended' with {outcome} on it; its attribute
 * data-state is idle, connecting, ringing or answered.
 */
export function mountPhone(element) {
  new Phone(element);
}

class Phone {
  #call;

  constructor(element) {
    this.element = element;
    this.status = create('p', { className: 'phone-status', role: 'status' });
    this.dial = button('Call', () => this.#dial());
    this.hangUp = button('Hang up', () => this.#call?.hangUp());
    this.mute = button('Mute', () => this.#toggleMute());
    this.keys = KEYS.map(key => this.#key(key));
    this.spoken = meter('You');
    this.heard = meter('The agent');
    this.line = create('p', { className: 'phone-line' });
    element.classList.add('phone');
    element.append(
        create('p', { className: 'phone-hint', textContent: 'Use headphones, or the agent may hear itself. The sound is that'
            + ' of a telephone: 8 kHz, μ-law.' }),
        this.status,
        create('div', { className: 'phone-buttons' }, this.dial, this.hangUp, this.mute),
        create('div', { className: 'phone-levels' }, this.spoken.label, this.heard.label),
        create('div', { className: 'phone-keys', role: 'group', ariaLabel: 'Keypad' }, ...this.keys),
        this.line);
    this.#state('idle');
    this.#tell('Ready.');
  }

  #key(key) {
    const made = button(key, () => this.#call?.press(key));
    made.ariaLabel = KEY_NAMES[key] ?? key;
    return made;
  }

  async #dial() {
    const call = new PhoneCall();
    this.#call = call;
    call.addEventListener('state', ({ detail }) => this.#onState(detail));
    call.addEventListener('spoken', ({ detail }) => this.spoken.show(detail.level));
    call.addEventListener('heard', ({ detail }) => this.#onHeard(detail));
    this.line.textContent = '';
    this.#state('connecting');
    this.#tell('Asking for the microphone …');
    try {
      await call.begin();
    } catch (problem) {
      this.#idle(PhoneCall.explain(problem));
    }
  }

  #onState({ state, callId, outcome }) {
    if (state === 'ended') {
      this.#idle(OUTCOMES[outcome] ?? `The call is over: ${outcome}.`);
      this.#dispatch('phone-ended', { outcome });
      return;
    }
    this.#state(state);
    this.#tell(state === 'answered' ? 'You are on the phone. Speak.' : 'It rings …');
    if (state === 'answered') {
      this.#dispatch('phone-answered', { callId });
    }
  }

  #onHeard({ level, underruns, dropped }) {
    this.heard.show(level);
    if (underruns + dropped > 0) {
      this.line.textContent = `The sound broke up ${underruns === 1 ? 'once' : `${underruns} times`}, and ${Math.round(dropped / 8)} ms were left out: the network or`
          + ' this machine is busy.';
    }
  }

  #toggleMute() {
    const muted = this.mute.ariaPressed !== 'true';
    this.mute.ariaPressed = String(muted);
    this.#call.muted = muted;
    this.#tell(muted ? 'The agent does not hear you.' : 'The agent hears you again.');
  }

  #idle(message) {
    this.#call = undefined;
    this.spoken.show(0);
    this.heard.show(0);
    this.#state('idle');
    this.#tell(message);
  }

  #state(state) {
    const idle = state === 'idle';
    this.element.dataset.state = state;
    this.dial.disabled = !idle;
    this.hangUp.disabled = state !== 'ringing' && state !== 'answered';
    for (const each of [this.mute, ...this.keys]) {
      each.disabled = state !== 'answered';
    }
    this.mute.ariaPressed = 'false';
  }

  #tell(message) {
    this.status.textContent = message;
  }

  #dispatch(type, detail) {
    this.element.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}

function button(text, onClick) {
  const made = create('button', { type: 'button', textContent: text });
  made.addEventListener('click', onClick);
  return made;
}

/** What is loud moves slowly down, so that it can be seen. */
function meter(name) {
  const bar = create('meter', { min: 0, max: 1, value: 0 });
  const label = create('label', {}, `${name} `, bar);
  const show = level => (bar.value = level === 0 ? 0 : Math.max(level, bar.value * 0.9));
  return { label, show };
}

function create(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
