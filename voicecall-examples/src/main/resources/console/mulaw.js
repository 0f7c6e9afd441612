/** The codec of telephony, ITU-T G.711 μ-law: 16 bits to a byte and back, exact to the reference implementation. */

const BIAS = 33;
const CLIP = 0x1fff;

/** The μ-law code, 0 to 255, of a sample of 16 bits. */
export function encode(sample) {
  const bits14 = sample >> 2;
  const magnitude = Math.min((bits14 < 0 ? ~bits14 : bits14) + BIAS, CLIP);
  const segment = 26 - Math.clz32(magnitude);
  const code = (segment << 4) | ((magnitude >> (segment + 1)) & 0x0f);
  return ~(bits14 < 0 ? code | 0x80 : code) & 0xff;
}

/** The sample, -32,124 to 32,124, of a μ-law code. */
export function decode(code) {
  const bits = ~code;
  const step = (bits & 0x0f) * 2 + BIAS;
  const magnitude = ((step << ((bits >> 4) & 0x07)) - BIAS) << 2;
  return bits & 0x80 ? -magnitude : magnitude;
}

/** The code of silence. */
export const SILENCE = 0xff;

/** Samples per second on a telephone line. */
export const RATE_HZ = 8000;

/** Bytes of 20 ms. */
export const FRAME = 160;
