/**
 * `<kosut-everything lang="en">`: runs a short form of each lab, one after another, and fills the article's closing
 * tables, which stand between its tags, with this machine's numbers and verdicts.
 */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { LightElement } from '../draw/light';
import { isLanguage, strings } from '../l10n';
import type { Language, Strings } from '../l10n';
import { conductor } from '../runtime/client';
import { Failure } from '../runtime/failure';
import { isolate } from '../runtime/isolation';
import type { Isolation } from '../runtime/isolation';
import { copied, copy } from './actions';
import type { Copied } from './actions';
import { articleUrl, readAddress } from './address';
import { picture } from './everything/picture';
import { EverythingRun } from './everything/run';
import { Tables } from './everything/tables';
import { explain } from './failure';
import { EVERYTHING } from './loading';
import { isolationNotice } from './notices';
import { notice } from './notice';
import { save } from './save';

/** What can be taken away. */
const DOWNLOADS = ['json', 'csv', 'picture'] as const;
type Download = (typeof DOWNLOADS)[number];

/** While this stands at the page's root, the report alone is printed. */
const PRINTED = 'printed';

/** See the module's description. */
export class EverythingElement extends LightElement {
  static override properties = { lang: {}, isolation: { state: true }, taken: { state: true } };

  private declare isolation: Isolation | undefined;
  /** What was taken away last, or why it could not be. */
  private declare taken: Copied | Failure | undefined;

  #texts: Strings | undefined;
  #tables: Tables | undefined;
  /** The parameters of the address; `only` is the only one. */
  #query = '';
  readonly #run = new EverythingRun(conductor, () => this.requestUpdate());

  get #language(): Language {
    return isLanguage(this.lang) ? this.lang : 'en';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#run.stop();
  }

  /** A box of its own, above the tables: they stay where they are. */
  protected override createRenderRoot(): HTMLElement {
    const box = document.createElement('div');
    box.className = 'lab every';
    return box;
  }

  protected override async scheduleUpdate(): Promise<void> {
    this.#texts ??= await strings(this.#language);
    super.scheduleUpdate();
  }

  protected override firstUpdated(): void {
    this.querySelector('.lab-fallback')?.remove();
    this.prepend(this.renderRoot);
    this.#tables = new Tables(this);
    void this.#open();
  }

  protected override updated(): void {
    const { state, combined, live } = this.#run;
    if (this.#texts) {
      this.#tables?.draw(this.#texts, combined, state === 'running' ? live?.lab : undefined);
    }
  }

  protected override render(): TemplateResult | null {
    const texts = this.#texts;
    if (!texts) {
      return null;
    }
    return html`
      ${this.#head(texts)}
      ${isolationNotice(texts, this.isolation, location.href)}
      ${this.#buttons(texts)}
      ${this.#progress(texts)}
      ${this.#notices(texts)}
      ${this.#run.measured ? this.#takeaway(texts) : null}
      ${this.#told(texts)}`;
  }

  /** What paper needs besides the tables: what this is, of which machine, and when. */
  #head(texts: Strings): TemplateResult {
    const { combined, measured } = this.#run;
    const { cores = 0, build = '', isolated = false, browser = '' } = combined?.machine ?? {};
    return html`
      <div class="every-head">
        <p class="lab-claim" role="heading" aria-level="3">${texts.text('everything-title')}</p>
        ${measured && combined
          ? html`
            <p class="every-machine">
              ${texts.text('everything-machine', { cores, build, date: texts.moment(combined.started) })}
              · ${texts.text(isolated ? 'machine-shares' : 'machine-shares-not')}.
              <small>${browser}</small>
            </p>`
          : html`<p>${texts.text('everything-about')}</p>`}
      </div>`;
  }

  #buttons(texts: Strings): TemplateResult {
    const { state, measured, refused, combined } = this.#run;
    const running = state === 'running';
    const missing = measured && combined?.complete === false;
    const button = (action: string, key: string, kind: string, off: boolean, press: () => void): TemplateResult => html`
      <button type="button" data-action=${action} class=${kind} ?disabled=${off} @click=${press}>${texts.text(key)}</button>`;
    return html`
      <div class="lab-actions">
        ${missing ? button('resume', 'everything-resume', 'primary', running, () => this.#start(false)) : null}
        ${button(
          'run',
          measured ? 'everything-again' : 'everything-run',
          measured ? '' : 'primary',
          running || refused,
          () => this.#start(true),
        )}
        ${button('stop', 'everything-cancel', running ? 'danger' : '', !running, () => this.#run.stop())}
        <span class="spacer"></span>
        ${button('link', 'action-link', '', refused, () => void this.#copyLink())}
        ${measured ? button('print', 'everything-print', '', running, () => this.#print()) : null}
      </div>`;
  }

  #progress(texts: Strings): TemplateResult {
    const { state, live } = this.#run;
    const running = state === 'running';
    const { lab = '', first = 0, last = 0, total = 0, share = 0, secondsLeft = 0 } = live ?? {};
    const where = live === undefined
      ? texts.text('phase-start')
      : texts.text('everything-progress', { lab: texts.text(`lab-${lab}`), first, last, total, several: last > first ? 'yes' : 'no' });
    const left = texts.text('everything-left', { seconds: texts.number(Math.ceil(secondsLeft)) });
    return html`
      <div class="lab-progress">
        <p class="visually-hidden" aria-live="polite">${running ? where : this.#ending(texts)}</p>
        ${running
          ? html`
            <p aria-hidden="true">${where} ${live === undefined ? null : html`<span class="every-left">· ${left}</span>`}</p>
            <progress aria-label=${texts.text('progress')} max="1" .value=${share}></progress>`
          : html`<p aria-hidden="true" class="every-ending">${this.#ending(texts)}</p>`}
      </div>`;
  }

  /** What came of the last run, in a sentence. */
  #ending(texts: Strings): string | null {
    const { state, combined } = this.#run;
    if (combined === undefined || (state !== 'stopped' && state !== 'finished')) {
      return null;
    }
    const judged = combined.claims.filter(({ reason }) => reason !== 'not-run');
    const count = (verdict: string): number => judged.filter((claim) => claim.verdict === verdict).length;
    return texts.text('everything-counts', {
      state,
      seconds: texts.number(combined.seconds),
      holds: count('holds'),
      fails: count('fails'),
      unclear: count('unclear'),
      unavailable: count('unavailable'),
    });
  }

  #notices(texts: Strings): TemplateResult | null {
    const { failure, wasHidden, measured, refused, state } = this.#run;
    if (failure?.code === 'cancelled') {
      return notice('info', texts.text(measured ? 'everything-stopped' : 'error-cancelled'));
    }
    if (failure) {
      return notice('error', explain(texts, failure), refused
        ? html`<button type="button" data-action="defaults" @click=${() => void this.#forget()}>${texts.text('action-defaults')}</button>`
        : undefined);
    }
    return wasHidden && state !== 'running' ? notice('warning', texts.text('was-hidden')) : null;
  }

  #takeaway(texts: Strings): TemplateResult {
    return html`
      <div class="lab-actions" role="group" aria-label=${texts.text('download')}>
        <span>${texts.text('download')}</span>
        ${DOWNLOADS.map((form) => html`
          <button type="button" data-download=${form} @click=${() => void this.#download(form)}>
            ${texts.text(`everything-${form}`)}
          </button>`)}
      </div>`;
  }

  #told(texts: Strings): TemplateResult | null {
    const { taken } = this;
    if (taken === undefined) {
      return null;
    }
    return taken instanceof Failure ? notice('error', explain(texts, taken)) : copied(texts, EVERYTHING, taken);
  }

  async #open(): Promise<void> {
    this.isolation = await isolate();
    if (this.isolation.state === 'reloading' || !this.isConnected) {
      return;
    }
    const { lab, query, autorun, failure } = readAddress(location.search);
    const named = lab === EVERYTHING || (lab === null && location.hash === `#${EVERYTHING}`);
    this.#query = named ? query : '';
    await this.#run.plan(this.#query);
    if (named && failure) {
      this.#run.failure = failure;
      this.requestUpdate();
    } else if (named && autorun && !this.#run.refused) {
      this.#start(true);
    }
  }

  #start(again: boolean): void {
    this.taken = undefined;
    void this.#run.run(this.#query, again);
  }

  /** The parameters of the address are wrong: without them, everything is run. */
  async #forget(): Promise<void> {
    this.#query = '';
    await this.#run.plan('');
  }

  async #copyLink(): Promise<void> {
    const link = articleUrl(EVERYTHING, this.#language, new Map(new URLSearchParams(this.#query)));
    this.taken = await copy('link', link.href);
  }

  async #download(form: Download): Promise<void> {
    const { combined } = this.#run;
    try {
      if (form !== 'picture') {
        const file = await this.#run.file(form);
        save(file, file.name);
      } else if (this.#texts && combined) {
        const drawing = picture(this.#texts, combined, this.#tables?.sentences ?? []);
        save(new Blob([drawing], { type: 'image/svg+xml' }), `kosut-${EVERYTHING}.svg`);
      }
      this.taken = undefined;
    } catch (thrown) {
      this.taken = Failure.from(thrown);
    }
  }

  /** Prints the report and nothing else of the page. */
  #print(): void {
    const { dataset } = document.documentElement;
    dataset[PRINTED] = EVERYTHING;
    addEventListener('afterprint', () => { delete dataset[PRINTED]; }, { once: true });
    print();
  }
}

customElements.define('kosut-everything', EverythingElement);
