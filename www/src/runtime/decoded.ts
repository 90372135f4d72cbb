/** What the page and the Worker that decodes a file of the reader's say to each other. */
import type { Data } from './contract';

/** What a file must be. */
export interface Wanted {
  readonly holds: 'text' | 'pixels';
  /** Largest number of bytes of a text; longer edge of a picture, to which a larger one is scaled down. */
  readonly max: number;
}

/** The reason why a file could not be decoded. */
export type Wrong = 'empty' | 'too-large' | 'no-text' | 'no-picture' | 'too-many-pixels' | 'no-decoder' | 'unreadable';

/** What the Worker is asked. */
export interface Question {
  readonly file: File;
  readonly wanted: Wanted;
}

/** The Worker's answer. */
export type Decoded = Data | Wrong;
