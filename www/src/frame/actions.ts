/** What the reader can do with a lab: run, stop, reset, share. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../l10n';

/** What the buttons do, and which of them can be pressed. */
export interface Actions {
  readonly running: boolean;
  /** Whether the parameters can be run. */
  readonly valid: boolean;
  /** Whether the reader's own file, where there is one, can be run. */
  readonly ready: boolean;
  /** Whether Run is what the reader should press next. */
  readonly prominent: boolean;
  run(): void;
  stop(): void;
  reset(): void;
  copyLink(): void;
  embed(): void;
}

/** The row of buttons. */
export function actions(texts: Strings, of: Actions): TemplateResult {
  return html`
    <div class="lab-actions">
      <button
        type="button"
        data-action="run"
        class=${of.prominent ? 'primary' : ''}
        ?disabled=${of.running || !of.valid || !of.ready}
        @click=${() => of.run()}
      >${texts.text('action-run')}</button>
      <button
        type="button"
        data-action="stop"
        class=${of.running ? 'danger' : ''}
        ?disabled=${!of.running}
        @click=${() => of.stop()}
      >${texts.text('action-stop')}</button>
      <button type="button" data-action="reset" ?disabled=${of.running} @click=${() => of.reset()}>
        ${texts.text('action-reset')}
      </button>
      <span class="spacer"></span>
      <button type="button" data-action="link" ?disabled=${!of.valid} @click=${() => of.copyLink()}>
        ${texts.text('action-link')}
      </button>
      <button type="button" data-action="embed" ?disabled=${!of.valid} @click=${() => of.embed()}>
        ${texts.text('action-embed')}
      </button>
    </div>`;
}

/** A text that was, or was to be, put on the clipboard. */
export interface Copied {
  readonly what: 'link' | 'embed' | 'findings';
  readonly text: string;
  /** Whether the clipboard took it; else the reader copies by hand. */
  readonly done: boolean;
}

/** Puts a text on the clipboard, where the browser allows it. */
export async function copy(what: Copied['what'], text: string): Promise<Copied> {
  try {
    await navigator.clipboard.writeText(text);
    return { what, text, done: true };
  } catch {
    return { what, text, done: false };
  }
}

/** Says that something was copied, and shows it. */
export function copied(texts: Strings, lab: string, copied: Copied): TemplateResult {
  const id = `${lab}-copied-${copied.what}`;
  const select = (event: Event): void => (event.currentTarget as HTMLTextAreaElement).select();
  return html`
    <div class="field">
      <label for=${id} role="status">
        ${texts.text(copied.done ? `copied-${copied.what}` : 'copy-by-hand')}
      </label>
      <textarea id=${id} readonly rows="3" .value=${copied.text} @focus=${select}></textarea>
    </div>`;
}
