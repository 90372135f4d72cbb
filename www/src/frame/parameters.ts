/** A lab's parameters on the page: what the controls show, and what is wrong with it. Rust is the judge. */
import type { Lab, Values } from '../labs/lab';
import type { ConductorClient } from '../runtime/client';
import type { Accepts, Field } from '../runtime/contract';
import { Failure } from '../runtime/failure';
import { linkable, queryOf } from './address';
import type { Linked } from './address';

/** How long typing has to pause before the values are checked. */
const TYPING_PAUSE_MS = 150;

/** Failures of a parameter, not of a run. */
const INVALID: ReadonlySet<string> = new Set(['parameter', 'unknown-parameter', 'unknown-lab']);

/** Whom the parameters tell of changes. */
export interface ParametersWatcher {
  /** Something that is shown has changed. */
  changed(): void;
  /** The reader has chosen other values, and they are valid. */
  chosen(values: Values): void;
  /** The conductor could not check anything. */
  failed(failure: Failure): void;
}

/** See the module's description. */
export class Parameters {
  /** The lab's fields; empty until the conductor has told them. */
  fields: readonly Field[] = [];
  /** What the controls show, valid or not. */
  drafts: Values = new Map();
  /** The last values that were valid. */
  values: Values = new Map();
  /** The time that a run with these values takes at least because of the clock, in milliseconds. */
  clockedMs = 0;
  /** Why the drafts cannot be run. */
  invalid: Failure | undefined;

  /** The query as it came in an address, until the reader sets a control. */
  #given: string | undefined;
  #revision = 0;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly lab: Lab,
    readonly conductor: ConductorClient,
    readonly watcher: ParametersWatcher,
  ) {}

  /** The parameters as they would run. */
  get query(): string {
    return this.#given ?? queryOf(this.drafts);
  }

  /** What a file of the reader's own must be, where the lab takes one. */
  get file(): Extract<Accepts, { kind: 'file' }> | undefined {
    return this.fields.map(({ accepts }) => accepts).find((accepts) => accepts.kind === 'file');
  }

  /** What links and commands name: what the controls show, without a program that is the default one. */
  get named(): Values {
    const isDefault = ([name, value]: readonly [string, string]): boolean =>
      this.fields.some((field) => field.name === name && field.accepts.kind === 'source' && field.default === value);
    return new Map([...this.drafts].filter((entry) => !isDefault(entry)));
  }

  /** What a link can hold of them. */
  get linked(): Linked {
    const sources = this.fields.filter(({ accepts }) => accepts.kind === 'source').map(({ name }) => name);
    return linkable(this.lab.id, this.named, sources);
  }

  /** Whether the parameters are still as they came in an address. */
  get fromAddress(): boolean {
    return this.#given !== undefined;
  }

  /** Takes parameters as they stand in an address. */
  open(query: string): Promise<void> {
    this.#given = query;
    return this.check();
  }

  /** A control was set by the reader. */
  edit(name: string, value: string): void {
    const drafts = new Map(this.drafts).set(name, value);
    for (const dependent of this.lab.resets?.[name] ?? []) {
      drafts.delete(dependent);
    }
    this.#choose(drafts, TYPING_PAUSE_MS);
  }

  /** The lab's own view has set fields. Tells whether all values can be run. */
  async set(values: Readonly<Record<string, string>>): Promise<boolean> {
    this.#given = undefined;
    this.drafts = new Map([...this.drafts, ...Object.entries(values)]);
    await this.check(true);
    return this.invalid === undefined;
  }

  /** Back to the last values that were valid. */
  undo(): void {
    this.#choose(this.values);
  }

  /** Back to the defaults. */
  reset(): void {
    this.#choose(new Map());
  }

  /** Takes a failure as its own when it is one of parameters; tells whether it was. */
  refuse(failure: Failure): boolean {
    if (!INVALID.has(failure.code)) {
      return false;
    }
    this.invalid = failure;
    return true;
  }

  /** Forgets checks that are under way: what they will say is of no interest any more. */
  settle(): void {
    clearTimeout(this.#typing);
    this.#revision += 1;
  }

  /** Asks the conductor for the fields and whether the drafts are valid. */
  async check(byReader = false): Promise<void> {
    this.settle();
    const revision = this.#revision;
    try {
      await this.#read(this.query, revision);
      if (revision === this.#revision) {
        this.invalid = undefined;
        this.drafts = this.values;
        if (byReader) {
          this.watcher.chosen(this.values);
        }
      }
    } catch (thrown) {
      if (revision === this.#revision) {
        await this.#explain(Failure.from(thrown), revision);
      }
    }
    this.watcher.changed();
  }

  #choose(drafts: Values, pauseMs = 0): void {
    this.#given = undefined;
    this.drafts = drafts;
    this.settle();
    this.#typing = setTimeout(() => void this.check(true), pauseMs);
    this.watcher.changed();
  }

  async #read(query: string, revision: number): Promise<void> {
    const { fields, values, clockedMs } = await this.conductor.check(this.lab.id, query);
    if (revision === this.#revision) {
      this.clockedMs = clockedMs;
      this.fields = fields;
      const all = fields.map((field, index) => ({ field, value: values[index] ?? field.default }));
      // A file is no part of a query: it travels beside it.
      const written = all.filter(({ field }) => field.accepts.kind !== 'file');
      this.values = new Map(written.map(({ field, value }) => [field.name, value]));
    }
  }

  async #explain(failure: Failure, revision: number): Promise<void> {
    if (!this.refuse(failure)) {
      this.watcher.failed(failure);
      return;
    }
    if (this.fields.length > 0) {
      return;
    }
    // Wrong from the start, by the address: the controls show the defaults, but for what was given.
    try {
      const given = new URLSearchParams(this.query);
      await this.#read('', revision);
      this.drafts = new Map(Array.from(this.values, ([name, value]) => [name, given.get(name) ?? value]));
    } catch (thrown) {
      this.watcher.failed(Failure.from(thrown));
    }
  }
}
