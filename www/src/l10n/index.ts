/** Messages in the reader's language: one Fluent file each, loaded when it is needed. */
import { FluentBundle, FluentResource } from '@fluent/bundle';
import type { FluentVariable } from '@fluent/bundle';

/** The languages of the site. */
export const LANGUAGES = ['tr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export type Arguments = Record<string, FluentVariable>;

const FILES = import.meta.glob<string>('./*.ftl', { query: '?raw', import: 'default' });

/** Whether a text names a language of the site. */
export function isLanguage(text: string | null): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** The texts of one language. */
export class Strings {
  readonly #bundle: FluentBundle;
  /** Made once each: making one takes longer than many uses of it. */
  readonly #formats = new Map<string, Intl.NumberFormat>();

  readonly #rounded: Intl.NumberFormat;

  constructor(readonly language: Language, source: string) {
    this.#rounded = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
    // Both languages run from left to right: isolation marks around arguments would only get into copied text.
    this.#bundle = new FluentBundle(language, { useIsolating: false });
    for (const error of this.#bundle.addResource(new FluentResource(source))) {
      console.error(`${language}.ftl:`, error);
    }
  }

  /** Whether there is a message of this name. */
  has(key: string): boolean {
    return this.#bundle.hasMessage(key);
  }

  /** The message of this name; the name itself when it is missing, which the console tells. */
  text(key: string, values: Arguments = {}): string {
    const pattern = this.#bundle.getMessage(key)?.value;
    if (!pattern) {
      console.error(`${this.language}.ftl: no message ${key}`);
      return key;
    }
    const errors: Error[] = [];
    const text = this.#bundle.formatPattern(pattern, values, errors);
    for (const error of errors) {
      console.error(`${this.language}.ftl: ${key}:`, error);
    }
    return text;
  }

  /** A number as the language writes it, rounded to `digits` behind the decimal mark. */
  number(value: number, digits = 0): string {
    return this.#format('decimal', digits).format(value);
  }

  /** A moment (RFC 3339) with date and time, as the language writes it. */
  moment(time: string): string {
    return new Date(time).toLocaleString(this.language, { dateStyle: 'long', timeStyle: 'short' });
  }

  /** A share, 0 to 1, as a percentage, rounded to `digits` behind the decimal mark. */
  percent(share: number, digits = 0): string {
    return this.#format('percent', digits).format(share);
  }

  /** A heading for the middle of a sentence: begins with a small letter, unless it is an abbreviation. */
  inSentence(heading: string): string {
    const [first = '', second = ''] = heading;
    const isAbbreviation = second !== second.toLocaleLowerCase(this.language);
    return isAbbreviation ? heading : first.toLocaleLowerCase(this.language) + heading.slice(first.length);
  }

  /** A number with a few significant digits, for quantities of unknown magnitude. */
  measure(value: number): string {
    const magnitude = Math.abs(value);
    return this.number(value, magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : 2);
  }

  /** A number of which no digit is to be lost, up to three, and none to be added. */
  round(value: number): string {
    return this.#rounded.format(value);
  }

  #format(style: 'decimal' | 'percent', digits: number): Intl.NumberFormat {
    const key = `${style} ${digits}`;
    const options = { style, minimumFractionDigits: digits, maximumFractionDigits: digits };
    const format = this.#formats.get(key) ?? new Intl.NumberFormat(this.language, options);
    this.#formats.set(key, format);
    return format;
  }
}

const loaded = new Map<Language, Promise<Strings>>();

/** The texts of a language, loaded once. */
export function strings(language: Language): Promise<Strings> {
  let texts = loaded.get(language);
  if (!texts) {
    const load = FILES[`./${language}.ftl`];
    if (!load) {
      throw new Error(`no messages for ${language}`);
    }
    texts = load().then((source) => new Strings(language, source));
    // A failed download may be tried again.
    texts.catch(() => loaded.delete(language));
    loaded.set(language, texts);
  }
  return texts;
}
