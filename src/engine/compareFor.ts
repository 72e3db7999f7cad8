import type { CompareQueryMessage } from '../protocol/compareSchemas.ts';
import type { CompareAnswer } from './compareTypes.ts';
import type { Engine, Period } from './types.ts';

type WithoutPeriod<Query> = Query extends CompareQueryMessage ? Omit<Query, 'period'> : never;

/** More rows than a document shows; the answer is checked on the window's thread, which must never be held up. */
const mostRows = 100;

/** A window's question for a comparison, put to the engine: the program is always the one on PATH. */
export async function compareFor(
  engine: Engine,
  query: WithoutPeriod<CompareQueryMessage>,
  period: Period,
  signal: AbortSignal,
): Promise<CompareAnswer> {
  const asked = query.figure === 'ccusage' ? { ...query, ...period, command: null } : { ...query, ...period };
  const answer = await engine.compare(asked, { signal });
  return 'problem' in answer ? answer : { ...answer, rows: answer.rows.slice(0, mostRows) };
}
