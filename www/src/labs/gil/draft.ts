/**
 * The program that is being written. The editor has it first; when the typing pauses, whoever watches hears of it. What
 * comes from the lab's values and is not the reader's own, as from a link, is taken over.
 */

/** How long typing has to pause. */
const PAUSE_MS = 600;

/** See the module's description. */
export class Draft {
  /** Whether the reader has written, or chosen a program. */
  touched = false;
  /** What the reader had written before another program took its place. */
  replaced: string | undefined;

  /** The last text that came from the values or went there. */
  #shared: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `paused`: the typing has paused. */
  constructor(public text: string, readonly paused: () => void) {}

  /**
   * Hears what the values say. Theirs is taken over, unless the reader is writing. Where they have just got a program
   * at all, it is the default one: then the reader's own stays, and `true` says that they should get it.
   */
  hear(value: string | undefined): boolean {
    const first = this.#shared === undefined;
    if (value === undefined) {
      this.#shared = undefined;
      return false;
    }
    if (value === this.#shared || this.#timer !== undefined) {
      return false;
    }
    this.#shared = value;
    if (first && this.touched) {
      return value !== this.text;
    }
    this.text = value;
    return false;
  }

  /** The reader has written. */
  write(text: string): void {
    this.text = text;
    this.touched = true;
    if (this.replaced === text) {
      this.replaced = undefined;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.paused();
    }, PAUSE_MS);
  }

  /** The reader has chosen another program. What is the reader's own work is kept, to be brought back. */
  choose(text: string, ownWork: boolean): void {
    this.replaced = ownWork ? this.text : undefined;
    this.write(text);
  }

  /** Brings back what was replaced. */
  restore(): void {
    const { replaced } = this;
    if (replaced !== undefined) {
      this.replaced = undefined;
      this.write(replaced);
    }
  }

  /** The text, on its way to the values. */
  share(): string {
    this.stop();
    this.#shared = this.text;
    return this.text;
  }

  /** Ends what is under way. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
