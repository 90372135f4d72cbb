/**
 * What this browser, this frame and this host allow, found by trying it. A refusal can be thrown at once, come later as a
 * rejected promise or an event, or be silence.
 *
 * This folder alone calls what a browser can refuse. Features ask its modules, each of which has an answer for a refusal;
 * {@link trial} tries everything, with the same modules where there is one, for the page `embed/check.html`.
 */
import { watchdog } from '../watchdog';
import type { ProbeAnswer, ProbeQuestion } from './probe';
import { answering, serviceWorkers } from './service-worker';
import { keep, kept } from './storage';
import { hasSimd, tryWasm } from './wasm';

/** Everything that some feature of the site can do without, or must name when it is missing. */
export const CAPABILITIES = [
  'wasm', 'simd', 'workers', 'nested-workers', 'blob-workers', 'isolation', 'shared-memory', 'service-worker', 'storage',
  'locks', 'files', 'clock',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** How a trial went. */
export interface Trial {
  readonly works: boolean;
  /** What was found or what the browser said, in English. */
  readonly detail: string;
}

/** The name of what is kept and locked for a trial. */
const TRIAL = 'kosut-trial';

/** How long an answer may take, in milliseconds. */
const ANSWER_TIMEOUT_MS = 5_000;

/** A clock whose steps are longer than this shows little, in milliseconds. */
const CLOCK_STEP_MAX_MS = 20;

/** Waits for the first message of a Worker, and ends it. */
function answerOf<Answer>(worker: Worker, ask: () => void): Promise<Answer> {
  let endWatchdog = (): void => undefined;
  return new Promise<Answer>((resolve, reject) => {
    endWatchdog = watchdog(ANSWER_TIMEOUT_MS, () => reject(new Error('no answer')));
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message || 'the Worker could not be started'));
    ask();
  }).finally(() => {
    endWatchdog();
    worker.terminate();
  });
}

async function probe(question: ProbeQuestion): Promise<string> {
  const worker = new Worker(new URL('../workers/probe.ts', import.meta.url), { type: 'module', name: 'probe' });
  const { works, detail } = await answerOf<ProbeAnswer>(worker, () => worker.postMessage(question));
  if (!works) {
    throw new Error(detail);
  }
  return detail;
}

async function blobWorker(): Promise<string> {
  const url = URL.createObjectURL(new Blob(['postMessage(0)'], { type: 'text/javascript' }));
  try {
    await answerOf(new Worker(url), () => undefined);
  } finally {
    URL.revokeObjectURL(url);
  }
  return '';
}

function demand(holds: boolean, otherwise: string): void {
  if (!holds) {
    throw new Error(otherwise);
  }
}

/** The smallest step of the clock among some, in milliseconds. */
function clockStep(): number {
  const steps = Array.from({ length: 5 }, () => {
    const before = performance.now();
    let now = before;
    while (now === before) {
      now = performance.now();
    }
    return now - before;
  });
  return Math.min(...steps);
}

/** Each returns a detail, or throws. */
const TRIALS: Readonly<Record<Capability, () => string | Promise<string>>> = {
  wasm: async () => {
    await tryWasm();
    return '';
  },
  simd: () => {
    demand(hasSimd(), 'simd128 is not supported');
    return '';
  },
  workers: () => probe({ ask: 'here' }),
  'nested-workers': () => probe({ ask: 'nested' }),
  'blob-workers': blobWorker,
  isolation: () => {
    demand(crossOriginIsolated, 'the page is not cross-origin isolated');
    return '';
  },
  'shared-memory': () => probe({ ask: 'shared', memory: new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }) }),
  'service-worker': async () => {
    demand(serviceWorkers() !== undefined, 'there is no navigator.serviceWorker');
    demand(await answering(), 'it could not be started, or does not answer');
    return '';
  },
  storage: () => {
    keep('always', TRIAL, '1');
    demand(kept('always', TRIAL) === '1', 'the browser keeps nothing for this site here');
    keep('always', TRIAL, null);
    return '';
  },
  locks: async () => {
    await navigator.locks.request(TRIAL, () => undefined);
    return '';
  },
  files: () => probe({ ask: 'file' }),
  clock: () => {
    const step = clockStep();
    demand(step <= CLOCK_STEP_MAX_MS, `steps of ${step.toFixed(1)} ms`);
    return `steps of ${step.toFixed(3)} ms`;
  },
};

const trials = new Map<Capability, Promise<Trial>>();

async function attempt(capability: Capability): Promise<Trial> {
  try {
    return { works: true, detail: await TRIALS[capability]() };
  } catch (thrown) {
    return { works: false, detail: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** Tries a capability, once for each page. */
export function trial(capability: Capability): Promise<Trial> {
  let known = trials.get(capability);
  if (!known) {
    known = attempt(capability);
    trials.set(capability, known);
  }
  return known;
}
