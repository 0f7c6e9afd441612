/** The last seconds of both sides' sound, drawn as it comes. */

const RATE = 16000;
const SHOWN_SECONDS = 12;
const COLUMN_SAMPLES = RATE / 50;
const COLUMNS = SHOWN_SECONDS * 50;

export class Waveform {
  #canvas;
  #peaks = { caller: new Float32Array(COLUMNS), agent: new Float32Array(COLUMNS) };
  #first = 0;
  #scheduled = false;
  #still = matchMedia('(prefers-reduced-motion: reduce)').matches;

  constructor(canvas) {
    this.#canvas = canvas;
  }

  /** @param position of the first sample since the sound began */
  add(speaker, position, samples) {
    const peaks = this.#peaks[speaker];
    for (let i = 0; i < samples.length; i += COLUMN_SAMPLES) {
      const column = Math.floor((position + i) / COLUMN_SAMPLES);
      this.#scrollTo(column);
      if (column >= this.#first) {
        let peak = 0;
        for (const sample of samples.subarray(i, i + COLUMN_SAMPLES)) {
          peak = Math.max(peak, Math.abs(sample));
        }
        const place = column % COLUMNS;
        peaks[place] = Math.max(peaks[place], peak / 32768);
      }
    }
    this.#drawSoon();
  }

  #scrollTo(column) {
    while (column >= this.#first + COLUMNS) {
      const place = this.#first % COLUMNS;
      this.#peaks.caller[place] = 0;
      this.#peaks.agent[place] = 0;
      this.#first++;
    }
  }

  #drawSoon() {
    if (this.#scheduled) {
      return;
    }
    this.#scheduled = true;
    const draw = () => {
      this.#scheduled = false;
      this.#draw();
    };
    if (this.#still) {
      setTimeout(draw, 1000);
    } else {
      requestAnimationFrame(draw);
    }
  }

  #draw() {
    const canvas = this.#canvas;
    const scale = devicePixelRatio;
    const [width, height] = [canvas.clientWidth * scale, canvas.clientHeight * scale];
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const context = canvas.getContext('2d');
    const style = getComputedStyle(canvas);
    context.clearRect(0, 0, width, height);
    this.#lane(context, this.#peaks.caller, style.getPropertyValue('--caller'), height * 0.25, height * 0.22, width);
    this.#lane(context, this.#peaks.agent, style.getPropertyValue('--agent'), height * 0.75, height * 0.22, width);
  }

  #lane(context, peaks, color, middle, most, width) {
    const step = width / COLUMNS;
    context.fillStyle = color;
    for (let i = 0; i < COLUMNS; i++) {
      const peak = peaks[(this.#first + i) % COLUMNS];
      const half = Math.max(devicePixelRatio / 2, Math.sqrt(peak) * most);
      context.fillRect(i * step, middle - half, Math.max(1, step * 0.8), 2 * half);
    }
  }
}
