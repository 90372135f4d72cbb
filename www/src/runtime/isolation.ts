/**
 * The ladder to shared memory: the host's headers, else a service worker that adds them and one reload, else none.
 *
 * The page stays readable and usable at every step: without isolation, one thread per process is what remains.
 */
import { serviceWorkers } from './service-workers';
import { siteRoot } from './site';
import { keep, kept } from './storage';
import { watchdog } from './watchdog';

/** Why memory cannot be shared here; each has a translated sentence. */
export type MissingReason =
  | 'insecure-context'
  | 'no-shared-memory'
  | 'no-service-worker'
  | 'foreign-iframe'
  | 'refused'
  | 'reload-did-not-help';

/** How far up the ladder the page has come. */
export type Isolation =
  | { readonly state: 'isolated' }
  | { readonly state: 'reloading' }
  | { readonly state: 'missing'; readonly reason: MissingReason };

const GUARD = 'kosut-isolation-reload';

/** A service worker that has not come up by then is not waited for: the reader may be in the middle of something. */
const PATIENCE_MS = 5_000;

/** Remembers that the page was reloaded, so that it is not reloaded again and again. */
const guard = {
  isSet(): boolean {
    const set = kept('tab', GUARD);
    if (set !== undefined) {
      return set !== null;
    }
    // Nothing can be kept here. A load that is itself a reload then counts as the one that was tried.
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return navigation?.type !== 'navigate';
  },
  set(): void {
    keep('tab', GUARD, '1');
  },
  clear(): void {
    keep('tab', GUARD, null);
  },
};

/** Whether the page is shown inside of another one. */
export const framed = window.parent !== window;

function missing(reason: MissingReason): Isolation {
  // In a frame it is the surrounding page that decides, whatever the browser gave as its reason.
  return { state: 'missing', reason: framed && reason !== 'insecure-context' ? 'foreign-iframe' : reason };
}

/** Resolves when the service worker of this site answers for its pages, or with `false` when that takes too long. */
async function registered(container: ServiceWorkerContainer): Promise<boolean> {
  await container.register(new URL('sw.js', siteRoot), { updateViaCache: 'none' });
  let endWatchdog = (): void => undefined;
  const tooLong = new Promise<false>((resolve) => {
    endWatchdog = watchdog(PATIENCE_MS, () => resolve(false));
  });
  const active = container.ready.then(() => true);
  return Promise.race([active, tooLong]).finally(endWatchdog);
}

async function climb(): Promise<Isolation> {
  if (window.crossOriginIsolated) {
    guard.clear();
    // Lanes that wait ask the service worker: where the host isolates the page, nobody else has started it.
    void answering();
    // A browser can isolate a page and still have shared memory switched off.
    return typeof SharedArrayBuffer === 'function'
      ? { state: 'isolated' }
      : { state: 'missing', reason: 'no-shared-memory' };
  }
  if (!window.isSecureContext) {
    return missing('insecure-context');
  }
  const container = serviceWorkers();
  if (!container) {
    return missing('no-service-worker');
  }
  if (guard.isSet()) {
    return missing('reload-did-not-help');
  }
  try {
    if (!await registered(container)) {
      return missing('refused');
    }
  } catch {
    return missing('refused');
  }
  guard.set();
  location.reload();
  return { state: 'reloading' };
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

let climbing: Promise<Isolation> | undefined;

/** Climbs the ladder once per page; resolves when it is known where it ends. */
export function isolate(): Promise<Isolation> {
  climbing ??= climb();
  return climbing;
}
