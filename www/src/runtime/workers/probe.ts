/** A Worker that tries what Workers are allowed here: to be started, by a page or by another Worker, and to have files. */
import type { ProbeAnswer, ProbeQuestion } from '../capabilities/probe';

declare const self: DedicatedWorkerGlobalScope;

const FILE = 'kosut-trial';

/** Starts this script once more, inside of this Worker. */
function nested(): Promise<ProbeAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(self.location.href, { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<ProbeAnswer>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message || 'the nested Worker could not be started'));
    worker.postMessage({ ask: 'here' } satisfies ProbeQuestion);
  });
}

/** Opens a file of the site's own, and removes it. */
async function file(): Promise<void> {
  const folder = await navigator.storage.getDirectory();
  const handle = await (await folder.getFileHandle(FILE, { create: true })).createSyncAccessHandle();
  handle.close();
  await folder.removeEntry(FILE);
}

async function answer(question: ProbeQuestion): Promise<ProbeAnswer> {
  switch (question.ask) {
    case 'nested':
      return nested();
    case 'file':
      await file();
      break;
    case 'shared':
      if (!(question.memory.buffer instanceof SharedArrayBuffer)) {
        throw new Error('the memory arrived as a copy');
      }
      break;
    case 'here':
      break;
  }
  return { works: true, detail: '' };
}

self.addEventListener('message', ({ data }: MessageEvent<ProbeQuestion>) => {
  answer(data).catch((thrown: unknown): ProbeAnswer => ({ works: false, detail: String(thrown) }))
    .then((said) => self.postMessage(said));
});
