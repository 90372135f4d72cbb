/** What a run leaves: verdicts, chart, table, the machine that it was measured on, and downloads. */
import { html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import type { Strings } from '../l10n';
import type { Lab } from '../labs/lab';
import type { Curve, Format } from '../runtime/contract';
import type { Report } from '../runtime/report';
import type { ChartLabels } from './chart/speedup-chart';
import { chartLabels } from './labels';
import { LightElement } from './light';
import { table } from './table';
import { verdict } from './verdict';

const MODES = ['speedup', 'time'] as const;

/** What can be taken away. */
export type Download = Format | 'picture';

const DOWNLOADS: readonly Download[] = ['json', 'csv', 'trace', 'picture'];

/** `<kosut-result>`: fires `kosut-download` with the form that the reader wants. */
export class ResultElement extends LightElement {
  static override properties = {
    texts: { attribute: false },
    lab: { attribute: false },
    report: { attribute: false },
    curves: { attribute: false },
    mode: { state: true },
    drawable: { state: true },
  };

  declare texts: Strings;
  declare lab: Lab;
  declare report: Report;
  declare curves: readonly Curve[];
  declare mode: (typeof MODES)[number];
  /** Whether the chart's code could be loaded. */
  declare drawable: boolean;

  #labels: ChartLabels | undefined;

  constructor() {
    super();
    this.mode = 'speedup';
    this.drawable = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Loaded only here: the chart library refuses to load where the browser's language is no valid tag, and a chart is
    // not worth a lab. Without it, the table beside it still holds every number.
    import('./chart/speedup-chart').catch(() => { this.drawable = false; });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('texts')) {
      this.#labels = chartLabels(this.texts);
    }
  }

  protected override render(): TemplateResult {
    const { texts, lab, report } = this;
    return html`
      <section class="lab-result" aria-label=${texts.text('result')}>
        ${report.claims.map((claim) => verdict(texts, lab, claim))}
        ${this.drawable ? this.#chart() : null}
        ${table(texts, lab, report)}
        <p>
          ${texts.text(report.answers_agree ? 'answers-agree' : 'answers-disagree')}
          ${this.#machine()}
        </p>
        <div class="lab-actions" role="group" aria-label=${texts.text('download')}>
          <span>${texts.text('download')}</span>
          ${DOWNLOADS.map((form) => html`
            <button type="button" data-download=${form} @click=${() => this.#download(form)}>
              ${texts.text(`download-${form}`)}
            </button>`)}
        </div>
      </section>`;
  }

  #chart(): TemplateResult {
    const { texts, report, curves, mode } = this;
    return html`
      <figure class="lab-chart">
        <div class="lab-actions" role="group" aria-label=${texts.text('chart-mode')}>
          ${MODES.map((name) => html`
            <button type="button" aria-pressed=${name === mode} @click=${() => { this.mode = name; }}>
              ${texts.text(`chart-${name}`)}
            </button>`)}
        </div>
        <kosut-speedup-chart
          lang=${texts.language}
          .labels=${this.#labels}
          .rows=${report.rows}
          .curves=${curves}
          .mode=${mode}
        ></kosut-speedup-chart>
        ${curves.length === 0 ? null : html`<figcaption>${curves.map((curve) => this.#fit(curve))}</figcaption>`}
      </figure>`;
  }

  #fit({ family, model, serialFraction, coherency }: Curve): string {
    const { texts } = this;
    const precise = (share: number): string => `${texts.number(share * 100, 1)}`;
    return `${texts.text(`fit-${model}`, {
      family: texts.text(`family-${family}`),
      serial: precise(serialFraction),
      coherency: precise(coherency),
    })} `;
  }

  #machine(): string {
    const { cores, isolated, clockResolutionMs, build } = this.report.machine;
    return this.texts.text('machine-line', {
      cores,
      memory: this.texts.text(isolated ? 'machine-shares' : 'machine-shares-not'),
      clock: this.texts.number(clockResolutionMs, 3),
      build,
    });
  }

  #download(form: Download): void {
    this.dispatchEvent(new CustomEvent<Download>('kosut-download', { detail: form }));
  }
}

declare global {
  interface HTMLElementEventMap {
    'kosut-download': CustomEvent<Download>;
  }
}

customElements.define('kosut-result', ResultElement);
