/** A claim with its verdict, the number behind it and where the number comes from. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../l10n';
import type { Lab } from '../labs/lab';
import type { Claim } from '../runtime/report';
import { claimKey } from './claim';
import { firstText, interval } from '../draw/format';

/** The number behind a claim of a lab, in a sentence. */
export function measured(texts: Strings, lab: string, { id, ratio, ci95 }: Claim): string | null {
  if (ratio === null) {
    return null;
  }
  const keys = [claimKey(id).replace('claim-', 'ratio-'), `ratio-${lab}`];
  const value = firstText(texts, keys, { ratio: texts.number(ratio, 2) });
  return ci95 === null ? value : `${value} ${texts.text('interval', { interval: interval(texts, 'ratio', ci95) })}`;
}

/** Why a claim of a lab has no verdict, or no clear one. */
export function reason(texts: Strings, lab: string, key: string): string {
  return firstText(texts, [`reason-${key}-${lab}`, `reason-${key}`]);
}

/** One verdict. */
export function verdict(texts: Strings, lab: Lab, claim: Claim): TemplateResult {
  const basis = claim.verdict === 'unavailable' ? 'unavailable' : claim.basis;
  return html`
    <div class="lab-verdict" data-verdict=${claim.verdict} data-claim=${claim.id}>
      <p>${texts.text(claimKey(claim.id))}</p>
      <p>
        <strong>${texts.text(`verdict-${claim.verdict}`)}</strong>
        ${measured(texts, lab.id, claim)}
        <span class="badge" data-basis=${basis}>${texts.text(`basis-${basis}`)}</span>
      </p>
      ${claim.reason === undefined ? null : html`<p>${reason(texts, lab.id, claim.reason)}</p>`}
    </div>`;
}
