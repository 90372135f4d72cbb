/**
 * A timeout that stands still while the page does not run: its machine or process is suspended, a debugger has stopped it, or
 * the browser has frozen its tab. Answers had no chance to arrive meanwhile.
 */

/** How often the page shows that it runs, in milliseconds. */
const TICK_MS = 1_000;

/** Calls back once after `limitMs` milliseconds, a multiple of 1,000. Returns a function that ends the wait. */
export function watchdog(limitMs: number, expired: () => void): () => void {
  let leftMs = limitMs;
  const timer = setInterval(() => {
    // After a suspension, all that was missed is one tick.
    leftMs -= TICK_MS;
    if (leftMs <= 0) {
      clearInterval(timer);
      expired();
    }
  }, TICK_MS);
  return () => clearInterval(timer);
}
