/** What a run leaves: verdicts, chart, table, the machine that it was measured on, and downloads. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { firstText } from '../draw/format';
import { LightElement } from '../draw/light';
import type { Strings } from '../l10n';
import type { Lab } from '../labs/lab';
import type { Curve, Field, Format } from '../runtime/contract';
import type { Report } from '../runtime/report';
import { charts, loadCharts } from './charts';
import type { Restored } from './restore';
import { settings } from './settings';
import { table } from './table';
import { verdict } from './verdict';

/** What can be taken away. */
export type Download = Format | 'picture';


/** `<kosut-result>`: fires `kosut-download` with the form that the reader wants. */
export class ResultElement extends LightElement {
  static override properties = {
    texts: { attribute: false },
    lab: { attribute: false },
    report: { attribute: false },
    curves: { attribute: false },
    fields: { attribute: false },
    pictured: { attribute: false },
    restored: { attribute: false },
    chosen: { state: true },
    drawable: { state: true },
  };

  declare texts: Strings;
  declare lab: Lab;
  declare report: Report;
  declare curves: readonly Curve[];
  /** The lab's fields, for the units of its parameters. */
  declare fields: readonly Field[];
  /** Whether the run painted a picture that can be taken away. */
  declare pictured: boolean;
  /** Set when it is not of a run in this page. */
  declare restored: Restored | undefined;
  /** Which of several charts is shown. */
  declare chosen: number;
  /** Whether the chart's code could be loaded. */
  declare drawable: boolean;

  constructor() {
    super();
    this.chosen = 0;
    this.fields = [];
    this.pictured = false;
    this.drawable = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Loaded only here: the chart library refuses to load where the browser's language is no valid tag, and a chart is
    // not worth a lab. Without it, the table beside it still holds every number.
    loadCharts(this.lab).catch(() => { this.drawable = false; });
  }

  protected override render(): TemplateResult {
    const { texts, lab, report } = this;
    const judges = lab.judges?.(report) ?? true;
    const agree = report.answers_agree ? 'answers-agree' : 'answers-disagree';
    return html`
      <section class="lab-result" aria-label=${texts.text('result')}>
        ${this.restored ? this.#kept(this.restored) : null}
        ${judges ? report.claims.map((claim) => verdict(texts, lab, report, claim)) : null}
        <p class="lab-settings">${texts.text('settings', {
          settings: settings(texts, lab.id, Object.entries(report.params), this.fields),
        })}</p>
        ${this.drawable
          ? charts(texts, lab, report, this.curves, this.chosen, (index) => { this.chosen = index; })
          : null}
        ${table(texts, lab, report)}
        <p>
          ${judges ? firstText(texts, [`${agree}-${lab.id}`, agree]) : null}
          ${this.#machine()}
        </p>
        ${this.restored ? null : html`
          <div class="lab-actions" role="group" aria-label=${texts.text('download')}>
            <span>${texts.text('download')}</span>
            ${this.#downloads.map((form) => html`
              <button type="button" data-download=${form} @click=${() => this.#download(form)}>
                ${texts.text(`download-${form}`)}
              </button>`)}
          </div>`}
      </section>`;
  }

  /** That this is an earlier run, without its samples. */
  #kept({ report, leftOut }: Restored): TemplateResult {
    const kept = this.texts.text('restored', { when: this.texts.moment(report.started) });
    return html`<p class="lab-restored">${kept} ${leftOut === 0 ? null : this.texts.text('restored-rows', { rows: leftOut })}</p>`;
  }

  /** Lanes that are not shown leave no trace worth taking away. */
  get #downloads(): readonly Download[] {
    const trace: readonly Download[] = this.lab.machine === false ? [] : ['trace'];
    return ['json', 'csv', ...trace, ...(this.pictured ? ['picture' as const] : [])];
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
