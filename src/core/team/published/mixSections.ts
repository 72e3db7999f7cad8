/** What the spend is made of: models, repositories, reviews. Sums over weeks of what is told in each. */
import type { AllocationSection, Figure, ModelSection, ReviewSection } from './dashboardTypes.ts';
import type { CostFigures, SessionFigures } from './types.ts';
import { lowerBoundsOf } from './weekRows.ts';
import { shownOf, sliceOf, tooLittle, toldWeeks } from './weeks.ts';
import type { Week } from './weeks.ts';

const weeksOfModels = 8;
/** A quarter is charged at a time. */
const weeksOfAllocation = 13;

interface ToldCost {
  readonly week: string;
  readonly cost: CostFigures;
  readonly sessions: SessionFigures | null;
  /** Whether some of the cost is known to be a lower bound. */
  readonly isAtLeast: boolean;
}

function toldCost({ week, usage }: Week): ToldCost | null {
  if (!usage?.cost) return null;
  return { week, cost: usage.cost, sessions: usage.sessions, isAtLeast: lowerBoundsOf(usage) !== null };
}

/** Each model over the weeks in which it is told, against all that was spent in those. */
export function modelSection(weeks: readonly Week[]): ModelSection {
  const told = toldWeeks(weeks, weeksOfModels, toldCost);
  const names = [
    ...new Set(told.flatMap(({ cost, sessions }) => [...Object.keys(cost.models.slices), ...Object.keys(sessions?.models.slices ?? {})])),
  ];
  const rows = names.map((model) => modelRow(model, told));
  const cheapest = Math.min(...rows.flatMap(({ costPerSession }) => ('value' in costPerSession ? [costPerSession.value] : [])));
  const total = sumOf(told, ({ cost }) => cost.total);
  const shown = sumOf(told, ({ cost }) => Object.values(cost.models.slices).reduce((sum, amount) => sum + amount, 0));
  return {
    weeks: told.map(({ week }) => week),
    rows: rows
      .map((row) => ({
        ...row,
        costRatio: 'value' in row.costPerSession && cheapest > 0 ? { value: row.costPerSession.value / cheapest } : row.costPerSession,
      }))
      .sort((left, right) => amountOf(right.cost) - amountOf(left.cost) || (left.model < right.model ? -1 : 1)),
    others: told.length === 0 ? { hidden: 'notPublished' } : { value: total - shown },
    notes: ['A session is its dearest model’s. Each model counts over the weeks in which it is told.'],
  };
}

function modelRow(model: string, told: readonly ToldCost[]): Omit<ModelSection['rows'][number], 'costRatio'> {
  const spent = told.flatMap(({ cost }) => {
    const amount = sliceOf(cost.models.slices, model);
    return amount === null ? [] : [{ amount, total: cost.total }];
  });
  const begun = told.flatMap(({ sessions }) => {
    const amount = sliceOf(sessions?.models.slices, model);
    return amount === null || sessions === null ? [] : [{ amount, total: sessions.total }];
  });
  const both = told.flatMap(({ cost, sessions }) => {
    const [amount, count] = [sliceOf(cost.models.slices, model), sliceOf(sessions?.models.slices, model)];
    return amount === null || count === null ? [] : [{ amount, total: count }];
  });
  const sum = (of: readonly { readonly amount: number }[]): Figure =>
    of.length === 0 ? { hidden: 'protected' } : { value: sumOf(of, ({ amount }) => amount) };
  return {
    ...{ model, inWeeks: spent.length, cost: sum(spent), sessions: sum(begun) },
    spendShare: ratioOf(spent),
    sessionShare: ratioOf(begun),
    costPerSession: ratioOf(both),
  };
}

/** Where the spend of the last quarter went, by repository bucket; adds up to all of it. */
export function allocationSection(weeks: readonly Week[]): AllocationSection {
  const told = toldWeeks(weeks, weeksOfAllocation, toldCost);
  const total = sumOf(told, ({ cost }) => cost.total);
  const repositories = new Map<string, { cost: number; inWeeks: number }>();
  for (const { cost } of told) {
    for (const [repository, amount] of Object.entries(cost.repositories.slices)) {
      const row = repositories.get(repository) ?? { cost: 0, inWeeks: 0 };
      repositories.set(repository, { cost: row.cost + amount, inWeeks: row.inWeeks + 1 });
    }
  }
  const rows = [...repositories]
    .map(([repository, row]) => ({ repository, ...row, share: total === 0 ? 0 : row.cost / total }))
    .sort((left, right) => right.cost - left.cost || (left.repository < right.repository ? -1 : 1));
  const others = total - sumOf(rows, ({ cost }) => cost);
  return {
    ...{ weeks: told.map(({ week }) => week), rows, others: others === 0 ? null : others },
    total: told.length === 0 ? { hidden: 'notPublished' } : { value: total },
    isAtLeast: told.some(({ isAtLeast }) => isAtLeast),
    notes: [],
  };
}

/** Spend of sessions without anybody at a keyboard (continuous integration, reviews), apart from the others. */
export function reviewSection(weeks: readonly Week[], nowMs: number): ReviewSection {
  const told = weeks.flatMap(({ usage }) => {
    const headless = sliceOf(usage?.cost?.surfaces.slices, 'headless');
    return headless === null ? [] : [{ amount: headless, total: usage?.cost?.total ?? 0 }];
  });
  return {
    weeks: weeks.map(({ week, usage }) => ({
      week,
      interactive: shownOf(usage, ({ cost }) => sliceOf(cost?.surfaces.slices, 'interactive'), 'usage', week, nowMs),
      headless: shownOf(usage, ({ cost }) => sliceOf(cost?.surfaces.slices, 'headless'), 'usage', week, nowMs),
    })),
    share: ratioOf(told),
    notes: [],
  };
}

function ratioOf(of: readonly { readonly amount: number; readonly total: number }[]): Figure {
  const total = sumOf(of, (each) => each.total);
  if (of.length === 0) return { hidden: 'protected' };
  return total === 0 ? tooLittle('There is nothing to divide by.') : { value: sumOf(of, ({ amount }) => amount) / total };
}

function amountOf(figure: Figure): number {
  return 'value' in figure ? figure.value : -1;
}

function sumOf<Of>(all: readonly Of[], of: (each: Of) => number): number {
  return all.reduce((sum, each) => sum + of(each), 0);
}
