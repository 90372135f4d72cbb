/** The estimates of one run, from the first to the last: as many as can be told apart in a small chart. */
import type { Shown } from '../../runtime/contract';

export type Estimate = Extract<Shown, { estimate: unknown }>['estimate'];

/** When there are so many, every other one goes. */
const KEPT = 240;

/** See the module's description. */
export class Trail {
  estimates: Estimate[] = [];
  #every = 1;
  #heard = 0;

  /** Another estimate; the newest is always among those kept. */
  add(estimate: Estimate): void {
    if (this.#heard % this.#every !== 0) {
      this.estimates.pop();
    }
    this.#heard += 1;
    this.estimates.push(estimate);
    if (this.estimates.length > KEPT) {
      this.estimates = this.estimates.filter((_, index) => index % 2 === 0);
      this.#every *= 2;
    }
  }

  /** A run begins. */
  clear(): void {
    this.estimates = [];
    this.#every = 1;
    this.#heard = 0;
  }
}
