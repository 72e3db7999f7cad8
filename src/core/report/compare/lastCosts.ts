import type { CostStateModel } from '../../transcript/facts.ts';
import { asFields, asName, asString, asTotal } from '../../transcript/fields.ts';

/** The client's own total of one session, as a `cost-state` has it. */
export interface LastCost {
  readonly models: readonly CostStateModel[];
  readonly nanodollars: number;
}

/**
 * The last interactive session of each folder with what it cost, as the client's account file keeps it (`.claude.json`, `projects`), by
 * session id. Fields are read one by one: what is not as expected is left out.
 */
export function readLastCosts(account: unknown): ReadonlyMap<string, LastCost> {
  const costs = new Map<string, LastCost>();
  for (const value of Object.values(asFields(asFields(account)?.projects) ?? {})) {
    const project = asFields(value);
    const sessionId = asString(project?.lastSessionId);
    const cost = project?.lastCost;
    const usage = asFields(project?.lastModelUsage);
    if (sessionId === '' || usage === null || typeof cost !== 'number' || !(cost >= 0 && cost < 1e6)) continue;
    const models = Object.entries(usage).map(([model, counts]) => modelOf(model, counts));
    if (models.every((model) => model !== null)) costs.set(sessionId, { models, nanodollars: Math.round(cost * 1e9) });
  }
  return costs;
}

function modelOf(model: string, counts: unknown): CostStateModel | null {
  const usage = asFields(counts);
  const input = asTotal(usage?.inputTokens);
  const output = asTotal(usage?.outputTokens);
  const cacheRead = asTotal(usage?.cacheReadInputTokens);
  const cacheWrite = asTotal(usage?.cacheCreationInputTokens);
  const webSearches = asTotal(usage?.webSearchRequests);
  if (input === null || output === null || cacheRead === null || cacheWrite === null || webSearches === null) return null;
  return { model: asName(model), input, output, cacheRead, cacheWrite, webSearches };
}
