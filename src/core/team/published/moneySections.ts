/** Coverage, budgets and plans: months are made of weeks by their days, all seven alike. */
import { nextDay } from '../../report/time.ts';
import type { TeamSettings } from '../dashboard/settings.ts';
import type { BudgetMonth, BudgetSection, CoverageSection, Figure, PlanSection, Shown, Span } from './dashboardTypes.ts';
import { projected } from './projection.ts';
import type { PeopleCount } from './types.ts';
import { countedUsage, dayOf, isShown, lastOf, laterEditionNotes, tooLittle, toldWeeks } from './weeks.ts';
import { lowerBoundsOf } from './weekRows.ts';
import type { Week } from './weeks.ts';

/** A plan rests on the last so many weeks that are told. */
export const baselineWeeks = 8;
const projectedDays = 90;

interface MonthSpend {
  readonly month: string;
  /** Microdollars of the days that are covered. */
  readonly spent: number;
  readonly coveredDays: number;
  readonly missingDays: number;
  /** Whether it is told of one of its weeks that its cost is a lower bound. */
  readonly isAtLeast: boolean;
  /** By week, oldest first. */
  readonly byWeek: readonly { readonly week: string; readonly spent: number }[];
}

/** The months from the first published week to the running one, oldest first. */
export function monthsOf(weeks: readonly Week[], nowMs: number): readonly MonthSpend[] {
  const [first] = weeks;
  if (first === undefined) return [];
  const months = new Map<string, { spent: number; days: number; isAtLeast: boolean; byWeek: { week: string; spent: number }[] }>();
  const running = dayOf(nowMs).slice(0, 7);
  for (let month = first.monday.slice(0, 7); month <= running; month = monthAfter(month))
    months.set(month, { spent: 0, days: 0, isAtLeast: false, byWeek: [] });
  for (const { week, monday, usage } of weeks) {
    if (!usage?.cost) continue;
    const cost = usage.cost.total;
    const days = new Map<string, number>();
    for (let day = 0; day < 7; day += 1) {
      const name = nextDay(monday, day).slice(0, 7);
      days.set(name, (days.get(name) ?? 0) + 1);
    }
    for (const [name, length] of days) {
      const month = months.get(name);
      if (month === undefined) continue;
      const spent = (cost * length) / 7;
      month.spent += spent;
      month.days += length;
      month.isAtLeast ||= lowerBoundsOf(usage) !== null;
      month.byWeek.push({ week, spent });
    }
  }
  return [...months].map(([month, { spent, days, isAtLeast, byWeek }]) => ({
    ...{ month, isAtLeast, byWeek, spent: Math.round(spent), coveredDays: days },
    missingDays: daysIn(month) - days,
  }));
}

export function coverageSection(weeks: readonly Week[], { seats, invoices }: TeamSettings, nowMs: number): CoverageSection {
  const last = lastOf(weeks, ({ usage }) => usage?.reporters ?? null);
  const reporters: Shown<PeopleCount> = last === null ? { hidden: 'notPublished' } : { value: last.value };
  const invoiced = new Map(invoices.map(({ month, nanodollars }) => [month, Math.round(nanodollars / 1_000)]));
  return {
    week: last?.week.week ?? null,
    reporters,
    seats: seats === null ? { hidden: 'notEntered' } : { value: seats },
    share: seats === null ? { hidden: 'notEntered' } : last === null ? { hidden: 'notPublished' } : { value: seatShare(last.value, seats) },
    months: monthsOf(weeks, nowMs).map((each) => {
      const [seen, bill] = [spentIn(each), invoiced.get(each.month)];
      const share: Figure =
        bill === undefined
          ? { hidden: 'notEntered' }
          : !isShown(seen)
            ? seen
            : bill === 0
              ? tooLittle('An invoice of nothing has no share.')
              : { value: seen.value / bill };
      return {
        ...{ month: each.month, seen, isAtLeast: each.isAtLeast, missingDays: each.missingDays, share },
        invoiced: bill === undefined ? { hidden: 'notEntered' } : { value: bill },
      };
    }),
    notes: ['Joining is voluntary. Who reports is not told, and how many only in steps of k.', ...laterEditionNotes(weeks)],
  };
}

export function budgetSection(weeks: readonly Week[], { budgets }: TeamSettings, nowMs: number): BudgetSection {
  const baseline = weeklyCosts(weeks);
  const firstDay = weeks[0]?.monday ?? '';
  const beganBefore = (month: string): boolean => `${month}-01` < firstDay;
  const months = monthsOf(weeks, nowMs);
  return {
    months: months.map((each): BudgetMonth => {
      const set = budgetOf(budgets, each.month);
      const rest = each.missingDays === 0 ? { low: 0, middle: 0, high: 0 } : projected(baseline, each.missingDays);
      return {
        month: each.month,
        set: set === null ? { hidden: 'notEntered' } : { value: set },
        spent: spentIn(each),
        isAtLeast: each.isAtLeast,
        missingDays: each.missingDays,
        forecast: beganBefore(each.month)
          ? tooLittle('The month began before the team’s first published week, and what was spent before that is not known.')
          : rest === null
            ? { hidden: 'notPublished' }
            : { value: { low: each.spent + rest.low, middle: each.spent + rest.middle, high: each.spent + rest.high } },
        passedIn: set === null ? null : passedIn(each, set),
      };
    }),
    notes: [
      'A week that lies in two months is divided by its days, all seven alike.',
      ...(months.some(({ month }) => beganBefore(month))
        ? ['The first month has no forecast: it began before the team’s first published week, and what was spent before that is not known.']
        : []),
    ],
  };
}

/** What may be spent in a month, microdollars: what was set for it or for the last month before it. Null where nothing was, or no longer. */
function budgetOf(budgets: TeamSettings['budgets'], month: string): number | null {
  const holding = budgets
    .filter((each) => each.month <= month)
    .sort((one, other) => (one.month < other.month ? -1 : 1))
    .at(-1);
  return holding === undefined || holding.nanodollars === null ? null : Math.round(holding.nanodollars / 1_000);
}

export function planSection(weeks: readonly Week[], { growthFactor }: TeamSettings): PlanSection {
  const told = toldWeeks(weeks, baselineWeeks, (each) =>
    each.usage?.cost ? { week: each.week, usage: each.usage, cost: each.usage.cost.total, counted: countedUsage(each) } : null,
  );
  const isEnough = told.length >= baselineWeeks;
  const missing = tooLittle(`A plan rests on ${String(baselineWeeks)} weeks whose cost is told; there are ${String(told.length)}.`);
  const counted = told.flatMap((each) => each.counted ?? []);
  const counts = counted.map((each) => each.active);
  const active: Shown<PeopleCount> =
    counts.length === 0
      ? { hidden: 'protected' }
      : { value: { atLeast: Math.min(...counts.map(({ atLeast }) => atLeast)), below: Math.max(...counts.map(({ below }) => below)) } };
  const hidden = told.filter(({ usage }) => usage.tokens === null).map(({ week }) => week);
  const cost: Figure = isEnough ? { value: mean(told.map((each) => each.cost)) } : missing;
  const tokens: Figure = !isEnough
    ? missing
    : hidden.length > 0
      ? { hidden: 'missingWeeks', weeks: hidden }
      : { value: mean(told.map(({ usage }) => usage.tokens?.total ?? 0)) };
  const ahead = isEnough
    ? projected(
        told.map((each) => each.cost),
        projectedDays,
        growthFactor,
      )
    : null;
  return {
    ...{ weeks: told.map(({ week }) => week), cost, tokens, active, growthFactor },
    isAtLeast: told.some(({ usage }) => lowerBoundsOf(usage) !== null),
    costPerActive: perPerson(isShown(cost) ? meanOf(counted, (each) => each.cost.total) : cost, active),
    tokensPerActive: perPerson(isShown(tokens) ? meanOf(counted, (each) => each.tokens?.total ?? null) : tokens, active),
    next90Days: ahead === null ? missing : { value: ahead },
    notes: ['The number of active developers is told in steps of k, so that what falls to each is a span.', ...laterEditionNotes(weeks)],
  };
}

/** Between what it would be for most people and for fewest. */
export function perPerson(amount: Figure, people: Shown<PeopleCount>): Shown<Span> {
  if (!isShown(amount)) return amount;
  if (!isShown(people)) return people;
  return { value: { low: amount.value / (people.value.below - 1), high: amount.value / people.value.atLeast } };
}

function seatShare({ atLeast, below }: PeopleCount, seats: number): Span {
  return { low: Math.min(1, atLeast / seats), high: Math.min(1, (below - 1) / seats) };
}

function spentIn({ spent, coveredDays, month }: MonthSpend): Figure {
  return coveredDays === 0
    ? { hidden: 'missingWeeks', weeks: [], needs: `No week of ${month} is published with its cost.` }
    : { value: spent };
}

function passedIn({ byWeek }: MonthSpend, set: number): string | null {
  let sum = 0;
  for (const { week, spent } of byWeek) {
    sum += spent;
    if (sum > set) return week;
  }
  return null;
}

function weeklyCosts(weeks: readonly Week[]): readonly number[] {
  return toldWeeks(weeks, baselineWeeks, ({ usage }) => usage?.cost?.total ?? null);
}

/** Of what all of them tell. */
function meanOf<Of>(all: readonly Of[], of: (each: Of) => number | null): Figure {
  const values = all.flatMap((each) => of(each) ?? []);
  return values.length === 0 || values.length < all.length ? { hidden: 'protected' } : { value: mean(values) };
}

function mean(values: readonly number[]): number {
  return Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
}

function monthAfter(month: string): string {
  return nextDay(`${month}-28`, 4).slice(0, 7);
}

function daysIn(month: string): number {
  return Number(nextDay(`${monthAfter(month)}-01`, -1).slice(8));
}
