import { warns } from '../marks/judge.ts';
import type { MarkState } from '../marks/judge.ts';
import { amountLookedAt, forecastSentence, markSentence, unsureSentence } from '../marks/markWords.ts';
import type { LiveSnapshot } from './live.ts';
import type { Line } from './tooltip.ts';

/** Marks that are passed and not snoozed. */
export function warningMarks({ marks, atMs }: Pick<LiveSnapshot, 'marks' | 'atMs'>): readonly MarkState[] {
  return marks?.states.filter((state) => warns(state, atMs)) ?? [];
}

/** The tooltip's line on marks: the one that warns or, without one, the fullest, and what is wrong with a setting. */
export function markLines({ marks, atMs, timezone }: LiveSnapshot): Line[] {
  if (marks === undefined) return [];
  const [state] = [...marks.states].sort(
    (left, right) => Number(warns(right, atMs)) - Number(warns(left, atMs)) || filled(right) - filled(left),
  );
  const [problem] = marks.problems;
  const wrong: Line = problem === undefined ? [] : [{ text: problem, style: 'faint' }];
  if (state === undefined) return wrong.length === 0 ? [] : [wrong];
  const further = [unsureSentence(state), forecastSentence(state, atMs, timezone)].filter((text) => text !== null);
  const name: Line = [{ text: markSentence(state), ...(warns(state, atMs) ? { style: 'strong' } : {}) }];
  const rest = further.map((text) => ` · ${text}`).join('');
  return [[...name, ...(rest === '' ? [] : [{ text: rest }]), ...(wrong.length === 0 ? [] : [{ text: ' · ' }, ...wrong])]];
}

/** How full the amount that is looked at is; a reading that is not there is none. */
function filled(state: MarkState): number {
  return (state.spent?.nanodollars ?? state.percent ?? 0) / amountLookedAt(state);
}
