/** A made-up team: what the page shows, and says that it shows, while a team is below k. The same every time for the same week. */
import { randomFrom } from '../../outcomes/resample.ts';
import { settingsAtFirst } from '../dashboard/settings.ts';
import type { TeamSettings } from '../dashboard/settings.ts';
import { roundedWeek } from '../rounding.ts';
import { teamWeekSchemaName } from '../teamWeek.ts';
import type { TeamWeek, TeamWeekBucket } from '../teamWeek.ts';
import { closesAtMs, mondayMs, weekAfter } from './closing.ts';
import type { TeamDashboard } from './dashboardTypes.ts';
import { usualDormantRule } from './labels.ts';
import { publishPart } from './publishPart.ts';
import { teamDashboard } from './teamDashboard.ts';
import { publishedParts } from './types.ts';
import type { PublishedPart } from './types.ts';
import { runningWeek } from './weeks.ts';

export const demoTeamId = 'demo';
const k = 5;
const people = 30;
/** Two quarters whose outcomes are published, and the weeks whose are not yet. */
const weeks = 32;
const nanodollars = 1e9;
/** Dollars for so many tokens, about. */
const tokensOfDollar = 900_000;
const repositories = ['a3f1c0de5b7e9d21', '5ce0ffee12d4a876', 'e1b2d3f4a5967c08'] as const;

/** Reports of 30 people who do not exist, for the weeks up to the last that is over. */
export function demoWeeks(nowMs: number): readonly TeamWeek[] {
  const last = weekAfter(runningWeek(nowMs), -1);
  return Array.from({ length: weeks }, (_, index) => weekAfter(last, index + 1 - weeks)).flatMap((week, index) =>
    Array.from({ length: people }, (_, person) => demoWeek(week, index, person)),
  );
}

/** What is published of them, each part when it closed. */
export function demoEditions(nowMs: number): readonly PublishedPart[] {
  const byWeek = new Map<string, TeamWeek[]>();
  for (const row of demoWeeks(nowMs)) byWeek.set(row.week, [...(byWeek.get(row.week) ?? []), row]);
  return [...byWeek].flatMap(([week, rows]) =>
    publishedParts.flatMap((part): readonly PublishedPart[] => {
      const atMs = closesAtMs(week, part);
      if (atMs > nowMs) return [];
      const result = publishPart({ team: demoTeamId, week, part, k, rows, nowMs: atMs, dormantRule: usualDormantRule, previous: [] });
      return result.kind === 'published' ? [result.edition] : [];
    }),
  );
}

/** What the lead of the made-up team typed. */
export function demoSettings(nowMs: number): TeamSettings {
  const months = new Set(Array.from({ length: weeks }, (_, index) => monthOf(weekAfter(runningWeek(nowMs), -index - 1))));
  const [first = '', ...later] = [...months].sort();
  const invoices = [first, ...later].map((month, index) => ({ month, nanodollars: (17_000 + 350 * index) * nanodollars }));
  return { ...settingsAtFirst, seats: 36, budgets: [{ month: first, nanodollars: 19_000 * nanodollars }], invoices: invoices.slice(0, -1) };
}

export function demoDashboard(nowMs: number): TeamDashboard {
  return teamDashboard(demoEditions(nowMs), demoSettings(nowMs), { team: demoTeamId, k, nowMs });
}

function monthOf(week: string): string {
  return new Date(mondayMs(week)).toISOString().slice(0, 7);
}

function demoWeek(week: string, index: number, person: number): TeamWeek {
  const random = randomFrom(1_000 * index + person + 7);
  // People differ more than weeks do: a few spend most, some look at it now and then.
  const habit = Math.exp(0.75 * normal(randomFrom(person * 31 + 5)));
  // Every fifth has a seat and hardly uses it.
  const isAway = random() < (person % 5 === 4 ? 0.85 : 0.04);
  const isQuiet = isAway || person % 5 === 4 || person % 9 === 0;
  const dollars = isAway ? 0 : (isQuiet ? 6 : 110) * habit * (0.5 + random()) * (1 + index / 60);
  // It goes better as time goes by, and in weeks of much spend not by as much.
  const stayed = Math.floor((dollars / 22) * (0.75 + 0.4 * (index / weeks)) * (0.6 + 0.8 * random()) + random());
  const activeDays = isAway ? 0 : isQuiet ? Math.ceil(random() * 2) : 3 + Math.floor(random() * 3);
  const shares = [0.6, 0.27, 0.13].map((share) => share * (0.5 + random()));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const buckets = repositories.map((repository, at) => {
    const share = (shares[at] ?? 0) / whole;
    return demoBucket({ repository, dollars: dollars * share, stayed: Math.round(stayed * share), turns: activeDays * 9, random, index });
  });
  const level = isAway ? 'nearZero' : random() < 0.25 ? 'high' : random() < 0.35 ? 'low' : 'usual';
  return {
    ...roundedWeek({
      ...{ schema: teamWeekSchemaName, week, activeDays, buckets: isAway ? [] : buckets },
      level,
      rhythm: isAway ? null : random() < 0.55 ? 'steady' : random() < 0.6 ? 'bursty' : null,
    }),
    team: demoTeamId,
    reporter: person.toString(16).padStart(32, '0'),
    device: person.toString(16).padStart(16, '0'),
    sequence: 1,
  };
}

interface BucketInput {
  readonly repository: string;
  readonly dollars: number;
  readonly stayed: number;
  readonly turns: number;
  readonly random: () => number;
  /** Of the week, from 0. */
  readonly index: number;
}

function demoBucket({ repository, dollars, stayed, turns, random, index }: BucketInput): TeamWeekBucket {
  const cost = Math.round(dollars * nanodollars);
  const part = (share: number): number => Math.round(cost * share);
  const sessions = Math.ceil(dollars / 9);
  const headless = 0.07 + 0.05 * random();
  const cameBack = Math.floor(stayed * 0.08 + random() * 0.7);
  const lines = stayed * Math.round(40 + 90 * random());
  const shortStayed = Math.round(stayed * 0.35);
  return {
    repository,
    models: models(cost, sessions, random),
    ...{ interactiveCost: part(1 - headless), headlessCost: part(headless), unrecordedCost: 0, atLeast: false },
    sessions: {
      short: { sessions: Math.ceil(sessions * 0.5), cost: part(0.24), stayed: shortStayed },
      medium: { sessions: Math.round(sessions * 0.35), cost: part(0.36), stayed: Math.round((stayed - shortStayed) / 2) },
      long: { sessions: Math.round(sessions * 0.15), cost: part(0.33), stayed: Math.floor((stayed - shortStayed) / 2) },
    },
    ...{ headlessSessions: Math.round(sessions * headless), turns: Math.round(turns / 3) },
    kinds: {
      ...{ code: part(0.42), smallEdits: part(0.09), tests: part(0.14), docs: part(0.06), configuration: part(0.05) },
      noEdits: part(0.24),
    },
    standing: {
      ...{ stayed: part(0.52), onDefaultBranch: part(0.03), onAnotherBranch: part(0.06), cameBack: part(0.04), openWork: part(0.03) },
      ...{ noCommit: part(0.07), noEdits: part(0.19), setAside: part(0.05), outsideRepositories: part(0.01), unknown: 0 },
    },
    changes: { verified: stayed, pending: 0, reverted: Math.floor(cameBack / 2), hotfixed: Math.ceil(cameBack / 2), reopened: 0 },
    windows: index < 15 ? [21] : [14],
    cadence: 'daily',
    shippedLines: lines,
    survival: {
      7: { lines, surviving: Math.round(lines * 0.95) },
      14: { lines, surviving: Math.round(lines * 0.92) },
      30: { lines, surviving: Math.round(lines * 0.88) },
    },
    verification: {
      ...{ passed: Math.ceil(stayed * 0.6), failed: Math.floor(stayed * 0.05), notRun: Math.floor(stayed * 0.25) },
      unknown: Math.floor(stayed * 0.1),
    },
  };
}

function models(cost: number, sessions: number, random: () => number): TeamWeekBucket['models'] {
  const opus = 0.5 + 0.2 * random();
  const mix = [
    ['claude-opus-5-5', opus, sessions - 2 * Math.floor(sessions / 3)],
    ['claude-sonnet-5', 0.95 - opus, Math.floor(sessions / 3)],
    ['claude-haiku-5-5', 0.05, Math.floor(sessions / 3)],
  ] as const;
  return mix.map(([model, share, ofSessions]) => {
    const tokens = (cost / nanodollars) * share * tokensOfDollar;
    return {
      ...{ model, requests: Math.ceil(tokens / 60_000), sessions: ofSessions },
      ...{ input: Math.round(tokens * 0.004), output: Math.round(tokens * 0.012), cacheWrite5m: Math.round(tokens * 0.05) },
      ...{ cacheWrite1h: 0, cacheRead: Math.round(tokens * 0.934), webSearches: 0 },
      ...{ cost: Math.round(cost * share), unpriced: 0 },
    };
  });
}

/** By Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
