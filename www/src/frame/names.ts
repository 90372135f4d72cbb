/** Message keys of a lab's fields. Two labs may give the same name to fields of another meaning: a lab's own come first. */
import type { Strings } from '../l10n';

function own(texts: Strings, key: string, common: string): string {
  return texts.has(key) ? key : common;
}

/** The label of a field. */
export function fieldName(texts: Strings, lab: string, field: string): string {
  return own(texts, `field-${lab}-${field}`, `field-${field}`);
}

/** An option of a field; whether there is such a message, the caller asks. */
export function optionKey(texts: Strings, lab: string, field: string, option: string): string {
  return own(texts, `${lab}-${field}-${option}`, `${field}-${option}`);
}

/** The sentence about an option; whether there is such a message, the caller asks. */
export function optionAbout(texts: Strings, lab: string, field: string, option: string): string {
  return own(texts, `${lab}-${field}-${option}-about`, `${field}-${option}-about`);
}

/** The hint below a field: the lab's own, else the common one. */
export function hintKey(texts: Strings, lab: string, field: string, common: string): string {
  return own(texts, `hint-${lab}-${field}`, common);
}
