/** What the data should say and what it says, of each way: while it runs as it is at the moment, afterwards as it was. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../../l10n';
import type { RaceLive } from '../../runtime/contract';
import { styles } from '../../draw/styles';

/** Of seats more are sold than there are; of all else less is found than there should be. */
function wrong(live: RaceLive): number {
  return live.scene === 'seat' ? live.found - live.expected : live.expected - live.found;
}

function said(texts: Strings, live: RaceLive): TemplateResult {
  const count = texts.number(Math.abs(wrong(live)));
  if (!live.over) {
    return html`<span>${texts.text('race-running')}</span>`;
  }
  return wrong(live) === 0
    ? html`<span class="race-right">✓ ${texts.text('race-right')}</span>`
    : html`<strong class="race-wrong">✗ ${texts.text(`race-wrong-${live.scene}`, { count })}</strong>`;
}

function way(texts: Strings, live: RaceLive): TemplateResult {
  const { scene, expected, found, steps, variant } = live;
  const share = (number: number): Record<string, string> => {
    const most = Math.max(expected, found, 1);
    return { 'inline-size': `${(100 * number) / most}%` };
  };
  return html`
    <li class="race-way" data-family=${variant === 'processes' ? 'processes' : 'threads'}>
      <h4>${texts.text(`race-way-${variant}`)} <span class="race-said">${said(texts, live)}</span></h4>
      <dl>
        <div>
          <dt>${texts.text(`race-expected-${scene}`)}</dt>
          <dd>${texts.number(expected)}</dd>
          <dd class="race-track" aria-hidden="true"><span class="race-fill" ${styles(share(expected))}></span></dd>
        </div>
        <div class="race-found">
          <dt>${texts.text(`race-found-${scene}`)}</dt>
          <dd>${texts.number(found)}</dd>
          <dd class="race-track" aria-hidden="true"><span class="race-fill" ${styles(share(found))}></span></dd>
        </div>
      </dl>
      ${steps.length === 0 ? null : html`
        <p class="race-lanes">${texts.text('race-lanes', { steps: steps.map((step) => texts.number(step)).join(' · ') })}</p>`}
      ${live.rehearsal && live.over ? html`<p class="race-lanes">${texts.text('race-rehearsal')}</p>` : null}
    </li>`;
}

/** See the module's description; nothing before the first run. */
export function numbers(texts: Strings, ways: readonly RaceLive[]): TemplateResult | null {
  return ways.length === 0
    ? null
    : html`
      <section class="race-numbers">
        <h3>${texts.text('race-numbers')}</h3>
        <ul>${ways.map((live) => way(texts, live))}</ul>
      </section>`;
}
