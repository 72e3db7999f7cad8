/** What was tried or read more than once in one thread: facts that only advice looks at. */
import type { CheckKind } from '../transcript/facts.ts';

/** From so many failures of one command on, in one thread, its tries are looked at: once or twice is how work goes. */
export const fewestFailures = 4;

interface Happened {
  readonly sessionId: string;
  /** `''` for the session's main thread. */
  readonly agentId: string;
  /** When its result came, milliseconds UTC. */
  readonly atMs: number;
}

/** A try of a command that failed at least `fewestFailures` times in the same thread. */
export interface CommandTry extends Happened {
  /** The same for the same command in the same folder. Nothing of its text. */
  readonly command: string;
  /** Null when it was started in the background: its outcome is not known. */
  readonly succeeded: boolean | null;
  /** The first check that it ran, null for none. */
  readonly check: CheckKind | null;
}

/** An edit that was tried and failed. */
export interface FailedEdit extends Happened {
  /** Absolute, as recorded or mapped. */
  readonly path: string;
  /** Repository that the file lies in; `''` for none. */
  readonly repository: string;
  /** From the root of its working tree, with `/`; `''` when that is not known. */
  readonly file: string;
  /** The same for the same error. Nothing of its text. */
  readonly error: string;
}

/** A file that was read into the context, of those of which much was read (`largeReadCharacters`). */
export interface LargeRead extends Happened {
  readonly path: string;
  readonly repository: string;
  readonly file: string;
  readonly characters: number;
  /** Whether all of the file was asked for. */
  readonly whole: boolean;
}

/** Each in order of time. */
export interface Repetition {
  readonly commandTries: readonly CommandTry[];
  readonly failedEdits: readonly FailedEdit[];
  readonly largeReads: readonly LargeRead[];
}

export const noRepetition: Repetition = { commandTries: [], failedEdits: [], largeReads: [] };
