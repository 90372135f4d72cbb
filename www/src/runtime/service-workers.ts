/** The browser's service workers. */

/** Returns them; `undefined` in some private windows. In a sandboxed frame even reading the property throws. */
export function serviceWorkers(): ServiceWorkerContainer | undefined {
  try {
    return navigator.serviceWorker as ServiceWorkerContainer | undefined;
  } catch {
    return undefined;
  }
}
