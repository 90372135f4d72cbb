/**
 * The page's address: which lab it speaks of, with which parameters, and the page's own parameters.
 *
 * Article: `en/?lab=speedup&kernel=primes#speedup`. Embedded: `embed/?lab=speedup&lang=en&kernel=primes&autorun=1`.
 */
import { isLanguage, LANGUAGES } from '../l10n';
import type { Language } from '../l10n';
import type { Values } from '../labs/lab';
import { Failure } from '../runtime/failure';
import { siteRoot } from '../runtime/site';

/** Parameters that are the page's own; all others belong to the lab. */
const PAGE_PARAMETERS = ['lab', 'lang', 'autorun'];

/** The most characters of an address that servers take in general. */
const ADDRESS_MAX = 8_000;

/** What an address says. */
export interface Address {
  /** The lab that `lab` names. */
  readonly lab: string | null;
  readonly language: Language | null;
  readonly autorun: boolean;
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

/** Reads an address: its `search` part. */
export function readAddress(search: string): Address {
  const parameters = new URLSearchParams(search);
  const lab = parameters.get('lab');
  const language = parameters.get('lang');
  const autorun = parameters.get('autorun');
  let failure: Failure | undefined;
  if (language !== null && !isLanguage(language)) {
    failure = Failure.parameter('lang', language, LANGUAGES.join(', '));
  } else if (autorun !== null && autorun !== '0' && autorun !== '1') {
    failure = Failure.parameter('autorun', autorun, '0, 1');
  }
  return {
    lab,
    language: isLanguage(language) ? language : null,
    autorun: autorun === '1' && failure === undefined,
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

/** The address of a lab on a page of its own, with these parameters. */
export function embedUrl(lab: string, language: Language, values: Values): URL {
  const url = new URL('embed/', siteRoot);
  url.search = searchOf([['lab', lab], ['lang', language], ...values]);
  return url;
}

/** HTML that puts a lab into any page. */
export function embedCode(lab: string, language: Language, values: Values, title: string): string {
  const escape = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const src = escape(embedUrl(lab, language, values).href);
  return `<iframe src="${src}" title="${escape(title)}" allow="cross-origin-isolated; clipboard-write" loading="lazy" `
    + 'style="width: 100%; height: 60rem; border: 0"></iframe>';
}

/** Puts parameters into the address that the reader sees, without loading anything. */
export function showInAddress(lab: string, values: Values): void {
  const url = new URL(location.href);
  const language = url.searchParams.get('lang');
  const page: [string, string][] = isLanguage(language) ? [['lab', lab], ['lang', language]] : [['lab', lab]];
  url.search = searchOf([...page, ...values]);
  if (document.getElementById(lab)) {
    // In the article, the place that the address leads to is that of the same lab.
    url.hash = lab;
  }
  history.replaceState(history.state, '', url);
}
