/**
 * What is kept of the use of tokens. Of requests: how often each token did what, with which outcome, by day and no finer, so that nobody's hours are in it.
 * Of changes (teams, tokens, what a lead entered, what was published): each by itself, to the second. No address, payload or pseudonym in either.
 */
import { randomBytes } from 'node:crypto';
import type { Database, Queries } from './store/database.ts';
import type { Principal } from './tokens.ts';

export interface Change {
  readonly team: string;
  /** Id of a token, `console` for the command line, `collector` for what it does by itself. */
  readonly actor: string;
  /** `token-created`. */
  readonly action: string;
  /** What it was done to: the id of a token, a week, a kind of entry. */
  readonly subject: string;
}

export interface Audit {
  /** Counts one request; it is in the store after a few seconds, or when the collector ends. */
  used(principal: Principal, action: string, outcome: number): void;
  /** Writes down a change, with the statements that make it where a transaction is given. */
  changed(change: Change, queries?: Queries): Promise<void>;
  /** Writes what is counted. */
  flush(): Promise<void>;
}

const second = 1000;

/** The audit of a store. */
export function audit(database: Database, nowMs: () => number): Audit {
  const counts = new Map<string, { readonly row: readonly [string, string, string, string, number]; times: number }>();
  return {
    used: ({ id, teams }, action, outcome) => {
      const day = new Date(nowMs()).toISOString().slice(0, 10);
      for (const team of teams) {
        const key = JSON.stringify([team, day, id, action, outcome]);
        const count = counts.get(key);
        if (count === undefined) counts.set(key, { row: [team, day, id, action, outcome], times: 1 });
        else count.times += 1;
      }
    },
    changed: (change, queries = database) => writeChange(queries, change, nowMs()),
    flush: async () => {
      for (const [key, { row, times }] of [...counts]) {
        counts.delete(key);
        try {
          await database.query(
            `INSERT INTO token_use (team, day, token, action, outcome, times) VALUES ($1, $2, $3, $4, $5::integer, $6::bigint)
             ON CONFLICT (team, day, token, action, outcome) DO UPDATE SET times = token_use.times + excluded.times`,
            [...row, times],
          );
        } catch (error) {
          const since = counts.get(key)?.times ?? 0;
          counts.set(key, { row, times: times + since });
          throw error;
        }
      }
    },
  };
}

/** Writes down one change. */
export async function writeChange(queries: Queries, { team, actor, action, subject }: Change, nowMs: number): Promise<void> {
  await queries.query('INSERT INTO audit (team, at_ms, id, actor, action, subject) VALUES ($1, $2, $3, $4, $5, $6)', [
    team,
    Math.floor(nowMs / second) * second,
    randomBytes(6).toString('hex'),
    actor,
    action,
    subject,
  ]);
}
