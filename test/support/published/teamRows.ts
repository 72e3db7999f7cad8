/** Rows of a team's week from a few amounts, so that tests name only what they are about. */
import { workKinds } from '../../../src/core/advice/workKinds.ts';
import { standingParts } from '../../../src/core/attribution/placement.ts';
import { teamWeekSchemaName } from '../../../src/core/team/teamWeek.ts';
import type { TeamWeek, TeamWeekBucket } from '../../../src/core/team/teamWeek.ts';

export const testTeam = 'weavers';
export const testWeek = '2026-W10';

/** Dollars by name, and counts. What is left out is 0. */
export interface RowSpec {
  readonly person: number;
  readonly device?: number;
  readonly week?: string;
  readonly models?: Readonly<Record<string, number>>;
  readonly kinds?: Readonly<Record<string, number>>;
  readonly standing?: Readonly<Record<string, number>>;
  /** By bucket: shares of all amounts in whole percent; everything in the nameless one where left out. */
  readonly repositories?: Readonly<Record<string, number>>;
  readonly headless?: number;
  readonly sessions?: number;
  readonly turns?: number;
  readonly activeDays?: number;
  readonly verified?: number;
  readonly reverted?: number;
  readonly lines?: number;
  readonly surviving?: number;
  readonly passed?: number;
  readonly level?: TeamWeek['level'];
  readonly rhythm?: TeamWeek['rhythm'];
  readonly windows?: TeamWeekBucket['windows'];
  readonly cadence?: TeamWeekBucket['cadence'];
  readonly sequence?: number;
  /** Of the first bucket alone. */
  readonly atLeast?: boolean;
}

const nanodollars = 1e9;

export function reporterOf(person: number): string {
  return person.toString(16).padStart(32, '0');
}

export function aRow(spec: RowSpec): TeamWeek {
  const { person, device = 0, week = testWeek, repositories = { '': 100 }, sequence = 1 } = spec;
  return {
    ...{ schema: teamWeekSchemaName, team: testTeam, week, sequence, reporter: reporterOf(person) },
    device: (16 * person + device).toString(16).padStart(16, '0'),
    activeDays: spec.activeDays ?? 3,
    level: spec.level ?? null,
    rhythm: spec.rhythm ?? null,
    buckets: Object.entries(repositories).map(([repository, percent], index) => ({
      ...aBucket(spec, repository, percent / 100),
      atLeast: index === 0 && spec.atLeast === true,
    })),
  };
}

function aBucket(spec: RowSpec, repository: string, share: number): TeamWeekBucket {
  const money = (dollars: number): number => Math.round(dollars * share * nanodollars);
  const count = (amount: number | undefined): number => Math.round((amount ?? 0) * share);
  const named = (names: readonly string[], amounts: Readonly<Record<string, number>> | undefined): Record<string, number> =>
    Object.fromEntries(names.map((name) => [name, money(amounts?.[name] ?? 0)]));
  const cost = Object.values(spec.models ?? {}).reduce((sum, dollars) => sum + dollars, 0);
  const headless = Math.min(spec.headless ?? 0, cost);
  const [verified, reverted, lines] = [count(spec.verified), count(spec.reverted), count(spec.lines)];
  const surviving = Math.min(lines, count(spec.surviving ?? spec.lines));
  const sessions = count(spec.sessions);
  return {
    repository,
    models: Object.entries(spec.models ?? {}).map(([model, dollars], index) => ({
      ...{ model, requests: 1, sessions: index === 0 ? sessions : 0, webSearches: 0, cost: money(dollars), unpriced: 0 },
      ...{
        input: money(dollars) / 1e6,
        output: money(dollars) / 5e6,
        cacheWrite5m: money(dollars) / 2e6,
        cacheWrite1h: 0,
        cacheRead: money(dollars) / 1e5,
      },
    })),
    ...{ interactiveCost: money(cost - headless), headlessCost: money(headless), unrecordedCost: 0, atLeast: false },
    sessions: {
      short: { sessions, cost: money(cost - headless), stayed: verified },
      medium: { sessions: 0, cost: 0, stayed: 0 },
      long: { sessions: 0, cost: 0, stayed: 0 },
    },
    ...{ headlessSessions: headless > 0 ? 1 : 0, turns: count(spec.turns ?? 10) },
    kinds: named(workKinds, spec.kinds ?? { code: cost }) as TeamWeekBucket['kinds'],
    standing: named(standingParts, spec.standing ?? { stayed: cost }) as TeamWeekBucket['standing'],
    changes: { verified, pending: 0, reverted, hotfixed: 0, reopened: 0 },
    windows: spec.windows ?? [14],
    cadence: spec.cadence ?? 'daily',
    shippedLines: lines,
    survival: { 7: { lines, surviving }, 14: { lines, surviving }, 30: { lines, surviving } },
    verification: { passed: count(spec.passed), failed: 0, notRun: verified, unknown: 0 },
  };
}
