/**
 * The ladder to shared memory: the host's headers, else a service worker that adds them and one reload, else none.
 *
 * The page stays readable and usable at every step: without isolation, one thread per process is what remains.
 */
import { siteRoot } from './site';

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
    try {
      return sessionStorage.getItem(GUARD) !== null;
    } catch {
      // Storage is forbidden here. A load that is itself a reload then counts as the one that was tried.
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      return navigation?.type !== 'navigate';
    }
  },
  set(): void {
    try {
      sessionStorage.setItem(GUARD, '1');
    } catch {
      // See `isSet`.
    }
  },
  clear(): void {
    try {
      sessionStorage.removeItem(GUARD);
    } catch {
      // See `isSet`.
    }
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
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const active = container.ready.then(() => true);
  return Promise.race([active, tooLong]).finally(() => clearTimeout(timer));
}

async function climb(): Promise<Isolation> {
  if (window.crossOriginIsolated) {
    guard.clear();
    // A browser can isolate a page and still have shared memory switched off.
    return typeof SharedArrayBuffer === 'function'
      ? { state: 'isolated' }
      : { state: 'missing', reason: 'no-shared-memory' };
  }
  if (!window.isSecureContext) {
    return missing('insecure-context');
  }
  let container: ServiceWorkerContainer | undefined;
  try {
    // Undefined in some private windows; in a sandboxed frame even reading it throws.
    container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  } catch {
    container = undefined;
  }
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

let climbing: Promise<Isolation> | undefined;

/** Climbs the ladder once per page; resolves when it is known where it ends. */
export function isolate(): Promise<Isolation> {
  climbing ??= climb();
  return climbing;
}
