/** The code: the Rust that runs, and its twin in Python. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../l10n';
import type { Lab } from '../labs/lab';
import type { Values } from './address';
import { LightElement } from './light';
import { kernelSources, pythonTwin } from './sources';
import type { Source } from './sources';

/** `<kosut-code>`: two folded parts; each is loaded when it is opened. */
export class CodeElement extends LightElement {
  static override properties = {
    texts: { attribute: false },
    lab: { attribute: false },
    values: { attribute: false },
    rust: { state: true },
    python: { state: true },
    failed: { state: true },
  };

  declare texts: Strings;
  declare lab: Lab;
  declare values: Values;
  declare rust: { readonly kernel: string; readonly files: readonly Source[] } | undefined;
  declare python: Awaited<ReturnType<typeof pythonTwin>> | undefined;
  declare failed: boolean;

  #rustOpen = false;

  get #kernel(): string {
    return this.values.get(this.lab.kernelField) ?? '';
  }

  protected override render(): TemplateResult {
    const { texts, rust, python } = this;
    return html`
      <details class="lab-code" @toggle=${this.#toggleRust}>
        <summary>${texts.text('code-rust')}</summary>
        ${rust?.kernel === this.#kernel ? rust.files.map((file) => this.#source(file)) : this.#waiting()}
      </details>
      <details class="lab-code" @toggle=${this.#togglePython}>
        <summary>${texts.text('code-python')}</summary>
        ${python
          ? html`
            <p>
              <a href=${python.url} download=${python.name}>${texts.text('code-download', { name: python.name })}</a>
            </p>
            ${this.#source(python)}`
          : this.#waiting()}
      </details>`;
  }

  /** The parameters may name another kernel now. */
  protected override updated(): void {
    if (this.#rustOpen && this.rust?.kernel !== this.#kernel) {
      void this.#loadRust();
    }
  }

  #source({ name, text }: Source): TemplateResult {
    return html`<p><code>${name}</code></p><pre tabindex="0" aria-label=${name}><code>${text}</code></pre>`;
  }

  #waiting(): TemplateResult {
    return html`<p>${this.texts.text(this.failed ? 'code-failed' : 'code-loading')}</p>`;
  }

  readonly #toggleRust = (event: Event): void => {
    this.#rustOpen = (event.currentTarget as HTMLDetailsElement).open;
    if (this.#rustOpen) {
      void this.#loadRust();
    }
  };

  readonly #togglePython = async (): Promise<void> => {
    try {
      this.python ??= await pythonTwin(this.lab.python);
    } catch {
      this.failed = true;
    }
  };

  async #loadRust(): Promise<void> {
    const kernel = this.#kernel;
    try {
      this.rust = { kernel, files: await kernelSources(kernel) };
    } catch {
      this.failed = true;
    }
  }
}

customElements.define('kosut-code', CodeElement);
