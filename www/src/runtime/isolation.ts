/**
 * The ladder to shared memory: the host's headers, else a service worker that adds them and one reload, else none.
 *
 * The page stays readable and usable at every step: without isolation, one thread per process is what remains.
 */
import { sharesMemory } from './capabilities/memory';
import { answering, registered, serviceWorkers } from './capabilities/service-worker';
import { keep, kept } from './capabilities/storage';

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

async function climb(): Promise<Isolation> {
  if (window.crossOriginIsolated) {
    guard.clear();
    // Lanes that wait ask the service worker: where the host isolates the page, nobody else has started it.
    void answering();
    // A browser can isolate a page and still have shared memory switched off.
    return sharesMemory() ? { state: 'isolated' } : { state: 'missing', reason: 'no-shared-memory' };
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

let climbing: Promise<Isolation> | undefined;

/** Climbs the ladder once per page; resolves when it is known where it ends. */
export function isolate(): Promise<Isolation> {
  climbing ??= climb();
  return climbing;
}
