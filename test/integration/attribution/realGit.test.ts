/** What is easily linked wrongly or missed: sessions whose commands are really run, and the links that are true of them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CommitRow } from '../../../src/core/report/commits.ts';
import { everything } from '../../../src/core/report/filterRequests.ts';
import type { Engine } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { GitWork, gitEnvironment, lastNoonMs } from '../../support/gitWork.ts';
import { ShellSession } from '../../support/shellSession.ts';
import { apiRequest, jsonl, sessionA, sessionB } from '../../support/transcriptLines.ts';

const noon = lastNoonMs;
const threeOClock = new Date(noon + 3 * 3_600_000).toISOString();

describe('links with what real commands did', () => {
  let rig: EngineRig;
  let work: GitWork;
  beforeEach(async () => {
    rig = await EngineRig.make();
    work = new GitWork(rig);
  });
  afterEach(() => rig.close());

  const session = (
    cwd = work.clone,
    sessionId = sessionA,
    more: { readonly startMs?: number; readonly records?: boolean } = {},
  ): ShellSession => new ShellSession({ sessionId, cwd, environment: gitEnvironment(rig), startMs: noon, ...more });
  const head = (folder = work.clone, ref = 'HEAD'): string => work.gitAt(folder, {}, 'rev-parse', ref).trim();
  const read = async (...sessions: readonly ShellSession[]): Promise<Engine> => {
    for (const [index, each] of sessions.entries()) await rig.write(`-${String(index)}/${each.sessionId}.jsonl`, each.text());
    const engine = await rig.open({ environment: gitEnvironment(rig) });
    await engine.ingest({});
    for (const { problem } of await engine.readGit({ folders: null })) assert.equal(problem, null);
    return engine;
  };
  const rows = async (engine: Engine): Promise<readonly CommitRow[]> =>
    (await engine.commits({ filter: everything, offset: 0, limit: null, subjects: false })).rows;
  /** Links as SHA, session and tier. */
  const links = async (engine: Engine): Promise<readonly (readonly [string, string, number])[]> =>
    (await rows(engine)).flatMap(({ sha, links: found }) => found.map(({ sessionId, tier }) => [sha, sessionId, tier] as const)).sort();
  const areLinked = async (engine: Engine, expected: readonly (readonly [string, string, number])[]): Promise<void> =>
    assert.deepEqual(await links(engine), [...expected].sort());

  it('tell sessions apart that commit the same subject in the same second', async () => {
    const side = join(rig.root, 'side');
    work.git('worktree', 'add', '-q', '-b', 'side', side);
    const [here, there] = [session(), session(side, sessionB)];
    for (const each of [here, there]) each.edits(each === here ? 'a.ts' : 'b.ts').runs('git add -A && git commit -q -m "Save work"');
    const engine = await read(here, there);
    await areLinked(engine, [
      [head(), sessionA, 3],
      [head(side), sessionB, 3],
    ]);
    assert.deepEqual(
      (await rows(engine))
        .slice(0, 2)
        .map(({ part }) => part)
        .sort(),
      ['onAnotherBranch', 'onDefaultBranch'],
    );
  });

  it('tell commits of one call apart that have one subject and one second', async () => {
    const one = session().edits('a.ts').edits('b.ts');
    one.runs('git add a.ts && git commit -q -m "Save work" && git add b.ts && git commit -q -m "Save work"');
    const engine = await read(one);
    await areLinked(engine, [
      [head(work.clone, 'HEAD~1'), sessionA, 3],
      [head(), sessionA, 3],
    ]);
    assert.deepEqual(
      (await rows(engine))
        .map(({ sha, copies, money }) => [sha, copies.length, (money?.nanodollars ?? 0) / 10_000_000])
        .slice(0, 2)
        .sort(),
      [
        [head(), 0, 1],
        [head(work.clone, 'HEAD~1'), 0, 2],
      ].sort(),
    );
  });

  it('follow such commits through a rebase, each to its own copy', async () => {
    const one = session().edits('a.ts').edits('b.ts');
    one.runs('git checkout -q -b topic && git add a.ts && git commit -m "Save work" && git add b.ts && git commit -m "Save work"');
    const old = [head(work.clone, 'HEAD~1'), head()];
    const engine = await read(one);
    await areLinked(engine, [
      [old[0] ?? '', sessionA, 1],
      [old[1] ?? '', sessionA, 2],
    ]);
    work.git('checkout', '-q', 'main');
    work.write('base.ts', 'base\n');
    work.commit('Add base', noon + 3_600_000);
    work.git('rebase', '-q', 'main', 'topic');
    await engine.readGit({ folders: null });
    await areLinked(engine, [
      [head(work.clone, 'HEAD~1'), sessionA, 1],
      [head(), sessionA, 2],
    ]);
  });

  it('are to the commit of the call, not to one before or after with the same subject', async () => {
    work.write('x.ts', '0\n');
    work.commit('wip', noon - 90_000);
    const one = session().edits('a.ts').runs('git add -A && git commit -q -m wip');
    const own = head();
    work.write('x.ts', '1\n');
    work.commit('wip', one.atMs + 60_000);
    await areLinked(await read(one), [[own, sessionA, 3]]);
  });

  it('find a commit in a subshell, a script and a group', async () => {
    const one = session().edits('a.ts').runs('(cd . && git add -A && git commit -q -m "Add a")');
    const first = head();
    one.edits('b.ts').runs(`bash -c 'git add -A && git commit -q -m "Add b"'`);
    const second = head();
    one.edits('c.ts').runs('git add -A; { git commit -q -m "Add c"; } 2>/dev/null');
    await areLinked(await read(one), [
      [first, sessionA, 3],
      [second, sessionA, 3],
      [head(), sessionA, 3],
    ]);
  });

  it('lead to a commit that the session threw away itself, whose cost is in none', async () => {
    const one = session().edits('a.ts').runs('git add -A && git commit -m "Add a" && git reset -q --hard HEAD~1');
    const engine = await read(one);
    const lost = head(work.clone, 'HEAD@{1}');
    await areLinked(engine, [[lost, sessionA, 1]]);
    // The same subject by hand, soon after, is another commit.
    work.write('b.ts', 'b\n');
    work.commit('Add a', one.atMs + 20_000);
    await engine.readGit({ folders: null });
    await areLinked(engine, [[lost, sessionA, 1]]);
    const report = await engine.report({ sinceMs: null, untilMs: null, by: 'commit', repository: work.clone });
    assert.deepEqual(
      report.standing?.unattributed.map(({ reason, money }) => [reason, money.nanodollars]),
      [['lostCommit', 20_000_000]],
    );
  });

  it('stay with a commit that a person amended, with and without another subject', async () => {
    const one = session().edits('a.ts').runs('git add -A && git commit -q -m "Add a"');
    work.git('commit', '-q', '--amend', '--no-edit');
    const quiet = head();
    one.edits('b.ts').runs('git add -A && git commit -m "Add b"');
    work.git('commit', '-q', '--amend', '-m', 'Add b and why');
    await areLinked(await read(one), [
      [quiet, sessionA, 3],
      [head(), sessionA, 1],
    ]);
  });

  for (const forkFirst of [true, false])
    it(`are the first session's where a fork repeats its call, read ${forkFirst ? 'first' : 'last'}`, async () => {
      const one = session().edits('a.ts').runs('git add -A && git commit -m "Add a"');
      const first = head();
      const copied = one.lines.map((line) => ({ ...line, sessionId: sessionB }));
      const more = session(work.clone, sessionB, { startMs: one.atMs + 60_000 });
      more.edits('b.ts').runs('git add -A && git commit -m "Add b"');
      const ids = one.lines.flatMap((line) =>
        'message' in line && 'type' in line && line.type === 'assistant' ? [idOf(line.message)] : [],
      );
      const original = jsonl(...ids.map((id) => apiRequest(id, { at: new Date(noon).toISOString() })), ...one.lines);
      await rig.write(`-${forkFirst ? 'z' : 'a'}/${sessionA}.jsonl`, original);
      await rig.write(`-m/${sessionB}.jsonl`, jsonl(...copied, ...more.lines));
      await areLinked(await read(), [
        [first, sessionA, 1],
        [head(), sessionB, 1],
      ]);
    });

  it('tell a submodule from the repository around it', async () => {
    const library = new GitWork(rig, 'library');
    work.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.clone, 'lib');
    work.commit('Add lib', noon - 60_000);
    const inside = join(work.clone, 'lib');
    for (const [key, value] of [
      ['user.email', 'ada@example.invalid'],
      ['user.name', 'Ada'],
    ] as const)
      work.gitAt(inside, {}, 'config', key, value);
    const one = session().edits('lib/a.ts').runs('cd lib && git add -A && git commit -q -m "Update"');
    one.runs('git add lib && git commit -q -m "Update"');
    const engine = await read(one);
    await areLinked(engine, [
      [head(inside), sessionA, 3],
      [head(), sessionA, 3],
    ]);
    const costs = new Map((await rows(engine)).map(({ sha, repository, money }) => [sha, [repository, money?.nanodollars]]));
    assert.deepEqual(costs.get(head(inside)), [await engine.repositoryOf(inside), 10_000_000]);
    assert.notEqual(await engine.repositoryOf(inside), work.clone);
  });

  it('know a commit by an alias from the record alone', async () => {
    work.git('config', 'alias.ci', 'commit');
    const one = session().edits('a.ts').runs('git add -A && git ci -m "Add a"');
    await areLinked(await read(one), [[head(), sessionA, 1]]);
  });

  it('are none for a revert, a merge, a pick and a stash', async () => {
    work.git('checkout', '-q', '-b', 'topic');
    work.write('t.ts', 't\n');
    work.commit('Add t', noon - 60_000);
    work.git('checkout', '-q', 'main');
    const one = session();
    one.runs('git merge -q --no-ff -m "Merge topic" topic').runs('git revert --no-edit -m 1 HEAD').runs('git cherry-pick topic');
    one.edits('a.ts').runs('git add -A && git stash -q && git stash pop -q');
    await areLinked(await read(one), []);
  });

  it('are in the clone where the commit was made, not in another that has it too', async () => {
    const other = join(rig.root, 'second');
    const one = session().edits('a.ts').runs('git add -A && git commit -m "Add a"');
    work.git('clone', '-q', work.clone, other);
    const two = session(other, sessionB, { startMs: noon + 60_000 }).edits('b.ts');
    const engine = await read(one, two);
    await areLinked(engine, [[head(), sessionA, 1]]);
    assert.equal((await rows(engine)).find(({ links: found }) => found.length > 0)?.repository, work.clone);
  });

  it('need no equal clocks where git said which commit it made', async () => {
    const one = session()
      .edits('a.ts')
      .runs(`export GIT_AUTHOR_DATE="${threeOClock}" GIT_COMMITTER_DATE="${threeOClock}"; git add -A && git commit -m "Add a"`);
    const older = session(work.clone, sessionB, { records: false, startMs: noon + 60_000 });
    const first = head();
    older
      .edits('b.ts')
      .runs(`export GIT_AUTHOR_DATE="${threeOClock}" GIT_COMMITTER_DATE="${threeOClock}"; git add -A && git commit -m "Add b"`);
    await areLinked(await read(one, older), [
      [first, sessionA, 1],
      [head(), sessionB, 2],
    ]);
  });

  it("are none to others' commits that a call prints beside its own, as short as git does or whole", async () => {
    const other = session(work.clone, sessionB).edits('b.ts').runs('git add -A && git commit -m "Add b"');
    const foreign = head();
    const one = session(work.clone, sessionA, { startMs: other.atMs + 5000 }).edits('a.ts');
    one.runs('git add -A && git commit -q -m "Add a" && git log -3 --format="[main %H] %s" && git log -3 --format="[main %h] %s"');
    await areLinked(await read(other, one), [
      [foreign, sessionB, 1],
      [head(), sessionA, 1],
    ]);
  });

  it('give each of several quiet and loud commits of one call its own evidence', async () => {
    const one = session().edits('a.ts').edits('b.ts');
    one.runs('git add a.ts && git commit -m "Add a" && git add b.ts && git commit -q -m "Add b"');
    const engine = await read(one);
    await areLinked(engine, [
      [head(work.clone, 'HEAD~1'), sessionA, 1],
      [head(), sessionA, 3],
    ]);
    for (const { links: found } of await rows(engine))
      for (const { evidence } of found) assert.deepEqual([evidence.sameSubject, evidence.authorTimeInCall], [true, true]);
  });
});

function idOf(message: unknown): string {
  return typeof message === 'object' && message !== null && 'id' in message ? String(message.id) : '';
}
