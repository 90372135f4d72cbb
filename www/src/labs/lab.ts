/** What the page has to know of a lab besides what Rust tells it. Everything is data: the frame draws it. */
import type { Row, Report } from '../runtime/report';

/** How a column of the result's table is written. */
export type ColumnKind = 'milliseconds' | 'ratio' | 'bytes' | 'share';

/** A column of the result's table, besides the row's name. */
export interface Column {
  /** The message `column-<name>` is its heading. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** One number of the row, or one for each lane. */
  readonly value: (row: Row) => number | readonly number[] | undefined;
  /** How many of the value there were, where that is more than one. */
  readonly times?: (row: Row) => number | undefined;
  /** Bounds of the 95 % interval. */
  readonly interval?: (row: Row) => readonly [number, number] | undefined;
}

/** The question that is asked before a run. */
export interface Prediction {
  /** The messages `predict-<lab>-<option>` are the answers to choose from. */
  readonly options: readonly string[];
  /** The option that came true and the number behind it; `undefined` when the run cannot tell. */
  outcome(report: Report): { readonly option: string; readonly value: number } | undefined;
}

/** One experiment, as the frame draws it. */
export interface Lab {
  readonly id: string;
  /** The article's claims that it tests. */
  readonly claims: readonly string[];
  readonly prediction: Prediction;
  readonly columns: readonly Column[];
  /** Which chart shows its result. */
  readonly chart: 'speedup';
  /** Fields that return to their defaults when another field changes, because they count something else then. */
  readonly resets: Readonly<Record<string, readonly string[]>>;
  /** Fields that say nothing while a file of the reader's own is worked on, by what the file holds. */
  readonly replaced: Readonly<Record<'text' | 'pixels', readonly string[]>>;
  /** The field that a picture's longer edge follows. */
  readonly edgeField: string;
  /** The field that names the kernel whose source is shown. */
  readonly kernelField: string;
  /** The data sets that kernels learn from. */
  readonly datasets: Readonly<Record<string, string | undefined>>;
  /** The file in `www/python/` that does the same in Python. */
  readonly python: string;
  /** The parameters that it takes. */
  readonly pythonFields: readonly string[];
}
