/**
 * One call by the browser's microphone and loudspeaker. Dispatches 'state' ({state: 'ringing'|'answered'|'ended', callId,
 * outcome}), 'spoken' ({level}) and 'heard' ({level, underruns, dropped}), the latter two every 20 ms, with levels from 0 to 1.
 */
const ADDRESS = new URL('phone', import.meta.url);
const WORKLETS = new URL('audio-worklets.js', import.meta.url);
/** A second of the microphone that the network has not taken; what is more is not sent. */
const MAX_UNSENT_BYTES = 8000;

export class PhoneCall extends EventTarget {
  #audio;
  #microphone;
  #loudspeaker;
  #socket;
  #over = false;

  /**
   * Calls. Has to be begun by a click, or browsers keep silent.
   * @throws DOMException if there is no microphone, or it is refused; see PhoneCall.explain
   */
  async begin() {
    this.#audio = new AudioContext({ latencyHint: 'interactive' });
    try {
      this.#microphone = await microphone();
      await this.#audio.audioWorklet.addModule(WORKLETS);
      await this.#audio.resume();
      await this.#connect();
    } catch (problem) {
      this.#release();
      throw problem;
    }
  }

  #connect() {
    const address = new URL(ADDRESS);
    address.protocol = address.protocol.replace('http', 'ws');
    this.#socket = new WebSocket(address);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onmessage = ({ data }) => (typeof data === 'string' ? this.#event(JSON.parse(data)) : this.#hear(data));
    return new Promise((resolve, reject) => {
      this.#socket.onopen = () => {
        this.#wire();
        resolve();
      };
      this.#socket.onclose = () => {
        reject(new DOMException('The service did not take the call.', 'NetworkError'));
        this.#end('failed');
      };
    });
  }

  #wire() {
    const mono = { numberOfInputs: 1, numberOfOutputs: 1, outputChannelCount: [1], channelCount: 1, channelCountMode: 'explicit' };
    const ear = new AudioWorkletNode(this.#audio, 'microphone', { ...mono, numberOfOutputs: 0, outputChannelCount: [] });
    ear.port.onmessage = ({ data }) => this.#speak(data);
    this.#audio.createMediaStreamSource(this.#microphone).connect(ear);
    this.#loudspeaker = new AudioWorkletNode(this.#audio, 'loudspeaker', { ...mono, numberOfInputs: 0 });
    this.#loudspeaker.port.onmessage = ({ data }) => this.#dispatch('heard', data);
    this.#loudspeaker.connect(this.#audio.destination);
  }

  #speak({ frame, level }) {
    if (this.#socket.readyState === WebSocket.OPEN && this.#socket.bufferedAmount < MAX_UNSENT_BYTES) {
      this.#socket.send(frame);
    }
    this.#dispatch('spoken', { level });
  }

  #hear(frame) {
    const codes = new Uint8Array(frame);
    this.#loudspeaker?.port.postMessage(codes, [frame]);
  }

  #event({ evt, call_id: callId, outcome }) {
    if (evt === 'cleared') {
      this.#loudspeaker?.port.postMessage(null);
    } else if (evt === 'ended') {
      this.#end(outcome);
    } else {
      this.#dispatch('state', { state: evt, callId });
    }
  }

  #end(outcome) {
    if (!this.#over) {
      this.#release();
      this.#dispatch('state', { state: 'ended', outcome });
    }
  }

  /** Once: the end of a call and that of its connection both lead here. */
  #release() {
    if (this.#over) {
      return;
    }
    this.#over = true;
    this.#microphone?.getTracks().forEach(track => track.stop());
    this.#socket?.close();
    this.#audio.close();
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  press(key) {
    this.#send({ key });
  }

  hangUp() {
    this.#send({ hangup: true });
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  /** Whether the other side hears the microphone. */
  set muted(muted) {
    this.#microphone?.getAudioTracks().forEach(track => (track.enabled = !muted));
  }

  /** What to tell a person whose call could not begin. */
  static explain(problem) {
    return PROBLEMS[problem.name] ?? `The call could not begin: ${problem.message}`;
  }
}

const PROBLEMS = {
  NotAllowedError: 'The browser does not let this page use the microphone. Allow it, next to the address, and call again.',
  NotFoundError: 'There is no microphone. Plug one in, and call again.',
  NotReadableError: 'The microphone can’t be used; perhaps another program has it. Close that, and call again.',
  SecurityError: 'Browsers give the microphone only to pages of this machine (127.0.0.1, localhost) or over HTTPS.',
  NetworkError: 'The service did not take the call. Is it still running, and are you still signed in?',
};

function microphone() {
  if (!navigator.mediaDevices) {
    throw new DOMException('This page is not from a secure context.', 'SecurityError');
  }
  return navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
  });
}
