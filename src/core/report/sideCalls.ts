import { canonicalModel } from '../pricing/modelName.ts';
import type { CostStateFact, CostStateModel, Tokens } from '../transcript/facts.ts';

/** Tokens of one model: of a request, or of the side calls of a session. */
export interface ModelTokens {
  readonly model: string;
  readonly tokens: Tokens;
}

interface SideCallInput {
  /** The last `cost-state` of the session's file: what the client counted, inherited requests included. */
  readonly costState: Pick<CostStateFact, 'models'>;
  /**
   * All distinct requests that the session's files hold, inherited ones and subagents' included. For a fork also those of its parents'
   * subagents from before the fork: its `cost-state` counts them (2.1.330, tried) although no file of the fork holds them.
   */
  readonly held: Iterable<ModelTokens>;
  /** Side calls already counted for the sessions that this one was forked from; null when theirs are unknown. */
  readonly parent: readonly ModelTokens[] | null;
}

type Count = { -readonly [Name in keyof CostStateModel]: CostStateModel[Name] };

/**
 * Side calls of one session by canonical model: requests that the client paid for and wrote into no transcript (titles, web searches,
 * hook prompts). They are what its last `cost-state` counts more than its files and its parents hold. Null when that cannot be
 * known: the totals of the cache differ, which no side call explains, or the files hold more than the client counted.
 */
export function sideCalls({ costState, held, parent }: SideCallInput): readonly ModelTokens[] | null {
  if (parent === null) return null;
  const counts = new Map<string, Count>();
  for (const counted of costState.models) add(countOf(counts, counted.model), counted, 1);
  for (const { model, tokens } of held) add(countOf(counts, model), cacheTogether(model, tokens), -1);
  for (const { model, tokens } of parent) add(countOf(counts, model), cacheTogether(model, tokens), -1);

  const calls: ModelTokens[] = [];
  for (const { model, input, output, cacheRead, cacheWrite, webSearches } of counts.values()) {
    if (cacheRead !== 0 || cacheWrite !== 0 || input < 0 || output < 0 || webSearches < 0) return null;
    if (input > 0 || output > 0 || webSearches > 0)
      calls.push({ model, tokens: { input, output, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches } });
  }
  return calls.sort((left, right) => (left.model < right.model ? -1 : 1));
}

function countOf(counts: Map<string, Count>, model: string): Count {
  const name = canonicalModel(model);
  let count = counts.get(name);
  if (count === undefined) {
    count = { model: name, input: 0, output: 0, cacheRead: 0, cacheWrite: 0, webSearches: 0 };
    counts.set(name, count);
  }
  return count;
}

function cacheTogether(model: string, tokens: Tokens): CostStateModel {
  const { input, output, cacheRead, webSearches } = tokens;
  return { model, input, output, cacheRead, cacheWrite: tokens.cacheWrite5m + tokens.cacheWrite1h, webSearches };
}

function add(count: Count, other: CostStateModel, sign: 1 | -1): void {
  count.input += sign * other.input;
  count.output += sign * other.output;
  count.cacheRead += sign * other.cacheRead;
  count.cacheWrite += sign * other.cacheWrite;
  count.webSearches += sign * other.webSearches;
}
