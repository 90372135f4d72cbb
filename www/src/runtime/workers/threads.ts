/**
 * Starts the threads of a process: its nested Workers, which end when it ends.
 *
 * They are started before the process has loaded anything, so that all of them load at the same time. The package's part of
 * wasm-bindgen-rayon asks for each of them when the process's memory is there (`xtask/src/wasm/helpers.rs`).
 */
import poolUrl from './pool.ts?worker&url';

/** What makes a Worker a thread. */
export interface ThreadInit {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Address of the channel in the memory by which the thread gets its work. */
  readonly receiver: number;
  /** The size of its stack, a multiple of 64 KiB. */
  readonly stackBytes: number;
}

/** Makes a prepared Worker a thread. Rejects when its script cannot be loaded or breaks. */
export type StartThread = (index: number, init: ThreadInit) => Promise<Worker>;

declare global {
  var kosutStartThread: StartThread | undefined;
}

/** A Worker of this script that loads the glue. */
function prepare(script: string, glueUrl: string): Worker {
  const worker = new Worker(script, { type: 'module' });
  worker.postMessage(glueUrl);
  return worker;
}

function ready(worker: Worker, init: ThreadInit): Promise<Worker> {
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve(worker);
    worker.onerror = ({ message }) => reject(new Error(message || 'the script of a thread could not be loaded'));
    worker.postMessage(init);
  });
}

/** Starts Workers that load the glue, and returns what makes threads of them. */
export function prepareThreads(count: number, glueUrl: string): StartThread {
  const address = new URL(poolUrl, import.meta.url).href;
  // From a blob, because WebKitGTK does not let the service worker answer all Workers that are started from one address at
  // the same time.
  const blob = URL.createObjectURL(new Blob([`import ${JSON.stringify(address)};`], { type: 'text/javascript' }));
  const failed = new Set<Worker>();
  const prepared = Array.from({ length: count }, () => {
    try {
      const worker = prepare(blob, glueUrl);
      worker.onerror = () => failed.add(worker);
      return worker;
    } catch {
      return undefined;
    }
  });
  return async (index, init) => {
    const worker = prepared[index];
    if (worker !== undefined && !failed.has(worker)) {
      try {
        return await ready(worker, init);
      } catch {
        // A host's policy can forbid Workers from blobs.
      }
    }
    return ready(prepare(`${address}?${index}`, glueUrl), init);
  };
}
