/** A search by trial: how many hashes, how fast, and the best of them. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../../l10n';
import type { Shown } from '../../runtime/contract';

export type Search = Extract<Shown, { search: unknown }>['search'];

/** A hexadecimal digit is so many bits. */
const BITS_PER_DIGIT = 4;

/** A rate, to three digits: the rest of it is noise. */
function rate(texts: Strings, perSecond: number): string {
  return texts.number(Number(perSecond.toPrecision(3)));
}

/** What is shown of a search. */
export function search(texts: Strings, shown: Search, perSecond: number | undefined): TemplateResult {
  const zeros = Math.floor(shown.zeroBits / BITS_PER_DIGIT);
  return html`
    <dl class="shown-numbers">
      <div><dt>${texts.text('shown-search-trials')}</dt><dd>${texts.number(shown.trials)}</dd></div>
      ${perSecond === undefined ? null : html`
        <div><dt>${texts.text('shown-search-rate')}</dt><dd>${rate(texts, perSecond)}</dd></div>`}
      <div><dt>${texts.text('shown-search-bits')}</dt><dd>${texts.number(shown.zeroBits)}</dd></div>
    </dl>
    ${shown.best === '' ? null : html`
      <p>${texts.text('shown-search-best', { nonce: texts.number(shown.nonce) })}</p>
      <p class="shown-hash">
        <code><strong>${shown.best.slice(0, zeros)}</strong>${shown.best.slice(zeros)}</code>
      </p>`}`;
}

/** The same in one sentence. */
export function searchSaid(texts: Strings, shown: Search): string {
  return texts.text('shown-search-said', {
    trials: texts.number(shown.trials),
    bits: texts.number(shown.zeroBits),
    nonce: texts.number(shown.nonce),
  });
}
