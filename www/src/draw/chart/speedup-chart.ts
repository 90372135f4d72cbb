/**
 * `<kosut-speedup-chart>`: speed-up or time against workers, with intervals, the ideal and the fitted curves. uPlot
 * draws the axes; points and lines are painted into its scales, as each family has a mark of its own.
 *
 * The same numbers stand in a table beside it, so that the drawing is hidden from who listens.
 */
import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Curve, Family } from '../../../pkg/plain/kosut';
import type { Row } from '../../runtime/report';
import { currentPalette, watchPalette } from '../palette';
import './chart.css';
import { dashes, FAMILIES, outline } from './marks';
import { options } from './options';
import { plot, type Line, type Mode, type Plot } from './plot';

/** Width of a chart in CSS pixels: beside its points, and the most for each number of workers. */
const MARGIN = 220;
const WORKER_WIDTH = 150;

/** What the reader reads. */
export interface ChartLabels {
  readonly workers: string;
  readonly speedup: string;
  /** With its unit, milliseconds. */
  readonly time: string;
  readonly ideal: string;
  readonly families: Readonly<Record<Family, string>>;
  /** The curve of a model (`amdahl`, `usl`) that was fitted to a family. */
  curve(family: Family, model: string): string;
}

declare global {
  interface HTMLElementTagNameMap {
    'kosut-speedup-chart': KosutSpeedupChart;
  }
}

export class KosutSpeedupChart extends LitElement {
  static override properties = {
    rows: { attribute: false },
    curves: { attribute: false },
    mode: { type: String },
    labels: { attribute: false },
    lang: { type: String },
  };

  declare rows: readonly Row[];
  declare curves: readonly Curve[];
  declare mode: Mode;
  declare labels: ChartLabels | undefined;
  #chart: uPlot | undefined;
  #unwatch: (() => void) | undefined;
  readonly #resized = new ResizeObserver(() => this.#resize());

  constructor() {
    super();
    this.rows = [];
    this.curves = [];
    this.mode = 'speedup';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchPalette(() => this.requestUpdate());
    this.#resized.observe(this);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#resized.disconnect();
    this.#chart?.destroy();
    this.#chart = undefined;
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.labels === undefined || this.rows.length === 0) return nothing;
    return html`
      <div class="chart-plot" aria-hidden="true"></div>
      <ul class="legend chart-legend" aria-hidden="true">${this.#legend(this.labels, this.#plot())}</ul>
    `;
  }

  protected override updated(): void {
    this.#chart?.destroy();
    this.#chart = undefined;
    const place = this.querySelector<HTMLElement>('.chart-plot');
    if (place === null || this.labels === undefined) return;
    const drawing = this.#plot();
    const setting = {
      plot: drawing,
      palette: currentPalette(),
      lang: this.lang || 'en',
      x: this.labels.workers,
      y: this.mode === 'time' ? this.labels.time : this.labels.speedup,
    };
    // uPlot is given only what its scales must hold.
    const data: uPlot.AlignedData = [[1, drawing.workers], [0, drawing.top]];
    this.#chart = new uPlot({ ...options(setting), ...this.#size() }, data, place);
  }

  #plot(): Plot {
    return plot(this.rows, this.curves, this.mode);
  }

  #legend(labels: ChartLabels, { points, lines }: Plot): TemplateResult[] {
    const families = FAMILIES.filter((family) => points.some((point) => point.family === family));
    return [
      ...families.map((family) => {
        return html`<li data-family=${family}>${SAMPLES.mark(family)}${labels.families[family]}</li>`;
      }),
      ...lines.map((line) => {
        const name = line.family === undefined ? labels.ideal : labels.curve(line.family, line.model);
        return html`<li data-family=${line.family ?? nothing}>${SAMPLES.line(line)}${name}</li>`;
      }),
    ];
  }

  /** As wide as there is room, but no wider than the points need. */
  #size(): { width: number; height: number } {
    const most = MARGIN + WORKER_WIDTH * this.#plot().workers;
    const width = Math.max(240, Math.min(most, Math.floor(this.clientWidth)));
    return { width, height: Math.round(Math.min(400, Math.max(280, width * 0.56))) };
  }

  #resize(): void {
    const size = this.#size();
    if (this.#chart !== undefined && this.#chart.width !== size.width) this.#chart.setSize(size);
  }
}

/** What stands before a name in the legend. */
const SAMPLES = {
  mark: (family: Family) => html`<svg viewBox="-1.5 -1.5 3 3" class="chart-mark">${svg`
    <path d=${outline(family)} />`}</svg>`,
  line: ({ model }: Line) => html`<svg viewBox="0 0 26 4" class="chart-line">${svg`
    <path d="M0 2H26" stroke-dasharray=${dashes(model).join(' ') || 'none'} />`}</svg>`,
};

customElements.define('kosut-speedup-chart', KosutSpeedupChart);
