/**
 * `<kosut-lines-chart>`: one to eight series over two axes, with a legend. uPlot draws the axes; lines, whiskers and
 * marks are painted into its scales, as each series differs from the others in colour, mark and dashes.
 */
import { html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Strings } from '../../l10n';
import { LightElement } from '../light';
import { currentPalette, watchPalette } from '../palette';
import type { LinesChart, Series } from './data';
import { extent, options, type Setting } from './lines-options';
import { looks, type Look } from './looks';
import { styles } from '../styles';

/** Width of a chart in CSS pixels, where there is room. */
const WIDEST = 680;
const NARROWEST = 240;

export class KosutLinesChart extends LightElement {
  static override properties = {
    texts: { attribute: false },
    chart: { attribute: false },
    series: { attribute: false },
  };

  declare texts: Strings | undefined;
  declare chart: LinesChart | undefined;
  declare series: readonly Series[] | undefined;
  #drawn: uPlot | undefined;
  #unwatch: (() => void) | undefined;
  readonly #resized = new ResizeObserver(() => this.#resize());

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
    this.#drawn?.destroy();
    this.#drawn = undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { texts, series } = this;
    if (texts === undefined || series === undefined) return nothing;
    const drawn = looks(series);
    return html`
      <div class="chart-plot" aria-hidden="true"></div>
      <ul class="legend chart-legend" aria-hidden="true">
        ${series.map(({ name, args }, index) => html`<li>${sample(drawn[index])}${texts.text(name, args)}</li>`)}
      </ul>`;
  }

  protected override updated(): void {
    this.#drawn?.destroy();
    this.#drawn = undefined;
    const { texts, chart, series } = this;
    const place = this.querySelector<HTMLElement>('.chart-plot');
    if (place === null || texts === undefined || chart === undefined || series === undefined) return;
    const setting: Setting = { chart, series, looks: looks(series), palette: currentPalette(), texts };
    const { x, y } = extent(setting);
    // uPlot is given only what its scales must hold.
    this.#drawn = new uPlot({ ...options(setting), ...this.#size() }, [x, y], place);
  }

  #size(): { width: number; height: number } {
    const width = Math.max(NARROWEST, Math.min(WIDEST, Math.floor(this.clientWidth)));
    return { width, height: Math.round(Math.min(400, Math.max(280, width * 0.56))) };
  }

  #resize(): void {
    const size = this.#size();
    if (this.#drawn !== undefined && this.#drawn.width !== size.width) this.#drawn.setSize(size);
  }
}

/** What stands before a name in the legend: a piece of the line with its mark. */
function sample(look: Look | undefined): TemplateResult | typeof nothing {
  if (look === undefined) return nothing;
  const colour = `var(--${look.colour})`;
  return html`<svg viewBox="-17 -6 34 12" class="chart-sample" ${styles({ color: colour })}>${svg`
    <path d="M-17 0H17" fill="none" stroke="currentColor" stroke-width="2"
      stroke-dasharray=${look.dashes.join(' ') || 'none'} />
    <path d=${look.mark} transform="scale(4.5)" fill="currentColor" stroke="var(--paper-raised)" stroke-width="0.6"
      paint-order="stroke" />`}</svg>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'kosut-lines-chart': KosutLinesChart;
  }
}

customElements.define('kosut-lines-chart', KosutLinesChart);
