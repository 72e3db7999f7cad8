/** Whose lines are read of git, and how they are had again. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { GitProgress } from '../../../src/engine/types.ts';
import { readCommitLines, readPatchedShas } from '../../../src/ledger/commitLines.ts';
import { readHashKey } from '../../../src/ledger/hashKey.ts';
import { readRepository } from '../../../src/ledger/repositories.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { GitWork, gitEnvironment, lastNoonMs } from '../../support/gitWork.ts';
import { ShellSession } from '../../support/shellSession.ts';
import { sessionA } from '../../support/transcriptLines.ts';

const noon = lastNoonMs;
const hour = 3_600_000;

describe('lines of commits', () => {
  let rig: EngineRig;
  let work: GitWork;
  beforeEach(async () => {
    rig = await EngineRig.make();
    work = new GitWork(rig);
  });
  afterEach(() => rig.close());

  const as = (address: string): string => work.git('config', 'user.email', address);
  const commit = (file: string, hours: number, address = 'ada@example.invalid'): string => {
    as(address);
    work.write(file, `${file}\nof ${address}\n`);
    const sha = work.commit(`Change ${file}`, noon + hours * hour);
    as('ada@example.invalid');
    return sha;
  };
  let told: GitProgress[] = [];
  const read = async (...sessions: readonly ShellSession[]): Promise<void> => {
    told = [];
    for (const session of sessions) await rig.write(`-loom/${session.sessionId}.jsonl`, session.text());
    const engine = await rig.open({ environment: gitEnvironment(rig) });
    await engine.ingest({});
    const readings = await engine.readGit({ folders: [work.clone], onProgress: (progress) => told.push(progress) });
    for (const { problem } of readings) assert.equal(problem, null);
    await engine.close();
  };
  const ledger = <T>(ask: (database: DatabaseSync, id: number, key: ReturnType<typeof readHashKey>) => T): T => {
    const database = new DatabaseSync(rig.ledger, { readOnly: true });
    try {
      return ask(database, readRepository(database, work.clone)?.id ?? 0, readHashKey(database));
    } finally {
      database.close();
    }
  };
  const linesRead = (): ReadonlySet<string> => ledger((database, id, key) => readPatchedShas(database, id, key));

  it('are read of anybody’s commits on the default branch since the first own one, and of own ones wherever they are', async () => {
    commit('before.ts', -2);
    commit('others-before.ts', -1, 'grace@example.invalid');
    const session = new ShellSession({ sessionId: sessionA, cwd: work.clone, environment: gitEnvironment(rig), startMs: noon });
    session.edits('weave.ts', 'weave\nthe loom\n');
    const own = work.commit('Weave', noon + hour);
    const others = commit('weave.ts', 2, 'grace@example.invalid');
    work.git('checkout', '-q', '-b', 'topic');
    const ownOnTopic = commit('topic.ts', 3);
    commit('others-topic.ts', 4, 'grace@example.invalid');
    work.git('checkout', '-q', 'main');
    await read(session);
    assert.deepEqual([...linesRead()].sort(), [own, others, ownOnTopic].sort());
    assert.deepEqual(told.at(-1), { repository: work.clone, commits: 7, linesRead: 3, linesMissing: 3 });
    const later = commit('later.ts', 5, 'grace@example.invalid');
    await read(session);
    assert.deepEqual([...linesRead()].sort(), [own, others, ownOnTopic, later].sort());
  });

  it('are read since a commit that a session’s own record names, without any edit', async () => {
    commit('before.ts', -1, 'grace@example.invalid');
    const session = new ShellSession({ sessionId: sessionA, cwd: work.clone, environment: gitEnvironment(rig), startMs: noon });
    session.runs('echo weave > weave.ts && git add -A && git commit -q -m Weave');
    const own = work.git('rev-parse', 'HEAD').trim();
    const others = commit('weave.ts', 2, 'grace@example.invalid');
    await read(session);
    assert.deepEqual([...linesRead()].sort(), [own, others].sort());
  });

  it('are given of the commits that are asked for, one after the other', async () => {
    const session = new ShellSession({ sessionId: sessionA, cwd: work.clone, environment: gitEnvironment(rig), startMs: noon });
    session.edits('weave.ts', 'weave\nthe loom\n');
    const first = work.commit('Weave', noon + hour);
    const second = commit('weave.ts', 2, 'grace@example.invalid');
    await read(session);
    const asked = [second, 'ab'.repeat(20), first];
    const given = ledger((database, id, key) => [...readCommitLines(database, id, key, asked)]);
    assert.deepEqual(
      given.map(({ sha, files }) => [sha, files.map(({ position, added, removed }) => [position, added.length / 8, removed.length / 8])]),
      [
        [second, [[0, 2, 2]]],
        [first, [[0, 2, 0]]],
      ],
    );
  });
});
