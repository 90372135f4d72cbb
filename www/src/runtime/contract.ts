/**
 * What crosses the border between Rust and TypeScript. The types are generated from Rust with the wasm build; here they
 * only get names that do not hide the browser's own (`Event`).
 */
export type {
  Accepts,
  Activity,
  Command,
  CrashLive,
  CrashTile,
  Curve,
  Data,
  DeadlockLive,
  Event as RunEvent,
  Family,
  Field,
  Format,
  Machine,
  Message,
  Phase,
  Picture,
  RaceEnd,
  RaceExploration,
  RaceFix,
  RaceLive,
  RaceQuestion,
  RaceScene,
  RaceState,
  RaceVariant,
  Shown,
  Span,
} from '../../pkg/plain/kosut.js';
