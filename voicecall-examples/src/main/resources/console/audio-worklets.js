/** The two ends of the telephone's sound, on the browser's audio thread. */
import { decode, encode, FRAME, RATE_HZ, SILENCE } from './mulaw.js';
import { JitterBuffer } from './jitter-buffer.js';
import { Resampler } from './resampler.js';

/** Gives the microphone as frames of 20 ms: posts {frame, level}, level from 0 to 1. */
class Microphone extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(sampleRate, RATE_HZ);
    this.frame = new Uint8Array(FRAME);
    this.filled = 0;
    this.level = 0;
    this.emit = sample => this.#add(sample);
  }

  process([input]) {
    // Without a source there are no channels; its silence is sound, too.
    const channel = input[0];
    for (let i = 0; i < (channel ? channel.length : 128); i++) {
      this.resampler.push(channel ? channel[i] : 0, this.emit);
    }
    return true;
  }

  #add(sample) {
    const clipped = Math.max(-1, Math.min(1, sample));
    this.level = Math.max(this.level, Math.abs(clipped));
    this.frame[this.filled++] = encode(Math.round(clipped * 32767));
    if (this.filled === FRAME) {
      this.port.postMessage({ frame: this.frame, level: this.level }, [this.frame.buffer]);
      this.frame = new Uint8Array(FRAME);
      this.filled = 0;
      this.level = 0;
    }
  }
}

/** Plays what is posted to it, frames of μ-law, and null to be silent at once; posts {level, underruns, dropped} each 20 ms. */
class Loudspeaker extends AudioWorkletProcessor {
  constructor() {
    super();
    this.buffer = new JitterBuffer();
    this.resampler = new Resampler(RATE_HZ, sampleRate);
    this.out = [];
    this.level = 0;
    this.taken = 0;
    this.emit = sample => this.out.push(sample);
    this.port.onmessage = ({ data }) => (data === null ? this.buffer.clear() : this.buffer.put(data));
  }

  process(inputs, [output]) {
    const needed = output[0].length;
    while (this.out.length < needed) {
      this.#next();
    }
    const samples = this.out.splice(0, needed);
    for (const channel of output) {
      channel.set(samples);
    }
    return true;
  }

  #next() {
    const sample = decode(this.buffer.take(SILENCE)) / 32768;
    this.level = Math.max(this.level, Math.abs(sample));
    this.resampler.push(sample, this.emit);
    if (++this.taken % FRAME === 0) {
      const { underruns, dropped } = this.buffer;
      this.port.postMessage({ level: this.level, underruns, dropped });
      this.level = 0;
    }
  }
}

registerProcessor('microphone', Microphone);
registerProcessor('loudspeaker', Loudspeaker);
