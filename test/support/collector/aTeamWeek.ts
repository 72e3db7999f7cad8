import { workKinds } from '../../../src/core/advice/workKinds.ts';
import { standingParts } from '../../../src/core/attribution/placement.ts';
import { changeStates } from '../../../src/core/outcomes/outcome.ts';
import { sessionLengths, teamWeekSchemaName } from '../../../src/core/team/teamWeek.ts';
import type { TeamWeek, TeamWeekBucket } from '../../../src/core/team/teamWeek.ts';

function all<Name extends string, Value>(names: readonly Name[], value: Value): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, value])) as Record<Name, Value>;
}

/** One bucket in which little happened. */
export function aBucket(some: Partial<TeamWeekBucket> = {}): TeamWeekBucket {
  return {
    repository: '',
    models: [
      {
        model: 'claude-opus-5-5',
        requests: 120,
        sessions: 4,
        input: 3000,
        output: 42_000,
        cacheWrite5m: 250_000,
        cacheWrite1h: 0,
        cacheRead: 5_100_000,
        webSearches: 0,
        cost: 12_000_000_000,
        unpriced: 0,
      },
    ],
    interactiveCost: 12_000_000_000,
    headlessCost: 0,
    unrecordedCost: 0,
    atLeast: false,
    sessions: all(sessionLengths, { sessions: 1, cost: 4_000_000_000, stayed: 1 }),
    headlessSessions: 0,
    turns: 40,
    kinds: all(workKinds, 2_000_000_000),
    standing: all(standingParts, 1_000_000_000),
    changes: all(changeStates, 1),
    windows: [14],
    cadence: 'weekly',
    shippedLines: 400,
    survival: { 7: { lines: 400, surviving: 390 }, 14: { lines: 400, surviving: 380 }, 30: { lines: 0, surviving: 0 } },
    verification: { passed: 3, failed: 0, notRun: 1, unknown: 0 },
    ...some,
  };
}

/** A valid report. */
export function aTeamWeek(some: Partial<TeamWeek> = {}): TeamWeek {
  return {
    schema: teamWeekSchemaName,
    team: 'platform',
    reporter: '00112233445566778899aabbccddeeff',
    device: '0123456789abcdef',
    week: '2026-W46',
    sequence: 1,
    activeDays: 4,
    level: null,
    rhythm: null,
    buckets: [aBucket()],
    ...some,
  };
}
