/** From transcripts and a real git to where each cent stands: reading, linking, reading again, and what is left when things are gone. */
import assert from 'node:assert/strict';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Explanation } from '../../../src/core/report/explanation.ts';
import type { Engine, EngineOptions } from '../../../src/engine/types.ts';
import { EngineProcess } from '../../support/engineProcess.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { exportAll } from '../../support/exportAll.ts';
import { GitWork, SessionLines, gitEnvironment, twoCommits, lastNoonMs } from '../../support/gitWork.ts';
import { jsonl, sessionA, sessionB } from '../../support/transcriptLines.ts';

const cent = 10_000_000;

describe('git beside the sessions', () => {
  let rig: EngineRig;
  let work: GitWork;
  beforeEach(async () => {
    rig = await EngineRig.make();
    work = new GitWork(rig);
  });
  afterEach(() => rig.close());

  const open = (options: Partial<EngineOptions> = {}): Promise<Engine> => rig.open({ environment: gitEnvironment(rig), ...options });
  const all = { sinceMs: null, untilMs: null };
  const standing = async (engine: Engine, repository: string): Promise<Record<string, number>> => {
    const report = await engine.report({ ...all, by: 'commit', repository });
    assert.ok(report.standing);
    return Object.fromEntries(
      report.standing.parts.filter(({ money }) => money.nanodollars > 0).map(({ part, money }) => [part, money.nanodollars / cent]),
    );
  };
  const session = (): ReturnType<typeof twoCommits> => twoCommits(work);
  const explained = async (engine: Engine, reference: string): Promise<Explanation> => {
    const answer = await engine.explain({ reference, kind: null, folder: work.clone });
    assert.ok('title' in answer, JSON.stringify(answer));
    return answer;
  };

  it('links two commits with the session that made them, and puts each cent in its place', async () => {
    const { lines, first, second } = session();
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const engine = await open();
    await engine.ingest({});
    const [reading] = await engine.readGit({ folders: [work.clone] });
    assert.deepEqual(reading, { repository: work.clone, commits: 3, newCommits: 3, problem: null });
    const report = await engine.report({ ...all, by: 'commit', repository: work.clone });
    assert.deepEqual(
      new Map(report.rows.map(({ key, costNanodollars }) => [key, costNanodollars / cent])),
      // What was asked before the first edit belongs to it, the call that committed to the next edit; the last word to none.
      new Map([
        [first, 2],
        [second, 3],
        ['', 1],
      ]),
    );
    assert.deepEqual(await standing(engine, work.clone), { onDefaultBranch: 5, noEdits: 1 });
    const { rows } = await engine.commits({
      filter: { ...all, repository: work.clone, branch: null, model: null, part: null },
      offset: 0,
      limit: null,
      subjects: true,
    });
    assert.deepEqual(
      rows.map(({ sha, links, subject }) => [sha, links.map(({ tier, sessionId }) => [tier, sessionId]), subject]),
      [
        [second, [[1, sessionA]], 'Add b.ts'],
        [first, [[1, sessionA]], 'Add a.ts'],
        [rows[2]?.sha, [], 'Begin'],
      ],
    );
  });

  const everything = { ...all, repository: null, branch: null, model: null, part: null };
  const count = (table: string): unknown => {
    const database = new DatabaseSync(rig.ledger, { readOnly: true });
    try {
      return database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n;
    } finally {
      database.close();
    }
  };
  const revision = (): unknown => {
    const database = new DatabaseSync(rig.ledger, { readOnly: true });
    try {
      return database.prepare('SELECT revision FROM lease').get()?.revision;
    } finally {
      database.close();
    }
  };
  /** Every view as text: what a fresh engine says, an engine that has seen it all coming has to say too. */
  const views = async (engine: Engine): Promise<readonly string[]> => {
    const nowMs = lastNoonMs + 2 * 86_400_000;
    const shown = (['overview', 'sessions', 'shipped'] as const).map((view) =>
      engine.exportTable({ ...exportAll, view, filter: everything, format: 'json', nowMs }),
    );
    return [...(await Promise.all(shown)), JSON.stringify(await engine.report({ ...all, by: 'commit' }))];
  };

  it('reads only what is new the next time, writes nothing when nothing is, and says the same as an engine that begins anew', async () => {
    const { lines, second } = session();
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const engine = await open();
    await engine.ingest({});
    await engine.readGit({ folders: null });
    await views(engine);
    const before = revision();
    assert.deepEqual(await engine.readGit({ folders: null }), [{ repository: work.clone, commits: 3, newCommits: 0, problem: null }]);
    assert.equal(revision(), before, 'nothing was new and yet something was written');

    lines.edits(join(work.clone, 'c.ts'), 'c.ts\n');
    work.write('c.ts', 'c.ts\n');
    const third = lines.commits('Add c.ts', (atMs) => work.commit('Add c.ts', atMs));
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    await engine.ingest({});
    assert.deepEqual(await engine.readGit({ folders: [join(work.clone, 'src')] }), [
      { repository: work.clone, commits: 4, newCommits: 1, problem: null },
    ]);
    const report = await engine.report({ ...all, by: 'commit', repository: work.clone });
    const costs = new Map(report.rows.map(({ key, costNanodollars }) => [key, costNanodollars / cent]));
    // The call that made the second commit and the last word now belong to the edit that came after them.
    assert.equal(costs.get(third), 4);
    assert.equal(costs.get(second), 2);

    // A branch that is left behind: what was on the default branch is not any more.
    work.git('checkout', '-q', '-b', 'topic');
    work.git('branch', '-f', 'main', second);
    await engine.readGit({ folders: null });
    assert.deepEqual(await standing(engine, work.clone), { onDefaultBranch: 4, onAnotherBranch: 4 });
    assert.deepEqual(await views(engine), await views(await open()));
  });

  it('links a call that was read after its commit', async () => {
    const { lines, first } = session();
    const engine = await open();
    const early = lines.lines.slice(0, 3);
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(...early));
    await engine.ingest({});
    await engine.readGit({ folders: null });
    assert.equal(count('link'), 0);
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    await engine.ingest({});
    await engine.readGit({ folders: null });
    assert.equal(count('link'), 2);
    const report = await engine.report({ ...all, by: 'commit' });
    assert.ok(report.rows.some(({ key }) => key === first));
  });

  it('finds the commit again that an amend after the session left behind', async () => {
    const lines = new SessionLines(work.clone);
    lines.edits(join(work.clone, 'a.ts'), 'a\n');
    work.write('a.ts', 'a\n');
    const left = lines.commits('Add a.ts', (atMs) => work.commit('Add a.ts', atMs));
    work.git('commit', '-q', '--amend', '--no-edit');
    const amended = work.git('rev-parse', 'HEAD').trim();
    assert.notEqual(amended, left);
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const engine = await open();
    await engine.ingest({});
    await engine.readGit({ folders: null });
    assert.deepEqual(await standing(engine, work.clone), { onDefaultBranch: 2 });
    const [row] = (await engine.commits({ filter: everything, offset: 0, limit: 1, subjects: false })).rows;
    assert.equal(row?.sha, amended);
    assert.equal(row.links[0]?.evidence.refound, true);
  });

  it('goes on showing a repository that is gone, and says so', async () => {
    const { lines } = session();
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const engine = await open();
    await engine.ingest({});
    await engine.readGit({ folders: null });
    await rm(work.clone, { recursive: true });
    const [reading] = await engine.readGit({ folders: null });
    assert.equal(reading?.repository, work.clone);
    assert.equal(reading.commits, 3);
    assert.ok(reading.problem !== null && !reading.problem.includes(rig.root));
    assert.deepEqual(await standing(await open(), work.clone), { onDefaultBranch: 5, noEdits: 1 });
    assert.equal(await engine.repositoryOf(work.clone), work.clone);
  });

  it('knows the files of a working tree that was removed later', async () => {
    const tree = join(rig.root, 'loom-side');
    work.git('worktree', 'add', '-q', tree, '-b', 'side');
    const lines = new SessionLines(tree, { branch: 'side' });
    lines.edits(join(tree, 'src', 'a.ts'), 'a\n');
    work.write('src/a.ts', 'a\n', tree);
    const sha = lines.commits('Add a', (atMs) => work.commit('Add a', atMs, tree));
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    await rig.ingest({ environment: gitEnvironment(rig) });
    work.git('worktree', 'remove', tree);
    const engine = await open();
    await engine.readGit({ folders: null });
    const report = await engine.report({ ...all, by: 'commit', repository: work.clone });
    assert.deepEqual(
      report.rows.filter(({ requests }) => requests > 0).map(({ key, costNanodollars }) => [key, costNanodollars / cent]),
      [[sha, 2]],
    );
    assert.deepEqual(await standing(engine, work.clone), { onAnotherBranch: 2 });
  });

  it('places what was done in a second repository there, whatever folder the session was in', async () => {
    const other = new GitWork(rig, 'other');
    const lines = new SessionLines(work.clone);
    lines.edits(join(other.clone, 'x.ts'), 'x\n');
    other.write('x.ts', 'x\n');
    const command = `git -C ${other.clone} commit -m "Add x"`;
    const sha = lines.commits('Add x', (atMs) => other.commit('Add x', atMs), command);
    lines.says();
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const engine = await open();
    await engine.ingest({});
    await engine.readGit({ folders: null });
    const byRepository = await engine.report({ ...all, by: 'repository' });
    assert.deepEqual(
      byRepository.rows.map(({ key, requests }) => [key, requests]),
      [
        [other.clone, 1],
        [work.clone, 2],
      ].sort(([, first], [, second]) => Number(second) - Number(first)),
    );
    assert.equal((await engine.report({ ...all, by: 'commit' })).rows.find(({ key }) => key === sha)?.requests, 1);
  });

  it('finds the commit of a call whose folder cannot be told in the repository that has it, and only there', async () => {
    const other = new GitWork(rig, 'other');
    const lines = new SessionLines(work.clone);
    lines.edits(join(other.clone, 'x.ts'), 'x\n');
    other.write('x.ts', 'x\n');
    const there = lines.commits('Add x', (atMs) => other.commit('Add x', atMs), 'cd "$OTHER" && git commit -am "Add x"');
    lines.edits(join(work.clone, 'y.ts'), 'y\n');
    work.write('y.ts', 'y\n');
    const here = lines.commits('Add y', (atMs) => work.commit('Add y', atMs), 'cd "$(dirname "$0")" && git commit -qam "Add y"');
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const engine = await open();
    await engine.ingest({});
    await engine.readGit({ folders: null });
    const rows = async (): Promise<readonly (readonly [string, string])[]> =>
      (await engine.commits({ filter: everything, offset: 0, limit: null, subjects: false })).rows
        .filter(({ links }) => links.length > 0)
        .map(({ sha, repository }) => [sha, repository] as const);
    const expected = [
      [here, work.clone],
      [there, other.clone],
    ];
    assert.deepEqual(await rows(), expected);
    // A clone that has both commits, too, takes none of them.
    other.git('fetch', '-q', work.clone, 'main:elsewhere');
    await engine.readGit({ folders: null });
    assert.deepEqual(await rows(), expected);
  });

  it('tells edits that are open now from recent ones that are gone, and from those that somebody committed by hand', async () => {
    const nowMs = Date.now();
    const lines = new SessionLines(work.clone, { startMs: nowMs - 600_000 });
    for (const file of ['open.ts', 'byHand.ts', 'gone.ts']) {
      lines.edits(join(work.clone, file), `${file}\n`);
      if (file !== 'gone.ts') work.write(file, `${file}\n`);
    }
    work.git('add', 'byHand.ts');
    work.git('commit', '-q', '-m', 'By hand');
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const engine = await open();
    await engine.ingest({});
    await engine.readGit({ folders: null });
    assert.deepEqual(await standing(engine, work.clone), { onDefaultBranch: 1, openWork: 2 });
    const { paragraphs } = await explained(engine, sessionA);
    for (const words of ['for open work: edits that are in no commit yet.', 'for recent edits in no commit yet.'])
      assert.ok(
        paragraphs.some(({ text, money }) => text.startsWith(words) && money?.nanodollars === 1e7),
        JSON.stringify(paragraphs),
      );
  });

  it('reads a moved clone under its mapped path, also what was read before it moved', async () => {
    const { lines } = session();
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const before = await open();
    await before.ingest({});
    await before.readGit({ folders: null });
    // A commit that git forgets is still known.
    work.git('commit', '-q', '--amend', '--no-edit');
    await before.readGit({ folders: null });
    work.git('reflog', 'expire', '--expire=now', '--all');
    work.git('gc', '-q', '--prune=now');
    const moved = join(rig.root, 'elsewhere');
    await rename(work.clone, moved);
    const mapped = await open({ mappings: [{ from: work.clone, to: moved }] });
    assert.deepEqual(await standing(mapped, moved), { onDefaultBranch: 5, noEdits: 1 });
    assert.deepEqual(await mapped.readGit({ folders: null }), [{ repository: moved, commits: 4, newCommits: 0, problem: null }]);
    assert.deepEqual(await standing(mapped, moved), { onDefaultBranch: 5, noEdits: 1 });
    assert.equal((await mapped.commits({ filter: everything, offset: 0, limit: null, subjects: false })).total, 3);
  });

  it('links sessions that were recorded elsewhere with a clone that is here', async () => {
    const recorded = '/Users/ada/loom';
    const lines = new SessionLines(recorded);
    lines.edits(`${recorded}/lib/a.ts`, 'a\n');
    work.write('lib/a.ts', 'a\n');
    lines.commits('Add a', (atMs) => work.commit('Add a', atMs));
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const engine = await open({ mappings: [{ from: recorded, to: work.clone }] });
    await engine.ingest({});
    await engine.readGit({ folders: null });
    assert.deepEqual(await standing(engine, work.clone), { onDefaultBranch: 2 });
    const explained = await engine.explain({ reference: 'lib/a.ts', kind: 'file', folder: work.clone });
    assert.ok(!('notFound' in explained));
    assert.equal(explained.money?.nanodollars, cent);
  });

  it('forgets a repository with its commits and links, and does not read them again', async () => {
    const { lines } = session();
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const other = new GitWork(rig, 'other');
    await rig.write(`-q/${sessionB}.jsonl`, new SessionLines(other.clone, { sessionId: sessionB }).says().text());
    const engine = await open();
    await engine.ingest({});
    await engine.readGit({ folders: null });
    await views(engine);
    assert.deepEqual(['repository', 'git_commit', 'link'].map(count), [2, 4, 2]);
    assert.deepEqual(await engine.forget(work.clone), { sessions: 1, requests: 6 });
    assert.deepEqual(['repository', 'git_commit', 'commit_file', 'link', 'open_path'].map(count), [1, 1, 1, 0, 0]);
    assert.equal((await engine.report({ ...all, by: 'commit' })).totals.requests, 1);
    await engine.ingest({});
    await engine.readGit({ folders: [work.clone] });
    assert.deepEqual(['git_commit', 'link'].map(count), [1, 0]);
    await engine.deleteEverything();
    assert.deepEqual(['repository', 'git_commit', 'commit_file', 'link', 'session_mark', 'open_path'].map(count), [0, 0, 0, 0, 0, 0]);
    assert.equal((await engine.report({ ...all, by: 'commit' })).totals.requests, 0);
  });

  it('goes on after a reading that was ended early', async () => {
    const { lines } = session();
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const engine = await open();
    await engine.ingest({});
    const ended = new AbortController();
    const [reading] = await engine.readGit({ folders: null, signal: ended.signal, onProgress: () => ended.abort() });
    assert.match(reading?.problem ?? '', /ended early/);
    assert.equal(count('link'), 0);
    // Half of a history says nothing about what is in no commit.
    assert.deepEqual(await standing(engine, work.clone), { unknown: 5, noEdits: 1 });
    assert.deepEqual(await engine.readGit({ folders: null }), [{ repository: work.clone, commits: 3, newCommits: 0, problem: null }]);
    assert.deepEqual(await standing(engine, work.clone), { onDefaultBranch: 5, noEdits: 1 });
  });

  it('is read by one process while another follows the ledger, and both say the same', async () => {
    const { lines } = session();
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const other = new EngineProcess(rig);
    try {
      await other.line(/^requests 6/);
      const engine = await open();
      assert.deepEqual(await engine.readGit({ folders: [work.clone] }), [
        { repository: work.clone, commits: 3, newCommits: 3, problem: null },
      ]);
      assert.deepEqual(await standing(engine, work.clone), { onDefaultBranch: 5, noEdits: 1 });
      await other.line(/^holds/);
    } finally {
      await other.end('SIGTERM');
    }
  });

  it('says why nothing is read of git: no repository, not allowed', async () => {
    const bare = join(rig.root, 'plain');
    await mkdir(bare);
    const engine = await open({ git: false });
    assert.deepEqual(
      (await engine.readGit({ folders: [bare, work.clone] })).map(({ repository, problem }) => [repository, problem]),
      [
        ['', 'Git is not run here. What was read before is shown.'],
        [work.clone, 'Git is not run here. What was read before is shown.'],
      ],
    );
    const allowed = await open();
    assert.match((await allowed.readGit({ folders: [bare] }))[0]?.problem ?? '', /in no git repository/);
  });

  it('shows what a ledger holds that may not be written, and says why nothing new was read', async () => {
    const { lines } = session();
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const first = await open();
    await first.ingest({});
    await first.readGit({ folders: null });
    const database = new DatabaseSync(rig.ledger);
    database.exec('PRAGMA user_version = 99');
    database.close();
    work.write('later.ts', 'later\n');
    work.commit('Later', lastNoonMs + 86_400_000);
    const engine = await open();
    const [reading] = await engine.readGit({ folders: [work.clone] });
    assert.match(reading?.problem ?? '', /newer Payoff/);
    assert.equal(reading?.commits, 3);
    assert.deepEqual(await standing(engine, work.clone), { onDefaultBranch: 5, noEdits: 1 });
  });
});
