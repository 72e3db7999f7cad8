import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import type { MarkState } from '../../../src/core/marks/judge.ts';
import { noticeKeys, snoozeKey } from '../../../src/core/marks/judge.ts';
import { startOfDay, dayKey, nextDay } from '../../../src/core/report/time.ts';
import type { Engine } from '../../../src/engine/types.ts';
import { EngineClient } from '../../../src/extension/engineClient.ts';
import type { LiveSnapshot } from '../../../src/core/report/live.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { aMark } from '../../support/marks.ts';
import { noonZone } from '../../support/noonZone.ts';
import { assistant, jsonl, sessionA, sessionB } from '../../support/transcriptLines.ts';

// Of the day that begins in the middle of a run, nothing was spent.
const zone = noonZone();
const today = dayKey(Date.now(), zone);
/** Noon of a day before today; of today its first minute, which has always gone. */
const at = (daysAgo: number): string =>
  new Date(startOfDay(nextDay(today, -daysAgo), zone) + (daysAgo === 0 ? 1000 : 12 * 3_600_000)).toISOString();
const line = (daysAgo: number, some: Parameters<typeof assistant>[0] = {}): object => assistant({ at: at(daysAgo), ...some });

describe('marks over a ledger', function () {
  this.timeout(60_000);
  let rig: EngineRig;
  let engine: Engine;
  let file: string;

  const states = async (...marks: readonly Parameters<typeof aMark>[0][]): Promise<readonly MarkState[]> => {
    const snapshot = await engine.snapshot({ folders: null, nowMs: Date.now() });
    return engine.marks.states(marks.map(aMark), snapshot);
  };
  const cents = (given: readonly MarkState[]): readonly number[] => given.map(({ spent }) => (spent?.nanodollars ?? NaN) / 1e7);

  beforeEach(async () => {
    rig = await EngineRig.make();
    file = await rig.write(`-home-ada-loom/${sessionA}.jsonl`, jsonl(...Array.from({ length: 40 }, (_, day) => line(day))));
    await rig.write(
      `-home-ada-spindle/${sessionB}.jsonl`,
      jsonl(...[0, 1, 2].map((day) => line(day, { sessionId: sessionB, more: { cwd: '/home/ada/spindle', gitBranch: 'weave' } }))),
    );
    engine = await rig.open({ git: false, timezone: zone });
    await engine.ingest({});
  });
  afterEach(() => rig.close());

  it('have what the reports have, for each period and branch', async () => {
    const report = await engine.report({ by: 'month', sinceMs: null, untilMs: null });
    const [day, month, weave, unknown] = await states(
      {},
      { period: 'month' },
      { period: 'month', branch: 'we*' },
      { repository: 'nowhere' },
    );
    assert.equal(day?.spent?.nanodollars, 2e7);
    assert.equal(month?.spent?.nanodollars, report.rows.find(({ key }) => key === today.slice(0, 7))?.costNanodollars);
    assert.ok((weave?.spent?.nanodollars ?? 0) > 0 && (weave?.spent?.nanodollars ?? 0) <= 3e7);
    assert.equal(unknown?.spent?.nanodollars, 0);
    assert.equal(month?.forecast?.weeks, 5);
  });

  it('follow every change of the ledger: lines that are added, repositories that are forgotten', async () => {
    const both = [{}, { period: 'month' as const }];
    const before = cents(await states(...both));
    await appendFile(file, jsonl(line(0), line(0, { model: 'claude-unheard-of-9' })));
    await engine.ingest({});
    const after = await states(...both);
    assert.deepEqual(
      cents(after),
      before.map((each) => each + 1),
    );
    assert.deepEqual(
      after.map(({ sure, spent }) => [sure, spent?.unpricedRequests]),
      [
        [false, 1],
        [false, 1],
      ],
    );
    await engine.forget('/home/ada/loom');
    const left = await states(...both);
    assert.equal(cents(left)[0], 1);
    const fresh = await rig.open({ git: false, timezone: zone });
    const snapshot = await fresh.snapshot({ folders: null, nowMs: Date.now() });
    assert.deepEqual(await fresh.marks.states(both.map(aMark), snapshot), left);
  });

  it('are told of by one of several processes, snoozed for all, and forgotten with everything', async () => {
    const other = await rig.open({ git: false, timezone: zone });
    const [state] = await states({ first: 0.01 });
    assert.ok(state);
    const keys = noticeKeys(state);
    assert.deepEqual([other.marks.claim(keys, Date.now()), engine.marks.claim(keys, Date.now())], [true, false]);
    other.marks.snooze(snoozeKey(state), 8e12, Date.now());
    assert.equal((await states({ first: 0.01 }))[0]?.snoozedUntilMs, 8e12);
    await engine.deleteEverything();
    assert.equal((await states({ first: 0.01 }))[0]?.snoozedUntilMs, null);
  });

  it('reach the window through its worker, and are words for the panel', async () => {
    const home = process.env.HOME;
    process.env.HOME = rig.home; // the worker's own
    let latest: LiveSnapshot | null = null;
    let heard = (): void => undefined;
    const errors: string[] = [];
    const ignore = (): void => undefined;
    const client = new EngineClient({
      workerFile: path.resolve(import.meta.dirname, '../../../src/engine/worker.ts'),
      log: { debug: ignore, info: ignore, warn: ignore, error: (sentence) => void errors.push(sentence) },
      onSnapshot: (snapshot) => {
        latest = snapshot;
        heard();
      },
      onProblem: ignore,
      onHistoryChanged: ignore,
      onCommit: ignore,
    });
    const marked = (fits: (marks: NonNullable<LiveSnapshot['marks']>) => boolean): Promise<MarkState> =>
      new Promise((resolve) => {
        heard = () => {
          const [state] = latest?.marks?.states ?? [];
          if (latest?.marks !== undefined && state !== undefined && fits(latest.marks)) resolve(state);
        };
        heard();
      });
    try {
      const settings = {
        claudeDirectories: [rig.configuration],
        ledger: rig.ledger,
        exclude: [],
        mappings: [],
        identities: [],
        timezone: zone,
      };
      const timeSaved = { hourlyRate: 80, minutes: { code: { low: 20, high: 60 } } };
      const marks = { marks: [aMark({ first: 0.02 })], timeSaved, problems: ['Mark 2 is left out: it is no object.'] };
      client.configure({ ...settings, plan: 'auto', folders: null, git: false, marks });
      const state = await marked(() => true);
      assert.deepEqual([state.passed, state.snoozedUntilMs], [1, null]);
      const claims = [
        await client.ask('claimNotice', { keys: noticeKeys(state) }),
        await client.ask('claimNotice', { keys: noticeKeys(state) }),
      ];
      assert.deepEqual(claims, [
        { ok: true, value: true },
        { ok: true, value: false },
      ]);
      const untilMs = Date.now() + 3_600_000;
      await client.ask('snoozeMark', { key: snoozeKey(state), untilMs });
      await marked(({ states: [first] }) => first?.snoozedUntilMs === untilMs);
      const section = await client.ask('marks', null);
      assert.ok(section.ok);
      const [row] = section.value.rows;
      assert.deepEqual([row?.name, row?.counted, row?.state, row?.warns], ['Today', '$0.02', 'passed', false]);
      assert.deepEqual([section.value.problems, section.value.timeSaved], [marks.problems, null]);
      assert.deepEqual(errors, []);
    } finally {
      await client.close();
      if (home === undefined) delete process.env.HOME;
      else process.env.HOME = home;
    }
  });
});
