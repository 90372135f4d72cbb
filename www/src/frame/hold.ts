/**
 * Keeps what the address leads to in its place. Labs grow when the reader comes near them, those above a place as well;
 * what they push away comes back, until the reader does something or scrolls.
 */

/** How long a place is kept: labs have their controls by then. */
const PATIENCE_MS = 10_000;

/** What a reader does. */
const INPUTS = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/** Differences below are those of rounding, in CSS pixels. */
const SAME_PX = 2;

/** Keeps the place that the address names, now and whenever it names another one. */
export function holdPlace(): void {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  hold(navigation?.type === 'navigate' ? 'opened' : 'restored');
  addEventListener('hashchange', () => hold('followed'));
}

function placeInAddress(): Element | null {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // No valid encoding: it leads nowhere.
  }
}

/** How the reader came there: with a page, back to a page as it was left, or by a link on the page. */
type Way = 'opened' | 'restored' | 'followed';

function hold(way: Way): void {
  const place = placeInAddress();
  if (place === null) {
    return;
  }
  const listening = new AbortController();
  const top = (): number => place.getBoundingClientRect().top;
  let first = true;
  /** Where the place was put, once it was, and how high the page was then. */
  let held: { readonly top: number; readonly height: number } | undefined;
  const resized = new ResizeObserver(() => {
    if (first && way !== 'opened') {
      first = false;
      if (way === 'restored' && (top() < 0 || top() > innerHeight)) {
        // The reader was elsewhere.
        release();
      }
      // Else the browser itself is on its way to the place, or there.
      return;
    }
    first = false;
    place.scrollIntoView({ behavior: 'instant' });
    held = { top: top(), height: document.body.offsetHeight };
  });
  const release = (): void => {
    resized.disconnect();
    listening.abort();
    clearTimeout(timer);
  };
  const timer = setTimeout(release, PATIENCE_MS);
  const { signal } = listening;
  const scrolled = (): void => {
    // Where the page has grown or shrunk, it is not the reader who moved the place.
    if (held && held.height === document.body.offsetHeight && Math.abs(held.top - top()) > SAME_PX) {
      release();
    }
  };
  addEventListener('scroll', scrolled, { signal, passive: true });
  addEventListener('hashchange', release, { signal });
  for (const input of INPUTS) {
    addEventListener(input, release, { signal, passive: true });
  }
  resized.observe(document.body);
}
