/** Brings a lab into a page: its code and texts are loaded when it is wanted, not before. */
import { isLanguage, strings } from '../l10n';
import type { Language } from '../l10n';
import { REGISTRY } from '../labs/registry';
import { Failure } from '../runtime/failure';
import type { Address } from './address';
import type { LabElement } from './lab';
import { whenNear } from './near';

/** What addresses call *Run everything*. */
export const EVERYTHING = 'everything';

/** The failure to find a lab. */
export function unknownLab(lab: string): Failure {
  const known = REGISTRY.map(({ id }) => id).join(', ');
  const details = new Map([['lab', lab], ['known', known]]);
  return new Failure('unknown-lab', details, `unknown lab ${lab}; known are ${known}`);
}

/**
 * Defines `<kosut-lab>`. The texts come first: from its definition on, the element shows itself instead of the text
 * between its tags.
 */
export async function defineLab(language: Language): Promise<void> {
  await Promise.all([strings(language), import('./lab')]);
}

/** Loads something, unless nothing can run in this page. The page says when it is late or does not arrive. */
export function watchLoading(load: () => Promise<unknown>): void {
  const guard = window.kosutLoad;
  if (guard?.canRun ?? true) {
    const loading = load();
    guard?.watch(loading);
  }
}

/** Gives the lab that an address speaks of its parameters: the one named, else the one that the hash names. */
export function address(labs: readonly LabElement[], { lab, query, autorun, failure }: Address): void {
  const named = lab ?? location.hash.slice(1);
  if (named === EVERYTHING) {
    return; // That is no lab: it reads the address itself.
  }
  const known = REGISTRY.some(({ id }) => id === lab);
  const target = labs.find((element) => element.getAttribute('lab') === named) ?? labs[0];
  if (target) {
    const problem = failure ?? (lab === null || known ? undefined : unknownLab(lab));
    Object.assign(target, { query, autorun, problem });
  }
}

/** Loads the labs' code when one of them comes near the window; each then does its own work when it is near itself. */
export function loadWhenNear(labs: readonly HTMLElement[], lang: string): void {
  const language = isLanguage(lang) ? lang : 'en';
  whenNear(labs, () => watchLoading(() => defineLab(language)));
}

/** Loads the code of *Run everything* when the reader comes near it. */
export function loadEverythingWhenNear(places: readonly HTMLElement[], lang: string): void {
  const language = isLanguage(lang) ? lang : 'en';
  whenNear(places, () => watchLoading(() => Promise.all([strings(language), import('./everything')])));
}
