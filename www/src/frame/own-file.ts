/** The file that the reader has chosen to be worked on, from its choice to the bytes of a run. */
import type { Data } from '../runtime/contract';
import type { Wanted, Wrong } from '../runtime/decoded';
import { decode } from '../runtime/file';

/**
 * See the module's description.
 *
 * ```text
 * none ── choose ──▶ reading ──▶ ready    from every state, choose and drop work;
 *  ▲                    └──────▶ wrong    when something else is wanted, it is read again
 *  └──── drop
 * ```
 */
export class OwnFile {
  state: 'none' | 'reading' | 'ready' | 'wrong' = 'none';
  /** What was chosen. */
  file: File | undefined;
  /** What a run works on, when it is ready. */
  data: Data | undefined;
  /** What is wrong with it. */
  wrong: Wrong | undefined;

  #wanted: Wanted | undefined;
  #reading: AbortController | undefined;

  constructor(readonly changed: () => void) {}

  /** What a file must be at present, if any is wanted. */
  get wanted(): Wanted | undefined {
    return this.#wanted;
  }

  /** Whether there is a file, or none was chosen: a run can begin. */
  get settled(): boolean {
    return this.state === 'none' || this.state === 'ready';
  }

  /** Takes a file. */
  choose(file: File): void {
    this.file = file;
    void this.#read();
  }

  /** Does without a file. */
  drop(): void {
    this.#reading?.abort();
    this.#set('none');
    this.file = undefined;
    this.changed();
  }

  /** Something else is wanted now, or nothing. A file of the other kind goes; one of this kind is read again. */
  fit(wanted: Wanted | undefined): void {
    const before = this.#wanted;
    this.#wanted = wanted;
    if (this.file === undefined || (before?.holds === wanted?.holds && before?.max === wanted?.max)) {
      return;
    }
    if (before?.holds === wanted?.holds) {
      void this.#read();
    } else {
      this.drop();
    }
  }

  async #read(): Promise<void> {
    this.#reading?.abort();
    const { file } = this;
    const wanted = this.#wanted;
    if (file === undefined || wanted === undefined) {
      return;
    }
    const reading = this.#reading = new AbortController();
    this.#set('reading');
    this.changed();
    let found: Data | Wrong;
    try {
      found = await decode(file, wanted, reading.signal);
    } catch {
      found = 'unreadable';
    }
    if (reading.signal.aborted) {
      return;
    }
    if (typeof found === 'string') {
      this.#set('wrong');
      this.wrong = found;
    } else {
      this.#set('ready');
      this.data = found;
    }
    this.changed();
  }

  #set(state: OwnFile['state']): void {
    this.state = state;
    this.data = undefined;
    this.wrong = undefined;
  }
}
