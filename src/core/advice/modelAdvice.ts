/** What is said of models: where a cheaper one did as well, and else, without claiming that, what a dear one was used for. */
import type { History, PlacedRequest } from '../attribution/history.ts';
import type { Rate } from '../pricing/rating.ts';
import { canonicalNames } from '../report/filterRequests.ts';
import type { LiveSession } from '../report/live.ts';
import type { Advice, AdviceQuestion } from './advice.ts';
import { mainShare } from './judgedChanges.ts';
import { kindsOfWork } from './kindsOfWork.ts';
import type { WorkKind } from './workKinds.ts';
import { modelMix, modelMixFigures, mixOfSevenDays } from './modelMix.ts';
import { comparedModels, mismatchesOf } from './modelMismatch.ts';
import type { ComparedModels } from './modelMismatch.ts';

const dayMs = 24 * 60 * 60_000;

/** Mismatches, and the notice of the mix about kinds of work that could not be compared. */
export function modelAdvice(history: History, question: AdviceQuestion, rate: Rate): readonly Advice[] {
  const compared = comparedModels(history, question, rate);
  return [...mismatchesOf(compared), ...modelMix(history, question, rate, isCompared(compared))];
}

/** A session that runs, with the model that most of its cost is of. */
export interface BarSession {
  readonly sessionId: string;
  readonly model: string;
}

/** The newest of the sessions that run; null where none has a model of `mainShare` of its cost, or where that is not known. */
export function barSession(live: readonly LiveSession[]): BarSession | null {
  const [session] = live;
  const [main] = session?.models ?? [];
  if (session === undefined || main === undefined || session.money.unpricedRequests > 0) return null;
  const isMain = main.money.nanodollars > 0 && main.money.nanodollars >= mainShare * session.money.nanodollars;
  return isMain ? { sessionId: session.sessionId, model: main.model } : null;
}

/**
 * The one piece of advice for a session that runs: a mismatch of its model with the kind of work that it does most, looked at over the last 28 days; else
 * the mix of the last seven where its model is the one that is noticed. Null where neither holds.
 */
export function adviceForBar(
  history: History,
  { sessionId, model }: BarSession,
  { nowMs, timezone }: Pick<AdviceQuestion, 'nowMs' | 'timezone'>,
  rate: Rate,
): Advice | null {
  const since = (days: number): AdviceQuestion => ({ fromMs: nowMs - days * dayMs, toMs: nowMs + 1, nowMs, timezone });
  const compared = comparedModels(history, since(28), rate);
  const kind = kindOfSession(history, sessionId);
  const fitting = compared.filter((each) => each.dear === model && each.kind === kind);
  const [mismatch] = mismatchesOf(fitting);
  if (mismatch !== undefined) return mismatch;
  const figures = modelMixFigures(history, since(7), rate, isCompared(compared));
  return figures?.model === model ? mixOfSevenDays(figures) : null;
}

function isCompared(compared: readonly ComparedModels[]): (model: string, kind: WorkKind) => boolean {
  const nameOf = canonicalNames();
  return (model, kind) => compared.some((each) => each.dear === nameOf(model) && each.kind === kind);
}

/** What most of the session's cost is for, what led to no edits apart; null where all of it did. */
function kindOfSession(history: History, sessionId: string): WorkKind | null {
  const kindOf = kindsOfWork(history);
  const kinds = new Map<WorkKind, number>();
  const add = (request: PlacedRequest): void => {
    const kind = kindOf(request);
    if (kind !== 'noEdits') kinds.set(kind, (kinds.get(kind) ?? 0) + (request.nanodollars ?? 0));
  };
  for (const request of history.requests) if (request.sessionId === sessionId) add(request);
  let most: WorkKind | null = null;
  for (const [kind, nanodollars] of kinds) if (most === null || nanodollars > (kinds.get(most) ?? 0)) most = kind;
  return most;
}
