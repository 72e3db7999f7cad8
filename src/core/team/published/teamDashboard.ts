import type { TeamSettings } from '../dashboard/settings.ts';
import { closesAtMs, weekAfter } from './closing.ts';
import type { CalendarRow, DashboardOptions, LastOf, Shown, TeamDashboard } from './dashboardTypes.ts';
import { lastCordonShare, lastCostPerChange, lastVerifiedShare } from './lastFigures.ts';
import { lengthSection } from './lengthSection.ts';
import { allocationSection, modelSection, reviewSection } from './mixSections.ts';
import { budgetSection, coverageSection, planSection } from './moneySections.ts';
import { payingOffSection } from './payingOff.ts';
import { distributionSection, dormantSection, patternSection, quadrantSection } from './peopleSections.ts';
import { publishedParts } from './types.ts';
import type { PublishedPart } from './types.ts';
import { weekRows } from './weekRows.ts';
import { lastOf, runningWeek, toldWeeks, tooLittle, weeksOf } from './weeks.ts';
import type { Week } from './weeks.ts';

const weeksOfCalendar = 8;
const weeksOfCadence = 8;

/** All sections of a team's page. Of several editions of a part the last one counts; editions of other teams are passed over. */
export function teamDashboard(editions: readonly PublishedPart[], entries: TeamSettings, options: DashboardOptions): TeamDashboard {
  const { team, k, nowMs } = options;
  const weeks = weeksOf(editions, team, nowMs);
  const rows = weekRows(weeks, nowMs);
  const costPerChange = lastCostPerChange(rows, nowMs);
  const [verifiedShare, cordonShare] = [lastVerifiedShare(weeks, nowMs), lastCordonShare(weeks, nowMs)];
  return {
    ...{ team, k, state: weeks.length === 0 ? 'belowK' : 'published', weeks: rows },
    coverage: coverageSection(weeks, entries, nowMs),
    payingOff: payingOffSection(weeks),
    budget: budgetSection(weeks, entries, nowMs),
    distribution: distributionSection(weeks, nowMs),
    quadrants: quadrantSection(weeks),
    patterns: patternSection(weeks, nowMs),
    dormant: dormantSection(weeks, nowMs),
    models: modelSection(weeks),
    lengths: lengthSection(weeks),
    plan: planSection(weeks, entries),
    allocation: allocationSection(weeks),
    review: reviewSection(weeks, nowMs),
    standing: lastShown(weeks, ({ outcomes }) => outcomes?.standing ?? null),
    verification: lastShown(weeks, ({ outcomes }) => outcomes?.verification ?? null),
    kinds: lastShown(weeks, ({ usage }) => usage?.cost?.kinds ?? null),
    costPerChange: costPerChange.figure,
    verifiedShare: verifiedShare.figure,
    cadence: cadenceOf(weeks),
    cordonShare: cordonShare.figure,
    lastWeeks: { costPerChange: costPerChange.weeks, verifiedShare: verifiedShare.weeks, cordonShare: cordonShare.weeks },
    calendar: calendarOf(weeks, nowMs),
  };
}

function lastShown<Value>(weeks: readonly Week[], of: (week: Week) => Value | null): LastOf<Value> {
  const last = lastOf(weeks, of);
  if (last === null) return { week: null, shown: { hidden: weeks.length === 0 ? 'notPublished' : 'protected' } };
  return { week: last.week.week, shown: { value: last.value } };
}

/** The band of most of the last weeks that have one. */
function cadenceOf(weeks: readonly Week[]): Shown<string> {
  const counts = new Map<string, number>();
  for (const cadence of toldWeeks(weeks, weeksOfCadence, ({ usage }) => usage?.cost?.cadence ?? null))
    counts.set(cadence, (counts.get(cadence) ?? 0) + 1);
  const [most] = [...counts].sort(([left, a], [right, b]) => b - a || (left < right ? -1 : 1));
  if (most === undefined) return { hidden: weeks.length === 0 ? 'notPublished' : 'protected' };
  return most[0] === 'unknown' ? tooLittle('How often something ships is known after four weeks.') : { value: most[0] };
}

/** What closes when: of the running week and those before it. */
function calendarOf(weeks: readonly Week[], nowMs: number): readonly CalendarRow[] {
  const known = new Map(weeks.map((week) => [week.week, week]));
  const running = runningWeek(nowMs);
  return Array.from({ length: weeksOfCalendar }, (_, index) => weekAfter(running, index + 1 - weeksOfCalendar)).flatMap((week) =>
    publishedParts.map((part): CalendarRow => {
      const edition = known.get(week)?.[part]?.edition ?? null;
      const closes = closesAtMs(week, part);
      return { week, part, closesAtMs: closes, state: edition !== null ? 'published' : nowMs < closes ? 'open' : 'closed', edition };
    }),
  );
}
