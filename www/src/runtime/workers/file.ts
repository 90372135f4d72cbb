/** The Worker that decodes one file of the reader's: a text to UTF-8, a picture to red, green and blue. */
import type { Data } from '../../../pkg/plain/kosut.js';
import type { Decoded, Question } from '../decoded';
import { onCanvas } from '../pixels';

declare const self: DedicatedWorkerGlobalScope;

/** The encoding that a byte order mark names; UTF-8 where there is none. */
function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) {
    return 'utf-16le';
  }
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

async function text(file: File, max: number): Promise<Decoded> {
  const given = new Uint8Array(await file.arrayBuffer());
  let decoded: string;
  try {
    decoded = new TextDecoder(encodingOf(given), { fatal: true }).decode(given);
  } catch {
    return 'no-text';
  }
  // No text has a NUL in it, and many a file that is none has.
  if (decoded.includes('\0')) {
    return 'no-text';
  }
  const bytes = new TextEncoder().encode(decoded);
  if (bytes.length === 0) {
    return 'empty';
  }
  return bytes.length > max ? 'too-large' : { width: bytes.length, height: 1, bytes };
}

async function picture(file: File, edge: number): Promise<Decoded> {
  if (typeof OffscreenCanvas !== 'function') {
    return 'elsewhere';
  }
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return 'no-picture';
  }
  const make = (width: number, height: number): OffscreenCanvasRenderingContext2D | null =>
    new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  return await onCanvas(bitmap, edge, make) ?? 'elsewhere';
}

async function answer({ file, wanted: { holds, max } }: Question): Promise<Decoded> {
  try {
    return await (holds === 'text' ? text(file, max) : picture(file, max));
  } catch {
    // It was moved or changed since it was chosen, or memory does not suffice.
    return 'unreadable';
  }
}

self.addEventListener('message', async ({ data }: MessageEvent<Question>) => {
  const decoded = await answer(data);
  const bytes: Data['bytes'] | undefined = typeof decoded === 'object' ? decoded.bytes : undefined;
  self.postMessage(decoded, bytes === undefined ? [] : [bytes.buffer as ArrayBuffer]);
});
