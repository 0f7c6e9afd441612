/** Listening in: the caller in the left ear, what the caller hears in the right one. */

const RATE = 16000;
const EARS = { caller: 0, agent: 1 };
const DELAY_SECONDS = 0.25;
const MOST_AHEAD_SECONDS = 2;

/** PCM16, little-endian, as base64. */
export function samplesOf(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Int16Array(bytes.buffer, 0, bytes.length >> 1);
}

/**
 * Plays sound at the time of its position, a quarter of a second after it came, so that unequal delays of the network are not heard. What
 * comes too late moves all that follows.
 */
export class Listener {
  #context = new AudioContext({ sampleRate: RATE, latencyHint: 'interactive' });
  #merger = this.#context.createChannelMerger(2);
  #begin = null;

  constructor() {
    this.#merger.connect(this.#context.destination);
    this.#context.resume();
  }

  add(speaker, position, samples) {
    const now = this.#context.currentTime;
    const offset = position / RATE;
    const time = this.#begin === null ? -1 : this.#begin + offset;
    if (time < now || time > now + MOST_AHEAD_SECONDS) {
      this.#begin = now + DELAY_SECONDS - offset;
    }
    const buffer = this.#context.createBuffer(1, samples.length, RATE);
    buffer.copyToChannel(Float32Array.from(samples, (sample) => sample / 32768), 0);
    const source = this.#context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#merger, 0, EARS[speaker]);
    source.start(this.#begin + offset);
  }

  close() {
    this.#context.close();
  }
}
