/** Loads wasm and data: whole files, before anything is done with them. */
import { watchdog } from '../watchdog';

/** How long nothing may arrive of a file until it is asked for once more, in milliseconds. */
const STALL_MS = 8_000;

/** Nothing has arrived for too long. */
class Stalled extends Error {}

/**
 * Loads a file. If nothing of it arrives for a while, it is asked for once more, past the browser's cache: the connection may
 * be dead; and in Firefox (140), a request that a page with a service worker has left behind goes on, and the next one waits
 * for what that one writes into the cache.
 *
 * Rejects with a `TypeError` when the file cannot be reached, and with an `Error` that names the file and the status when the
 * host refuses it.
 */
export async function load(url: URL | string): Promise<ArrayBuffer> {
  try {
    return await attempt(url, 'default', STALL_MS);
  } catch (thrown) {
    if (!(thrown instanceof Stalled)) {
      throw thrown;
    }
    return attempt(url, 'reload', Infinity);
  }
}

async function attempt(url: URL | string, cache: RequestCache, patienceMs: number): Promise<ArrayBuffer> {
  const ending = new AbortController();
  const watch = (): (() => void) => watchdog(patienceMs, () => ending.abort(new Stalled()));
  let endWatchdog = watch();
  try {
    const response = await fetch(url, { cache, signal: ending.signal });
    if (!response.ok) {
      throw new Error(`${new URL(url).pathname}: ${response.status} ${response.statusText}`);
    }
    const pieces: BlobPart[] = [];
    const reader = response.body?.getReader();
    for (let piece = await reader?.read(); reader && piece?.value; piece = await reader.read()) {
      pieces.push(piece.value);
      endWatchdog();
      endWatchdog = watch();
    }
    return await new Blob(pieces).arrayBuffer();
  } catch (thrown) {
    // Engines differ in whether they reject with the reason of the abort.
    throw ending.signal.aborted ? ending.signal.reason : thrown;
  } finally {
    endWatchdog();
  }
}
