/** An expensive model on work that a cheaper one does as well for this developer, by what stayed of both (`docs/advice.md`, model mismatch). */
import type { History, PlacedRequest } from '../attribution/history.ts';
import { plural, t } from '../l10n/message.ts';
import type { Rate } from '../pricing/rating.ts';
import { canonicalNames } from '../report/filterRequests.ts';
import { modelLabel } from '../report/modelLabel.ts';
import { formatCount } from '../report/money.ts';
import { getOrAdd } from '../report/moneySum.ts';
import type { Advice, AdviceQuestion } from './advice.ts';
import { compareModels, leastChanges, tolerance } from './compareModels.ts';
import type { ModelComparison, ModelPair } from './compareModels.ts';
import { judgedChanges } from './judgedChanges.ts';
import { kindsOfWork } from './kindsOfWork.ts';
import { workKindLabel } from './workKinds.ts';
import type { WorkKind } from './workKinds.ts';
import { repriced } from './repricing.ts';
import type { Repriced } from './repricing.ts';

/** A model is cheaper where the same tokens cost no more than this share. */
const cheaperShare = 0.75;
/** Less than a dollar in the period is not worth a word. */
const leastSaving = 1e9;

/** A comparison with what it is about in money. */
export interface ComparedModels extends ModelComparison {
  readonly repriced: Repriced;
}

/** Every pair of models that there are changes enough of in the half year before the period ends, whatever came out. */
export function comparedModels(history: History, { fromMs, toMs, timezone }: AdviceQuestion, rate: Rate): readonly ComparedModels[] {
  const kindOf = kindsOfWork(history);
  const changes = judgedChanges({ history, toMs, timezone });
  if (changes.length < 2 * leastChanges) return [];
  const nameOf = canonicalNames();
  const requests = new Map<string, PlacedRequest[]>();
  for (const request of history.requests)
    if (request.atMs >= fromMs && request.atMs < toMs)
      getOrAdd(requests, groupKey(nameOf(request.model), kindOf(request)), () => []).push(request);
  const prices = new Map<string, Repriced | null>();
  const priceOf = ({ kind, dear, cheap }: ModelPair): Repriced | null =>
    getOrAdd(prices, `${cheap} ${groupKey(dear, kind)}`, () => repriced(requests.get(groupKey(dear, kind)) ?? [], cheap, rate));
  const isCheaper = (pair: ModelPair): boolean => {
    const price = priceOf(pair);
    return price !== null && price.nanodollars > 0 && price.otherNanodollars <= cheaperShare * price.nanodollars;
  };
  return compareModels(changes, isCheaper).flatMap((comparison) => {
    const price = priceOf(comparison);
    return price === null ? [] : [{ ...comparison, repriced: price }];
  });
}

/** Of each model and kind of work the one cheaper model with which most is saved, where what stayed says so. */
export function modelMismatch(history: History, question: AdviceQuestion, rate: Rate): readonly Advice[] {
  return mismatchesOf(comparedModels(history, question, rate));
}

/** The advice in comparisons that were made already. */
export function mismatchesOf(compared: readonly ComparedModels[]): readonly Advice[] {
  const best = new Map<string, { readonly comparison: ComparedModels; readonly low: number; readonly high: number }>();
  for (const comparison of compared) {
    const { low, high } = savingOf(comparison);
    if (!comparison.holds || low <= 0 || high < leastSaving) continue;
    const key = groupKey(comparison.dear, comparison.kind);
    if (low > (best.get(key)?.low ?? 0)) best.set(key, { comparison, low, high });
  }
  return [...best.values()].map(({ comparison, low, high }) => adviceOf(comparison, low, high));
}

/**
 * What the period's requests of the dearer model on this kind of work would have cost less. At the least, as many more changes as the interval allows
 * would have come back and been made again with the dearer model.
 */
export function savingOf({ repriced: { nanodollars, otherNanodollars }, atLeast }: Pick<ComparedModels, 'repriced' | 'atLeast'>): {
  readonly low: number;
  readonly high: number;
} {
  const high = nanodollars - otherNanodollars;
  return { low: Math.round(high - Math.max(0, -atLeast) * nanodollars), high };
}

/** What is dismissed and looked for: a kind of work and two models. */
export function mismatchId({ kind, dear, cheap }: ModelPair): string {
  return `modelMismatch:${kind}:${dear}:${cheap}`;
}

function adviceOf(comparison: ComparedModels, low: number, high: number): Advice {
  const { kind, dear, cheap, dearStayed, dearChanges, cheapStayed, cheapChanges, atLeast, compared } = comparison;
  const [cheapName, dearName, kindName] = [modelLabel(cheap), modelLabel(dear), workKindLabel(kind)];
  const points = (share: number): string => formatCount(Math.ceil(100 * share));
  return {
    rule: 'modelMismatch',
    id: mismatchId(comparison),
    sentence: t(
      'Of your changes that were mostly {0}, {1} of {2} stayed with {3} and {4} of {5} with {6}.',
      ...[kindName, formatCount(cheapStayed), formatCount(cheapChanges), cheapName],
      ...[formatCount(dearStayed), formatCount(dearChanges), dearName],
    ),
    action: t('Use {0} for {1}: in Claude Code, /model switches it.', cheapName, kindName),
    stake: { low, high, what: t('between the list prices of the two models, for the same tokens') },
    sample: { of: 'changes', counted: Math.min(dearChanges, cheapChanges), needed: leastChanges },
    evidence: [
      {
        text: plural(
          compared,
          'At most {1} of 100 changes fewer would stay with {2} (95% interval over weeks, {0} comparison); up to {3} are tolerated.',
          'At most {1} of 100 changes fewer would stay with {2} (95% interval over weeks, corrected for {0} comparisons); up to {3} are tolerated.',
          ...[formatCount(compared), points(Math.max(0, -atLeast)), cheapName, points(tolerance)],
        ),
        reference: { kind: 'model', model: cheap },
      },
      {
        text: t('The lower saving is what is left if those changes had to be made again with {0}.', dearName),
        reference: null,
      },
      {
        text: t('You chose which work went to which model: {0} may have had the harder part of it.', dearName),
        reference: { kind: 'model', model: dear },
      },
    ],
    source: 'model-mismatch',
  };
}

function groupKey(model: string, kind: WorkKind): string {
  return `${kind} ${model}`;
}
