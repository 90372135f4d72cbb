/** The code: the Rust that runs, the same on the operating system, and its twin in Python. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../l10n';
import type { Lab, Values } from '../labs/lab';
import { command, nativeCommand, pythonCommand } from './command';
import { LightElement } from '../draw/light';
import { datasetUrl } from '../runtime/site';
import type { pythonTwin, Source } from './sources';

/** `<kosut-code>`: three folded parts; code is loaded when it is opened. */
export class CodeElement extends LightElement {
  static override properties = {
    texts: { attribute: false },
    lab: { attribute: false },
    values: { attribute: false },
    file: { attribute: false },
    rust: { state: true },
    python: { state: true },
    failed: { state: true },
    copied: { state: true },
  };

  declare texts: Strings;
  declare lab: Lab;
  declare values: Values;
  /** Name of the reader's own file. */
  declare file: string | undefined;
  declare rust: { readonly of: string; readonly files: readonly Source[] } | undefined;
  declare python: Awaited<ReturnType<typeof pythonTwin>> | undefined;
  declare failed: boolean;
  /** The command that was copied last. */
  declare copied: string | undefined;

  #rustOpen = false;

  /** The files and folders that run with these values, as one text. */
  get #runs(): string {
    return this.lab.rust(this.values).join(' ');
  }

  get #dataset(): string | undefined {
    return this.lab.datasets?.[this.values.get(this.lab.kernelField ?? '') ?? ''];
  }

  protected override render(): TemplateResult {
    const { texts, rust, python } = this;
    return html`
      <details class="lab-code" @toggle=${this.#toggleRust}>
        <summary>${texts.text('code-rust')}</summary>
        ${rust?.of === this.#runs ? rust.files.map((file) => this.#source(file)) : this.#waiting()}
      </details>
      ${this.lab.native ? this.#native() : null}
      <details class="lab-code" @toggle=${this.#togglePython}>
        <summary>${texts.text('code-python')}</summary>
        ${python
          ? html`
            ${this.#command(pythonCommand(python.name, this.values, this.lab.pythonFields, this.#dataset))}
            ${this.#dataset === undefined
              ? null
              : html`
                <p><a href=${datasetUrl(this.#dataset)} download="${this.#dataset}.bin">
                  ${texts.text('code-dataset', { name: `${this.#dataset}.bin` })}
                </a></p>`}
            <p>
              <a href=${python.url} download=${python.name}>${texts.text('code-download', { name: python.name })}</a>
            </p>
            ${this.#source(python)}`
          : this.#waiting()}
      </details>`;
  }

  #native(): TemplateResult {
    return html`
      <details class="lab-code">
        <summary>${this.texts.text('code-native')}</summary>
        <p>${this.texts.text('code-native-about')}</p>
        ${this.#command(nativeCommand(this.lab.id, this.values, this.file))}
      </details>`;
  }

  /** With these values, other code may run. */
  protected override updated(): void {
    if (this.#rustOpen && this.rust?.of !== this.#runs && !this.failed) {
      void this.#loadRust();
    }
  }

  #source({ name, text }: Source): TemplateResult {
    return html`<p><code>${name}</code></p><pre tabindex="0" aria-label=${name}><code>${text}</code></pre>`;
  }

  #command(line: string): TemplateResult {
    return command(this.texts, line, this.copied === line, () => void this.#copy(line));
  }

  async #copy(line: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(line);
      this.copied = line;
    } catch {
      // The command stands there to be copied by hand.
    }
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
      const { pythonTwin } = await import('./sources');
      this.python ??= await pythonTwin(this.lab.python);
    } catch {
      this.failed = true;
    }
  };

  async #loadRust(): Promise<void> {
    const of = this.#runs;
    try {
      const { rustSources } = await import('./sources');
      this.rust = { of, files: await rustSources(this.lab.rust(this.values)) };
    } catch {
      this.failed = true;
    }
  }
}

customElements.define('kosut-code', CodeElement);
