/** The site's service worker: whether the browser has one, starts it, and lets it answer for the page and its Workers. */
import { siteRoot } from '../site';
import { watchdog } from '../watchdog';

/** A service worker that has not come up by then is not waited for: the reader may be in the middle of something. */
const PATIENCE_MS = 5_000;

/** Returns the browser's service workers; `undefined` in some private windows. In a sandboxed frame even reading the property throws. */
export function serviceWorkers(): ServiceWorkerContainer | undefined {
  try {
    return navigator.serviceWorker as ServiceWorkerContainer | undefined;
  } catch {
    return undefined;
  }
}

/** Resolves when the service worker of this site answers for its pages, or with `false` when that takes too long. */
export async function registered(container: ServiceWorkerContainer): Promise<boolean> {
  await container.register(new URL('sw.js', siteRoot), { updateViaCache: 'none' });
  let endWatchdog = (): void => undefined;
  const tooLong = new Promise<false>((resolve) => {
    endWatchdog = watchdog(PATIENCE_MS, () => resolve(false));
  });
  const active = container.ready.then(() => true);
  return Promise.race([active, tooLong]).finally(endWatchdog);
}

/** A service worker that does not say by then that it rules the page and its Workers is not waited for. */
const CLAIM_PATIENCE_MS = 1_000;

async function startAnswering(): Promise<ServiceWorker | undefined> {
  const container = serviceWorkers();
  try {
    return container && await registered(container) ? (await container.ready).active ?? undefined : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Has the service worker rule the page and its Workers. One that came up while a Worker was being loaded passed that Worker
 * over, and its requests would go to the host.
 */
function claimed(worker: ServiceWorker): Promise<boolean> {
  const { port1: here, port2: there } = new MessageChannel();
  return new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), CLAIM_PATIENCE_MS);
    here.onmessage = () => resolve(true);
    worker.postMessage(null, [there]);
  }).finally(() => here.close());
}

let answers: Promise<ServiceWorker | undefined> | undefined;

/**
 * Sees to it that the service worker can answer lanes that wait, those of the Workers that are there now and of later ones;
 * resolves, soon, with whether it can.
 */
export async function answering(): Promise<boolean> {
  answers ??= startAnswering();
  const worker = await answers;
  return worker !== undefined && claimed(worker);
}
