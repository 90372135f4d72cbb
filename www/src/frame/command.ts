/** Commands for a terminal, from the values that are set. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../l10n';
import type { Values } from '../labs/lab';

/** What a shell would take apart is put into quotes. */
function word(text: string): string {
  return /^[\w.,:/@%+=-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Values as `--name value`. */
function options(values: Iterable<readonly [name: string, value: string]>): string {
  return Array.from(values, ([name, value]) => `--${name} ${word(value)}`).join(' ');
}

/** The command that does the same on the operating system. */
export function nativeCommand(lab: string, values: Values, file: string | undefined): string {
  const own = file === undefined ? [] : [['file', file] as const];
  return `cargo run --release -- ${lab} ${options([...values, ...own])}`;
}

/** The command that does the same in Python; `names` are the parameters that the twin takes. */
export function pythonCommand(
  script: string,
  values: Values,
  names: readonly string[],
  dataset: string | undefined,
): string {
  const data = dataset === undefined ? [] : [['data', `${dataset}.bin`] as const];
  return `python3 ${script} ${options([...[...values].filter(([name]) => names.includes(name)), ...data])}`;
}

/** A command with a button that copies it. */
export function command(texts: Strings, line: string, copied: boolean, copy: () => void): TemplateResult {
  return html`
    <div class="lab-command">
      <pre tabindex="0" aria-label=${texts.text('code-command')}><code>${line}</code></pre>
      <button type="button" data-action="copy-command" @click=${copy}>
        ${texts.text(copied ? 'code-copied' : 'code-copy')}
      </button>
    </div>`;
}
