/**
 * A process Worker's script: loads the wasm build that its parent chose and hands over to Rust, which then listens for
 * messages by itself. The first message says what to load; what else it holds is Rust's own affair.
 *
 * Whatever goes wrong here or later is posted to the parent as `{ failed }`; a parent that hears nothing at all,
 * because this script was not found, gets the Worker's `error` event.
 */
import type * as Glue from '../../../pkg/plain/kosut.js';
import { prepareThreads } from './threads';

interface Init {
  /** Address of a package's wasm-bindgen glue. */
  readonly glueUrl: string;
  /** The package's module, compiled once by the conductor. */
  readonly module: WebAssembly.Module;
  /** Threads of the process; with one, it runs on this Worker. */
  readonly threads: number;
}

declare const self: DedicatedWorkerGlobalScope;

function fail(thrown: unknown): void {
  self.postMessage({ failed: String(thrown) });
}

async function start(init: Init): Promise<void> {
  if (init.threads > 1) {
    globalThis.kosutStartThread = prepareThreads(init.threads, init.glueUrl);
  }
  const glue = (await import(/* @vite-ignore */ init.glueUrl)) as typeof Glue;
  await glue.default({ module_or_path: init.module });
  await glue.process_start(init);
}

self.addEventListener('message', (event: MessageEvent<Init>) => {
  start(event.data).catch(fail);
}, { once: true });

self.addEventListener('error', (event) => fail(event.message));
self.addEventListener('unhandledrejection', (event) => fail(event.reason));
