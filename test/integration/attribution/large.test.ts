/** Many sessions and commits: what every view says adds up, and reading on says the same as reading anew. Its times: test/support/measureLargeHistory.ts. */
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Filter } from '../../../src/core/report/filter.ts';
import { everything } from '../../../src/core/report/filterRequests.ts';
import type { Engine } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { gitEnvironment } from '../../support/gitWork.ts';
import { makeLargeHistory, oneMoreLine } from '../../support/largeHistory.ts';
import type { LargeHistory } from '../../support/largeHistory.ts';

const cent = 10_000_000;
const [sessions, requests, linked] = [200, 20, 80];

describe('a large history', function () {
  this.timeout(120_000);
  const nowMs = Date.parse('2026-11-22T12:00:00Z');
  let rig: EngineRig;
  let repository: string;
  let made: LargeHistory;
  let engine: Engine;

  before(async () => {
    rig = await EngineRig.make();
    repository = join(rig.root, 'loom');
    made = makeLargeHistory({
      ...{ sessions, requests, linked, othersForEach: 3, repository, untilMs: nowMs },
      ...{ projects: join(rig.configuration, 'projects'), environment: gitEnvironment(rig) },
    });
    engine = await open();
    await engine.ingest({});
    assert.deepEqual(await engine.readGit({ folders: null }), [{ repository, commits: 4 * linked, newCommits: 4 * linked, problem: null }]);
  });
  after(() => rig.close());

  const open = (): Promise<Engine> => rig.open({ environment: gitEnvironment(rig) });
  const views = async (from: Engine): Promise<unknown> => {
    const list = { filter: everything, search: '', order: 'cost', descending: true, offset: 0, limit: sessions, nowMs } as const;
    return [
      await from.overview({ filter: everything, nowMs }),
      await from.sessionList(list),
      await from.commits({ filter: everything, offset: 0, limit: null, subjects: false }),
      await from.report({ sinceMs: null, untilMs: null, by: 'commit', repository }),
    ];
  };

  it('links every commit with the session that made it, and no other', async () => {
    const { rows } = await engine.commits({ filter: everything, offset: 0, limit: null, subjects: false });
    const found = rows.flatMap(({ sha, links }) => links.map(({ sessionId, tier }) => ({ sha, sessionId, tier })));
    const inOrder = (left: { readonly sha: string }, right: { readonly sha: string }): number => (left.sha < right.sha ? -1 : 1);
    assert.deepEqual(found.sort(inOrder), made.linked.map((link) => ({ ...link, tier: 1 })).sort(inOrder));
    // Up to the call that commits all but the last word is of the commit.
    assert.ok(rows.filter(({ links }) => links.length > 0).every(({ money }) => money?.nanodollars === (requests - 1) * cent));
  });

  it('has each cent in one place, whatever is filtered', async () => {
    const filters: readonly Partial<Filter>[] = [
      {},
      { sinceMs: nowMs - 7 * 86_400_000 },
      { repository },
      { branch: 'main' },
      { model: 'claude-opus-5-5' },
      { model: 'claude-haiku-5-5' },
    ];
    for (const filter of filters) {
      const { standing, requests: counted } = await engine.overview({ filter: { ...everything, ...filter }, nowMs });
      assert.equal(standing.total.nanodollars, counted * cent);
      assert.equal(
        standing.parts.reduce((sum, { money }) => sum + money.nanodollars, 0),
        standing.total.nanodollars,
      );
      const rest = standing.unattributed.reduce((sum, { money }) => sum + money.nanodollars, 0);
      assert.equal(standing.attributedNanodollars + rest, standing.total.nanodollars);
    }
    const whole = await engine.overview({ filter: everything, nowMs });
    assert.equal(whole.requests, sessions * requests);
    assert.equal(whole.standing.attributedNanodollars, linked * (requests - 1) * cent);
  });

  it('says after a line that was added what a reading of everything says', async () => {
    await views(engine);
    for (let time = 1; time <= 3; time += 1) {
      appendFileSync(made.lastTranscript, oneMoreLine(made.lastTranscript, nowMs + time, repository));
      await engine.ingest({});
      assert.deepEqual(await views(engine), await views(await open()));
    }
    assert.equal((await engine.overview({ filter: everything, nowMs })).requests, sessions * requests + 3);
  });
});
