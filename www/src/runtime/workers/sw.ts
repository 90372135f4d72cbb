/**
 * The service worker: adds the headers that make a page cross-origin isolated, for hosts that do not send them.
 *
 * It keeps no cache: the browser's own goes on as without it, as do range requests (their status and headers pass) and
 * redirects (passed on untouched, since their answers cannot be read).
 */
declare const self: ServiceWorkerGlobalScope;

// Makes this file a module to TypeScript; nothing is imported, so that the built script is a classic one.
export {};

/** As `dist/_headers` has them. */
const ISOLATION: ReadonlyArray<readonly [name: string, value: string]> = [
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Embedder-Policy', 'require-corp'],
  ['Cross-Origin-Resource-Policy', 'cross-origin'],
  ['Document-Isolation-Policy', 'isolate-and-require-corp'],
];

async function isolated(request: Request): Promise<Response> {
  const response = await fetch(request);
  if (response.type !== 'basic' || response.redirected) {
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

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'GET' && new URL(request.url).origin === self.location.origin) {
    event.respondWith(isolated(request));
  }
});
