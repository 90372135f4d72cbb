/** A claim with its verdict, the numbers that it rests on and where they come from. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../l10n';
import type { Lab } from '../labs/lab';
import type { Claim, Report } from '../runtime/report';
import { claimKey } from './claim';
import { bracketed, firstText, several, withUnit } from '../draw/format';
import { columnName, rowName } from './table';

/** Decimals of a number of cores. */
const CORES_DECIMALS = 1;

/** A ratio in a sentence: the first of these messages that there is. */
function sentence(
  texts: Strings,
  keys: readonly string[],
  ratio: number,
  ci95: readonly [number, number] | null,
): string {
  const value = firstText(texts, keys, { ratio: texts.number(ratio, 2) });
  return ci95 === null ? value : `${value} ${bracketed(texts, 'ratio', ci95)}`;
}

/** The ratio behind a claim of a lab, in a sentence; with several conditions, one sentence for each. */
export function measured(texts: Strings, lab: string, claim: Claim, bounds = true): string | null {
  const { id, ratio, ci95, conditions = [] } = claim;
  if (ratio === null) {
    return null;
  }
  const key = claimKey(id).replace('claim-', 'ratio-');
  if (conditions.length === 0) {
    return sentence(texts, [key, `ratio-${lab}`], ratio, bounds ? ci95 : null);
  }
  return conditions
    .map((one) => sentence(texts, [`${key}-${one.name}`], one.ratio, bounds ? one.ci95 : null))
    .join(' · ');
}

/** Why a claim of a lab has no verdict, or no clear one. */
export function reason(texts: Strings, lab: string, { reason: key, cores_available: cores }: Claim): string | undefined {
  return key === undefined
    ? undefined
    : firstText(texts, [`reason-${key}-${lab}`, `reason-${key}`], { cores: texts.number(cores ?? 0, CORES_DECIMALS) });
}

/** The measurements that a verdict rests on, row by row, with their units: "8 threads: 61 ms, 4.6 MiB · 8 processes: …". */
function measurements(texts: Strings, lab: Lab, report: Report, claim: Claim): string {
  const rows = report.rows.flatMap((row) => {
    const names = lab.states?.(claim.id, row, report) ?? [];
    const columns = lab.columns.filter(({ name }) => names.includes(name));
    const values = columns.flatMap((column) => {
      const value = column.value(row);
      if (value === undefined || typeof value === 'string') {
        return [];
      }
      const text = typeof value === 'number' ? withUnit(texts, column.kind, value) : several(texts, column.kind, value);
      // A count says nothing without its name, and of two times it must be said which is which.
      const isPlain = column.kind !== 'count' && columns.every((other) => other === column || other.kind !== column.kind);
      return [isPlain ? text : `${texts.inSentence(columnName(texts, lab, column))} ${text}`];
    });
    return values.length === 0 ? [] : [`${rowName(texts, lab, row)}: ${values.join(', ')}`];
  });
  return rows.join(' · ');
}

/** One verdict. */
export function verdict(texts: Strings, lab: Lab, report: Report, claim: Claim): TemplateResult {
  const basis = claim.verdict === 'unavailable' ? 'unavailable' : claim.basis;
  const numbers = claim.verdict === 'unavailable' ? '' : measurements(texts, lab, report, claim);
  const why = reason(texts, lab.id, claim);
  return html`
    <div class="lab-verdict" data-verdict=${claim.verdict} data-claim=${claim.id}>
      <p>${texts.text(claimKey(claim.id))}</p>
      <p>
        <strong>${texts.text(`verdict-${claim.verdict}`)}</strong>
        ${measured(texts, lab.id, claim)}
        <span class="badge" data-basis=${basis}>${texts.text(`basis-${basis}`)}</span>
      </p>
      ${numbers === '' ? null : html`<p class="verdict-numbers">${numbers}</p>`}
      ${why === undefined ? null : html`<p>${why}</p>`}
    </div>`;
}
