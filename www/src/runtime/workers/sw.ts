/**
 * The service worker: adds the headers that make a page cross-origin isolated, for hosts that do not send them, and
 * answers lanes that wait: see `waits.ts`.
 *
 * It keeps no cache, and all other requests go past it.
 */
declare const self: ServiceWorkerGlobalScope;

// What is imported has to end up in the built script, which is a classic one: nobody else may import it.
import { waited } from './waits';

/** As `dist/_headers` has them. */
const ISOLATION: ReadonlyArray<readonly [name: string, value: string]> = [
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Embedder-Policy', 'require-corp'],
  ['Cross-Origin-Resource-Policy', 'cross-origin'],
  ['Document-Isolation-Policy', 'isolate-and-require-corp'],
];

/** No cache may keep an answer: the next one who asks has to wait for it too. */
const ANSWER: HeadersInit = [...ISOLATION.map(([name, value]): [string, string] => [name, value]),
  ['Cache-Control', 'no-store'], ['Content-Type', 'text/plain; charset=utf-8']];

/** What has an isolation of its own. Everything else of this site is loaded by these, and needs no headers. */
const ISOLATED: ReadonlySet<RequestDestination> = new Set(['document', 'frame', 'iframe', 'worker', 'sharedworker']);

async function isolated(request: Request): Promise<Response> {
  const response = await fetch(request);
  if (response.type !== 'basic' || response.redirected) {
    // A redirect is passed on untouched, since its answer cannot be read.
    return response;
  }
  const headers = new Headers(response.headers);
  for (const [name, value] of ISOLATION) {
    headers.set(name, value);
  }
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

self.addEventListener('install', () => {
  void self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

/** A page asks to be ruled, with its Workers, and is told by its port when it is. */
self.addEventListener('message', (event) => {
  event.waitUntil(self.clients.claim().then(() => event.ports[0]?.postMessage(null)));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const answer = waited(request);
  if (answer) {
    event.respondWith(answer.then((text) => new Response(text.body, { status: text.status, headers: ANSWER })));
  } else if (ISOLATED.has(request.destination) && request.method === 'GET'
    && new URL(request.url).origin === self.location.origin) {
    event.respondWith(isolated(request));
  }
});
