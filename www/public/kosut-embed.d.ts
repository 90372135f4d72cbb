/**
 * Types of `kosut-embed.js`, which defines `<kosut-lab>`: one experiment of Koşut in any page.
 *
 * ```html
 * <script src="https://your.host/kosut/kosut-embed.js" async></script>
 * <kosut-lab lab="race" lang="en" query="rounds=100000" keep></kosut-lab>
 * ```
 */

/** What the page keeps of a lab. Keep it as it is and give it back as it is. */
export type KosutState = object;

/** The detail of `kosut-score`. */
export interface KosutScore {
  /** 1 once a prediction has come true, else 0. It never falls. */
  readonly score: number;
  /** Whether a run has ended well. */
  readonly completed: boolean;
  readonly state: KosutState;
}

/** A report: see `docs/REPORT.md`. */
export interface KosutReport {
  readonly kosut: 1;
  readonly lab: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly claims: readonly Readonly<Record<string, unknown>>[];
  readonly [field: string]: unknown;
}

/**
 * `<kosut-lab>`. Attributes:
 *
 * - `lab`: the experiment, as in an address; needed.
 * - `lang`: `tr` or `en`; else the reader's language.
 * - `query`: parameters, as in an address: `kernel=primes&workers=4`.
 * - `autorun`: it runs at once.
 * - `hide`: what is not shown, of `claim`, `prediction`, `controls`, `code`, separated by commas.
 * - `theme`: `light` or `dark`; else the system's.
 * - `height`: in CSS pixels, until the lab has said its own; 600 otherwise.
 * - `keep`: the browser keeps the lab's state for this page, under the value of the attribute or else the lab's name.
 * - `site`: the address of Koşut, if it is not the folder of the script.
 *
 * What stands between its tags is shown where the script did not arrive.
 */
export interface KosutLabElement extends HTMLElement {
  /** What the page has kept, and is given to the lab when it begins. Set it before the element is put into the page. */
  state: KosutState | null;
}

declare global {
  interface HTMLElementTagNameMap {
    'kosut-lab': KosutLabElement;
  }
  /** They are fired at the element and bubble. */
  interface HTMLElementEventMap {
    /** A run has ended well. */
    'kosut-report': CustomEvent<KosutReport>;
    /** What the page should keep has changed. */
    'kosut-score': CustomEvent<KosutScore>;
    /** The lab has changed its height, in CSS pixels. */
    'kosut-resize': CustomEvent<number>;
  }
}
