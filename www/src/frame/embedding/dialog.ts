/** The dialog behind *Embed*: it shows a lab as another page will show it, and gives what to paste there. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { LightElement } from '../../draw/light';
import { styles } from '../../draw/styles';
import { LANGUAGES, strings, type Language, type Strings } from '../../l10n';
import type { Lab, Values } from '../../labs/lab';
import { copied, copy, type Copied } from '../actions';
import { PARTS, THEMES, type Part, type Theme } from '../address';
import { addressOf, FIXED_HEIGHT, PLATFORMS, snippet, type Embedding, type Platform } from './snippets';
import './dialog.css';

/** The least and the largest height of a frame, in CSS pixels. */
const HEIGHT_MIN = 150;
const HEIGHT_MAX = 10_000;

/** How long typing has to pause before the preview follows, in milliseconds. */
const TYPING_PAUSE_MS = 400;

/** Opens the dialog for a lab with these parameters. */
export function openEmbedding(texts: Strings, lab: Lab, values: Values): void {
  const dialog = document.createElement('kosut-embedding');
  Object.assign(dialog, { texts, lab, values, embeddingLanguage: texts.language });
  document.body.append(dialog);
}

/** `<kosut-embedding>`: removes itself when it is closed. */
class EmbeddingElement extends LightElement {
  static override properties = {
    texts: { attribute: false },
    lab: { attribute: false },
    values: { attribute: false },
    embeddingLanguage: { attribute: false },
    name: { state: true },
    shown: { state: true },
    theme: { state: true },
    autorun: { state: true },
    height: { state: true },
    needed: { state: true },
    platform: { state: true },
    taken: { state: true },
  };

  declare texts: Strings;
  declare lab: Lab;
  declare values: Values;
  declare embeddingLanguage: Language;
  /** The lab's name in the language of the embedding. */
  declare name: string;
  declare shown: readonly Part[];
  declare theme: Theme | null;
  declare autorun: boolean;
  declare height: number;
  /** The height that the lab asks for in the preview. */
  declare needed: number | undefined;
  declare platform: Platform;
  declare taken: Copied | undefined;

  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.name = '';
    this.shown = PARTS;
    this.theme = null;
    this.autorun = false;
    this.height = 900;
    this.platform = 'element';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('message', this.#hear);
    void this.#choose({ embeddingLanguage: this.embeddingLanguage });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('message', this.#hear);
    clearTimeout(this.#typing);
  }

  protected override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    const { texts, platform } = this;
    const embedding = this.#embedding;
    const text = snippet(platform, embedding);
    return html`
      <dialog class="embedding" aria-labelledby="embedding-title" @close=${() => this.remove()}>
        <form method="dialog" class="embedding-head">
          <h2 id="embedding-title">${texts.text('embedding-title')}</h2>
          <button type="submit" data-action="close">${texts.text('embedding-close')}</button>
        </form>
        <div class="embedding-body">
          <div class="embedding-options">
            ${this.#platforms()}
            <p class="hint">${texts.text(`embedding-for-${platform}`)}</p>
            ${platform === 'scorm' ? this.#download(text) : this.#text(text)}
            ${this.#options()}
          </div>
          ${this.#preview(addressOf(embedding))}
        </div>
      </dialog>`;
  }

  get #embedding(): Embedding {
    const { lab, values, embeddingLanguage: language, name: title, shown, theme, autorun, height } = this;
    return { lab: lab.id, title, language, values, shown, theme, autorun, height };
  }

  /** Sets options. The preview follows. */
  async #choose(options: Partial<EmbeddingElement>): Promise<void> {
    Object.assign(this, options, { taken: undefined });
    const texts = await strings(this.embeddingLanguage);
    this.name = texts.text(`lab-${this.lab.id}`);
    this.requestUpdate();
  }

  #platforms(): TemplateResult {
    return this.#select('platform', 'embedding-platform', PLATFORMS, this.platform,
      (option) => this.texts.text(`embedding-${option}`), (platform) => ({ platform }));
  }

  #options(): TemplateResult {
    const { texts, shown, autorun, platform } = this;
    const scorm = platform === 'scorm';
    return html`
      ${scorm ? null : html`
        ${this.#select('language', 'embedding-language', LANGUAGES, this.embeddingLanguage,
          (option) => texts.text(`embedding-language-${option}`), (embeddingLanguage) => ({ embeddingLanguage }))}
        <fieldset>
          <legend>${texts.text('embedding-shown')}</legend>
          ${PARTS.map((part) => html`
            <label>
              <input type="checkbox" name="shown" value=${part} .checked=${shown.includes(part)}
                @change=${(event: Event) => void this.#choose({
                  shown: PARTS.filter((one) => one === part ? (event.currentTarget as HTMLInputElement).checked : shown.includes(one)),
                })} />
              ${texts.text(`embedding-part-${part}`)}
            </label>`)}
        </fieldset>
        ${this.#select('theme', 'embedding-theme', ['system', ...THEMES], this.theme ?? 'system',
          (option) => texts.text(`embedding-theme-${option}`),
          (theme) => ({ theme: theme === 'system' ? null : theme }))}
        <label class="embedding-check">
          <input type="checkbox" name="autorun" .checked=${autorun}
            @change=${(event: Event) => void this.#choose({ autorun: (event.currentTarget as HTMLInputElement).checked })} />
          ${texts.text('embedding-autorun')}
        </label>
        ${FIXED_HEIGHT.includes(platform) ? this.#height() : null}`}`;
  }

  /** The frame's height, with the one that the lab needs. */
  #height(): TemplateResult {
    const { texts, height, needed } = this;
    const range = { min: texts.number(HEIGHT_MIN), max: texts.number(HEIGHT_MAX), unit: texts.text('unit-px') };
    return html`
      <div class="field">
        <label for="embedding-height">${texts.text('embedding-height')}</label>
        <input id="embedding-height" type="number" min=${HEIGHT_MIN} max=${HEIGHT_MAX} .value=${String(height)}
          aria-describedby="embedding-height-hint" @input=${(event: Event) => this.#type(event)} />
        <p class="hint" id="embedding-height-hint">
          ${texts.text('hint-range-unit', range)}
          ${needed === undefined ? null : texts.text('embedding-needed', { height: texts.number(needed) })}
        </p>
      </div>`;
  }

  #type(event: Event): void {
    const input = event.currentTarget as HTMLInputElement;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      const height = Math.round(input.valueAsNumber);
      if (height >= HEIGHT_MIN && height <= HEIGHT_MAX) {
        void this.#choose({ height });
      }
    }, TYPING_PAUSE_MS);
  }

  #select<Option extends string>(
    name: string,
    label: string,
    options: readonly Option[],
    chosen: string,
    text: (option: Option) => string,
    set: (option: Option) => Partial<EmbeddingElement>,
  ): TemplateResult {
    return html`
      <div class="field">
        <label for="embedding-${name}">${this.texts.text(label)}</label>
        <select id="embedding-${name}" name=${name}
          @change=${(event: Event) => void this.#choose(set((event.currentTarget as HTMLSelectElement).value as Option))}>
          ${options.map((option) => html`<option value=${option} ?selected=${option === chosen}>${text(option)}</option>`)}
        </select>
      </div>`;
  }

  #text(text: string): TemplateResult {
    return html`
      ${this.taken
        ? copied(this.texts, 'embedding', this.taken)
        : html`
          <div class="field">
            <label for="embedding-text">${this.texts.text('embedding-text')}</label>
            <textarea id="embedding-text" readonly rows="6" spellcheck="false" .value=${text}></textarea>
          </div>`}
      <div class="lab-actions">
        <button type="button" class="primary" data-action="copy" @click=${() => void this.#copy(text)}>
          ${this.texts.text('embedding-copy')}
        </button>
      </div>`;
  }

  async #copy(text: string): Promise<void> {
    this.taken = await copy('embed', text);
  }

  #download(address: string): TemplateResult {
    return html`
      <div class="lab-actions">
        <a class="button primary" href=${address} download data-action="package">${this.texts.text('embedding-package')}</a>
      </div>`;
  }

  #preview(address: string): TemplateResult {
    const height = FIXED_HEIGHT.includes(this.platform) ? this.height : this.needed ?? this.height;
    return html`
      <div class="embedding-preview">
        <p>${this.texts.text('embedding-preview')}</p>
        <iframe src=${address} title=${this.name} allow="cross-origin-isolated; clipboard-write"
          ${styles({ 'block-size': `${height}px` })}></iframe>
      </div>`;
  }

  readonly #hear = ({ source, data }: MessageEvent<unknown>): void => {
    const frame = this.querySelector('iframe');
    if (!frame || source !== frame.contentWindow || typeof data !== 'object' || data === null || !('height' in data)) {
      return;
    }
    const { subject, height } = data as { subject?: unknown; height?: unknown };
    if (subject === 'lti.frameResize' && typeof height === 'number') {
      this.needed = height;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'kosut-embedding': EmbeddingElement;
  }
}

customElements.define('kosut-embedding', EmbeddingElement);
