/** Weeks as a collector may get them: any that fit the schema, and any that nearly do. */
import fc from 'fast-check';
import { workKinds } from '../../src/core/advice/workKinds.ts';
import { standingParts } from '../../src/core/attribution/placement.ts';
import { changeStates } from '../../src/core/outcomes/outcome.ts';
import { largestAmount, teamWeekSchemaName } from '../../src/core/team/teamWeek.ts';
import type { SessionLength, TeamWeek, TeamWeekBucket } from '../../src/core/team/teamWeek.ts';

const amount = fc.oneof(fc.nat(99), fc.integer({ min: 0, max: largestAmount }), fc.constantFrom(0, largestAmount));
const hex = (digits: number): fc.Arbitrary<string> =>
  fc.array(fc.nat(15), { minLength: digits, maxLength: digits }).map((all) => all.map((digit) => digit.toString(16)).join(''));

function amounts<Name extends string>(names: readonly Name[]): fc.Arbitrary<Record<Name, number>> {
  return fc
    .array(amount, { minLength: names.length, maxLength: names.length })
    .map((values) => Object.fromEntries(names.map((name, index) => [name, values[index]])) as Record<Name, number>);
}

const modelUse = fc
  .record({
    model: fc.constantFrom('claude-opus-5-5', 'claude-haiku-4-5', 'claude-3-5-sonnet', 'claude-v1', 'claude-2', 'other'),
    use: amounts([
      'requests',
      'sessions',
      'input',
      'output',
      'cacheWrite5m',
      'cacheWrite1h',
      'cacheRead',
      'webSearches',
      'cost',
      'unpriced',
    ]),
  })
  .map(({ model, use }) => ({ model, ...use }));
const length = amounts(['sessions', 'cost', 'stayed']);
const survival = amounts(['lines', 'surviving']);

const bucket: fc.Arbitrary<TeamWeekBucket> = fc.record({
  repository: fc.oneof(fc.constant(''), hex(16)),
  models: fc.array(modelUse, { maxLength: 3 }),
  ...{ interactiveCost: amount, headlessCost: amount, unrecordedCost: amount, atLeast: fc.boolean() },
  sessions: fc.record({ short: length, medium: length, long: length } satisfies Record<SessionLength, unknown>),
  ...{ headlessSessions: amount, turns: amount },
  kinds: amounts(workKinds),
  standing: amounts(standingParts),
  changes: amounts(changeStates),
  windows: fc.subarray([7, 14, 21] as (7 | 14 | 21)[]),
  cadence: fc.constantFrom('daily', 'weekly', 'monthly', 'rarer', 'unknown'),
  shippedLines: amount,
  survival: fc.record({ 7: survival, 14: survival, 30: survival }),
  verification: amounts(['passed', 'failed', 'notRun', 'unknown']),
});

export const anyTeamWeek: fc.Arbitrary<TeamWeek> = fc.record({
  schema: fc.constant(teamWeekSchemaName),
  team: fc.constantFrom('weavers', 'team-7', 'a'),
  reporter: hex(32),
  device: hex(16),
  week: fc.constantFrom('2026-W01', '2026-W47', '2026-W53', '2031-W20'),
  sequence: fc.integer({ min: 1, max: 1e9 }),
  activeDays: fc.integer({ min: 0, max: 7 }),
  level: fc.constantFrom('high', 'usual', 'low', 'nearZero', null),
  rhythm: fc.constantFrom('steady', 'bursty', null),
  buckets: fc.array(bucket, { maxLength: 3 }),
});

type Json = unknown;

/** Names that an object may have without saying so. */
const oddNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '0', 'buckets', 'repository', 'cost', 'email', 'x y'];
const oddValues: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, '', '0', 0, -1, 0.5, 1e15, 1e15 + 1, 1e300, 7, 8, 14, 15, 53, [], {}, 'other', 'daily', 'nearZero'),
  fc.constantFrom<Json>(
    '2026-W54',
    '2026-W00',
    ' 2026-W47',
    '2026-W47\n',
    'Weavers',
    'claude-',
    'claude-opus-5-5\n',
    'CLAUDE',
    'é',
    'f'.repeat(16),
  ),
  fc.jsonValue(),
  hex(16),
  hex(32),
);

/** A week with one to three things about it changed, as JSON is read: names, values, what is missing and what is too much. */
export const nearlyTeamWeek: fc.Arbitrary<Json> = fc
  .record({
    week: anyTeamWeek,
    changes: fc.array(
      fc.record({
        path: fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }),
        kind: fc.constantFrom('set', 'set', 'remove', 'add', 'more'),
        name: fc.constantFrom(...oddNames),
        value: oddValues,
      }),
      { minLength: 0, maxLength: 3 },
    ),
  })
  .map(({ week, changes }) => {
    const json = JSON.parse(JSON.stringify(week)) as Json;
    for (const change of changes) apply(json, change);
    return json;
  });

interface JsonChange {
  readonly path: readonly number[];
  readonly kind: 'set' | 'remove' | 'add' | 'more';
  readonly name: string;
  readonly value: Json;
}

/** Goes down as far as there is anything, and changes what is there. */
function apply(json: Json, { path, kind, name, value }: JsonChange): void {
  let at = json;
  for (const [depth, step] of path.entries()) {
    if (typeof at !== 'object' || at === null) return;
    const names = Object.keys(at);
    const chosen = names[step % names.length];
    const next: Json = chosen === undefined ? undefined : (Object.entries(at).find(([each]) => each === chosen)?.[1] as Json);
    const isLast = depth === path.length - 1 || typeof next !== 'object' || next === null;
    if (isLast) {
      if (kind === 'remove' && chosen !== undefined) remove(at, chosen);
      else if (kind === 'set' && chosen !== undefined) define(at, chosen, value);
      else if (kind === 'more' && Array.isArray(at)) at.push(...Array.from({ length: step * 10 }, () => value));
      else if (kind === 'add' && !Array.isArray(at)) define(at, name, value);
      return;
    }
    at = next;
  }
}

/** As `JSON.parse` does it: `__proto__` is a name like any other. */
function define(at: object, name: string, value: Json): void {
  Object.defineProperty(at, name, { value, enumerable: true, configurable: true, writable: true });
}

function remove(at: object, name: string): void {
  if (Array.isArray(at)) at.splice(Number(name), 1);
  else Reflect.deleteProperty(at, name);
}
