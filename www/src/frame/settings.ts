/** The settings of a run in words, which stand beside the ratios that they gave. */
import type { Strings } from '../l10n';
import type { Field } from '../runtime/contract';
import { fieldName, optionKey } from './names';

/** Longer values are programs. */
const CHARACTERS_MAX = 60;

/** The unit of a number, unless the field's name says it. */
function unit(texts: Strings, name: string, field: Field | undefined): string {
  const key = field?.accepts.kind === 'number' ? field.accepts.unit : '';
  const text = key === '' ? '' : texts.text(`unit-${key}`);
  const small = (words: string): string => words.toLocaleLowerCase(texts.language);
  return text === '' || small(name).includes(small(text)) ? '' : ` ${text}`;
}

/** A value: a number, or options with commas between them. */
function written(texts: Strings, lab: string, field: string, value: string): string {
  const words = value.split(',').map((word) => {
    const key = optionKey(texts, lab, field, word);
    if (texts.has(key)) {
      return texts.text(key);
    }
    return /^\d+$/u.test(word) ? texts.number(Number(word)) : word;
  });
  return words.join(', ');
}

/** "Work: Mandelbrot · Size: 1,024 pixels along an edge · …": those parameters that have a control, by its name. */
export function settings(
  texts: Strings,
  lab: string,
  values: Iterable<readonly [string, unknown]>,
  fields: readonly Field[] = [],
): string {
  const parts = Array.from(values).flatMap(([field, value]) => {
    const key = fieldName(texts, lab, field);
    const text = ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
    if (text === '' || text.length > CHARACTERS_MAX || !texts.has(key)) {
      return [];
    }
    const name = texts.text(key);
    return [`${name}: ${written(texts, lab, field, text)}${unit(texts, name, fields.find((one) => one.name === field))}`];
  });
  return parts.join(' · ');
}
