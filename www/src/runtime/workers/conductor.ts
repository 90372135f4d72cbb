/**
 * The conductor Worker's script: loads the plain wasm build and hands it the page's commands. Rust posts the answers to
 * the page by itself; this script speaks only when Rust cannot.
 */
import type * as Compiler from '../../../pkg/compiler/kosut.js';
import type * as Glue from '../../../pkg/plain/kosut.js';
import { sharesMemory } from '../capabilities/memory';
import { hasSimd, tryWasm } from '../capabilities/wasm';
import { load } from './load';
import processUrl from './process.ts?worker&url';

type Failed = Extract<Glue.Message, { type: 'failed' }>;

declare const self: DedicatedWorkerGlobalScope;

class LoadError extends Error {
  constructor(readonly code: 'wasm' | 'no-wasm' | 'wasm-forbidden' | 'no-simd', reason: string) {
    super(reason);
  }
}

function fail(code: string, reason: string): void {
  const failed: Failed = { type: 'failed', command: undefined, code, details: [['reason', reason]], message: `${code}: ${reason}` };
  self.postMessage(failed);
}

/**
 * Loads a module, and compiles it when it is there. Not while it loads (`compileStreaming`): when a Worker is ended
 * meanwhile, by Stop or because the page is left, Firefox compiles nothing any more in that browser process.
 */
async function compile(url: URL): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await load(url));
}

/** The small Python's compiler, once it was asked for; not, when it could not be loaded or has broken. */
let compiler: Promise<typeof Compiler> | undefined;
let compilersLoaded = 0;

async function loadCompiler(builds: URL): Promise<typeof Compiler> {
  // A module that was not found, or whose wasm has panicked, is the same for ever under its address.
  const again = compilersLoaded === 0 ? '' : `?again=${compilersLoaded}`;
  compilersLoaded += 1;
  const [glue, module] = await Promise.all([
    import(/* @vite-ignore */ new URL(`compiler/kosut.js${again}`, builds).href) as Promise<typeof Compiler>,
    compile(new URL('compiler/kosut_bg.wasm', builds)),
  ]);
  await glue.default({ module_or_path: module });
  return glue;
}

/** Asks the small Python's compiler; only who comes to its lab loads it. */
async function withCompiler(builds: URL, ask: (glue: typeof Compiler) => Uint8Array): Promise<Uint8Array> {
  compiler ??= loadCompiler(builds);
  try {
    return ask(await compiler);
  } catch (thrown) {
    compiler = undefined;
    throw thrown;
  }
}

/**
 * Where the service worker answers the lanes of this conductor, and nobody else's: a line that is typed in one tab must
 * not reach another one.
 */
function waitUrl(script: string): string {
  const own = crypto.getRandomValues(new Uint32Array(4)).join('-');
  return new URL(`${__KOSUT_ROOT__}${__KOSUT_WAIT__}${own}/`, script).href;
}

async function start(): Promise<typeof Glue> {
  if (typeof WebAssembly !== 'object') {
    throw new LoadError('no-wasm', 'WebAssembly is not defined');
  }
  try {
    await tryWasm();
  } catch (thrown) {
    throw new LoadError('wasm-forbidden', String(thrown));
  }
  if (!hasSimd()) {
    throw new LoadError('no-simd', 'simd128 is not supported');
  }
  // Kept in a variable: a bundler would take `new URL(…, import.meta.url)` for a file to be bundled.
  const script = import.meta.url;
  const builds = new URL(`${__KOSUT_ROOT__}${__KOSUT_WASM__}`, script);
  try {
    const [glue, plainModule] = await Promise.all([
      import(/* @vite-ignore */ new URL('plain/kosut.js', builds).href) as Promise<typeof Glue>,
      compile(new URL('plain/kosut_bg.wasm', builds)),
    ]);
    await glue.default({ module_or_path: plainModule });
    glue.conductor_start({
      processUrl: new URL(processUrl, script).href,
      packagesUrl: builds.href,
      plainModule,
      waitUrl: waitUrl(script),
      loadFile: load,
      compilePython: (file, source) => withCompiler(builds, (glue) => glue.compile(file, source)),
      askPython: (question) => withCompiler(builds, (glue) => glue.answer(question)),
      sharesMemory: sharesMemory(),
      cores: navigator.hardwareConcurrency,
      userAgent: navigator.userAgent,
    });
    return glue;
  } catch (thrown) {
    throw new LoadError('wasm', String(thrown));
  }
}

const loading = start();
loading.catch((thrown: unknown) => {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  fail(thrown instanceof LoadError ? thrown.code : 'conductor', reason);
});

self.addEventListener('message', (event: MessageEvent<Glue.Command>) => {
  void loading.then(
    (glue) => {
      try {
        glue.conductor_command(event.data);
      } catch (thrown) {
        // A panic: the wasm instance is not to be used again, and the page will end this Worker.
        fail('conductor', String(thrown));
      }
    },
    () => undefined, // It was already told that loading has failed.
  );
});

self.addEventListener('error', (event) => {
  if (event.error === null || event.error === undefined) {
    // Not an error of this Worker: one of its processes died, and the browser passes that up. Rust hears of it at the
    // process itself; here it must not end the conductor and with it all other processes.
    event.preventDefault();
  } else {
    fail('conductor', event.message);
  }
});
self.addEventListener('unhandledrejection', (event) => {
  fail('conductor', String(event.reason));
});
