/** The part on models in the JSON of `payoff advice`. */
import type { ModelsSection } from '../core/report/advice/modelsSection.ts';
import type { Money } from '../core/report/live.ts';
import { dollars } from '../core/report/money.ts';

export function modelsJson({ total, sessions, models, kinds, neededStayed }: ModelsSection): object {
  return {
    ...costJson(total),
    sessions,
    neededStayed,
    models: models.map(({ model, money, costPerSession, costPerChange, sameTokens, ...row }) => ({
      model,
      ...costJson(money),
      requests: row.requests,
      sessions: row.sessions,
      spendShare: row.spendShare,
      sessionShare: row.sessionShare,
      costPerSessionUsd: costPerSession === null ? null : dollars(costPerSession.nanodollars),
      closedChanges: row.closed,
      stayedChanges: row.stayed,
      costPerChangeUsd: costPerChange === null ? null : dollars(costPerChange),
      sameTokensUsd: sameTokens === null ? null : dollars(sameTokens),
      ratio: row.ratio,
    })),
    kinds: kinds.map(({ kind, money, requests }) => ({ kind, ...costJson(money), requests })),
  };
}

function costJson({ nanodollars, unpricedRequests, lowerBound }: Money): object {
  return { costUsd: dollars(nanodollars), costNanodollars: nanodollars, unpricedRequests, lowerBound };
}
