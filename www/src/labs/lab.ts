/**
 * What the page has to know of a lab besides what Rust tells it. Nearly everything is data: the frame draws it. What
 * only one lab shows is a view of its own.
 */
import type { Chart } from '../draw/chart/data';
import type { ColumnKind } from '../draw/format';
import type { Arguments, Strings } from '../l10n';
import type { RunEvent } from '../runtime/contract';
import type { Report, Row } from '../runtime/report';

/** Values of a lab's parameters by name, as they are written in an address. */
export type Values = ReadonlyMap<string, string>;

/** Where a lab's run is. */
export type RunState = 'idle' | 'running' | 'finished' | 'failed';

/** A message with its arguments. */
export interface Said {
  readonly key: string;
  readonly args?: Arguments;
}

/** A column of the result's table, besides the row's name. */
export interface Column {
  /** The message `column-<lab>-<name>`, or else `column-<name>`, is its heading. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** One number of the row, or one for each lane; of the kind `word` a message key. */
  readonly value: (row: Row) => number | readonly number[] | string | undefined;
  /** How many of the value there were, where that is more than one. */
  readonly times?: (row: Row) => number | undefined;
  /** Bounds of the 95 % interval. */
  readonly interval?: (row: Row) => readonly [number, number] | undefined;
}

/** What came true of a prediction. */
export interface Outcome {
  /** One of the options. */
  readonly option: string;
  /** The numbers behind it, for the message `predict-<lab>-measured`; written with two decimals at most. */
  readonly args: Readonly<Record<string, number>>;
}

/**
 * The question that is asked before a run: the message `predict-<lab>`. After it, `predict-<lab>-measured` tells the
 * outcome: its `$outcome` is the option in words, its other variables are those of {@link Outcome}.
 */
export interface Prediction {
  /** The messages `predict-<lab>-<option>` are the answers to choose from. */
  readonly options: readonly string[];
  /** Whether these parameters leave something to be asked; without it, they always do. */
  asked?(values: Values): boolean;
  /** Variables of the question and its answers. */
  args?(values: Values): Readonly<Record<string, string>>;
  /** `undefined` when the run cannot tell. */
  outcome(report: Report): Outcome | undefined;
}

/** What a view can do to its lab. */
export interface LabHost {
  /** Ends one process of the lab's run under way from outside; its index from 0. */
  kill(process: number): void;
  /**
   * Asks the lab's Rust something, also while no run is under way: question and answer are JSON. Rejects with a
   * `Failure`.
   */
  ask(question: string): Promise<string>;
  /** Runs the lab with the values that are set, as its button does. */
  run(): void;
  /** Stops the run under way, as its button does. */
  stop(): void;
  /**
   * Sets fields as their controls do: the address and links follow. Resolves when they have been checked, with whether
   * all values can be run.
   */
  set(values: Readonly<Record<string, string>>): Promise<boolean>;
}

/**
 * What only this lab shows, an element that stands in the stage, above the machine. The frame sets its properties when
 * they change, before the element is drawn for the first time too.
 */
export interface LabView extends HTMLElement {
  texts: Strings;
  phase: RunState;
  /** What the controls show. */
  values: Values;
  /** The report of the last run that ended well. */
  report: Report | undefined;
  host: LabHost;
  /** Something happened in the run. There can be thousands in a second: draw once a frame. */
  event(event: RunEvent): void;
  /** A run begins: what the last one showed is over. */
  reset(): void;
}

/**
 * One experiment, as the frame draws it.
 *
 * Its messages: `lab-<lab>` (name), `real-<lab>` (what is real here), `native-<lab>` (what an operating system needs, where that
 * differs; see `frame/recorded.ts`), `predict-<lab>…`, and for its fields
 * `field-<lab>-<name>`, `hint-<lab>-<name>` (with `$min`, `$max`, `$unit` of a number), `<lab>-<field>-<option>` and
 * `<lab>-<field>-<option>-about`, each with the same key without `<lab>-` as its fallback. A verdict's sentence is
 * `ratio-<claim, with dashes>` or `ratio-<lab>`, with `$ratio`. Where the common words do not fit, these come first:
 * `reason-<reason>-<lab>`, `answers-agree-<lab>`, `answers-disagree-<lab>`, `predict-right-<lab>`,
 * `predict-wrong-<lab>`, `predict-cannot-tell-<lab>`.
 */
export interface Lab {
  readonly id: string;
  /** The article's claims that it tests; the first one is the lab's heading. */
  readonly claims: readonly string[];
  readonly prediction: Prediction;
  readonly columns: readonly Column[];
  /**
   * The head of a row, and then the message `column-<lab>` is the heading above; without it, the topology and its
   * family. The message `table-caption-<lab>` (with `$samples`), if there is one, is the table's caption.
   */
  rowName?(row: Row): Said;
  /** How its result is drawn: the chart of the lab `speedup`, or charts as data, several with buttons to switch. */
  readonly chart?: 'speedup' | readonly Chart[];
  /** What only this lab shows; loaded when the reader comes near the lab. */
  readonly view?: { readonly tag: string; load(): Promise<unknown> };
  /** Whether its lanes wait for the page's service worker, which then has to be there before a run. */
  readonly waits?: boolean;
  /** Whether boxes and lanes are shown; they are, unless this is `false`. */
  readonly machine?: boolean;
  /** The Rust that runs: files, or folders with a slash at the end, below `src/`. What is not there is left out. */
  rust(values: Values): readonly string[];
  /** Whether the native program runs this lab. */
  readonly native: boolean;
  /** The file in `www/python/` that does the same in Python. */
  readonly python: string;
  /** The parameters that it takes. */
  readonly pythonFields: readonly string[];

  /** Names of the columns that are stated of a row beneath a claim's verdict, because the verdict rests on them. */
  states?(claim: string, row: Row, report: Report): readonly string[];
  /** Whether a run was one that judges the claims; every run is, unless this says otherwise. */
  judges?(report: Report): boolean;
  /** Fields that return to their defaults when another field changes, because they count something else then. */
  readonly resets?: Readonly<Record<string, readonly string[]>>;
  /** Fields that say nothing while a file of the reader's own is worked on, by what the file holds. */
  readonly replaced?: Readonly<Record<'text' | 'pixels', readonly string[]>>;
  /** The field that a picture's longer edge follows. */
  readonly edgeField?: string;
  /** The field that names the kernel. */
  readonly kernelField?: string;
  /** The data sets that kernels learn from. */
  readonly datasets?: Readonly<Record<string, string | undefined>>;
}
