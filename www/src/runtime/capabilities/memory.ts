/** Shared memory, on the page and in Workers. */

/**
 * Whether memory can be shared with Workers. Where the browser does not isolate the page, it refuses to send shared memory; and
 * an isolated page can have it switched off.
 */
export function sharesMemory(): boolean {
  return globalThis.crossOriginIsolated && typeof SharedArrayBuffer === 'function';
}
