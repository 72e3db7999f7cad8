import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { Engine } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { gitEnvironment, GitWork, SessionLines } from '../../support/gitWork.ts';
import { assistant, jsonl, prompt } from '../../support/transcriptLines.ts';

const dayMs = 86_400_000;
const ids = ['bbbbbbbb-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000002'] as const;

describe('the weeks of a team, asked of the engine', function () {
  this.timeout(60_000);
  let rig: EngineRig;
  const startMs = (Math.floor(Date.now() / dayMs) - 9) * dayMs + dayMs / 2;

  beforeEach(async () => {
    rig = await EngineRig.make();
    const before = { at: new Date(startMs - 14 * dayMs).toISOString() };
    await rig.write('-before/aaaaaaaa-0000-4000-8000-000000000001.jsonl', jsonl(prompt('Begin.', before), assistant(before)));
  });
  afterEach(() => rig.close());

  /** A clone in which a session changed a file. */
  async function worked(name: string, sessionId: string, remote: string): Promise<GitWork> {
    const work = new GitWork(rig, name);
    work.git('remote', 'add', 'origin', remote);
    const session = new SessionLines(work.clone, { sessionId, startMs });
    session.edits(join(work.clone, 'a.ts'), 'a.ts\n');
    work.write('a.ts', 'a.ts\n');
    session.commits('Add a', (atMs) => work.commit('Add a', atMs));
    await rig.write(`-${name}/${sessionId}.jsonl`, session.text());
    return work;
  }

  async function read(git = true): Promise<Engine> {
    const engine = await rig.open({ environment: gitEnvironment(rig), git });
    await engine.ingest({});
    if (git) await engine.readGit({ folders: null });
    return engine;
  }

  const keysIn = (weeks: Awaited<ReturnType<Engine['teamWeeks']>>): readonly string[] => [
    ...new Set((weeks ?? []).flatMap(({ buckets }) => buckets.map(({ repository }) => repository))),
  ];

  it('have one key for two clones of a repository, another under another salt, and none unless it is wanted', async () => {
    await worked('one', ids[0], 'https://ada@git.example/Loom/weave.git');
    await worked('other', ids[1], 'git@git.example:loom/weave');
    const engine = await read();
    const nowMs = Date.now();
    const asked = { salt: 'one', repositories: true, weeks: 13, nowMs };
    const keys = keysIn(await engine.teamWeeks(asked));
    assert.deepEqual(
      keys.map((key) => /^[0-9a-f]{16}$/.test(key)),
      [true],
    );
    assert.notDeepEqual(keysIn(await engine.teamWeeks({ ...asked, salt: 'another' })), keys);
    assert.deepEqual(keysIn(await engine.teamWeeks({ ...asked, repositories: false })), ['']);
    const [bucket] = (await engine.teamWeeks(asked))?.flatMap(({ buckets }) => buckets) ?? [];
    assert.equal(bucket?.sessions.short.sessions, 2);
  });

  it('are the same answer until something is written or a day begins', async () => {
    const work = await worked('one', ids[0], 'https://git.example/loom/weave');
    const engine = await read();
    const asked = { salt: '', repositories: false, weeks: 13, nowMs: Date.now() };
    const first = await engine.teamWeeks(asked);
    assert.equal(await engine.teamWeeks(asked), first);
    assert.notEqual(await engine.teamWeeks({ ...asked, nowMs: asked.nowMs + dayMs }), first);
    const again = await engine.teamWeeks(asked);
    await rig.write(`-one/${ids[1]}.jsonl`, new SessionLines(work.clone, { sessionId: ids[1], startMs }).says().text());
    await engine.ingest({});
    const grown = await engine.teamWeeks(asked);
    const requests = (weeks: typeof grown): number =>
      (weeks ?? []).flatMap(({ buckets }) => buckets.flatMap(({ models }) => models)).reduce((sum, model) => sum + model.requests, 0);
    assert.equal(requests(grown), requests(again) + 1);
  });

  it('are not told with keys where git may not be asked, so that no week loses the keys that it had', async () => {
    await worked('one', ids[0], 'https://git.example/loom/weave');
    const engine = await read(false);
    const asked = { salt: '', weeks: 13, nowMs: Date.now() };
    assert.equal(await engine.teamWeeks({ ...asked, repositories: true }), null);
    assert.equal(
      (await engine.teamWeeks({ ...asked, repositories: false }))?.some(({ buckets }) => buckets.length > 0),
      true,
    );
  });
});
