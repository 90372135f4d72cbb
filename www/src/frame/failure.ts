/** A failure as a sentence in the reader's language, with what to do next. */
import type { Strings } from '../l10n';
import type { Failure } from '../runtime/failure';

/** The sentence for a failure; one that has no sentence of its own shows what it says in English. */
export function explain(texts: Strings, failure: Failure): string {
  const key = `error-${failure.code}`;
  const details = Object.fromEntries(failure.details);
  return texts.has(key) ? texts.text(key, { ...details, ...named(texts, details) }) : failure.message;
}

/** A field's name as its label, with the name that addresses use. */
function named(texts: Strings, details: Record<string, string>): Record<string, string> {
  const { field } = details;
  if (field === undefined || !texts.has(`field-${field}`)) {
    return {};
  }
  return { field: `${texts.text(`field-${field}`)} (${field})` };
}
