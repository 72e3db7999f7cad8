/** What the engine answers over a linked history: the status bar, titles, explanations, receipts and what is held. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { dayKey, startOfDay } from '../../../src/core/report/time.ts';
import type { Engine } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { GitWork, SessionLines, gitEnvironment, twoCommits } from '../../support/gitWork.ts';
import { assistant, jsonl, sessionA, sessionB } from '../../support/transcriptLines.ts';

const cent = 10_000_000;

describe('the engine over a linked history', () => {
  let rig: EngineRig;
  let work: GitWork;
  beforeEach(async () => {
    rig = await EngineRig.make();
    work = new GitWork(rig);
  });
  afterEach(() => rig.close());

  const open = (): Promise<Engine> => rig.open({ environment: gitEnvironment(rig) });

  it('costs the status bar nothing, and says there what the last days became once a view has asked', async () => {
    const nowMs = Date.now();
    // Today, also a minute after midnight.
    const startMs = Math.max(nowMs - 600_000, startOfDay(dayKey(nowMs, 'UTC'), 'UTC'));
    const lines = new SessionLines(work.clone, { startMs });
    lines.edits(join(work.clone, 'a.ts'), 'a\n');
    work.write('a.ts', 'a\n');
    lines.commits('Add a', (atMs) => work.commit('Add a', atMs));
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const engine = await open();
    await engine.ingest({});
    await engine.readGit({ folders: [work.clone] });
    assert.equal((await engine.snapshot({ folders: [work.clone], nowMs })).became, undefined);
    const today = await engine.today({ folders: [work.clone], nowMs });
    assert.equal(today.total.nanodollars, 2 * cent);
    const { became } = await engine.snapshot({ folders: [work.clone], nowMs });
    assert.equal(became?.onDefaultBranch.nanodollars, 2 * cent);
    assert.equal(became.commits, 1);
  });

  it('names sessions by their transcripts, and explains and receipts what was linked', async () => {
    const { lines, second } = twoCommits(work);
    const titled = [...lines.lines, { type: 'custom-title', sessionId: sessionA, customTitle: 'The loom' }];
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(...titled));
    await rig.write(`-q/${sessionB}.jsonl`, jsonl(assistant({ sessionId: sessionB, more: { cwd: rig.root } })));
    const engine = await open();
    await engine.ingest({});
    await engine.readGit({ folders: null });
    assert.deepEqual(await engine.titles([sessionA, sessionB, 'nobody']), ['The loom', null, null]);
    assert.equal((await engine.sessionPage({ sessionId: sessionA, nowMs: Date.now() }))?.title, 'The loom');
    for (const reference of [second.slice(0, 8), 'HEAD', 'main'])
      assert.ok('title' in (await engine.explain({ reference, kind: null, folder: work.clone })), reference);
    for (const [reference, kind] of [
      [second.slice(0, 8), 'commit'],
      ['HEAD', 'commit'],
      ['main', 'branch'],
    ]) {
      const receipt = await engine.receipt({ reference: reference ?? '', folder: work.clone });
      assert.equal('kind' in receipt ? receipt.kind : receipt.notFound, kind);
    }
    assert.ok('notFound' in (await engine.receipt({ reference: 'nothing-like-it', folder: work.clone })));
    const holdings = await engine.holdings();
    assert.deepEqual(
      holdings.repositories.map(({ repository, requests }) => [repository, requests]),
      [[work.clone, 6]],
    );
    assert.deepEqual(holdings.outsideRepositories, { sessions: 1, requests: 1 });
    assert.equal(holdings.counts.find(({ what }) => what === 'commits')?.count, 3);
  });

  it('takes HEAD for that of the working tree which is asked about', async () => {
    const { lines, first, second } = twoCommits(work);
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const tree = join(rig.root, 'other-tree');
    work.git('worktree', 'add', '-q', '--detach', tree, first);
    const engine = await open();
    await engine.ingest({});
    await engine.readGit({ folders: [work.clone] });
    for (const [folder, sha] of [
      [work.clone, second],
      [tree, first],
    ] as const) {
      const explanation = await engine.explain({ reference: 'HEAD', kind: null, folder });
      assert.equal('id' in explanation ? explanation.id : explanation.notFound, sha);
      const receipt = await engine.receipt({ reference: 'HEAD', folder });
      assert.equal('id' in receipt ? receipt.id : receipt.notFound, sha);
    }
  });
});
