/** What a chart shows, as data: a lab says what, `<kosut-chart>` draws it. */
import type { Arguments } from '../../l10n';
import type { Family } from '../../runtime/contract';
import type { Report } from '../../runtime/report';
import type { ColumnKind } from '../format';

/** What can stand on an axis. */
export type AxisKind = Exclude<ColumnKind, 'word'>;

/** One direction of a chart. */
export interface Axis {
  /** Message key of what is measured, without its unit. */
  readonly label: string;
  /** A logarithmic axis has no place for 0 and below: such points are left out. */
  readonly scale: 'linear' | 'log';
  /** In which unit the values are, and how they are written. */
  readonly kind: AxisKind;
}

/** Something with a name of its own, drawn in its own way. */
interface Named {
  /** Message key. */
  readonly name: string;
  readonly args?: Arguments;
  /** The way of working, which has its colour, mark and pattern; without one, the chart gives a pattern by order. */
  readonly family?: Family;
}

/** A value with, where it is known, its 95 % interval. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

/** Points that belong together, in the order of their `x`. */
export interface Series extends Named {
  readonly points: readonly ChartPoint[];
}

/** One bar, which begins at 0, or at the left end of a logarithmic axis. */
export interface Bar extends Named {
  /** Message key of the heading above this bar and those that follow. */
  readonly group?: string;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/** One to eight series over two axes: joined by lines, or each value lasting until the next. */
export interface LinesChart {
  /** The message `chart-<lab>-<name>` is the button that shows it. */
  readonly name: string;
  readonly kind: 'lines' | 'steps';
  readonly x: Axis;
  readonly y: Axis;
  series(report: Report): readonly Series[];
}

/** Bars below each other, with their values written at their ends. */
export interface BarsChart {
  /** The message `chart-<lab>-<name>` is the button that shows it. */
  readonly name: string;
  readonly kind: 'bars';
  readonly axis: Axis;
  /** A value to compare with: a line through all bars. */
  readonly mark?: number;
  bars(report: Report): readonly Bar[];
}

/** A chart of a lab's report. */
export type Chart = LinesChart | BarsChart;
