/** A failure as a sentence in the reader's language, with what to do next. */
import type { Strings } from '../l10n';
import type { Failure } from '../runtime/failure';
import { fieldName } from './names';

/**
 * The sentence for a failure: `error-<code>-<field>` where a field needs words of its own, else `error-<code>`. One
 * that has neither shows what it says in English. `lab` is the lab whose fields it may name.
 */
export function explain(texts: Strings, failure: Failure, lab = ''): string {
  const ofField = `error-${failure.code}-${failure.details.get('field') ?? ''}`;
  const key = texts.has(ofField) ? ofField : `error-${failure.code}`;
  const details = Object.fromEntries(failure.details);
  return texts.has(key) ? texts.text(key, { ...details, ...named(texts, lab, details) }) : failure.message;
}

/** What a failure names in the words of the page: a field's label beside its name in addresses, a capability. */
function named(texts: Strings, lab: string, { field, capability }: Record<string, string>): Record<string, string> {
  const words: Record<string, string> = {};
  if (field !== undefined && texts.has(fieldName(texts, lab, field))) {
    words['field'] = `${texts.text(fieldName(texts, lab, field))} (${field})`;
  }
  const key = `capability-${capability?.replaceAll(' ', '-') ?? ''}`;
  if (texts.has(key)) {
    words['capability'] = texts.text(key);
  }
  return words;
}
