/**
 * What the service worker answers to lanes that wait for the outside, each at an address of its conductor's own:
 *
 * - `GET …/kosut-wait/<own>/?ms=100`: `kosut`, after this many milliseconds
 * - `GET …/kosut-wait/<own>/?line=9000`: `kosut typed <line>` when a line was handed in, `kosut silent` when none was until
 *   then
 * - `POST …/kosut-wait/<own>/?line=0`: the line, in its body
 *
 * The address of each request also says when it was made (`at`), so that no two are the same.
 */
declare const self: ServiceWorkerGlobalScope;

/** As `src/workloads/lanes/blocking.rs` has them. */
const DELAY_MAX_MS = 10_000;
const LINE_MAX_MS = 60_000;

/** Longer lines are cut. */
const LINE_CHARACTERS_MAX = 1000;

/** An answer. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Lines that nobody has waited for yet, and those who wait, by the conductor's own part of the address. */
const typed = new Map<string, string>();
const waiting = new Map<string, (line: string) => void>();

const REFUSED: Answer = { status: 400, body: 'milliseconds out of range' };

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** A number of milliseconds; `undefined` when it is none in range. */
function milliseconds(text: string, max: number): number | undefined {
  const ms = text === '' ? NaN : Number(text);
  return ms >= 0 && ms <= max ? ms : undefined;
}

async function answerLate(text: string): Promise<Answer> {
  const ms = milliseconds(text, DELAY_MAX_MS);
  if (ms === undefined) {
    return REFUSED;
  }
  await pause(ms);
  return { status: 200, body: 'kosut' };
}

async function lineOf(own: string, text: string): Promise<Answer> {
  const limit = milliseconds(text, LINE_MAX_MS);
  if (limit === undefined) {
    return REFUSED;
  }
  const before = typed.get(own);
  typed.delete(own);
  const line = before ?? await Promise.race([
    new Promise<string>((resolve) => {
      waiting.set(own, resolve);
    }),
    pause(limit),
  ]);
  waiting.delete(own);
  return { status: 200, body: line === undefined ? 'kosut silent' : `kosut typed ${line}` };
}

async function takeLine(own: string, request: Request): Promise<Answer> {
  const line = (await request.text()).slice(0, LINE_CHARACTERS_MAX);
  const somebody = waiting.get(own);
  if (somebody) {
    somebody(line);
  } else {
    typed.set(own, line);
  }
  return { status: 200, body: 'kosut' };
}

/** The answer to a request of a lane that waits, or of who hands in a line; `undefined` for any other request. */
export function waited(request: Request): Promise<Answer> | undefined {
  const url = new URL(request.url);
  const here = new URL(__KOSUT_WAIT__, self.registration.scope);
  if (url.origin !== here.origin || !url.pathname.startsWith(here.pathname)) {
    return undefined;
  }
  const own = url.pathname.slice(here.pathname.length);
  const line = url.searchParams.get('line');
  if (line !== null) {
    return request.method === 'POST' ? takeLine(own, request) : lineOf(own, line);
  }
  return answerLate(url.searchParams.get('ms') ?? '');
}
