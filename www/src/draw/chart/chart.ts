/**
 * `<kosut-chart>`: a lab's chart, drawn from its data. Bars are HTML; what has two axes is drawn by a library that is
 * loaded when it is needed. The same numbers stand in a table, so that the drawing is hidden from who listens.
 */
import { nothing, html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../../l10n';
import type { Report } from '../../runtime/report';
import { LightElement } from '../light';
import { barChart } from './bars';
import './chart.css';
import type { Chart } from './data';

export class KosutChart extends LightElement {
  static override properties = {
    texts: { attribute: false },
    chart: { attribute: false },
    report: { attribute: false },
    drawable: { state: true },
  };

  declare texts: Strings | undefined;
  declare chart: Chart | undefined;
  declare report: Report | undefined;
  /** Whether what draws two axes has been loaded. */
  private declare drawable: boolean;

  constructor() {
    super();
    this.drawable = false;
  }

  protected override willUpdate(): void {
    if (!this.drawable && this.chart !== undefined && this.chart.kind !== 'bars') {
      // Where it cannot be loaded, the table holds every number.
      import('./lines-chart').then(() => { this.drawable = true; }, () => undefined);
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { texts, chart, report, drawable } = this;
    if (texts === undefined || chart === undefined || report === undefined) return nothing;
    if (chart.kind === 'bars') return barChart(texts, chart, chart.bars(report));
    if (!drawable) return nothing;
    return html`<kosut-lines-chart .texts=${texts} .chart=${chart} .series=${chart.series(report)}></kosut-lines-chart>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kosut-chart': KosutChart;
  }
}

customElements.define('kosut-chart', KosutChart);
