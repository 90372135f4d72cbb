/**
 * The Worker that decodes one file of the reader's: a text to UTF-8, a picture to red, green and blue.
 *
 * The decoder is the package `files`, the same code as in the native program, so that both work on the same bytes.
 */
import type * as Glue from '../../../pkg/files/kosut.js';
import type { Decoded, Question, Wrong } from '../decoded';
import { load } from './load';

declare const self: DedicatedWorkerGlobalScope;

/** What the decoder throws: see `Fault::code` in `src/files`. */
const FAULTS: readonly Wrong[] = ['empty', 'too-large', 'no-text', 'no-picture', 'too-many-pixels'];

async function loadDecoder(): Promise<typeof Glue> {
  // Kept in a variable: a bundler would take `new URL(…, import.meta.url)` for a file to be bundled.
  const script = import.meta.url;
  const builds = new URL(`${__KOSUT_ROOT__}${__KOSUT_WASM__}`, script);
  const [glue, bytes] = await Promise.all([
    import(/* @vite-ignore */ new URL('files/kosut.js', builds).href) as Promise<typeof Glue>,
    load(new URL('files/kosut_bg.wasm', builds)),
  ]);
  await glue.default({ module_or_path: await WebAssembly.compile(bytes) });
  return glue;
}

async function answer({ file, wanted: { holds, max } }: Question): Promise<Decoded> {
  let glue: typeof Glue;
  try {
    glue = await loadDecoder();
  } catch {
    return 'no-decoder';
  }
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const decoded = holds === 'text' ? glue.decode_text(bytes, max) : glue.decode_picture(bytes, max);
    const { width, height } = decoded;
    return { width, height, bytes: decoded.into_bytes() };
  } catch (thrown) {
    // Anything else: it was moved or changed since it was chosen, or memory does not suffice.
    return FAULTS.find((fault) => fault === thrown) ?? 'unreadable';
  }
}

self.addEventListener('message', async ({ data }: MessageEvent<Question>) => {
  const decoded = await answer(data);
  self.postMessage(decoded, typeof decoded === 'object' ? [decoded.bytes.buffer as ArrayBuffer] : []);
});
