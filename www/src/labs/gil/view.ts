/** `<kosut-gil>`: a small Python for the reader's own programs, with an editor, their output, and steps to go through. */
import { html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { LightElement } from '../../draw/light';
import type { Strings } from '../../l10n';
import { sharesMemory } from '../../runtime/capabilities/memory';
import type { GilFault, GilLive, PythonLive, RunEvent } from '../../runtime/contract';
import type { Report } from '../../runtime/report';
import type { LabHost, LabView, RunState, Values } from '../lab';
import { check } from './answers';
import type { LineMark } from './codemirror';
import { compared } from './compared';
import { Draft } from './draft';
import './editor';
import { EXAMPLES, exampleOf } from './examples';
import { output } from './output';
import './stepper';
import { ruleOf } from './stepper';
import { Transcript } from './transcript';
import './view.css';

/** So far from its end, in CSS pixels, the output still counts as being there. */
const END_PX = 40;

export class GilElement extends LightElement implements LabView {
  static override properties = {
    texts: { attribute: false },
    phase: { attribute: false },
    values: { attribute: false },
    report: { attribute: false },
    host: { attribute: false },
    fault: { state: true },
    live: { state: true },
    stepping: { state: true },
    marks: { state: true },
    copied: { state: true },
  };

  declare texts: Strings;
  declare phase: RunState;
  declare values: Values;
  declare report: Report | undefined;
  declare host: LabHost;
  /** What is wrong with the program's text. */
  private declare fault: GilFault | undefined;
  /** The last moment of the program's run. */
  private declare live: PythonLive | undefined;
  /** Whether the program is shown step by step. */
  private declare stepping: boolean;
  private declare marks: readonly LineMark[];
  /** Whether the output was copied. */
  private declare copied: boolean;

  readonly #draft = new Draft(EXAMPLES[0]?.text ?? '', () => void this.#paused());
  readonly #transcript = new Transcript();
  /** What the comparison has seen, in the order in which it came. */
  readonly #compared = new Map<string, GilLive>();
  /** Whether the end of the output is seen: then it stays so, whatever comes. */
  #atEnd = true;

  constructor() {
    super();
    this.stepping = false;
    this.marks = [];
    this.copied = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#draft.stop();
  }

  event(event: RunEvent): void {
    if (event.type === 'python') {
      this.#transcript.add(event.live.output, false);
      this.#transcript.add(event.live.errors, true);
      // Drawn once, however many moments come before the next frame.
      this.live = event.live;
    } else if (event.type === 'gil') {
      this.#compared.set(`${event.live.kind}-${event.live.way}`, event.live);
      this.requestUpdate();
    }
  }

  reset(): void {
    this.#transcript.clear();
    this.#compared.clear();
    this.live = undefined;
    this.copied = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const output = this.#console;
    this.#atEnd = output === null || output.scrollHeight - output.scrollTop - output.clientHeight < END_PX;
    if (changed.has('values') && this.#draft.hear(this.values.get('source'))) {
      void this.host.set({ source: this.#draft.share() });
    }
  }

  protected override updated(): void {
    const output = this.#console;
    if (this.#atEnd && output !== null) {
      output.scrollTop = output.scrollHeight;
    }
  }

  protected override render(): TemplateResult {
    const { texts } = this;
    return html`
      ${compared(texts, [...this.#compared.values()], this.phase === 'running')}
      <section class="python" aria-labelledby="python-title">
        <h3 id="python-title">${texts.text('gil-program')}</h3>
        <p class="python-about">${texts.text('gil-program-about')}</p>
        ${this.values.get('mode') === 'program' ? this.#workshop() : html`
          <div class="lab-actions">
            <button type="button" data-python="open" ?disabled=${this.phase === 'running'}
              @click=${() => void this.#open()}>${texts.text('gil-open')}</button>
          </div>`}
      </section>`;
  }

  /** Everything around the program: what the choice of *your own program* shows. */
  #workshop(): TemplateResult {
    const { texts, stepping } = this;
    const { text } = this.#draft;
    return html`
      ${sharesMemory() ? null : html`<p class="python-about">${texts.text('gil-turns')}</p>`}
      ${this.#examples()}
      <kosut-python-editor
        .texts=${texts} .text=${text} .locked=${this.phase === 'running'} .fault=${this.fault}
        .marks=${stepping ? this.marks : []}
        @kosut-edited=${({ detail }: CustomEvent<string>) => this.#write(detail)}
        @kosut-run=${() => void this.#run()}
      ></kosut-python-editor>
      ${this.fault === undefined ? null : this.#told(this.fault)}
      ${this.#actions()}
      ${output(texts, {
        transcript: this.#transcript,
        live: this.live,
        over: this.phase !== 'running',
        gil: this.values.get('gil') !== 'off',
        copied: this.copied,
        copy: () => void this.#copy(),
        clear: () => { this.#transcript.clear(); this.requestUpdate(); },
      })}
      ${stepping
        ? html`
          <kosut-python-stepper
            .texts=${texts} .host=${this.host} .source=${text}
            .rule=${ruleOf(this.values)}
            @kosut-stepped=${({ detail }: CustomEvent<readonly LineMark[]>) => { this.marks = detail; }}
            @kosut-fault=${({ detail }: CustomEvent<GilFault>) => { this.fault = detail; }}
          ></kosut-python-stepper>`
        : null}`;
  }

  #examples(): TemplateResult {
    const { texts } = this;
    const { text, replaced } = this.#draft;
    const chosen = exampleOf(text)?.name;
    const choose = (event: Event): void => {
      const name = (event.currentTarget as HTMLSelectElement).value;
      const example = EXAMPLES.find((known) => known.name === name);
      if (example) {
        this.#draft.choose(example.text, chosen === undefined && text.trim() !== '');
        this.#changed();
      }
    };
    return html`
      <div class="python-example field">
        <label for="python-example">${texts.text('gil-example')}</label>
        <select id="python-example" aria-describedby="python-example-about" ?disabled=${this.phase === 'running'}
          .value=${chosen ?? 'own'} @change=${choose}>
          ${chosen === undefined ? html`<option value="own" selected>${texts.text('gil-example-own')}</option>` : null}
          ${EXAMPLES.map(({ name }) => html`
            <option value=${name} ?selected=${name === chosen}>${texts.text(`gil-example-${name}`)}</option>`)}
        </select>
        <p class="hint" id="python-example-about">${texts.text(`gil-example-${chosen ?? 'own'}-about`)}</p>
        ${replaced === undefined ? null : html`
          <p class="hint" role="status">${texts.text('gil-replaced')}
            <button type="button" data-python="restore" @click=${() => { this.#draft.restore(); this.#changed(); }}>
              ${texts.text('gil-restore')}</button></p>`}
      </div>`;
  }

  #told({ kind, line, column, message, remedy, remedyCode }: GilFault): TemplateResult {
    const { texts } = this;
    const key = `gil-remedy-${remedyCode ?? ''}`;
    const what = texts.has(key) ? html`<p data-python="remedy">${texts.text(key)}</p>` : remedy === null ? null : html`
      <p data-python="remedy" lang="en">${remedy}</p>`;
    const go = (): void => this.querySelector('kosut-python-editor')?.go({ line, column });
    return html`
      <div class="python-fault" role="alert">
        <p><strong>${texts.text('gil-fault', { line, column })}</strong> <code lang="en">${kind}: ${message}</code></p>
        ${what}
        <button type="button" data-python="go" @click=${go}>${texts.text('gil-fault-go', { line })}</button>
      </div>`;
  }

  #actions(): TemplateResult {
    const { texts, phase } = this;
    const running = phase === 'running';
    return html`
      <div class="lab-actions">
        ${running
          ? html`<button type="button" class="danger" data-python="stop" @click=${() => this.host.stop()}>
              ${texts.text('action-stop')}</button>`
          : html`<button type="button" class="primary" data-python="run" @click=${() => void this.#run()}>
              ${texts.text('gil-run')}</button>`}
        <button type="button" data-python="steps" aria-expanded=${this.stepping ? 'true' : 'false'}
          @click=${() => { this.stepping = !this.stepping; }}>
          ${texts.text(this.stepping ? 'gil-steps-close' : 'gil-steps-open')}</button>
      </div>`;
  }

  /** Chooses *your own program*, and brings the reader to what appears in the button's place. */
  async #open(): Promise<void> {
    if (await this.host.set({ mode: 'program' })) {
      await this.updateComplete;
      this.querySelector<HTMLElement>('#python-example')?.focus();
    }
  }

  get #console(): HTMLElement | null {
    return this.querySelector('.python-console .python-output');
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#transcript.text);
      this.copied = true;
    } catch {
      // The output stands there to be copied by hand.
    }
  }

  #write(text: string): void {
    this.#draft.write(text);
    this.#changed();
  }

  #changed(): void {
    // What was said of the text before may not be true of this one.
    this.fault = undefined;
    this.requestUpdate();
  }

  /** The reader has stopped writing for a moment. */
  async #paused(): Promise<void> {
    const { values, host } = this;
    const text = this.#draft.text;
    if (text.trim() === '') {
      return; // The reader is about to write something.
    }
    if (values.get('mode') === 'program') {
      void host.set({ source: this.#draft.share() });
    }
    const found = await check(host, text).catch(() => undefined);
    if (found !== undefined && this.#draft.text === text) {
      this.fault = found.ok ? undefined : found;
    }
  }

  /** Runs the program, if it is one. */
  async #run(): Promise<void> {
    const { host } = this;
    if (this.phase === 'running') {
      return;
    }
    const source = this.#draft.share();
    const found = await check(host, source).catch(() => undefined);
    this.fault = found === undefined || found.ok ? undefined : found;
    if (this.fault === undefined && await host.set({ mode: 'program', source })) {
      host.run();
    }
  }
}

customElements.define('kosut-gil', GilElement);
