/** Commits that were made and rewritten between two readings: only a reflog has them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { everything } from '../../../src/core/report/filterRequests.ts';
import { readCommits } from '../../../src/ledger/commits.ts';
import { readRepository } from '../../../src/ledger/repositories.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { GitWork, gitEnvironment } from '../../support/gitWork.ts';
import { ShellSession } from '../../support/shellSession.ts';
import { sessionA } from '../../support/transcriptLines.ts';

// A reflog has the time of the move, and a reading asks for what came after the one before.
const startMs = Math.floor(Date.now() / 1000) * 1000 - 30 * 60_000;
const minute = 60_000;
const weave = 'export function weave(threads: number): string {\n  const shed = open(threads);\n  return shed.map(pass).join();\n}\n';

describe('commits that were rewritten between two readings', () => {
  let rig: EngineRig;
  let work: GitWork;
  beforeEach(async () => {
    rig = await EngineRig.make();
    work = new GitWork(rig);
  });
  afterEach(() => rig.close());

  const begin = (): ShellSession => {
    return new ShellSession({ sessionId: sessionA, cwd: work.clone, environment: gitEnvironment(rig), startMs });
  };
  const head = (folder = work.clone): string => work.gitAt(folder, {}, 'rev-parse', 'HEAD').trim();
  const amend = (subject: string, atMs: number): string => {
    const date = new Date(atMs).toISOString();
    const dates = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    work.gitAt(work.clone, dates, 'commit', '-q', '--amend', '--reset-author', '--date', date, '-m', subject);
    return head();
  };
  /** Reads everything; `session tier` of each linked commit. */
  const read = async (session: ShellSession): Promise<Readonly<Record<string, readonly string[]>>> => {
    await rig.write(`-loom/${session.sessionId}.jsonl`, session.text());
    const engine = await rig.open({ environment: gitEnvironment(rig) });
    try {
      await engine.ingest({});
      for (const { problem } of await engine.readGit({ folders: [work.clone] })) assert.equal(problem, null);
      const { rows } = await engine.commits({ filter: everything, offset: 0, limit: null, subjects: false });
      const linked = rows.filter(({ links }) => links.length > 0);
      return Object.fromEntries(
        linked.map(({ sha, links }) => [sha, links.map(({ sessionId, tier }) => `${sessionId.slice(0, 1)} ${String(tier)}`)]),
      );
    } finally {
      await engine.close();
    }
  };
  const known = (): ReadonlySet<string> => {
    const database = new DatabaseSync(rig.ledger, { readOnly: true });
    try {
      const { commits } = readCommits(database, readRepository(database, work.clone)?.id ?? 0, 0);
      return new Set(commits.map(({ sha }) => sha));
    } finally {
      database.close();
    }
  };

  it('are read; what they became has the lines', async () => {
    const session = begin().edits('weave.ts', weave);
    assert.deepEqual(await read(session), {});
    const first = work.commit('Weave', startMs + minute);
    const second = amend('Weave well', startMs + 2 * minute);
    assert.deepEqual(await read(session), { [second]: ['a 5'] });
    assert.ok(known().has(first));
    work.write('weave.ts', `${weave}// more\n`);
    const undone = work.commit('Weave more', startMs + 3 * minute);
    work.git('reset', '-q', '--hard', 'HEAD~');
    work.write('dye.ts', 'madder\n');
    work.commit('Dye', startMs + 4 * minute);
    assert.deepEqual(await read(session), { [second]: ['a 5'] });
    assert.ok(known().has(undone));
  });

  it('are found as a session’s own that made them quietly', async () => {
    const session = begin().edits('weave.ts', weave).runs('git add -A && git commit -q -m Weave');
    const first = head();
    amend('Weave well', startMs + minute);
    // What became of it has its tree, and stands for it on main.
    assert.deepEqual(await read(session), { [first]: ['a 3'] });
  });

  it('are read of every working tree', async () => {
    const side = join(rig.root, 'side');
    work.git('worktree', 'add', '-q', '-b', 'side', side);
    const session = begin().edits('weave.ts', weave);
    work.write('weave.ts', weave, side);
    const lost = work.commit('Weave', startMs + minute, side);
    work.gitAt(side, {}, 'reset', '-q', '--hard', 'HEAD~');
    await read(session);
    assert.ok(known().has(lost));
  });

  it('are left alone where they cannot have taken lines: others’, stashes, and what is older than the first edit', async () => {
    work.write('before.ts', 'before\n');
    const before = work.commit('Before', startMs - 2 * minute);
    work.write('early.ts', 'early\n');
    const early = work.commit('Early', startMs - minute);
    work.git('reset', '-q', '--hard', before);
    const session = begin().edits('weave.ts', weave);
    work.git('add', '-A');
    work.git('stash', '-q');
    const stashes = work.git('rev-list', '--parents', '-1', 'stash@{0}').trim().split(' ');
    work.git('stash', 'pop', '-q');
    work.git('config', 'user.email', 'grace@example.invalid');
    const others = work.commit('Others', startMs + minute);
    work.git('reset', '-q', '--soft', 'HEAD~');
    work.git('config', 'user.email', 'ada@example.invalid');
    const own = work.commit('Weave', startMs + 2 * minute);
    assert.deepEqual(await read(session), { [own]: ['a 5'] });
    for (const sha of [early, others, stashes[0], stashes[2]]) assert.ok(sha !== undefined && !known().has(sha));
  });
});
