/** How uPlot is set up for series over two axes, and how they are painted into its scales. */
import type uPlot from 'uplot';
import type { Strings } from '../../l10n';
import { withUnit } from '../format';
import type { Palette } from '../palette';
import type { Axis, ChartPoint, LinesChart, Series } from './data';
import type { Look } from './looks';
import { tickOptions } from './ticks';

/** What is drawn. */
export interface Setting {
  readonly chart: LinesChart;
  readonly series: readonly Series[];
  readonly looks: readonly Look[];
  readonly palette: Palette;
  readonly texts: Strings;
}

/** Radius of a mark in CSS pixels; of a step's, where there are many. */
const RADIUS = 4.5;

/** More points of one series have no marks of their own but at the ends. */
const MARKED = 40;

/** Room beyond the outermost values: a share of the range, or of a decade. */
const ROOM = 0.05;
const ROOM_DECADES = 0.12;

type Ends = [low: number, high: number];

/** Whether a point has a place on the axes. */
function isPlaced({ x, y }: ChartPoint, { x: across, y: up }: LinesChart): boolean {
  const fits = (value: number, axis: Axis): boolean => Number.isFinite(value) && (axis.scale === 'linear' || value > 0);
  return fits(x, across) && fits(y, up);
}

/** The ends of an axis that holds these values. */
function ends(axis: Axis, values: readonly number[], fromZero: boolean): Ends {
  const placed = values.filter((value) => Number.isFinite(value) && (axis.scale === 'linear' || value > 0));
  if (placed.length === 0) return axis.scale === 'log' ? [1, 10] : [0, 1];
  const low = Math.min(...placed);
  const high = Math.max(...placed);
  if (axis.scale === 'log') {
    const room = 10 ** Math.max(ROOM_DECADES, low === high ? 0.5 : 0);
    return [low / room, high * room];
  }
  const bottom = fromZero ? Math.min(0, low) : low;
  const room = (high - bottom || Math.abs(high) || 1) * ROOM;
  return [fromZero && bottom === 0 ? 0 : bottom - room, high + room];
}

/** The values that an axis must hold. */
export function extent({ chart, series }: Setting): { x: Ends; y: Ends } {
  const points = series.flatMap((one) => one.points).filter((point) => isPlaced(point, chart));
  const ys = points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]);
  return { x: ends(chart.x, points.map(({ x }) => x), false), y: ends(chart.y, ys, true) };
}

/** uPlot's options, but for its size. */
export function options(setting: Setting): Omit<uPlot.Options, 'width' | 'height'> {
  const { chart, palette, texts } = setting;
  const { x, y } = extent(setting);
  const axis = (of: Axis): uPlot.Axis => ({
    stroke: palette.css('ink-soft'),
    font: `13px ${palette.font}`,
    label: texts.text(of.label),
    labelFont: `600 13px ${palette.font}`,
    labelSize: 24,
    labelGap: 0,
    values: (_, splits) => splits.map((value) => withUnit(texts, of.kind, value, true)),
    ticks: { show: false },
    border: { show: true, stroke: palette.css('ink-soft', 0.6), width: 1 },
    grid: { stroke: palette.css('line'), width: 1 },
  });
  return {
    padding: [12, 16, 0, 4],
    cursor: { show: false },
    legend: { show: false },
    scales: { x: { time: false, ...scale(chart.x), range: x }, y: { ...scale(chart.y), range: y } },
    axes: [
      { ...axis(chart.x), ...tickOptions(chart.x, true), size: 28 },
      { ...axis(chart.y), ...tickOptions(chart.y, false), size: 76 },
    ],
    series: [{}, { show: false }],
    hooks: { draw: [(drawn) => paint(drawn, setting)] },
  };
}

function scale({ scale: kind }: Axis): uPlot.Scale {
  return kind === 'log' ? { distr: 3, log: 10 } : {};
}

function paint(drawn: uPlot, setting: Setting): void {
  const { chart, series, looks, palette } = setting;
  const context = drawn.ctx;
  const ratio = devicePixelRatio;
  context.save();
  context.beginPath();
  // A little beyond the axes, so that a mark at an end is whole.
  const { left, top, width, height } = drawn.bbox;
  const beyond = RADIUS * 1.5 * ratio;
  context.rect(left - beyond, top - beyond, width + 2 * beyond, height + 2 * beyond);
  context.clip();
  const placed = series.map((one) => one.points.filter((point) => isPlaced(point, chart)).map((point) => ({
    x: drawn.valToPos(point.x, 'x', true),
    y: drawn.valToPos(point.y, 'y', true),
    whisker: whisker(drawn, chart.y, point),
  })));
  placed.forEach((points, index) => {
    const look = looks[index];
    if (look === undefined) return;
    context.strokeStyle = palette.css(look.colour);
    context.lineWidth = 2 * ratio;
    context.lineJoin = 'round';
    context.setLineDash(look.dashes.map((dash) => dash * ratio));
    context.beginPath();
    points.forEach(({ x, y }, at) => {
      const before = points[at - 1];
      if (chart.kind === 'steps' && before !== undefined) context.lineTo(x, before.y);
      context.lineTo(x, y);
    });
    context.stroke();
    context.setLineDash([]);
  });
  placed.forEach((points, index) => {
    const look = looks[index];
    if (look === undefined) return;
    points.forEach((point, at) => {
      if (points.length <= MARKED || at === 0 || at === points.length - 1) paintPoint(context, point, look, palette, ratio);
    });
  });
  context.restore();
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly whisker: Ends | undefined;
}

/** The interval's ends in pixels; on a logarithmic axis one that reaches to 0 ends at the axis. */
function whisker(drawn: uPlot, axis: Axis, { low, high }: ChartPoint): Ends | undefined {
  if (low === undefined || high === undefined || !(high > low)) return undefined;
  const bottom = axis.scale === 'log' && low <= 0 ? drawn.bbox.top + drawn.bbox.height : drawn.valToPos(low, 'y', true);
  return [bottom, drawn.valToPos(high, 'y', true)];
}

function paintPoint(
  context: CanvasRenderingContext2D, { x, y, whisker: ends }: Placed, look: Look, palette: Palette, ratio: number,
): void {
  const colour = palette.css(look.colour);
  if (ends !== undefined) {
    const cap = 4 * ratio;
    context.strokeStyle = colour;
    context.lineWidth = 1.5 * ratio;
    context.beginPath();
    context.moveTo(x, ends[0]);
    context.lineTo(x, ends[1]);
    for (const end of ends) {
      context.moveTo(x - cap, end);
      context.lineTo(x + cap, end);
    }
    context.stroke();
  }
  const shape = new Path2D();
  const size = RADIUS * ratio;
  shape.addPath(new Path2D(look.mark), new DOMMatrix([size, 0, 0, size, x, y]));
  // A rim in the colour of paper keeps a mark apart from the lines behind it.
  context.strokeStyle = palette.css('paper-raised');
  context.lineWidth = 3 * ratio;
  context.stroke(shape);
  context.fillStyle = colour;
  context.fill(shape);
}
