/** The comparison while it runs: what each way took the last time, for both kinds of work. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { withUnit } from '../../draw/format';
import type { Strings } from '../../l10n';
import type { GilKind, GilLive } from '../../runtime/contract';

const KINDS: readonly GilKind[] = ['cpu', 'io'];

function time(texts: Strings, { elapsedMs }: GilLive): string {
  return typeof elapsedMs === 'number'
    ? withUnit(texts, 'milliseconds', elapsedMs)
    : texts.text('gil-compared-running');
}

/** See the module's description; nothing before the first run, and nothing when the result says it better. */
export function compared(texts: Strings, seen: readonly GilLive[], running: boolean): TemplateResult | null {
  if (seen.length === 0 || !running) {
    return null;
  }
  return html`
    <section class="gil-compared">
      <h3>${texts.text('gil-compared')}</h3>
      <div class="gil-kinds">
        ${KINDS.map((kind) => html`
          <div>
            <h4>${texts.text(`gil-kind-${kind}`)}</h4>
            <dl>
              ${seen.filter((live) => live.kind === kind).map((live) => html`
                <div>
                  <dt>${texts.text(`gil-way-${live.way}`)}</dt>
                  <dd>
                    ${time(texts, live)}
                    ${live.rehearsal ? html`<small>${texts.text('gil-compared-rehearsal')}</small>` : null}
                  </dd>
                </div>`)}
            </dl>
          </div>`)}
      </div>
    </section>`;
}
