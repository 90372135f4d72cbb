/**
 * Messages between an embedded lab and the course page around it: the SPLICE iframe protocol (cssplice.org), which
 * asks for saved work and reports score and state, and `lti.frameResize`.
 *
 * Messages go to `'*'`: the lab cannot know who embeds it, and nothing in them is secret (a measurement, a prediction,
 * a height). Messages are taken from the surrounding page alone, and each is checked before anything is done with it.
 */

/** What a course page keeps for the reader. */
export interface State {
  /** The parameters, as in an address. */
  readonly query: string;
  /** The option that the reader predicted. */
  readonly prediction: string | null;
}

type Json = Readonly<Record<string, unknown>>;

const STATE_RESPONSE = 'SPLICE.getState.response';

/** Where a prefix makes a message ours; messages of other protocols are left alone. */
const OURS = /^(SPLICE|kosut)\./;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The state in a response; `null` when the course page keeps none; a string that says what is wrong with it. */
function readState(state: unknown): State | null | string {
  if (state === undefined || state === null) {
    return null;
  }
  if (!isObject(state) || typeof state['query'] !== 'string') {
    return 'state must be {query: string, prediction: string or null}';
  }
  const prediction = state['prediction'] ?? null;
  if (prediction !== null && typeof prediction !== 'string') {
    return 'state.prediction must be a string or null';
  }
  return { query: state['query'], prediction };
}

/** One lab's conversation with the page around it. */
export class Splice {
  readonly #activity: string;
  readonly #content = location.pathname + location.search;
  /** A prefix that makes the numbers of messages unique among all frames of a page. */
  readonly #prefix = `kosut-${crypto.getRandomValues(new Uint32Array(2)).join('')}`;
  readonly #resized = new ResizeObserver(() => this.#resize());
  #sent = 0;
  #asked: string | undefined;
  #height = 0;

  constructor(lab: string, readonly restore: (state: State) => void) {
    this.#activity = `kosut.${lab}`;
  }

  /** Begins to listen, asks for saved work, and tells the height from now on. */
  start(): void {
    window.addEventListener('message', this.#hear);
    this.#resized.observe(document.body);
    this.#asked = this.#send({ subject: 'SPLICE.getState' });
  }

  /** Ends the conversation. */
  stop(): void {
    window.removeEventListener('message', this.#hear);
    this.#resized.disconnect();
  }

  /** Tells the whole report of a run. */
  report(report: unknown): void {
    this.#send({ subject: 'SPLICE.sendEvent', name: 'kosut.report', data: report });
  }

  /** Tells whether the prediction came true, and what it takes to come back to this point. */
  score(score: number, state: State): void {
    this.#send({ subject: 'SPLICE.reportScoreAndState', score, state });
  }

  #send(message: Json, id = `${this.#prefix}-${this.#sent}`): string {
    this.#sent += 1;
    const ids = { message_id: id, activity_id: this.#activity, content_id: this.#content };
    window.parent.postMessage({ ...message, ...ids }, '*');
    return id;
  }

  #resize(): void {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height !== this.#height) {
      this.#height = height;
      this.#send({ subject: 'lti.frameResize', height });
    }
  }

  readonly #hear = ({ source, data }: MessageEvent<unknown>): void => {
    if (source !== window.parent || source === window || !isObject(data)) {
      return;
    }
    const { subject } = data;
    // What carries an error is an answer already: answering it could go on for ever.
    if (typeof subject !== 'string' || !OURS.test(subject) || data['error'] !== undefined) {
      return;
    }
    const wrong = this.#take(subject, data);
    if (wrong !== undefined) {
      const error = { code: 'bad_request', message: wrong };
      const id = data['message_id'];
      const answer = subject.endsWith('.response') ? subject : `${subject}.response`;
      this.#send({ subject: answer, error }, typeof id === 'string' ? id : undefined);
    }
  };

  /** Acts on a message; what is wrong with it otherwise. */
  #take(subject: string, data: Json): string | undefined {
    if (subject !== STATE_RESPONSE) {
      return `unknown subject ${subject}; known is ${STATE_RESPONSE}`;
    }
    if (this.#asked === undefined || data['message_id'] !== this.#asked) {
      return 'message_id must be that of the request, which is answered once';
    }
    const state = readState(data['state']);
    if (typeof state === 'string') {
      return state;
    }
    this.#asked = undefined;
    if (state !== null) {
      this.restore(state);
    }
    return undefined;
  }
}
