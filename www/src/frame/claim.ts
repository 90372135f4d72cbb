/** The article's claim that a lab tests, in one sentence. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../l10n';
import type { Lab } from '../labs/lab';

/** The message key of a claim; Fluent's names have no dots. */
export function claimKey(id: string): string {
  return `claim-${id.replaceAll('.', '-')}`;
}

/** The first claim stands for the lab, as its heading; the others appear with their verdicts. */
export function claim(texts: Strings, lab: Lab, level: number): TemplateResult {
  const [first] = lab.claims;
  return html`<p class="lab-claim" role="heading" aria-level=${level}>${first === undefined ? null : texts.text(claimKey(first))}</p>`;
}
