/** The most frequent words, as a list with bars. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../../l10n';
import type { Shown } from '../../runtime/contract';
import { styles } from '../../draw/styles';

export type Words = Extract<Shown, { words: unknown }>['words'];

/** The most words that are listed. */
const LISTED = 12;

function summary(texts: Strings, { total, distinct }: Words): string {
  return distinct === undefined
    ? texts.text('shown-words-total', { total: texts.number(total) })
    : texts.text('shown-words-distinct', { total: texts.number(total), distinct: texts.number(distinct) });
}

/** What is shown of a count of words. */
export function words(texts: Strings, shown: Words): TemplateResult {
  const listed = shown.words.slice(0, LISTED);
  const most = Math.max(1, ...listed.map(([, count]) => count));
  return html`
    <p>${summary(texts, shown)}</p>
    <ol class="shown-bars" aria-label=${texts.text('shown-words-list')}>
      ${listed.map(([word, count]) => html`
        <li ${styles({ '--share': String(count / most) })}>
          <bdi dir="auto" lang="">${word}</bdi><span class="count">${texts.number(count)}</span>
        </li>`)}
    </ol>`;
}

/** The same in one sentence. */
export function wordsSaid(texts: Strings, shown: Words): string {
  const listed = shown.words.slice(0, 3).map(([word, count]) => `${word}: ${texts.number(count)}`);
  return [summary(texts, shown), listed.join(', ')].join(' ');
}
