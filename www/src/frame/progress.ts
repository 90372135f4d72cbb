/** How far a run is: a bar for the eye; a sentence for those who listen, when the phase changes. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../l10n';
import { topologyName } from '../draw/format';
import type { Progress } from './session';

/** The place of the progress, there at all times so that the page does not jump. */
export function progress(
  texts: Strings,
  running: boolean,
  at: Progress | undefined,
  share: number,
): TemplateResult {
  const phase = texts.text(`phase-${at?.phase ?? 'start'}`);
  return html`
    <div class="lab-progress">
      <p class="visually-hidden" aria-live="polite">${running ? phase : null}</p>
      ${running
        ? html`
          <p aria-hidden="true">${phase} ${at && at.phase !== 'judge' ? topologyName(at.topology) : null}</p>
          <progress aria-label=${texts.text('progress')} .value=${share}></progress>`
        : null}
    </div>`;
}
