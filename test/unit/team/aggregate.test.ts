import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { History, HistoryTurn } from '../../../src/core/attribution/history.ts';
import { canonicalModel } from '../../../src/core/pricing/modelName.ts';
import { exactWeeks, teamWeeks } from '../../../src/core/team/aggregate.ts';
import { defaultSettings } from '../../../src/core/outcomes/repositorySettings.ts';
import { bucketNames } from '../../../src/core/team/bucketNames.ts';
import { entranceOf } from '../../../src/core/team/entrance.ts';
import type { TeamWeekBucket } from '../../../src/core/team/teamWeek.ts';
import { modelPattern, modelsAtMost } from '../../../src/core/team/teamWeek.ts';
import { weeksOver } from '../../../src/core/team/weeksOver.ts';
import { aCommit, aHistory, aLink, anEdit, aPlaced, aRepository, dayMs, hourMs, loom, noon, shaOf } from '../../support/histories.ts';
import { anOutcome } from '../../support/outcomes.ts';
import { aKey, aQuestion } from '../../support/teamWeeks.ts';

/** Noon is on the Sunday of week 47: the last week that is over is 46, and its Wednesday eleven days before. */
const begins = aPlaced('noEdits', 1, { sessionId: 'first', atMs: noon - 40 * dayMs });
const lastWeek = noon - 11 * dayMs;

function bucketOf(history: History, isoWeek = '2026-W46', some: Parameters<typeof aQuestion>[1] = {}): TeamWeekBucket {
  const [bucket] = exactWeeks(aQuestion(history, some)).find(({ week }) => week === isoWeek)?.buckets ?? [];
  assert.ok(bucket !== undefined, `Nothing is in ${isoWeek}.`);
  return bucket;
}

function someTurns(count: number, fromMs: number): readonly HistoryTurn[] {
  return Array.from({ length: count }, (_, index) => ({
    atMs: fromMs + index * 60_000,
    promptId: `p${String(index)}`,
    textHash: '',
    command: false,
    mode: '',
  }));
}

describe('the weeks that a team is told of', () => {
  it('are those that are over, without the one in which the record begins, idle ones included', () => {
    const weeks = exactWeeks(aQuestion(aHistory({ requests: [begins, aPlaced('noEdits', 1, { atMs: lastWeek })] })));
    assert.deepEqual(
      weeks.map(({ week, activeDays, level, buckets }) => ({ week, activeDays, level, buckets: buckets.length })),
      [
        { week: '2026-W43', activeDays: 0, level: 'nearZero', buckets: 0 },
        { week: '2026-W44', activeDays: 0, level: 'nearZero', buckets: 0 },
        { week: '2026-W45', activeDays: 0, level: 'nearZero', buckets: 0 },
        { week: '2026-W46', activeDays: 1, level: null, buckets: 1 },
      ],
    );
    assert.deepEqual(exactWeeks(aQuestion(aHistory())), []);
    assert.deepEqual(exactWeeks(aQuestion(aHistory({ requests: [aPlaced('noEdits', 1, { atMs: lastWeek })] }))), []);
  });

  it('begin and end with the user’s own Monday, and are 13 at most', () => {
    const at = { firstMs: noon - 400 * dayMs, weeks: 99, nowMs: Date.parse('2026-11-22T23:30:00Z') };
    const [berlin, utc] = [weeksOver({ ...at, timezone: 'Europe/Berlin' }), weeksOver({ ...at, timezone: 'UTC' })];
    assert.deepEqual([berlin.length, berlin.at(-1)?.isoWeek, utc.at(-1)?.isoWeek], [13, '2026-W47', '2026-W46']);
    assert.equal(new Date(berlin.at(-1)?.sinceMs ?? 0).toISOString(), '2026-11-15T23:00:00.000Z');
    // The clocks went back in week 43.
    const week43 = berlin.find(({ isoWeek }) => isoWeek === '2026-W43');
    assert.equal((week43?.untilMs ?? 0) - (week43?.sinceMs ?? 0), 7 * dayMs + hourMs);
  });

  it('part what was spent by hand from what was spent headless, and from what no client said', () => {
    const requests = [
      begins,
      aPlaced('noEdits', 1, { sessionId: 'hand', atMs: lastWeek }),
      aPlaced('noEdits', 2, { sessionId: 'ci', atMs: lastWeek, entrypoint: 'claude-code-github-action' }),
      aPlaced('noEdits', 4, { sessionId: 'old', atMs: lastWeek, entrypoint: '' }),
    ];
    const { interactiveCost, headlessCost, unrecordedCost, headlessSessions, sessions } = bucketOf(aHistory({ requests }));
    assert.deepEqual([interactiveCost, headlessCost, unrecordedCost], [1e9, 2e9, 4e9]);
    assert.deepEqual([headlessSessions, sessions.short.sessions, sessions.short.cost], [1, 2, 5e9]);
    const entrances = ['cli', 'claude-vscode', 'claude-desktop', 'sdk-cli', 'sdk-ts', 'sdk-py', '', 'mcp', 'remote_trigger', 'sdk'];
    assert.deepEqual(entrances.map(entranceOf), [
      ...(['interactive', 'interactive', 'interactive', 'headless', 'headless', 'headless'] as const),
      ...(['unrecorded', 'unrecorded', 'unrecorded', 'unrecorded'] as const),
    ]);
  });

  it('put sessions by their turns, with all that they cost and the changes that stayed of them', () => {
    const session = (id: string, dollars: number): readonly ReturnType<typeof aPlaced>[] => [
      aPlaced('noEdits', dollars, { sessionId: id, atMs: lastWeek }),
      // Goes on in the week after.
      aPlaced('noEdits', 10, { sessionId: id, atMs: noon - dayMs }),
    ];
    const stayed = anOutcome({ sha: 'a1', shippedAtMs: noon - dayMs, sessionIds: ['medium', 'long'] });
    const history = aHistory({
      requests: [begins, ...session('short', 1), ...session('medium', 2), ...session('long', 4)],
      turns: new Map([
        ['short', someTurns(3, lastWeek)],
        ['medium', someTurns(4, lastWeek)],
        ['long', someTurns(16, lastWeek)],
      ]),
      outcomes: new Map([
        [loom, { repository: loom, settings: defaultSettings, changes: [stayed], changeOf: new Map(), seenUntilMs: noon }],
      ]),
    });
    assert.deepEqual(bucketOf(history).sessions, {
      short: { sessions: 1, cost: 11e9, stayed: 0 },
      medium: { sessions: 1, cost: 12e9, stayed: 1 },
      long: { sessions: 1, cost: 14e9, stayed: 0 },
    });
    const fifteen = { ...history, turns: new Map([['long', someTurns(15, lastWeek)]]) };
    assert.equal(bucketOf(fifteen).sessions.medium.sessions, 1);
  });

  it('take a session for the first of places and models that cost as much', () => {
    const both = (repository: string, model: string, later: number) =>
      aPlaced('noEdits', 1, { sessionId: 'both', atMs: lastWeek + later, repository, model });
    const history = aHistory({ requests: [begins, both('/a', 'claude-opus-5-5', 0), both('/b', 'claude-haiku-4-5', 1)] });
    const week = exactWeeks(aQuestion(history, { bucketOf: aKey })).at(-1);
    const of = (path: string) => week?.buckets.find(({ repository }) => repository === aKey(path));
    assert.deepEqual([of('/a')?.sessions.short.sessions, of('/b')?.sessions.short.sessions], [1, 0]);
    assert.equal(of('/a')?.models[0]?.sessions, 1);
  });

  it('name a model only where the price table of this build knows it', () => {
    const named = (model: string) => aPlaced('noEdits', 1, { sessionId: model, atMs: lastWeek, model });
    const names = [
      'claude-opus-5-5',
      'eu.anthropic.claude-opus-5-5-20261001-v1:0',
      'claude-secret-project',
      'gateway/ada-special',
      'claude-Ada',
    ];
    const history = aHistory({ requests: [begins, ...names.map(named)] });
    // Even where somebody's own price list knows it: only public names fit.
    const { models } = bucketOf(history, '2026-W46', { isPublicModel: (model) => model !== 'claude-secret-project' });
    assert.deepEqual(
      models.map(({ model, requests }) => [model, requests]),
      [
        ['claude-opus-5-5', 2],
        ['other', 3],
      ],
    );
  });

  it('say that more was spent where something has no price, is not whole, or side calls are not known', () => {
    const atLeast = (some: Parameters<typeof aHistory>[0]) =>
      bucketOf(aHistory({ ...some, requests: [begins, ...(some?.requests ?? [])] })).atLeast;
    const priced = aPlaced('noEdits', 1, { atMs: lastWeek });
    assert.equal(atLeast({ requests: [priced] }), false);
    assert.equal(atLeast({ requests: [aPlaced('noEdits', null, { atMs: lastWeek })] }), true);
    assert.equal(atLeast({ requests: [{ ...priced, lowerBound: true }] }), true);
    const unknown = {
      sessionId: priced.sessionId,
      atMs: lastWeek,
      cwd: loom,
      branch: 'main',
      repository: loom,
      models: null,
      nanodollars: null,
    };
    assert.equal(atLeast({ requests: [priced], sideCalls: [unknown] }), true);
  });

  it('count own changes where they shipped, with windows, cadence, lines and verification', () => {
    const weekly = Array.from({ length: 12 }, (_, week) =>
      anOutcome({ sha: `${String(week)}b`, own: false, shippedAtMs: noon - (12 + 7 * week) * dayMs }),
    );
    const changes = [
      ...weekly,
      anOutcome({ sha: 'a1', shippedAtMs: lastWeek }),
      anOutcome({ sha: 'a2', shippedAtMs: lastWeek, state: 'reverted' }),
      anOutcome({ sha: 'a3', shippedAtMs: null, state: 'pending', change: { shippedAtMs: lastWeek } }),
      anOutcome({ sha: 'a4', shippedAtMs: lastWeek, setAside: true }),
      anOutcome({ sha: 'a5', shippedAtMs: noon - 3 * dayMs }),
    ];
    const settings = {
      ...defaultSettings,
      windows: [
        { days: 14, fromMs: null, reason: '' },
        { days: 7, fromMs: lastWeek, reason: 'sooner' },
      ] as const,
    };
    const changeOf = new Map(changes.map((outcome) => [outcome.change.sha, outcome]));
    const check = { sessionId: 'session-1', atMs: lastWeek - 60_000, kind: 'test', succeeded: true } as const;
    const commit = aCommit('a1', { authorMs: lastWeek });
    const history = {
      ...aHistory({
        requests: [begins, aPlaced({ sha: 'a1' }, 3, { atMs: lastWeek - hourMs })],
        repositories: [aRepository([commit])],
        links: [aLink('a1', { evidence: { endedAtMs: lastWeek } })],
        edits: [anEdit({ atMs: lastWeek - hourMs })],
        takenEdits: new Map([['edit-1', shaOf('a1')]]),
        checks: [check],
      }),
      outcomes: new Map([[loom, { repository: loom, settings, changes, changeOf, seenUntilMs: noon }]]),
    };
    const bucket = bucketOf(history);
    assert.deepEqual(bucket.changes, { verified: 1, pending: 1, reverted: 1, hotfixed: 0, reopened: 0 });
    assert.deepEqual(bucket.windows, [7, 14]);
    assert.equal(bucket.cadence, 'weekly');
    assert.deepEqual(bucket.verification, { passed: 1, failed: 0, notRun: 0, unknown: 2 });
  });

  it('leave at two significant digits, each figure by itself', () => {
    const requests = [
      begins,
      aPlaced('noEdits', 1.234_567, { sessionId: 'a', atMs: lastWeek }),
      aPlaced('noEdits', 0.111_1, { sessionId: 'b', atMs: lastWeek }),
    ];
    const [bucket] = teamWeeks(aQuestion(aHistory({ requests }))).at(-1)?.buckets ?? [];
    assert.deepEqual([bucket?.interactiveCost, bucket?.models[0]?.cost, bucket?.kinds.noEdits], [1.3e9, 1.3e9, 1.3e9]);
    assert.equal(bucket?.sessions.short.cost, 1.3e9);
  });
});

describe('buckets of repositories', () => {
  it('are no more than a week may hold: the common one takes those on which least was spent', () => {
    const requests = ['/a', '/b', '/c', '/d'].map((repository, index) => aPlaced('noEdits', index + 1, { repository }));
    const names = bucketNames({ requests }, aKey, 3);
    assert.deepEqual(['/a', '/b', '/c', '/d', ''].map(names), ['', '', aKey('/c'), aKey('/d'), '']);
    assert.equal(bucketNames({ requests }, aKey, 5), aKey);
  });

  it('hold models that the price table names, each by a name that may leave', async () => {
    const { findProvider } = await import('@pydantic/genai-prices');
    const models = findProvider({ providerId: 'anthropic' })?.models ?? [];
    for (const { id } of models) assert.match(canonicalModel(id), modelPattern);
    assert.ok(models.length > 0 && models.length < modelsAtMost);
  });
});
