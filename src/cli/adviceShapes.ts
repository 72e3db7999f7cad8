/** The JSON of `payoff advice`: documented in docs/advice.md, held by golden tests. Names and meanings only ever grow. */
import type { Advice, AdviceReference } from '../core/advice/advice.ts';
import type { AdviceView, Dismissal } from '../core/report/advice/adviceView.ts';
import { dollars } from '../core/report/money.ts';
import { modelsJson } from './adviceModelsShape.ts';
import { contextJson, usageJson } from './adviceSectionShapes.ts';

/** `payoff advice --json`. */
export function adviceJson(view: AdviceView): object {
  return {
    timezone: view.timezone,
    asOf: new Date(view.nowMs).toISOString(),
    since: instant(view.period.sinceMs),
    until: instant(view.period.untilMs),
    repository: view.repository,
    requests: view.requests,
    supply: view.supply,
    advice: view.advice.map(pieceJson),
    dismissed: view.dismissed.map(({ advice, by }) => ({ ...pieceJson(advice), dismissedBy: by })),
    dismissedRules: view.dismissedRules,
    models: modelsJson(view.models),
    context: contextJson(view.context),
    usage: usageJson(view.usage),
  };
}

/** `payoff advice dismiss --json` and `payoff advice restore --json`. */
export function dismissalJson(dismissal: Dismissal): object {
  return dismissal.kind === 'advice' ? { id: dismissal.id } : { rule: dismissal.rule };
}

function pieceJson({ rule, id, sentence, action, stake, sample, evidence, source }: Advice): object {
  return {
    rule,
    id,
    sentence,
    action,
    stake:
      stake === null
        ? null
        : {
            lowUsd: dollars(stake.low),
            highUsd: dollars(stake.high),
            lowNanodollars: stake.low,
            highNanodollars: stake.high,
            what: stake.what,
          },
    sample,
    evidence: evidence.map(({ text, reference }) => ({ text, ...referenceJson(reference) })),
    source: `docs/advice.md#${source}`,
  };
}

/** What evidence points at, each under its own name. */
function referenceJson(reference: AdviceReference | null): object {
  switch (reference?.kind) {
    case 'session':
      return { sessionId: reference.sessionId };
    case 'commit':
      return { repository: reference.repository, sha: reference.sha };
    case 'model':
      return { model: reference.model };
    case undefined:
      return {};
  }
}

function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
