/** What commits of sessions became afterwards: squashed, picked, merged, left behind; told alike by every answer. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { everything } from '../../../src/core/report/filterRequests.ts';
import type { CommitRow } from '../../../src/core/report/commits.ts';
import type { Explanation } from '../../../src/core/report/explanation.ts';
import type { Engine } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { GitWork, SessionLines, gitEnvironment } from '../../support/gitWork.ts';
import { sessionA } from '../../support/transcriptLines.ts';

const cent = 10_000_000;
const day = 24 * 60 * 60_000;
const pullRequest = 'https://forge.example/ada/loom/pull/7';

describe('what commits became', () => {
  let rig: EngineRig;
  let work: GitWork;
  beforeEach(async () => {
    rig = await EngineRig.make();
    work = new GitWork(rig);
  });
  afterEach(() => rig.close());

  /** A session that makes a.ts and b.ts, a commit each, on branch topic; two cents each. */
  const onTopic = (): { readonly lines: SessionLines; readonly shas: readonly string[] } => {
    work.git('checkout', '-q', '-b', 'topic');
    const lines = new SessionLines(work.clone, { branch: 'topic' });
    const shas = ['a.ts', 'b.ts'].map((file) => {
      lines.edits(join(work.clone, file), `${file}\n`);
      work.write(file, `${file}\n`);
      return lines.commits(`Add ${file}`, (atMs) => work.commit(`Add ${file}`, atMs));
    });
    return { lines, shas };
  };
  const read = async (lines: SessionLines): Promise<Engine> => {
    await rig.write(`-p/${sessionA}.jsonl`, lines.text());
    const engine = await rig.open({ environment: gitEnvironment(rig) });
    await engine.ingest({});
    await engine.readGit({ folders: null });
    return engine;
  };
  const rows = async (engine: Engine): Promise<readonly CommitRow[]> =>
    (await engine.commits({ filter: everything, offset: 0, limit: null, subjects: false })).rows;
  const standing = async (engine: Engine): Promise<Record<string, number>> => {
    const report = await engine.report({ sinceMs: null, untilMs: null, by: 'commit', repository: work.clone });
    assert.ok(report.standing !== null);
    return Object.fromEntries(
      report.standing.parts.filter(({ money }) => money.nanodollars > 0).map(({ part, money }) => [part, money.nanodollars / cent]),
    );
  };
  const explained = async (engine: Engine, reference: string): Promise<Explanation> => {
    const answer = await engine.explain({ reference, kind: null, folder: work.clone });
    assert.ok('title' in answer, JSON.stringify(answer));
    const sum = answer.paragraphs.reduce((total, { money }) => total + (money?.nanodollars ?? 0), 0);
    assert.equal(sum, answer.money?.nanodollars ?? 0, 'the paragraphs add up to the whole');
    return answer;
  };
  const receipt = async (engine: Engine, reference: string): Promise<readonly string[]> => {
    const answer = await engine.receipt({ reference, folder: work.clone });
    return 'markdown' in answer ? answer.markdown.trimEnd().split('\n') : [answer.notFound];
  };
  const cost = (lines: readonly string[]): string => /\$\d+\.\d\d|not recorded/.exec(lines[0] ?? '')?.[0] ?? lines.join('\n');

  it('is one commit where a pull request was squashed and its branch deleted, which counts once', async () => {
    const { lines, shas } = onTopic();
    lines.opensPullRequest(pullRequest, 7);
    work.git('checkout', '-q', 'main');
    work.write('other.ts', 'other\n');
    work.commit('Other', lines.atMs + day);
    work.git('merge', '-q', '--squash', 'topic');
    const squash = work.commit('Add a and b (#7)', lines.atMs + 2 * day);
    work.git('branch', '-q', '-D', 'topic');
    const engine = await read(lines);

    assert.deepEqual(await standing(engine), { onDefaultBranch: 4, noEdits: 1 });
    const shown = await rows(engine);
    assert.deepEqual(
      shown.filter(({ links }) => links.length > 0).map(({ sha, onDefaultBranch, copies }) => [sha, onDefaultBranch, copies[0]?.sha]),
      [...shas].reverse().map((sha) => [sha, true, squash]),
    );
    assert.ok(!shown.some(({ sha }) => sha === squash));
    const pull = await explained(engine, pullRequest);
    assert.match(pull.summary, /2 commits, on main\.$/);
    const lineOf = (await receipt(engine, '#7'))[2];
    assert.equal(lineOf, '- Lines added with Claude: 2 of 2');
    assert.deepEqual([cost(await receipt(engine, '#7')), cost(await receipt(engine, squash))], ['$0.04', '$0.04']);
    const [one, whole] = [await explained(engine, shas[0] ?? ''), await explained(engine, squash)];
    assert.match(one.summary, new RegExp(`on main as ${squash.slice(0, 7)}\\.$`));
    assert.equal(whole.money?.nanodollars, 4 * cent);
  });

  it('is known when the pull request of one session says what became of the commits of another', async () => {
    const { lines } = onTopic();
    work.git('checkout', '-q', 'main');
    work.write('other.ts', 'other\n');
    work.commit('Other', lines.atMs + day);
    work.git('merge', '-q', '--squash', 'topic');
    work.commit('Add a and b (#7)', lines.atMs + 2 * day);
    work.git('branch', '-q', '-D', 'topic');
    const engine = await read(lines);
    // The squash has their lines; what led to no line of them belongs to the commits that are gone.
    assert.deepEqual(await standing(engine), { noCommit: 1, onDefaultBranch: 3 });
    const opening = new SessionLines(work.clone, {
      sessionId: 'b0000000-0000-4000-8000-00000000000b',
      startMs: lines.atMs,
      branch: 'topic',
    });
    opening.opensPullRequest(pullRequest, 7);
    await rig.write('-p/b0000000-0000-4000-8000-00000000000b.jsonl', opening.text());
    await engine.ingest({});
    assert.deepEqual(await standing(engine), { onDefaultBranch: 4, noEdits: 1 });
  });

  it('is its copy on the default branch: that leads to the commit that carries the cost', async () => {
    const { lines, shas } = onTopic();
    work.git('checkout', '-q', 'main');
    work.write('other.ts', 'other\n');
    work.commit('Other', lines.atMs + day);
    work.git('cherry-pick', ...shas);
    const copy = work.git('rev-parse', 'main').trim();
    const engine = await read(lines);
    assert.deepEqual(await standing(engine), { onDefaultBranch: 4 });
    assert.deepEqual(
      (await rows(engine)).filter(({ links }) => links.length > 0).map(({ part, onDefaultBranch }) => [part, onDefaultBranch]),
      [
        ['onDefaultBranch', true],
        ['onDefaultBranch', true],
      ],
    );
    const explanation = await explained(engine, copy);
    assert.equal(explanation.money?.nanodollars, 3 * cent);
    assert.ok(
      explanation.paragraphs.some(({ text }) => text === `It is a copy of commit ${shas[1]?.slice(0, 7)}, which carries the cost.`),
    );
    assert.deepEqual([cost(await receipt(engine, copy)), cost(await receipt(engine, 'main'))], ['$0.03', '$0.04']);
  });

  it('is in the receipt of its branch, also beside another branch there, and once that was merged', async () => {
    const { lines } = onTopic();
    const engine = await read(lines);
    assert.equal(cost(await receipt(engine, 'topic')), '$0.04');
    work.git('branch', 'backup');
    await engine.readGit({ folders: null });
    assert.deepEqual([cost(await receipt(engine, 'topic')), cost(await receipt(engine, 'backup'))], ['$0.04', '$0.04']);
    work.git('checkout', '-q', 'main');
    work.git('merge', '-q', '--no-ff', '-m', 'Merge topic', 'topic');
    await engine.readGit({ folders: null });
    assert.equal(cost(await receipt(engine, 'topic')), '$0.04');
    work.git('branch', 'fresh');
    assert.match((await receipt(engine, 'fresh')).join(), /no commit that the default branch has not, and no merge tells/);
  });

  it('is on the clone’s own main until that is on the remote, or on no branch but in a working tree or a tag', async () => {
    const remote = join(rig.root, 'remote.git');
    work.git('clone', '-q', '--bare', work.clone, remote);
    work.git('remote', 'add', 'origin', remote);
    work.git('fetch', '-q', 'origin');
    const lines = new SessionLines(work.clone);
    const commit = (file: string): string => {
      lines.edits(join(work.clone, file), `${file}\n`);
      work.write(file, `${file}\n`);
      return lines.commits(`Add ${file}`, (atMs) => work.commit(`Add ${file}`, atMs));
    };
    const unpushed = commit('a.ts');
    work.git('checkout', '-q', '--detach');
    const detached = commit('b.ts');
    const engine = await read(lines);
    assert.match((await explained(engine, unpushed)).summary, /, on main, not on the remote as last fetched\.$/);
    assert.match((await explained(engine, detached)).summary, /, on no branch, but checked out in a working tree\.$/);
    work.git('tag', 'kept');
    work.git('checkout', '-q', 'main');
    await engine.readGit({ folders: null });
    assert.match((await explained(engine, detached)).summary, /, on no branch, held by a tag\.$/);
  });

  it('is not known of a pull request without a commit', async () => {
    const lines = new SessionLines(work.clone, { branch: 'topic' }).opensPullRequest(pullRequest, 7);
    const engine = await read(lines);
    const { pullRequests } = await engine.commits({ filter: everything, offset: 0, limit: null, subjects: false });
    assert.deepEqual(
      pullRequests.map(({ onDefaultBranch }) => onDefaultBranch),
      [null],
    );
    assert.equal((await explained(engine, pullRequest)).summary, 'cost not recorded: no commit of it was found.');
  });
});
