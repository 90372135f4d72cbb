/** What a program printed, how it ended, and how the lock went about. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { withUnit } from '../../draw/format';
import type { Strings } from '../../l10n';
import { sharesMemory } from '../../runtime/capabilities/memory';
import type { PythonLive } from '../../runtime/contract';
import type { Transcript } from './transcript';

/** What is shown of a run, and what can be done with it. */
export interface Output {
  readonly transcript: Transcript;
  /** The last moment that was told. */
  readonly live: PythonLive | undefined;
  /** Whether nothing runs any more. */
  readonly over: boolean;
  /** Whether the program was to run under the global lock. */
  readonly gil: boolean;
  /** Whether the output was copied. */
  readonly copied: boolean;
  copy(): void;
  clear(): void;
}

/** Nothing before the first run. */
export function output(texts: Strings, of: Output): TemplateResult | null {
  const { transcript, live, copied } = of;
  if (live === undefined && transcript.isEmpty) {
    return null;
  }
  return html`
    <div class="python-console">
      <div class="lab-actions">
        <h4>${texts.text('gil-output')}</h4>
        <span class="spacer"></span>
        <button type="button" data-python="copy" @click=${() => of.copy()}>
          ${texts.text(copied ? 'code-copied' : 'code-copy')}</button>
        <button type="button" data-python="clear" @click=${() => of.clear()}>${texts.text('gil-output-clear')}</button>
      </div>
      ${transcript.render(texts)}
      ${live === undefined ? null : state(texts, live, of)}
    </div>`;
}

/** How it stands. Only the first words are read out: the others change all the time. */
function state(texts: Strings, live: PythonLive, { over, gil }: Output): TemplateResult {
  const { holder, switches, state: told, nowMs } = live;
  // A program that was stopped has told nothing any more.
  const shown = told === 'running' && over ? 'stopped' : told;
  // Where all threads take turns in one lane, the one whose turn it is has the lock.
  const free = !gil && sharesMemory();
  const held = typeof holder === 'number';
  const lock = free
    ? texts.text('gil-lock-none')
    : held ? texts.text('gil-lock-held', { lane: holder + 1 }) : texts.text('gil-lock-free');
  return html`
    <p class="python-state" data-state=${shown}>
      <span role="status">${texts.text(`gil-state-${shown}`)}</span>
      <span>${withUnit(texts, 'milliseconds', nowMs)}</span>
      ${shown === 'running' ? html`<span class="python-lock" data-held=${held}>${lock}</span>` : null}
      ${free ? null : html`<span>${texts.text('gil-switches', { count: switches })}</span>`}
    </p>`;
}
