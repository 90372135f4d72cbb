/** How uPlot is set up for a chart, and what is painted into its scales. */
import type uPlot from 'uplot';
import type { Palette } from '../palette';
import { dashes, FAMILIES, mark } from './marks';
import type { Line, Plot, Point } from './plot';

/** What a chart is made of. */
export interface Setting {
  readonly plot: Plot;
  readonly palette: Palette;
  readonly lang: string;
  /** Labels of the axes. */
  readonly x: string;
  readonly y: string;
}

/** Radius of a mark, and from one family's mark to the next at the same number of workers, in CSS pixels. */
const RADIUS = 5;
const DODGE = 10;

/** uPlot's options, but for its size. */
export function options({ plot, palette, lang, x, y }: Setting): Omit<uPlot.Options, 'width' | 'height'> {
  const number = new Intl.NumberFormat(lang);
  const write = (_: uPlot, splits: number[]): string[] => splits.map((value) => number.format(value));
  const axis = {
    stroke: palette.css('ink-soft'),
    font: `13px ${palette.font}`,
    labelFont: `600 13px ${palette.font}`,
    labelSize: 24,
    labelGap: 0,
    values: write,
    ticks: { show: false },
    border: { show: true, stroke: palette.css('ink-soft', 0.6), width: 1 },
  };
  return {
    padding: [12, 12, 0, 4],
    cursor: { show: false },
    legend: { show: false },
    scales: {
      x: { time: false, range: [0.5, plot.workers + 0.5] },
      y: { range: [0, plot.top] },
    },
    axes: [
      {
        ...axis,
        label: x,
        size: 28,
        grid: { show: false },
        splits: (chart) => wholeNumbers(plot.workers, chart.width),
      },
      { ...axis, label: y, size: 52, space: 44, grid: { stroke: palette.css('line'), width: 1 } },
    ],
    series: [{}, { show: false }],
    hooks: { draw: [(chart) => paint(chart, plot, palette)] },
  };
}

/** The numbers of workers that are written, so that they do not touch. */
function wholeNumbers(workers: number, width: number): number[] {
  const most = Math.max(2, Math.floor(width / 42));
  const step = [1, 2, 4, 8, 16].find((candidate) => workers / candidate <= most) ?? 32;
  const all = Array.from({ length: workers }, (_, index) => index + 1);
  return all.filter((count) => count === 1 || count % step === 0);
}

function paint(chart: uPlot, plot: Plot, palette: Palette): void {
  const context = chart.ctx;
  const ratio = devicePixelRatio;
  const at = (workers: number): number => chart.valToPos(workers, 'x', true);
  const height = (value: number): number => chart.valToPos(value, 'y', true);
  context.save();
  context.beginPath();
  context.rect(chart.bbox.left, chart.bbox.top, chart.bbox.width, chart.bbox.height);
  context.clip();
  for (const line of plot.lines) paintLine(context, line, palette, ratio, at, height);
  const present = new Set(plot.points.map((point) => point.family));
  const families = FAMILIES.filter((family) => family !== 'serial' && present.has(family));
  for (const point of plot.points) {
    // Families stand beside each other, as their values are often the same; one lane belongs to none of them.
    const order = point.family === 'serial' ? (families.length - 1) / 2 : families.indexOf(point.family);
    const crowd = Math.min(1, (at(2) - at(1)) / (ratio * DODGE * (families.length + 1)));
    const x = at(point.workers) + ratio * DODGE * crowd * (order - (families.length - 1) / 2);
    paintPoint(context, point, palette, ratio * Math.max(0.6, crowd), x, height);
  }
  context.restore();
}

type Place = (value: number) => number;

function paintLine(
  context: CanvasRenderingContext2D, line: Line, palette: Palette, ratio: number, at: Place, height: Place,
): void {
  context.strokeStyle = palette.css(line.family ?? 'ink-soft', line.family === undefined ? 0.9 : 0.75);
  context.lineWidth = (line.family === undefined ? 1.5 : 2) * ratio;
  context.setLineDash(dashes(line.model).map((dash) => dash * ratio));
  context.beginPath();
  for (const [workers, value] of line.points) context.lineTo(at(workers), height(value));
  context.stroke();
  context.setLineDash([]);
}

function paintPoint(
  context: CanvasRenderingContext2D, point: Point, palette: Palette, ratio: number, x: number, height: Place,
): void {
  const colour = palette.css(point.family);
  if (point.interval !== undefined) {
    const [low, high] = point.interval.map(height) as [number, number];
    const cap = 4 * ratio;
    context.strokeStyle = colour;
    context.lineWidth = 1.5 * ratio;
    context.beginPath();
    context.moveTo(x, low);
    context.lineTo(x, high);
    for (const end of [low, high]) {
      context.moveTo(x - cap, end);
      context.lineTo(x + cap, end);
    }
    context.stroke();
  }
  const shape = mark(point.family, x, height(point.value), RADIUS * ratio);
  // A rim in the colour of paper keeps a mark apart from the lines behind it.
  context.strokeStyle = palette.css('paper-raised');
  context.lineWidth = 3 * ratio;
  context.stroke(shape);
  context.fillStyle = colour;
  context.fill(shape);
}
