/** Errors that a reader can do something about: a stable code, and the arguments of its translated sentence. */

/** Codes that only the page and its Workers know; those of Rust are in `src/core/error.rs`. */
export type PageCode = 'wasm' | 'no-wasm' | 'wasm-forbidden' | 'no-simd' | 'conductor' | 'silent' | 'dialog';

/** An error with a stable code. The page shows the message `error-<code>` with `details` as its arguments. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly code: string,
    readonly details: ReadonlyMap<string, string>,
    message: string,
  ) {
    super(message);
  }

  /** A failure that the page itself has found. */
  static page(code: PageCode, details: Record<string, string> = {}): Failure {
    const words = Object.entries(details).map(([name, value]) => `${name}: ${value}`);
    return new Failure(code, new Map(Object.entries(details)), [code, ...words].join(', '));
  }

  /** Something else of the page runs. */
  static busy(): Failure {
    return new Failure('busy', new Map(), 'a run is under way');
  }

  /** A value of the page's own parameters (`lang`, `autorun`) that is not allowed. */
  static parameter(field: string, value: string, allowed: string): Failure {
    const details = new Map([['field', field], ['value', value], ['allowed', allowed]]);
    return new Failure('parameter', details, `${field}=${value}: allowed is ${allowed}`);
  }

  /** Whatever was thrown, as a failure. */
  static from(thrown: unknown): Failure {
    return thrown instanceof Failure ? thrown : Failure.page('conductor', { reason: String(thrown) });
  }
}
