/**
 * The page's address: which lab it speaks of, with which parameters, and the page's own parameters.
 *
 * Article: `en/?lab=speedup&kernel=primes#speedup`. Embedded: `embed/?lab=speedup&lang=en&kernel=primes&autorun=1`; there,
 * `hide` and `theme` say how the lab looks.
 */
import { isLanguage, LANGUAGES } from '../l10n';
import type { Language } from '../l10n';
import type { Values } from '../labs/lab';
import { Failure } from '../runtime/failure';
import { siteRoot } from '../runtime/site';

/** Parameters that are the page's own; all others belong to the lab. */
const PAGE_PARAMETERS = ['lab', 'lang', 'autorun', 'hide', 'theme'];

/** Parts of an embedded lab that its address can hide. */
export const PARTS = ['claim', 'prediction', 'controls', 'code'] as const;
export type Part = (typeof PARTS)[number];

/** The themes that an address can name. */
export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Those that say how a lab looks: they stay when its parameters change. */
const LOOKS = ['lang', 'hide', 'theme'];

/** The most characters of an address that servers take in general. */
const ADDRESS_MAX = 8_000;

/** What an address says. */
export interface Address {
  /** The lab that `lab` names. */
  readonly lab: string | null;
  readonly language: Language | null;
  readonly autorun: boolean;
  readonly hidden: readonly Part[];
  /** `null` for the reader's own. */
  readonly theme: Theme | null;
  /** The lab's own parameters, as they stand in the address. */
  readonly query: string;
  /** What is wrong with the page's own parameters. */
  readonly failure: Failure | undefined;
}

/** Writes parameters; commas stay readable. */
export function queryOf(values: Iterable<readonly [name: string, value: string]>): string {
  const word = (text: string): string => encodeURIComponent(text).replaceAll('%2C', ',');
  return Array.from(values, ([name, value]) => `${word(name)}=${word(value)}`).join('&');
}

function isPart(text: string): text is Part {
  return PARTS.some((part) => part === text);
}

function isTheme(text: string | null): text is Theme {
  return THEMES.some((theme) => theme === text);
}

/** Reads an address: its `search` part. */
export function readAddress(search: string): Address {
  const parameters = new URLSearchParams(search);
  const lab = parameters.get('lab');
  const language = parameters.get('lang');
  const autorun = parameters.get('autorun');
  const theme = parameters.get('theme');
  const hide = parameters.get('hide') ?? '';
  const hidden = hide === '' ? [] : hide.split(',');
  let failure: Failure | undefined;
  if (language !== null && !isLanguage(language)) {
    failure = Failure.parameter('lang', language, LANGUAGES.join(', '));
  } else if (autorun !== null && autorun !== '0' && autorun !== '1') {
    failure = Failure.parameter('autorun', autorun, '0, 1');
  } else if (theme !== null && !isTheme(theme)) {
    failure = Failure.parameter('theme', theme, THEMES.join(', '));
  } else if (!hidden.every(isPart)) {
    failure = Failure.parameter('hide', hide, PARTS.join(', '));
  }
  return {
    lab,
    language: isLanguage(language) ? language : null,
    autorun: autorun === '1' && failure === undefined,
    hidden: hidden.filter(isPart),
    theme: isTheme(theme) ? theme : null,
    query: queryOf([...parameters].filter(([name]) => !PAGE_PARAMETERS.includes(name))),
    failure,
  };
}

/** Parameters as a link holds them. */
export interface Linked {
  readonly values: Values;
  /** Characters of the address that would have been too long; what made it so was left out. */
  readonly tooLong: number | undefined;
}

/** What a link can hold of these values: `sources`, which are programs, are left out where they make it too long. */
export function linkable(lab: string, values: Values, sources: readonly string[]): Linked {
  const { length } = embedUrl(lab, 'tr', values).href;
  if (length <= ADDRESS_MAX) {
    return { values, tooLong: undefined };
  }
  return { values: new Map([...values].filter(([name]) => !sources.includes(name))), tooLong: length };
}

/** Parameters as the search part of an address, where a space is a plus. */
function searchOf(values: Iterable<readonly [name: string, value: string]>): string {
  return queryOf(values).replaceAll('%20', '+');
}

/** The address of a lab in the article, with these parameters. */
export function articleUrl(lab: string, language: Language, values: Values): URL {
  const url = new URL(`${language}/`, siteRoot);
  url.search = searchOf([['lab', lab], ...values]);
  url.hash = lab;
  return url;
}

/** The address of a lab on a page of its own, with these parameters and further ones of the page. */
export function embedUrl(lab: string, language: Language, values: Values, page: Iterable<[string, string]> = []): URL {
  const url = new URL('embed/', siteRoot);
  url.search = searchOf([['lab', lab], ['lang', language], ...page, ...values]);
  return url;
}

/** Puts parameters into the address that the reader sees, without loading anything. */
export function showInAddress(lab: string, values: Values): void {
  const url = new URL(location.href);
  const looks = [...url.searchParams].filter(([name]) => LOOKS.includes(name));
  url.search = searchOf([['lab', lab], ...looks, ...values]);
  if (document.getElementById(lab)) {
    // In the article, the place that the address leads to is that of the same lab.
    url.hash = lab;
  }
  history.replaceState(history.state, '', url);
}
