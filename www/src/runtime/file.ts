/**
 * The reader's own file, read and decoded here: nothing is sent anywhere. A Worker does it, so that the page stays
 * quick; it is ended when it has answered, or when nobody wants the answer any more.
 */
import type { Data } from './contract';
import type { Decoded, Question, Wanted, Wrong } from './decoded';

/** Bytes of the largest picture file. The memory that decoding takes grows with it. */
export const PICTURE_BYTES_MAX = 64 << 20;

/** The most bytes that a file may have. */
export function bytesMax({ holds, max }: Wanted): number {
  return holds === 'text' ? max : PICTURE_BYTES_MAX;
}

/** Decodes a file. Its size is checked before anything of it is read. */
export async function decode(file: File, wanted: Wanted, abort: AbortSignal): Promise<Data | Wrong> {
  if (file.size === 0) {
    return 'empty';
  }
  if (file.size > bytesMax(wanted)) {
    return 'too-large';
  }
  return ask({ file, wanted }, abort);
}

function ask(question: Question, abort: AbortSignal): Promise<Decoded> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./workers/file.ts', import.meta.url), { type: 'module', name: 'file' });
    const end = (): void => worker.terminate();
    abort.addEventListener('abort', () => {
      end();
      reject(new DOMException('nobody waits any more', 'AbortError'));
    });
    worker.onmessage = ({ data }: MessageEvent<Decoded>) => {
      end();
      resolve(data);
    };
    worker.onerror = () => {
      end();
      resolve('unreadable');
    };
    worker.postMessage(question);
  });
}
