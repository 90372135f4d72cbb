/** A claim with its verdict, the number behind it and where the number comes from. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../l10n';
import type { Lab } from '../labs/lab';
import type { Claim } from '../runtime/report';
import { claimKey } from './claim';
import { interval } from './format';

function measured(texts: Strings, lab: Lab, { ratio, ci95 }: Claim): string | null {
  if (ratio === null) {
    return null;
  }
  const value = texts.text(`ratio-${lab.id}`, { ratio: texts.number(ratio, 2) });
  return ci95 === null ? value : `${value} ${texts.text('interval', { interval: interval(texts, 'ratio', ci95) })}`;
}

/** One verdict. */
export function verdict(texts: Strings, lab: Lab, claim: Claim): TemplateResult {
  const basis = claim.verdict === 'unavailable' ? 'unavailable' : claim.basis;
  return html`
    <div class="lab-verdict" data-verdict=${claim.verdict} data-claim=${claim.id}>
      <p>${texts.text(claimKey(claim.id))}</p>
      <p>
        <strong>${texts.text(`verdict-${claim.verdict}`)}</strong>
        ${measured(texts, lab, claim)}
        <span class="badge" data-basis=${basis}>${texts.text(`basis-${basis}`)}</span>
      </p>
      ${claim.reason === undefined ? null : html`<p>${texts.text(`reason-${claim.reason}`)}</p>`}
    </div>`;
}
