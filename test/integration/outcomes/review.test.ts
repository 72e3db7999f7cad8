/** What the review of a quarter says of repositories, with the real git. */
import assert from 'node:assert/strict';
import { dayKey } from '../../../src/core/report/time.ts';
import { linesOf, OutcomeRig } from '../../support/outcomeRig.ts';

describe('the review of a quarter', () => {
  let rig: OutcomeRig;
  beforeEach(async () => {
    rig = await OutcomeRig.make();
  });
  afterEach(() => rig.close());

  it('has what shipped in it though all of it was paid for before', async () => {
    rig.on(30).commit('weave', { files: { 'weave.ts': linesOf('weave', 6) } });
    const engine = await rig.engineRig.open({ environment: rig.environment });
    await engine.ingest({});
    await engine.readGit({ folders: [rig.folder] });
    const csvOf = async (firstDay: number, repository: string | null = null): Promise<readonly string[]> => {
      const [sinceMs, untilMs] = [rig.msOf(firstDay), rig.msOf(60)];
      const days = { firstDay: dayKey(sinceMs, 'UTC'), lastDay: dayKey(untilMs, 'UTC') };
      const quarter = { name: 'Q', ...days, sinceMs, untilMs };
      const { csv } = await engine.outcomes.review({ quarter, repository, nowMs: rig.msOf(60) });
      const [head = [], ...rows] = csv
        .trimEnd()
        .split('\r\n')
        .map((row) => row.split(','));
      const cell = (row: readonly string[], name: string): string => row[head.indexOf(name)] ?? '';
      return rows.map((row) => ['repository', 'spendUsd', 'attempted', 'verified'].map((name) => cell(row, name)).join(' '));
    };
    assert.deepEqual(await csvOf(0), ['loom 0.01 1 1', 'all 0.01 1 1']);
    assert.deepEqual(await csvOf(20), ['loom 0 1 1', 'all 0 1 1']);
    assert.deepEqual(await csvOf(50), ['all 0 0 0']);
    assert.deepEqual(await csvOf(20, '/home/ada/other'), ['all 0 0 0']);
  });
});
