/**
 * The script of a thread: a Worker of a process that shares the process's memory.
 *
 * The address of the package's glue comes first, and the script loads it while the process itself starts. The message after
 * that makes the Worker a thread for the rest of its life.
 */
import type * as Glue from '../../../pkg/threads/kosut.js';
import type { ThreadInit } from './threads';

declare const self: DedicatedWorkerGlobalScope;

let glue: Promise<typeof Glue> | undefined;

async function become({ module, memory, receiver, stackBytes }: ThreadInit): Promise<void> {
  const loaded = await glue;
  if (loaded === undefined) {
    throw new Error('the address of the glue did not come first');
  }
  await loaded.default({ module_or_path: module, memory, thread_stack_size: stackBytes });
  await loaded.lane_start();
  self.postMessage('ready');
  loaded.wbg_rayon_start_worker(receiver);
}

self.addEventListener('message', ({ data }: MessageEvent<string | ThreadInit>) => {
  if (typeof data === 'string') {
    glue = import(/* @vite-ignore */ data) as Promise<typeof Glue>;
  } else {
    become(data).catch((thrown: unknown) => {
      // Thrown again outside of the promise: the process hears of it as an error of this Worker.
      setTimeout(() => { throw thrown; });
    });
  }
});
