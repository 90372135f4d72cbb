/**
 * Asks the page around an embedded lab for the height that the lab needs: by `lti.frameResize`, which SPLICE and learning platforms
 * know, and by the messages of H5P where the page answers those.
 *
 * The height is that of the content. It never depends on the frame's own height, so that asking and getting cannot go on for ever.
 */

/** H5P's messages have this `context`. */
const H5P = 'h5p';

type Json = Readonly<Record<string, unknown>>;

/** See the module's description. */
export class Height {
  readonly #resized = new ResizeObserver(() => this.#ask());
  #height = 0;
  #asksH5p = false;

  /** `send` sends a message of the lab's own, `post` any message. */
  constructor(readonly send: (message: Json) => void, readonly post: (message: Json) => void) {}

  /** Asks now and whenever the content's height changes. */
  start(): void {
    this.post({ context: H5P, action: 'hello' });
    this.#resized.observe(document.documentElement);
    this.#resized.observe(document.body);
  }

  /** Asks no more. */
  stop(): void {
    this.#resized.disconnect();
  }

  /** Takes a message of H5P from the page around; returns whether it was one. */
  hear({ context, action }: Json): boolean {
    if (context !== H5P) {
      return false;
    }
    if (action === 'ready') {
      // The page has begun to listen after the lab's greeting.
      this.post({ context: H5P, action: 'hello' });
    } else if (action === 'hello') {
      this.#asksH5p = true;
      this.#askH5p();
    }
    return true;
  }

  #ask(): void {
    const { width, height } = document.documentElement.getBoundingClientRect();
    const needed = Math.ceil(height);
    if (needed !== this.#height) {
      this.#height = needed;
      this.send({ subject: 'lti.frameResize', height: needed, width: Math.ceil(width) });
      this.#askH5p();
    }
  }

  #askH5p(): void {
    if (this.#asksH5p && this.#height > 0) {
      this.post({ context: H5P, action: 'resize', scrollHeight: this.#height });
    }
  }
}
