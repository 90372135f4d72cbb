/** The scale of time that all lanes of a machine share, and its ticks. */

/** How far the axis reaches, in milliseconds, before anything is known. */
const FIRST_RANGE_MS = 200;

/** The room at the right of what has ended, as a share of it. */
const MARGIN = 1.03;

/**
 * How many milliseconds the width of a track stands for. Within one run it never shrinks below its longest timeline:
 * so the eye sees that two lanes take half the length of one.
 */
export class Scale {
  /** Milliseconds from the left end of a track to its right end. */
  range = FIRST_RANGE_MS;
  #longest = 0;

  /** Forgets what was: a new run begins. */
  restart(): void {
    this.range = FIRST_RANGE_MS;
    this.#longest = 0;
  }

  /** Fits the longest timeline of the run, this one included. */
  fit(length: number): void {
    this.#longest = Math.max(this.#longest, length);
    if (this.#longest > 0) this.range = this.#longest * MARGIN;
  }

  /** Makes room when a growing timeline reaches the right end; tells whether it did. */
  grow(length: number): boolean {
    if (length <= this.range) return false;
    this.range = roundUp(length * 1.2);
    return true;
  }
}

/** Round numbers from 0 to the range, about so many besides 0, and one at least. */
export function ticks(range: number, most: number): number[] {
  // Rounding multiplies by 2.5 at most.
  const step = roundUp(range / Math.max(2.5, most));
  return Array.from({ length: Math.floor(range / step) + 1 }, (_, index) => index * step);
}

/** Writes a tick with its unit as the locale does; steps of a second and more in seconds. */
export function tickLabel(lang: string, range: number): (milliseconds: number) => string {
  const seconds = range >= 5000;
  const format = new Intl.NumberFormat(lang, {
    style: 'unit',
    unit: seconds ? 'second' : 'millisecond',
    unitDisplay: 'short',
    maximumSignificantDigits: 3,
  });
  return (milliseconds) => format.format(seconds ? milliseconds / 1000 : milliseconds);
}

/** The smallest of 1, 2, 5, 10, 20 … that is not below a number. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5].find((candidate) => candidate * power >= value * 0.999_999) ?? 10;
  return step * power;
}
