/**
 * Changes the sample rate of a stream by a polyphase FIR: a sinc at the edge of the telephone's band under a Kaiser window. Up to
 * 3.4 kHz it is flat; from 4.6 kHz on, what would fold into that band is 70 dB down. Its delay is 2.2 ms.
 */
const CUTOFF_HZ = 4000;
const HALF_WIDTH_S = 0.0022;
const KAISER_BETA = 6.76; // 70 dB

/** Rates in Hz, whole numbers; one of them is that of the telephone. */
export class Resampler {
  constructor(from, to) {
    const divisor = greatestCommonDivisor(from, to);
    this.step = from / divisor;
    this.phases = to / divisor;
    this.phase = 0;
    this.half = Math.ceil(HALF_WIDTH_S * from);
    this.taps = 2 * this.half;
    this.kernels = Array.from({ length: this.phases }, (_, phase) => this.#kernel(from, phase / this.phases));
    // Everything is written twice, so that the last samples are always in one piece.
    this.history = new Float32Array(2 * this.taps);
    this.at = 0;
  }

  /** Takes one sample; gives to emit(sample) as many as come of it: none, one, or several. */
  push(sample, emit) {
    this.history[this.at] = sample;
    this.history[this.at + this.taps] = sample;
    this.at = (this.at + 1) % this.taps;
    for (; this.phase < this.phases; this.phase += this.step) {
      emit(this.#sum(this.kernels[this.phase]));
    }
    this.phase -= this.phases;
  }

  #sum(kernel) {
    let sum = 0;
    for (let tap = 0; tap < this.taps; tap++) {
      sum += kernel[tap] * this.history[this.at + tap];
    }
    return sum;
  }

  /** For what is this part of a sample later than the middle of the history. */
  #kernel(from, fraction) {
    const kernel = new Float32Array(this.taps);
    let sum = 0;
    for (let tap = 0; tap < this.taps; tap++) {
      const seconds = (tap - this.half + 1 - fraction) / from;
      kernel[tap] = sinc(2 * CUTOFF_HZ * seconds) * kaiser(seconds / HALF_WIDTH_S);
      sum += kernel[tap];
    }
    return kernel.map(value => value / sum);
  }
}

function sinc(x) {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The window, at -1 to 1 of its half width. */
function kaiser(x) {
  return Math.abs(x) > 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
}

/** The modified Bessel function of the first kind, of order zero. */
function bessel(x) {
  let sum = 1;
  let term = 1;
  for (let n = 1; term > 1e-9 * sum; n++) {
    term *= (x / (2 * n)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a, b) {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
