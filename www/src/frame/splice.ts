/**
 * Messages between an embedded lab and the page around it: the SPLICE iframe protocol (cssplice.org), which asks for what was kept
 * and reports score and state, and requests for height.
 *
 * Messages go to `'*'`: the lab cannot know who embeds it, and nothing in them is secret (measurements, a prediction, a
 * height). Messages are taken from the surrounding page alone, as objects or as JSON texts, and each is checked before anything
 * is done with it.
 */
import { Height } from './height';
import type { State } from './state';

type Json = Readonly<Record<string, unknown>>;

const STATE_RESPONSE = 'SPLICE.getState.response';

/** Where a prefix makes a message ours; messages of other protocols are left alone. */
const OURS = /^(SPLICE|kosut)\./;

/** The longest message that is read as a text, in characters. */
const TEXT_MAX = 100_000;

/** Changes that follow one another so fast are one message, in milliseconds: platforms store each. */
const PAUSE_MS = 500;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A message's content, which some platforms send as JSON text. */
function contentOf(data: unknown): Json | undefined {
  if (typeof data !== 'string') {
    return isObject(data) ? data : undefined;
  }
  if (data.length > TEXT_MAX || !data.startsWith('{')) {
    return undefined;
  }
  try {
    const content: unknown = JSON.parse(data);
    return isObject(content) ? content : undefined;
  } catch {
    return undefined; // Another protocol's.
  }
}

/** The lab's side of the conversation. */
export interface SpliceLab {
  readonly id: string;
  /** Restores a state that was kept. Returns a sentence about what is wrong with it. */
  restore(state: unknown): string | undefined;
  /** What is to be kept now. */
  state(): State;
}

/** One lab's conversation with the page around it. */
export class Splice {
  readonly #activity: string;
  readonly #content = location.pathname + location.search;
  /** A prefix that makes the numbers of messages unique among all frames of a page. */
  readonly #prefix = `kosut-${crypto.getRandomValues(new Uint32Array(2)).join('')}`;
  readonly #height = new Height((message) => this.#send(message), (message) => this.#post(message));
  #sent = 0;
  #asked: string | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  /** The last state that was reported, as text. */
  #reported = '';

  constructor(readonly lab: SpliceLab) {
    this.#activity = `kosut.${lab.id}`;
  }

  /** Begins to listen, asks for what was kept, and asks for height from now on. */
  start(): void {
    window.addEventListener('message', this.#hear);
    this.#height.start();
    this.#asked = this.#send({ subject: 'SPLICE.getState' });
  }

  /** Ends the conversation. What has changed is reported first. */
  stop(): void {
    this.#flush();
    window.removeEventListener('message', this.#hear);
    this.#height.stop();
  }

  /** Reports a run. */
  report(report: unknown): void {
    this.#send({ subject: 'SPLICE.sendEvent', name: 'kosut.report', data: report });
    this.changed();
    this.#flush();
  }

  /** Reports score and state soon. */
  changed(): void {
    this.#waiting ??= setTimeout(() => this.#flush(), PAUSE_MS);
  }

  #flush(): void {
    if (this.#waiting === undefined) {
      return;
    }
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    const state = this.lab.state();
    const text = JSON.stringify(state);
    if (text !== this.#reported) {
      this.#reported = text;
      this.#send({ subject: 'SPLICE.reportScoreAndState', score: state.score, state });
    }
  }

  #post(message: Json): void {
    window.parent.postMessage(message, '*');
  }

  #send(message: Json, id = `${this.#prefix}-${this.#sent}`): string {
    this.#sent += 1;
    this.#post({ ...message, message_id: id, activity_id: this.#activity, content_id: this.#content });
    return id;
  }

  readonly #hear = ({ source, data }: MessageEvent<unknown>): void => {
    const content = source === window.parent && source !== window ? contentOf(data) : undefined;
    if (content === undefined || this.#height.hear(content)) {
      return;
    }
    const { subject, message_id: id, error } = content;
    // What carries an error is an answer already: answering it could go on for ever.
    if (typeof subject !== 'string' || !OURS.test(subject) || error !== undefined) {
      return;
    }
    const wrong = this.#take(subject, content);
    if (wrong !== undefined) {
      const answer = subject.endsWith('.response') ? subject : `${subject}.response`;
      this.#send(
        { subject: answer, error: { code: 'bad_request', message: wrong } },
        typeof id === 'string' ? id : undefined,
      );
    }
  };

  /** Acts on a message; what is wrong with it otherwise. */
  #take(subject: string, { message_id: id, state }: Json): string | undefined {
    if (subject !== STATE_RESPONSE) {
      return `unknown subject ${subject}; known is ${STATE_RESPONSE}`;
    }
    // Some platforms answer without the number of the request.
    if (this.#asked === undefined || (id ?? this.#asked) !== this.#asked) {
      return 'message_id must be that of the request, which is answered once';
    }
    const wrong = this.lab.restore(state);
    if (wrong === undefined) {
      this.#asked = undefined;
    }
    return wrong;
  }
}
