import type { ExamineWithoutLedger, OpenEngine, OpenUpkeep } from '../engine/types.ts';

/** Where text goes: a terminal of some width, or a file or pipe. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Characters in a line; Infinity where there is no terminal. */
  readonly columns: number;
}

/** All that a command takes from outside, so that a test can hand it something else. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly folder: string;
  /** IANA zone of this machine. */
  readonly timezone: string;
  readonly version: () => string;
  /** Whether payoff is run from its sources, where `npm start` is at hand. */
  readonly isCheckout: () => boolean;
  readonly stdout: Output;
  readonly stderr: Output;
  /** All of standard input, or null on a terminal. */
  readonly readInput: () => Promise<string | null>;
  /** Asks on the terminal and resolves to the line that was typed; null, as where this is absent, where nobody can answer. */
  readonly ask?: (question: string) => Promise<string | null>;
  readonly openEngine: OpenEngine;
  /** For a command that needs no more. */
  readonly openUpkeep: OpenUpkeep;
  readonly examineWithoutLedger: ExamineWithoutLedger;
  readonly nowMs: () => number;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

/** Whether generated figures are shown, which every face says. */
export function isDemo({ environment }: Pick<Surroundings, 'environment'>): boolean {
  return (environment.PAYOFF_DEMO ?? '') !== '';
}
