import type { History } from '../attribution/history.ts';
import type { Rate } from '../pricing/rating.ts';
import type { SessionPage } from './sessionPage.ts';

export interface SessionPageInput {
  readonly history: History;
  readonly sessionId: string;
  readonly rate: Rate;
  readonly timezone: string;
  readonly nowMs: number;
  readonly busy: ReadonlySet<string>;
  /** Tokens that fit into a model's context, null where that is not known. */
  readonly contextWindow: (model: string) => number | null;
}

/** One session along its turns, without its title; null when the history has no request of it. */
export function buildSessionPage(input: SessionPageInput): SessionPage | null {
  throw new Error(`not built: ${input.timezone}`);
}
