/**
 * The page's side of the conductor Worker.
 *
 * All labs of a page share one conductor, made on first use. The protocol has no request numbers: the conductor answers
 * one question at a time, so this client asks one at a time, and a run is one long question. Commands that steer a run
 * (`cancel`, `kill`, `note`) have no answer of their own and may be sent at any moment.
 *
 * When the conductor itself breaks, it is thrown away together with every process that it started, and the next
 * question makes a new one: from every failure, Run works again.
 */
import type { Command, Data, Format, Message, RunEvent } from './contract';
import { Failure } from './failure';

type Answer<Type extends Message['type']> = Extract<Message, { type: Type }>;
type Question = Extract<Command, { type: 'check' | 'run' | 'recognise' | 'export' }>;

interface Exchange {
  readonly expected: Message['type'];
  readonly onEvent: (event: RunEvent) => void;
  readonly settle: (outcome: Message | Failure) => void;
}

/** Failures after which the conductor cannot be used again. */
const FATAL: ReadonlySet<string> = new Set(['wasm', 'no-wasm', 'no-simd', 'conductor']);

/** How long Stop waits for the conductor to stop by itself before the conductor is ended with all its processes. */
const STOP_PATIENCE_MS = 150;

/** How long a question other than a run may take. Its first one includes loading the wasm over a slow network. */
const ANSWER_PATIENCE_MS = 60_000;

/** See the module's description. */
export class ConductorClient {
  #worker: Worker | undefined;
  #current: Exchange | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #running = false;

  /** Whether a run is under way, of any lab. */
  get running(): boolean {
    return this.#running;
  }

  /** Checks a query: the lab's fields and all their values. Rejects with a {@link Failure} when one is not allowed. */
  check(lab: string, query: string): Promise<Answer<'checked'>> {
    return this.#ask({ type: 'check', lab, query }, 'checked');
  }

  /**
   * Runs a lab, on the reader's own file if there is one. Rejects with a {@link Failure} when it ends badly or is
   * stopped.
   */
  async run(
    lab: string,
    query: string,
    file: Data | undefined,
    onEvent: (event: RunEvent) => void,
  ): Promise<Answer<'finished'>> {
    if (this.#running) {
      throw new Failure('busy', new Map(), 'a run is under way');
    }
    this.#running = true;
    try {
      return await this.#ask({ type: 'run', lab, query, file }, 'finished', onEvent);
    } finally {
      this.#running = false;
    }
  }

  /** What the network that the last run trained takes a drawing for. */
  recognise(drawing: Uint8Array): Promise<Answer<'recognised'>> {
    return this.#ask({ type: 'recognise', drawing }, 'recognised');
  }

  /** The last run of a lab in another form. */
  export(lab: string, format: Format): Promise<Answer<'exported'>> {
    return this.#ask({ type: 'export', lab, format }, 'exported');
  }

  /** Stops the run under way, in any case and soon. */
  stop(): void {
    const stopped = this.#current;
    if (!this.#running || !stopped) {
      return;
    }
    this.#worker?.postMessage({ type: 'cancel' } satisfies Command);
    setTimeout(() => {
      if (this.#current === stopped) {
        this.#discard(new Failure('cancelled', new Map(), 'stopped by the reader'));
      }
    }, STOP_PATIENCE_MS);
  }

  /** Ends one process of the run under way from outside. */
  kill(process: number): void {
    this.#steer({ type: 'kill', process });
  }

  /** Writes a line, in English, into the log of the run under way. */
  note(line: string): void {
    this.#steer({ type: 'note', line });
  }

  /** Ends the conductor and all its processes. */
  dispose(): void {
    this.#discard(new Failure('cancelled', new Map(), 'the page was left'));
  }

  #steer(command: Command): void {
    if (this.#running) {
      this.#worker?.postMessage(command);
    }
  }

  #ask<Type extends Message['type']>(
    question: Question,
    expected: Type,
    onEvent: (event: RunEvent) => void = () => undefined,
  ): Promise<Answer<Type>> {
    const turn = this.#queue.then(() => this.#exchange(question, expected, onEvent));
    this.#queue = turn.catch(() => undefined);
    return turn as Promise<Answer<Type>>;
  }

  #exchange(question: Question, expected: Message['type'], onEvent: Exchange['onEvent']): Promise<Message> {
    return new Promise((resolve, reject) => {
      // A run has watchdogs of its own, in the conductor, and a Stop button.
      const watchdog = question.type === 'run' ? undefined : setTimeout(() => {
        this.#discard(Failure.page('silent', { seconds: String(ANSWER_PATIENCE_MS / 1000) }));
      }, ANSWER_PATIENCE_MS);
      const settle = (outcome: Message | Failure): void => {
        clearTimeout(watchdog);
        this.#current = undefined;
        if (outcome instanceof Failure) {
          reject(outcome);
        } else {
          resolve(outcome);
        }
      };
      this.#current = { expected, onEvent, settle };
      try {
        this.#worker ??= this.#start();
        this.#worker.postMessage(question);
      } catch (thrown) {
        this.#discard(Failure.from(thrown));
      }
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./workers/conductor.ts', import.meta.url), {
      type: 'module',
      name: 'conductor',
    });
    worker.onmessage = ({ data }: MessageEvent<Message>) => this.#receive(data);
    worker.onerror = (event) => {
      this.#discard(Failure.page('conductor', { reason: event.message || 'its script could not be loaded' }));
    };
    worker.onmessageerror = () => this.#discard(Failure.page('conductor', { reason: 'an unreadable message' }));
    return worker;
  }

  #receive(message: Message): void {
    if (message.type === 'event') {
      this.#current?.onEvent(message.event);
    } else if (message.type === 'failed') {
      const failure = new Failure(message.code, new Map(message.details), message.message);
      if (FATAL.has(message.code)) {
        this.#discard(failure);
      } else {
        this.#current?.settle(failure);
      }
    } else if (message.type === this.#current?.expected) {
      this.#current.settle(message);
    }
  }

  /** Ends the Worker; the processes that it started are its nested Workers and end with it. */
  #discard(failure: Failure): void {
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker) {
      worker.onmessage = worker.onerror = worker.onmessageerror = null;
      worker.terminate();
    }
    this.#current?.settle(failure);
  }
}

/** The conductor of this page. */
export const conductor = new ConductorClient();
