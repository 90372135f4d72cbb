/**
 * `<kosut-python-editor>`: where the reader writes a program. A plain text field until the editor's code has come, and
 * where it does not come. Fires `kosut-edited` with the text when the reader has changed it, and `kosut-run` when the
 * reader has pressed the keys that run it.
 */
import { html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { LightElement } from '../../draw/light';
import type { Strings } from '../../l10n';
import type { Editor, LineMark, Place } from './codemirror';
import './editor.css';

const HINT = 'python-source-hint';
const FIELD = 'python-source';

/** How far beyond the window's edges the reader is near. */
const NEAR = '400px 0px';

export class PythonEditorElement extends LightElement {
  static override properties = {
    texts: { attribute: false },
    text: { attribute: false },
    locked: { attribute: false },
    fault: { attribute: false },
    marks: { attribute: false },
    ready: { state: true },
  };

  declare texts: Strings;
  /** The program. */
  declare text: string;
  /** Whether it cannot be changed at present. */
  declare locked: boolean;
  /** The place that is wrong. */
  declare fault: Place | undefined;
  /** Where the threads are. */
  declare marks: readonly LineMark[];
  /** Whether the editor has taken the place of the text field. */
  declare ready: boolean;

  #editor: Editor | undefined;
  #near: IntersectionObserver | undefined;

  constructor() {
    super();
    this.text = '';
    this.locked = false;
    this.marks = [];
    this.ready = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#editor === undefined) {
      this.#near = new IntersectionObserver((entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) {
          this.#near?.disconnect();
          void this.#load();
        }
      }, { rootMargin: NEAR });
      this.#near.observe(this);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#near?.disconnect();
    this.#editor?.destroy();
    this.#editor = undefined;
    this.ready = false;
  }

  /** Puts the cursor at a place. */
  go(place: Place): void {
    if (this.#editor) {
      this.#editor.go(place);
      return;
    }
    const field = this.querySelector('textarea');
    const before = this.text.split('\n').slice(0, place.line - 1).map((line) => line.length + 1);
    const at = before.reduce((sum, length) => sum + length, place.column - 1);
    field?.focus();
    field?.setSelectionRange(at, at);
  }

  protected override render(): TemplateResult {
    const { texts, ready } = this;
    return html`
      <div class="python-editor">
        ${ready
          ? html`<span class="python-label">${texts.text('gil-source')}</span>`
          : html`<label class="python-label" for=${FIELD}>${texts.text('gil-source')}</label>`}
        <div class="python-code" data-locked=${this.locked}></div>
        ${ready ? null : html`
          <textarea
            id=${FIELD} rows="18" spellcheck="false" autocapitalize="off" autocomplete="off" wrap="off"
            aria-describedby=${HINT} aria-invalid=${this.fault !== undefined}
            .value=${live(this.text)} ?readonly=${this.locked}
            @keydown=${(event: KeyboardEvent) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#run();
            }}
            @input=${(event: Event) => this.#edited((event.currentTarget as HTMLTextAreaElement).value)}
          ></textarea>`}
        <p class="hint" id=${HINT}>${texts.text(ready ? 'gil-source-hint' : 'gil-source-hint-plain')}</p>
      </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const editor = this.#editor;
    if (!editor) {
      return;
    }
    if (changed.has('text') && editor.text !== this.text) {
      editor.replace(this.text);
    }
    if (changed.has('locked') || changed.has('ready')) {
      editor.lock(this.locked);
    }
    if (changed.has('fault') || changed.has('ready')) {
      editor.fault(this.fault);
    }
    if (changed.has('marks') || changed.has('ready')) {
      editor.marks(this.marks);
    }
  }

  #run(): void {
    this.dispatchEvent(new Event('kosut-run'));
  }

  #edited(text: string): void {
    if (text !== this.text) {
      this.text = text;
      this.dispatchEvent(new CustomEvent<string>('kosut-edited', { detail: text }));
    }
  }

  /** Puts the editor in the text field's place, with what was written there and where the reader was. */
  async #load(): Promise<void> {
    let make: typeof import('./codemirror').makeEditor;
    try {
      ({ makeEditor: make } = await import('./codemirror'));
    } catch {
      return; // The text field serves.
    }
    await this.updateComplete;
    const parent = this.querySelector<HTMLElement>('.python-code');
    const field = this.querySelector('textarea');
    if (!this.isConnected || this.#editor || parent === null) {
      return;
    }
    const focused = field !== null && field === document.activeElement;
    const before = this.text.slice(0, field?.selectionStart ?? 0).split('\n');
    this.#editor = make({
      parent, text: this.text, label: this.texts.text('gil-source'), description: this.texts.text('gil-source-hint'),
      changed: (text) => this.#edited(text), run: () => this.#run(),
    });
    this.ready = true;
    if (focused) {
      this.#editor.go({ line: before.length, column: (before.at(-1)?.length ?? 0) + 1 });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kosut-python-editor': PythonEditorElement;
  }
  interface HTMLElementEventMap {
    'kosut-edited': CustomEvent<string>;
  }
}

customElements.define('kosut-python-editor', PythonEditorElement);
