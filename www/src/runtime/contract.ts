/**
 * What crosses the border between Rust and TypeScript. The types are generated from Rust with the wasm build; here they
 * only get names that do not hide the browser's own (`Event`).
 */
import type { Command as RustCommand, Format, Message as RustMessage } from '../../pkg/plain/kosut.js';

export type {
  Accepts,
  Activity,
  Curve,
  Data,
  Event as RunEvent,
  Family,
  Field,
  Format,
  Machine,
  Phase,
  Picture,
  Shown,
  Span,
} from '../../pkg/plain/kosut.js';

/** What the page sends to the conductor; a lab is named in what is asked of its last run, and of the lab itself. */
export type Command =
  | Exclude<RustCommand, { type: 'export' }>
  | { type: 'export'; lab: string; format: Format }
  | { type: 'ask'; lab: string; question: string };

/** What the conductor sends to the page; a failure names the type of the command that it answers. */
export type Message =
  | Exclude<RustMessage, { type: 'failed' }>
  | (Extract<RustMessage, { type: 'failed' }> & { command?: string })
  | { type: 'answered'; answer: string };
