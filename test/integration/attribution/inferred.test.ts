/** Commits by hand of files that a session's commands wrote: no call made them, and no line of theirs is a session's. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CommitRow } from '../../../src/core/report/commits.ts';
import { everything } from '../../../src/core/report/filterRequests.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { GitWork, gitEnvironment, lastNoonMs } from '../../support/gitWork.ts';
import { ShellSession } from '../../support/shellSession.ts';
import { sessionA, sessionB } from '../../support/transcriptLines.ts';

const noon = lastNoonMs;
const hour = 3_600_000;
const weave = 'export function weave(threads: number): string {\n  const shed = open(threads);\n  return shed.map(pass).join();\n}\n';

describe('commits of files that a session wrote by its commands', () => {
  let rig: EngineRig;
  let work: GitWork;
  beforeEach(async () => {
    rig = await EngineRig.make();
    work = new GitWork(rig);
  });
  afterEach(() => rig.close());

  const session = (sessionId = sessionA, startMs = noon, cwd = work.clone): ShellSession =>
    new ShellSession({ sessionId, cwd, environment: gitEnvironment(rig), startMs });
  const rows = async (...sessions: readonly ShellSession[]): Promise<readonly CommitRow[]> => {
    for (const each of sessions) await rig.write(`-loom/${each.sessionId}.jsonl`, each.text());
    const engine = await rig.open({ environment: gitEnvironment(rig) });
    await engine.ingest({});
    for (const { problem } of await engine.readGit({ folders: null })) assert.equal(problem, null);
    return (await engine.commits({ filter: everything, offset: 0, limit: null, subjects: false })).rows;
  };
  /** `session tier files cents`, by SHA. */
  const links = async (...sessions: readonly ShellSession[]): Promise<Readonly<Record<string, readonly string[]>>> =>
    Object.fromEntries(
      (await rows(...sessions)).flatMap((row) => {
        const said = row.links.map(
          ({ sessionId, tier, evidence: { matched }, money }) =>
            `${sessionId.slice(0, 1)} ${String(tier)} ${(matched?.files ?? []).join(' ')} ${String(money.nanodollars / 10_000_000)}`,
        );
        return said.length === 0 ? [] : [[row.sha, said.sort()]];
      }),
    );
  const written = (file: string, content = weave): string => `cat > ${file} <<'EOF'\n${content}EOF`;

  it('are the session’s that wrote, changed, moved or deleted them, with the cost of what led there', async () => {
    work.write('shed.ts', weave);
    work.write('old.ts', `${weave}// old\n`);
    work.write('gone.ts', 'export const gone = 1;\n');
    work.commit('Begin', noon - 20 * hour);
    const one = session().runs(written('weave.ts'));
    const first = work.commit('Weave', noon + hour);
    one.atMs = noon + 2 * hour;
    one.runs("sed -i 's/threads/yarns/' shed.ts");
    const second = work.commit('Rename', noon + 3 * hour);
    one.atMs = noon + 4 * hour;
    one.runs('mv old.ts new.ts && rm gone.ts').runs('ls');
    const third = work.commit('Move', noon + 5 * hour);
    assert.deepEqual(await links(one), {
      [first]: ['a 6 weave.ts 1'],
      [second]: ['a 6 shed.ts 1'],
      [third]: ['a 6 gone.ts old.ts 1'],
    });
  });

  it('are said to be likely, in a sentence that names no call', async () => {
    const one = session().runs(written('weave.ts'));
    work.commit('Weave', noon + hour);
    const [link] = (await rows(one)).flatMap((row) => row.links);
    assert.equal(link?.confidence, 'inferred');
    assert.match(link.sentence, /^The session worked on 1 file of it, .* no call and no line says whose it is\.$/);
  });

  it('are found where the session changed its folder, worked in another working tree or named a whole path', async () => {
    const side = join(rig.root, 'side');
    work.git('worktree', 'add', '-q', '-b', 'side', side);
    const one = session(sessionA, noon, side).runs(`mkdir -p web && cd web && ${written('a.ts')}`);
    const first = work.commit('Web', noon + hour, side);
    const two = session(sessionB, noon + 2 * hour, rig.root).runs(written(join(work.clone, 'b.ts')));
    const second = work.commit('Weave', noon + 3 * hour);
    assert.deepEqual(await links(one, two), { [first]: ['a 6 web/a.ts 1'], [second]: ['b 6 b.ts 1'] });
  });

  it('are the likeliest session’s alone: of most files, then the last one; requests of before lead there too', async () => {
    const one = session().runs(written('a.ts')).runs(written('b.ts')).runs('ls');
    const two = session(sessionB, noon + hour).runs(written('a.ts'));
    const first = work.commit('Both', noon + 2 * hour);
    one.atMs = noon + 3 * hour;
    one.runs(written('c.ts', 'export const c = 1;\n'));
    two.atMs = noon + 4 * hour;
    two.runs(written('c.ts', 'export const c = 2;\n'));
    const second = work.commit('One', noon + 5 * hour);
    assert.deepEqual(await links(one, two), { [first]: ['a 6 a.ts b.ts 2'], [second]: ['b 6 c.ts 2'] });
  });

  it('are nobody’s after twelve hours, before the work, by another person, or of other files for the most part', async () => {
    work.write('c.ts', 'export const c = 1;\n');
    work.commit('Before', noon - hour);
    const one = session().runs(written('a.ts')).runs(written('c.ts')).runs(written('d.ts'));
    work.git('add', 'c.ts');
    work.git('config', 'user.email', 'grace@example.invalid');
    work.gitAt(work.clone, dates(noon + hour), 'commit', '-qm', 'Another’s', '--', 'c.ts');
    work.git('config', 'user.email', 'ada@example.invalid');
    for (const file of ['e.ts', 'f.ts', 'g.ts']) work.write(file, `export const ${file.slice(0, 1)} = 1;\n`);
    work.git('add', 'd.ts', 'e.ts', 'f.ts', 'g.ts');
    work.gitAt(work.clone, dates(noon + 2 * hour), 'commit', '-qm', 'Mostly by hand');
    work.commit('Late', noon + 13 * hour);
    assert.deepEqual(await links(one), {});
  });

  it('are not those that come after the session’s own commit of the files', async () => {
    const one = session().runs(`${written('a.ts')}\ngit add a.ts && git commit -qm A`);
    const own = work.git('rev-parse', 'HEAD').trim();
    work.write('a.ts', `${weave}// by hand\n`);
    work.commit('By hand', noon + hour);
    assert.deepEqual(await links(one), { [own]: ['a 3  1'] });
  });

  it('are found once the session is read, without anything new in git', async () => {
    const one = session().runs(written('weave.ts'));
    const sha = work.commit('Weave', noon + hour);
    const engine = await rig.open({ environment: gitEnvironment(rig) });
    await rig.write(`-loom/${sessionB}.jsonl`, session(sessionB, noon - 20 * hour).text());
    await engine.ingest({});
    await engine.readGit({ folders: [work.clone] });
    assert.deepEqual(await links(one), { [sha]: ['a 6 weave.ts 1'] });
  });
});

function dates(atMs: number): Readonly<Record<string, string>> {
  const date = `${String(Math.floor(atMs / 1000))} +0000`;
  return { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
}
