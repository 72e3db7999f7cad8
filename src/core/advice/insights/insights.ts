/** What goes together with cheaper changes that stayed, for this developer, and only where it holds (`docs/advice.md`, insights). */
import type { History } from '../../attribution/history.ts';
import { plural, t } from '../../l10n/message.ts';
import { formatNumber } from '../../l10n/numbers.ts';
import { formatCount, formatDollars } from '../../report/money.ts';
import type { Advice, AdviceQuestion } from '../advice.ts';
import { judgedChanges } from '../judgedChanges.ts';
import { compareCosts, leastChanges } from './compareCosts.ts';
import type { CostComparison, CostedChange } from './compareCosts.ts';
import { insightSplits } from './splits.ts';
import type { InsightSplit } from './splits.ts';

/** The differences that hold among the changes of the half year before the period ends; changes with a request without a price are left out. */
export function insights(history: History, { toMs, timezone }: AdviceQuestion): readonly Advice[] {
  const changes = judgedChanges({ history, toMs, timezone }).flatMap((change): readonly CostedChange[] =>
    change.nanodollars === null ? [] : [{ ...change, nanodollars: change.nanodollars }],
  );
  if (changes.length < 2 * leastChanges) return [];
  return compareCosts(changes, insightSplits(changes, history)).map(adviceOf);
}

function adviceOf({ split, one, other, ratio, low, high, compared }: CostComparison<InsightSplit>): Advice {
  const otherIsDearer = ratio > 1;
  // Said of the dearer group.
  const [least, most] = otherIsDearer ? [low, high] : [1 / high, 1 / low];
  return {
    rule: split.rule,
    id: split.id,
    sentence: split.sentence(formatDollars(one.each), formatDollars(other.each)),
    action: split.action(otherIsDearer),
    stake: null,
    sample: { of: 'changes', counted: Math.min(one.changes, other.changes), needed: leastChanges },
    evidence: [
      {
        text: plural(
          compared,
          'The dearer ones cost {1} to {2} times as much (95% interval over weeks, {0} comparison).',
          'The dearer ones cost {1} to {2} times as much (95% interval over weeks, corrected for {0} comparisons).',
          ...[formatCount(compared), timesText(least), timesText(most)],
        ),
        reference: split.reference,
      },
      {
        text: t(
          '{0} of {1} changes stayed, and {2} of {3} of the others.',
          ...[one.stayed, one.changes, other.stayed, other.changes].map(formatCount),
        ),
        reference: null,
      },
      { text: t('This says what went together, not what caused it: harder changes may have been made differently.'), reference: null },
    ],
    source: 'insights',
  };
}

function timesText(times: number): string {
  return Number.isFinite(times) ? formatNumber(times, 1, 1) : t('many');
}
