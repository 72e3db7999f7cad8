import type { CompareQueryMessage } from '../protocol/compareSchemas.ts';
import type { CompareAnswer } from './compareTypes.ts';
import type { Engine, Period } from './types.ts';

type WithoutPeriod<Query> = Query extends CompareQueryMessage ? Omit<Query, 'period'> : never;

/** A window's question for a comparison, put to the engine: the program is always the one on PATH. */
export function compareFor(
  engine: Engine,
  query: WithoutPeriod<CompareQueryMessage>,
  period: Period,
  signal: AbortSignal,
): Promise<CompareAnswer> {
  return engine.compare(query.figure === 'ccusage' ? { ...query, ...period, command: null } : { ...query, ...period }, { signal });
}
