/**
 * Evens out sound that comes over a network: μ-law goes in as it comes, and out a sample at a time. It begins to give when it
 * holds 60 ms; when it is dry, that begins anew. When it would hold more than 120 ms, the oldest are dropped until it is 60.
 */
const START = 480;
const MOST = 960;

export class JitterBuffer {
  constructor() {
    this.held = new Uint8Array(MOST);
    this.first = 0;
    this.length = 0;
    this.giving = false;
    this.underruns = 0;
    this.dropped = 0;
  }

  put(codes) {
    if (this.length + codes.length > MOST) {
      const drop = this.length + codes.length - START;
      const old = Math.min(drop, this.length);
      this.first = (this.first + old) % MOST;
      this.length -= old;
      codes = codes.subarray(drop - old);
      this.dropped += drop;
    }
    for (const code of codes) {
      this.held[(this.first + this.length++) % MOST] = code;
    }
  }

  /** The next code, or otherwise, if there is none. */
  take(otherwise) {
    this.giving ||= this.length >= START;
    if (!this.giving) {
      return otherwise;
    }
    if (this.length === 0) {
      this.giving = false;
      this.underruns++;
      return otherwise;
    }
    const code = this.held[this.first];
    this.first = (this.first + 1) % MOST;
    this.length--;
    return code;
  }

  clear() {
    this.length = 0;
    this.giving = false;
  }
}
