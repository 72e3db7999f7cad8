/** Commits that somebody makes by hand after a session, found by the lines that the session wrote. */
import assert from 'node:assert/strict';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommitRow } from '../../../src/core/report/commits.ts';
import { everything } from '../../../src/core/report/filterRequests.ts';
import type { Engine } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { GitWork, gitEnvironment, lastNoonMs } from '../../support/gitWork.ts';
import { ShellSession } from '../../support/shellSession.ts';
import { sessionA, sessionB } from '../../support/transcriptLines.ts';

const noon = lastNoonMs;
const hour = 3_600_000;
const weave = 'export function weave(threads: number): string {\n  const shed = open(threads);\n  return shed.map(pass).join();\n}\n';
const dye = 'export const madder = "#a23b2a";\nexport const indigo = "#26436b";\nexport const weld = "#d9b73a";\n';

describe('commits made by hand after a session', () => {
  let rig: EngineRig;
  let work: GitWork;
  beforeEach(async () => {
    rig = await EngineRig.make();
    work = new GitWork(rig);
  });
  afterEach(() => rig.close());

  const session = (sessionId = sessionA, startMs = noon, cwd = work.clone): ShellSession =>
    new ShellSession({ sessionId, cwd, environment: gitEnvironment(rig), startMs });
  const read = async (...sessions: readonly ShellSession[]): Promise<Engine> => {
    for (const each of sessions) await rig.write(`-loom/${each.sessionId}.jsonl`, each.text());
    const engine = await rig.open({ environment: gitEnvironment(rig) });
    await engine.ingest({});
    for (const { problem } of await engine.readGit({ folders: null })) assert.equal(problem, null);
    return engine;
  };
  const rows = async (engine: Engine): Promise<readonly CommitRow[]> =>
    (await engine.commits({ filter: everything, offset: 0, limit: null, subjects: false })).rows;
  /** `session tier lines/changed cents`, by SHA. */
  const links = async (engine: Engine): Promise<Readonly<Record<string, readonly string[]>>> =>
    Object.fromEntries(
      (await rows(engine)).flatMap((row) => {
        const said = row.links.map(({ sessionId, tier, evidence: { matched }, money }) => {
          const lines = matched === undefined ? '' : ` ${String(matched.lines)}/${String(matched.changedLines)}`;
          return `${sessionId.slice(0, 1)} ${String(tier)}${lines} ${String(money.nanodollars / 10_000_000)}`;
        });
        return said.length === 0 ? [] : [[row.sha, said.sort()]];
      }),
    );

  it('carry the cost of the requests that wrote their lines', async () => {
    const one = session().edits('weave.ts', weave).edits('dye.ts', dye);
    const sha = work.commit('Weave and dye', noon + 30 * hour);
    assert.deepEqual(await links(await read(one)), { [sha]: ['a 5 6/6 2'] });
  });

  it('take what was staged of it, each its own lines', async () => {
    const one = session().edits('weave.ts', weave).edits('dye.ts', dye);
    work.git('add', 'dye.ts');
    const date = { GIT_AUTHOR_DATE: '1763647200 +0000', GIT_COMMITTER_DATE: '1763647200 +0000' };
    const when = new Date(noon + hour).toISOString();
    work.gitAt(work.clone, { ...date, GIT_AUTHOR_DATE: when, GIT_COMMITTER_DATE: when }, 'commit', '-qm', 'Dye');
    const first = work.git('rev-parse', 'HEAD').trim();
    const second = work.commit('Weave', noon + 2 * hour);
    assert.deepEqual(await links(await read(one)), { [first]: ['a 5 3/3 1'], [second]: ['a 5 3/3 1'] });
  });

  it('are found behind a formatter, and beside lines written by hand', async () => {
    const one = session().edits('weave.ts', weave);
    work.write('weave.ts', `// by hand\n${weave.replaceAll('  ', '\t\t')}export const byHand = true;\n`);
    const sha = work.commit('Weave', noon + hour);
    assert.deepEqual(await links(await read(one)), { [sha]: ['a 5 3/5 1'] });
  });

  it('belong to each session that wrote a tenth of them', async () => {
    const [one, two] = [session().edits('weave.ts', weave), session(sessionB, noon + hour).edits('dye.ts', dye)];
    const sha = work.commit('Weave and dye', noon + 2 * hour);
    assert.deepEqual(await links(await read(one, two)), { [sha]: ['a 5 3/6 1', 'b 5 3/6 1'] });
  });

  it('are nobody’s session’s where another person made them, or before the session wrote the lines', async () => {
    work.write('weave.ts', weave);
    work.commit('Weave', noon - hour);
    const one = session().edits('weave.ts', weave).edits('dye.ts', dye);
    work.git('config', 'user.email', 'grace@example.invalid');
    work.commit('Dye', noon + hour);
    work.git('config', 'user.email', 'ada@example.invalid');
    assert.deepEqual(await links(await read(one)), {});
  });

  it('are linked once however they are rewritten: amended, rebased, picked, squashed', async () => {
    const one = session().runs('git checkout -q -b topic').edits('weave.ts', weave);
    work.commit('Weave', noon + hour);
    work.git('commit', '-q', '--amend', '-m', 'Weave well');
    work.git('checkout', '-q', 'main');
    work.write('base.ts', 'base\n');
    work.commit('Add base', noon + 2 * hour);
    work.git('rebase', '-q', 'main', 'topic');
    const rebased = work.git('rev-parse', 'topic').trim();
    work.git('checkout', '-q', 'main');
    work.git('merge', '-q', '--squash', 'topic');
    const squashed = work.commit('Weave (#3)', noon + 3 * hour);
    const engine = await read(one);
    const found = await links(engine);
    assert.deepEqual(Object.values(found), [['a 5 3/3 2']]);
    assert.ok(rebased in found || squashed in found);
  });

  it('are not found where git has not their lines, which unmakes no recorded link', async () => {
    const one = session().edits('weave.ts', weave).runs('git add -A && git commit -q -m Weave');
    const sha = work.git('rev-parse', 'HEAD').trim();
    for (const [hours, content] of [dye, weave].entries()) {
      work.write('dye.ts', content);
      work.commit('Dye', noon + (hours + 1) * hour);
    }
    work.git('config', 'uploadpack.allowFilter', 'true');
    const partial = join(rig.root, 'partial');
    work.git('-c', 'protocol.file.allow=always', 'clone', '-q', '--filter=blob:none', `file://${work.clone}`, partial);
    await rm(work.clone, { recursive: true });
    await rename(partial, work.clone);
    work.git('config', 'user.email', 'ada@example.invalid');
    assert.deepEqual(await links(await read(one)), { [sha]: ['a 3 2'] });
  });

  it('leave the session’s own record alone, and what was in no commit where it is', async () => {
    const one = session().edits('weave.ts', weave).runs('git add -A && git commit -q -m Weave').edits('dye.ts', dye);
    const sha = work.git('rev-parse', 'HEAD').trim();
    assert.deepEqual(await links(await read(one)), { [sha]: ['a 3 1'] });
  });

  it('are found in another working tree of the repository, and where a file was renamed in a commit between', async () => {
    const side = join(rig.root, 'side');
    work.git('worktree', 'add', '-q', '-b', 'side', side);
    work.write('weave.ts', `${dye}// the rest follows\n`, side);
    work.commit('Begin', noon - hour, side);
    const one = session(sessionA, noon, side).edits('weave.ts', `${dye}// the rest follows\n${weave}`);
    work.gitAt(side, {}, 'stash', '-q');
    work.gitAt(side, {}, 'mv', 'weave.ts', 'loom.ts');
    work.commit('Rename', noon + hour, side);
    work.write('loom.ts', `${dye}// the rest follows\n${weave}`, side);
    const sha = work.commit('Weave', noon + 2 * hour, side);
    assert.deepEqual(await links(await read(one)), { [sha]: ['a 5 3/3 1'] });
  });
});
