/**
 * The page's side of the conductor Worker.
 *
 * All labs of a page share one conductor, made on first use. The protocol has no request numbers: the conductor carries
 * commands out in order, and answers all but a run at once. So this client has two slots: one for the run under way, and
 * one for a short question, which can be asked during a run. Commands that steer a run (`cancel`, `kill`, `visibility`) have no
 * answer of their own and may be sent at any moment.
 *
 * When the conductor itself breaks, it is thrown away together with every process that it started, and the next
 * question makes a new one: from every failure, Run works again.
 */
import type { Command, Data, Format, Message, RunEvent } from './contract';
import { Failure } from './failure';
import { watchdog } from './watchdog';

type Answer<Type extends Message['type']> = Extract<Message, { type: Type }>;
type Question = Extract<Command, { type: 'check' | 'recognise' | 'export' | 'ask' }>;
type Run = Extract<Command, { type: 'run' | 'everything' }>;

/** Something sent whose answer is awaited. */
interface Exchange {
  readonly sent: Command;
  readonly expected: Message['type'];
  readonly settle: (outcome: Message | Failure) => void;
}

/** A clock, in milliseconds. */
export interface Clock {
  /** Its resolution. */
  readonly stepMs: number;
  /** How long a sample has to last at least. */
  readonly sampleMs: number;
}

/** Failures after which the conductor cannot be used again. */
const FATAL: ReadonlySet<string> = new Set(['wasm', 'no-wasm', 'wasm-forbidden', 'no-simd', 'conductor']);

/** How long Stop waits for the conductor to stop by itself before the conductor is ended with all its processes. */
const STOP_PATIENCE_MS = 150;

/** How long a question other than a run may take. Its first one includes loading the wasm over a slow network. */
const ANSWER_PATIENCE_MS = 60_000;

/** See the module's description. */
export class ConductorClient {
  #worker: Worker | undefined;
  #run: Exchange | undefined;
  #onEvent: (event: RunEvent) => void = () => undefined;
  #question: Exchange | undefined;
  /** What the Worker was started for, until it has shown by any answer that it could be loaded. */
  #startedFor: Command | undefined;
  /** The clock's step, and how long a sample lasts because of it, once the Worker has measured it. */
  #clock: Clock | undefined;
  /** Short questions are asked one after another. */
  #queue: Promise<unknown> = Promise.resolve();

  /** The clock of the Workers, once it is known. */
  get clock(): Clock | undefined {
    return this.#clock;
  }

  /** Whether a run is under way, of any lab. */
  get running(): boolean {
    return this.#run !== undefined;
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
    return this.#begin({ type: 'run', lab, query, file }, onEvent);
  }

  /**
   * Runs the short forms of all labs, one after another; those only that `soFar`, the report of an earlier run that was
   * stopped, lacks. Rejects with a {@link Failure} when it ends badly or is stopped.
   */
  async everything(
    query: string,
    soFar: string | undefined,
    onEvent: (event: RunEvent) => void,
  ): Promise<Answer<'finished'>> {
    return this.#begin({ type: 'everything', query, soFar }, onEvent);
  }

  /** What the network that the last run trained takes a drawing for. */
  recognise(drawing: Uint8Array): Promise<Answer<'recognised'>> {
    return this.#ask({ type: 'recognise', drawing }, 'recognised');
  }

  /** A lab's last run in another form. */
  export(lab: string, format: Format): Promise<Answer<'exported'>> {
    return this.#ask({ type: 'export', lab, format }, 'exported');
  }

  /** Asks a lab something of its own, in JSON. */
  ask(lab: string, question: string): Promise<Answer<'answered'>> {
    return this.#ask({ type: 'ask', lab, question }, 'answered');
  }

  /** Stops the run under way, in any case and soon. */
  stop(): void {
    const stopped = this.#run;
    if (!stopped) {
      return;
    }
    this.#worker?.postMessage({ type: 'cancel' } satisfies Command);
    setTimeout(() => {
      if (this.#run === stopped) {
        const question = this.#question?.sent;
        this.#discard(new Failure('cancelled', new Map(), 'stopped by the reader'), question);
      }
    }, STOP_PATIENCE_MS);
  }

  /** Ends one process of the run under way from outside. */
  kill(process: number): void {
    this.#steer({ type: 'kill', process });
  }

  /** Ends the conductor and all its processes. */
  dispose(): void {
    this.#discard(new Failure('cancelled', new Map(), 'the page was left'));
  }

  /** At most one run is under way, of whatever kind. */
  async #begin(command: Run, onEvent: (event: RunEvent) => void): Promise<Answer<'finished'>> {
    if (this.#run) {
      throw Failure.busy();
    }
    return new Promise((resolve, reject) => {
      const settle = (outcome: Message | Failure): void => {
        this.#run = undefined;
        document.removeEventListener('visibilitychange', this.#tellVisibility);
        if (outcome instanceof Failure) {
          reject(outcome);
        } else {
          resolve(outcome as Answer<'finished'>);
        }
      };
      // A run has watchdogs of its own, in the conductor, and a Stop button.
      this.#run = { sent: command, expected: 'finished', settle };
      this.#onEvent = onEvent;
      this.#post(command);
      document.addEventListener('visibilitychange', this.#tellVisibility);
      this.#tellVisibility();
    });
  }

  readonly #tellVisibility = (): void => this.#steer({ type: 'visibility', hidden: document.hidden });

  #steer(command: Command): void {
    if (this.#run) {
      this.#worker?.postMessage(command);
    }
  }

  #ask<Type extends Message['type']>(question: Question, expected: Type): Promise<Answer<Type>> {
    const turn = this.#queue.then(() => this.#exchange(question, expected));
    this.#queue = turn.catch(() => undefined);
    return turn as Promise<Answer<Type>>;
  }

  #exchange(sent: Question, expected: Message['type']): Promise<Message> {
    return new Promise((resolve, reject) => {
      const endWatchdog = watchdog(ANSWER_PATIENCE_MS, () => {
        this.#discard(Failure.page('silent', { seconds: String(ANSWER_PATIENCE_MS / 1000) }));
      });
      const settle = (outcome: Message | Failure): void => {
        endWatchdog();
        this.#question = undefined;
        if (outcome instanceof Failure) {
          reject(outcome);
        } else {
          resolve(outcome);
        }
      };
      this.#question = { sent, expected, settle };
      this.#post(sent);
    });
  }

  #post(command: Command): void {
    try {
      if (this.#worker === undefined) {
        this.#worker = this.#start();
        this.#startedFor = command;
      }
      this.#worker.postMessage(command);
    } catch (thrown) {
      this.#discard(Failure.from(thrown));
    }
  }

  #start(): Worker {
    const worker = new Worker(new URL('./workers/conductor.ts', import.meta.url), {
      type: 'module',
      name: 'conductor',
    });
    worker.onmessage = ({ data }: MessageEvent<Message>) => this.#receive(data);
    worker.onerror = (event) => {
      this.#broke(Failure.page('conductor', { reason: event.message || 'its script could not be loaded' }));
    };
    worker.onmessageerror = () => this.#discard(Failure.page('conductor', { reason: 'an unreadable message' }));
    return worker;
  }

  #receive(message: Message): void {
    const isFatal = message.type === 'failed' && FATAL.has(message.code);
    if (!isFatal) {
      this.#startedFor = undefined;
    }
    if (message.type === 'ready') {
      this.#clock = { stepMs: message.machine.clockResolutionMs, sampleMs: message.sampleMs };
    } else if (message.type === 'event') {
      if (this.#run) {
        this.#onEvent(message.event);
      }
    } else if (message.type === 'failed') {
      const failure = new Failure(message.code, new Map(message.details), message.message);
      if (isFatal) {
        this.#broke(failure);
      } else {
        const answered = message.command === 'run' || message.command === 'everything' ? this.#run : (this.#question ?? this.#run);
        answered?.settle(failure);
      }
    } else {
      [this.#run, this.#question].find((exchange) => exchange?.expected === message.type)?.settle(message);
    }
  }

  /**
   * The Worker is of no use any more. When it could not even be loaded, only who had it loaded is told: who asked
   * meanwhile asked for another try, and what was missing may be there again.
   */
  #broke(failure: Failure): void {
    const first = this.#startedFor;
    const later = [this.#run, this.#question].find((exchange) => exchange !== undefined && exchange.sent !== first);
    this.#discard(failure, first && later?.sent);
  }

  /**
   * Ends the Worker; the processes that it started are its nested Workers and end with it. What was asked and has
   * nothing to do with the reason is asked again of the next one.
   */
  #discard(failure: Failure, askAgain?: Command): void {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#startedFor = undefined;
    if (worker) {
      worker.onmessage = worker.onerror = worker.onmessageerror = null;
      worker.terminate();
    }
    for (const exchange of [this.#run, this.#question]) {
      if (exchange?.sent !== askAgain) {
        exchange?.settle(failure);
      }
    }
    if (askAgain) {
      this.#post(askAgain);
    }
  }
}

/** The conductor of this page. */
export const conductor = new ConductorClient();
