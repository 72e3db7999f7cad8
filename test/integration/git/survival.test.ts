/** Which lines of a change are still there, asked of the real git. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { blameFile } from '../../../src/git/blame.ts';
import { SurvivalRig } from '../../support/survivalRig.ts';

const base = 'export const loom = open();\nexport const warp = loom.warp();\n';
const weave = [
  'export function weave(threads: number): string {',
  '  const shed = openShedBetween(threads, warp);',
  '  const picked = shed.map((thread) => thread.passTheShuttle());',
  '  return picked.join(beater.pressure);',
  '}',
];
const woven = `${weave.join('\n')}\n`;

describe('lines of a change', () => {
  let rig: SurvivalRig;
  beforeEach(async () => {
    rig = await SurvivalRig.make();
    await rig.commit(-1, { 'loom.ts': base, 'other.ts': 'export const other = 1;\n' });
  });
  afterEach(() => rig.close());

  /** Adds the five lines to `loom.ts`. */
  const ship = (): Promise<string> => rig.commit(0, { 'loom.ts': base + woven });
  const rows = (sha: string): Promise<readonly string[]> => rig.rows(sha, { wrote: { [sha]: { 'loom.ts': woven } } });
  const seen = (at7: string, at14 = at7, at30 = at14): readonly string[] => [
    'loom.ts 0 5/5',
    `loom.ts 7 ${at7}/5`,
    `loom.ts 14 ${at14}/5`,
    `loom.ts 30 ${at30}/5`,
  ];

  it('are there where nobody touched the file, or only other lines of it', async () => {
    const sha = await ship();
    assert.deepEqual(await rows(sha), seen('5'));
    await rig.commit(3, { 'loom.ts': `// A loom.\n${base}// Weaves.\n${woven}` });
    assert.deepEqual(await rows(sha), seen('5'));
  });

  it('are counted on each day as the branch stood then', async () => {
    const sha = await ship();
    await rig.commit(5, { 'loom.ts': base + woven.replace('beater.pressure', 'reed.pressure') });
    await rig.commit(9, { 'loom.ts': base + woven.replace('beater.pressure', 'reed.pressure').replace('thread.pass', 'thread.throw') });
    await rig.commit(20, { 'loom.ts': base });
    assert.deepEqual(await rows(sha), seen('4', '3', '0'));
  });

  it('are followed into a renamed file, also one renamed twice and changed meanwhile', async () => {
    const sha = await ship();
    rig.run(2, 'mv', 'loom.ts', 'hand loom "1".ts');
    await rig.commit(2, {});
    await rig.commit(3, { 'hand loom "1".ts': `${base}${woven.replace('beater.pressure', 'reed.pressure')}` });
    rig.run(8, 'mv', 'hand loom "1".ts', 'Webstühle.ts');
    await rig.commit(8, {});
    assert.deepEqual(await rows(sha), seen('4'));
  });

  it('are followed to another place in their file, and into another file that the same commit changed', async () => {
    const tail = Array.from({ length: 12 }, (_, index) => `export const reed${String(index)} = makeReed(${String(index)});\n`).join('');
    const sha = await rig.commit(0, { 'loom.ts': base + woven + tail });
    await rig.commit(2, { 'loom.ts': base + tail + woven });
    assert.deepEqual(await rows(sha), seen('5'));
    await rig.commit(9, { 'loom.ts': base, 'other.ts': `export const other = 1;\n${woven}` });
    assert.deepEqual(await rows(sha), seen('5'));
    await rig.commit(20, { 'other.ts': `export const other = 1;\n${weave.slice(0, 3).join('\n')}\n` });
    assert.deepEqual(await rows(sha), seen('5', '5', '3'));
  });

  it('are there when they were indented, or end in another way', async () => {
    const sha = await ship();
    await rig.commit(2, { 'loom.ts': `${base}if (open) {\n${weave.map((line) => `\t\t${line}\n`).join('')}}\n` });
    await rig.commit(9, { 'loom.ts': `${base}if (open) {\n${weave.map((line) => `\t\t${line}\n`).join('')}}\n`.replaceAll('\n', '\r\n') });
    assert.deepEqual(await rows(sha), seen('5'));
  });

  it('are there behind a formatter that the repository says to pass over, and not behind one that it does not', async () => {
    const sha = await ship();
    const formatted = woven
      .replace('openShedBetween(threads, warp)', 'openShedBetween({ threads, warp })')
      .replace('picked = shed', 'picked: string[] = shed');
    const formatter = await rig.commit(2, { 'loom.ts': base + formatted });
    assert.deepEqual(await rows(sha), seen('3'));
    await rig.commit(3, { '.git-blame-ignore-revs': `# Formatted\n${formatter} # all\n${'0'.repeat(40)}\nnone\n` });
    assert.deepEqual(await rows(sha), seen('5'));
    rig.git.git(rig.folder, 'config', 'blame.ignoreRevsFile', 'there-is-none');
    assert.deepEqual(await rows(sha), seen('5'));
  });

  it('that were a formatter’s work themselves are not passed over', async () => {
    const sha = await ship();
    await rig.commit(2, { '.git-blame-ignore-revs': `${sha}\n`, 'loom.ts': `${base}${woven}// End.\n` });
    assert.deepEqual(await rows(sha), seen('5'));
  });

  it('are gone with their file, and where it is no text any more', async () => {
    const sha = await ship();
    await rig.commit(2, { 'loom.ts': Buffer.from([0, 1, 2, 10, 0, 10]) });
    await rig.commit(9, { 'loom.ts': null });
    assert.deepEqual(await rows(sha), ['loom.ts 0 5/5', 'loom.ts 7 0/5', 'loom.ts 14 0/5', 'loom.ts 30 0/5']);
  });

  it('are none of what somebody else wrote into the same commit', async () => {
    const sha = await rig.commit(0, { 'loom.ts': `${base}// By hand.\n${woven}` });
    await rig.commit(2, { 'loom.ts': base + woven });
    assert.deepEqual(await rows(sha), seen('5'));
  });

  it('that the change only indented have shipped, and are not followed', async () => {
    await rig.commit(0, { 'loom.ts': base + woven });
    const indented = weave.map((line) => `  ${line}\n`).join('');
    const sha = await rig.commit(1, { 'loom.ts': `${base}if (open) {\n${indented}}\n` });
    assert.deepEqual((await rig.rows(sha, { wrote: { [sha]: { 'loom.ts': `if (open) {\n${indented}}\n` } } })).slice(0, 2), [
      'loom.ts 0 7/7',
      'loom.ts 7 2/2',
    ]);
  });

  it('are looked for in a repository’s first commit too', async () => {
    rig.folder = rig.git.init('first', '-b', 'main');
    const sha = await ship();
    await rig.commit(3, { 'loom.ts': base + woven.replace('beater.pressure', 'reed.pressure') });
    assert.deepEqual(await rows(sha), seen('4'));
  });
});

describe('lines of a change by its style', () => {
  let rig: SurvivalRig;
  beforeEach(async () => {
    rig = await SurvivalRig.make();
    await rig.commit(-2, { 'loom.ts': base });
  });
  afterEach(() => rig.close());

  /** Two commits on a branch: the second one changes a line of the first. */
  const branch = async (): Promise<readonly [string, string]> => {
    rig.run(-1, 'checkout', '-q', '-b', 'topic');
    const first = await rig.commit(-1, { 'loom.ts': base + woven.replace('beater.pressure', 'reed.pressure') });
    const second = await rig.commit(-1, { 'loom.ts': base + woven });
    rig.run(-1, 'checkout', '-q', 'main');
    await rig.commit(-1, { 'main.ts': 'export {};\n' });
    return [first, second];
  };
  const wrote = ([first, second]: readonly [string, string]): Record<string, Record<string, string>> => ({
    [first]: { 'loom.ts': woven.replace('beater.pressure', 'reed.pressure') },
    [second]: { 'loom.ts': weave[3] ?? '' },
  });
  const rewrite = async (): Promise<void> => {
    await rig.commit(9, { 'loom.ts': base + woven.replace('thread.pass', 'thread.throw') });
  };
  const expected = ['loom.ts 0 5/6', 'loom.ts 7 5/5', 'loom.ts 14 4/5', 'loom.ts 30 4/5'];

  it('a merge', async () => {
    const commits = await branch();
    const sha = rig.run(0, 'merge', '-q', '--no-ff', '-m', 'Merge', 'topic');
    await rewrite();
    assert.deepEqual(await rig.rows(sha, { wrote: wrote(commits) }), expected);
  });

  it('a squash', async () => {
    const commits = await branch();
    rig.run(0, 'merge', '-q', '--squash', 'topic');
    const sha = await rig.commit(0, {}, 'Weave (#7)');
    await rewrite();
    assert.deepEqual(await rig.rows(sha, { wrote: wrote(commits), squashed: commits }), expected);
  });

  it('a rebase', async () => {
    const commits = await branch();
    rig.run(-1, 'checkout', '-q', 'topic');
    const sha = rig.run(0, 'rebase', '-q', 'main');
    rig.run(0, 'checkout', '-q', 'main');
    rig.run(0, 'merge', '-q', '--ff-only', 'topic');
    await rewrite();
    assert.deepEqual(await rig.rows(sha, { wrote: wrote(commits), style: 'rebase' }), expected);
  });

  it('one that was reverted, and landed again', async () => {
    const first = await rig.commit(0, { 'loom.ts': base + woven });
    const question = { wrote: { [first]: { 'loom.ts': woven } } };
    rig.run(3, 'revert', '--no-edit', first);
    assert.deepEqual((await rig.rows(first, question)).slice(0, 2), ['loom.ts 0 5/5', 'loom.ts 7 0/5']);
    const again = rig.run(10, 'revert', '--no-edit', 'HEAD');
    await rig.commit(11, { 'loom.ts': `// A loom.\n${base}${woven}` });
    const landed = await rig.rows(first, {
      ...question,
      outcome: {
        shippedAtMs: Date.UTC(2026, 2, 12, 8),
        joined: [{ sha: again, kind: 'reland', atMs: Date.UTC(2026, 2, 12, 8) }],
      },
    });
    assert.deepEqual(landed, ['loom.ts 0 5/5', 'loom.ts 7 5/5', 'loom.ts 14 5/5', 'loom.ts 30 5/5']);
  });

  it('one that only Claude’s trailer names: all that it added', async () => {
    const message = 'Weave\n\nCo-Authored-By: Claude <noreply@anthropic.com>';
    const sha = await rig.commit(0, { 'loom.ts': `${base}${woven}\n` }, message);
    await rewrite();
    // The blank line was added, and is no line that anybody follows.
    assert.deepEqual(await rig.rows(sha, { outcome: { own: false, withClaude: 'trailer' } }), ['loom.ts 0 5/6', ...expected.slice(1)]);
  });

  it('only what is old enough and was seen since', async () => {
    const sha = await rig.commit(0, { 'loom.ts': base + woven });
    const question = { wrote: { [sha]: { 'loom.ts': woven } } };
    const days = async (today: number, seenUntil = today): Promise<readonly string[]> =>
      (await rig.rows(sha, { ...question, today, seenUntil })).map((row) => row.split(' ')[1] ?? '');
    assert.deepEqual(await days(6), ['0']);
    assert.deepEqual(await days(8), ['0', '7']);
    assert.deepEqual(await days(40, 15), ['0', '7', '14']);
  });

  it('a shallow clone cannot say what was there before', async () => {
    const sha = await rig.commit(0, { 'loom.ts': base + woven });
    rig.git.git(rig.git.root, 'clone', '-q', '--depth', '1', `file://${rig.folder}`, 'shallow');
    const question = { wrote: { [sha]: { 'loom.ts': woven } } };
    const change = { commits: [{ ...(await rig.git.read(rig.folder, [sha]))[0], branch: 'main', onDefaultBranch: true, reachable: true }] };
    rig.folder = `${rig.git.root}/shallow`;
    assert.deepEqual(await rig.look(sha, { ...question, change: change as never }), { ok: false, problem: null });
  });

  it('cannot be told where an object is missing; nothing can where git or the repository is', async () => {
    const sha = await rig.commit(0, { 'loom.ts': base + woven });
    await rig.commit(3, { 'loom.ts': `// A loom.\n${base}${woven}` });
    const asked = { file: 'loom.ts', sha, since: null, ignored: [], hash: null, acrossFiles: false };
    const blame = async (some: Partial<typeof asked>, path = rig.folder): Promise<string> => {
      const answer = await blameFile(path, { ...asked, ...some }, rig.git.options);
      return answer.ok ? answer.value.kind : answer.problem.reason;
    };
    assert.equal(await blame({ file: 'none.ts' }), 'absent');
    assert.equal(await blame({ sha: 'f'.repeat(40) }), 'noRevision');
    assert.equal(await blame({}, join(rig.folder, 'gone')), 'noRepository');
    const head = rig.git.git(rig.folder, 'rev-parse', 'HEAD');
    const blob = rig.git.git(rig.folder, 'rev-parse', 'HEAD:loom.ts');
    rig.git.git(rig.folder, 'update-index', '--add', '--cacheinfo', `160000,${sha},module`);
    rig.run(4, 'commit', '-q', '-m', 'Add a submodule');
    assert.equal(await blame({ sha: rig.git.git(rig.folder, 'rev-parse', 'HEAD'), file: 'module' }), 'submodule');
    await rm(join(rig.folder, '.git', 'objects', blob.slice(0, 2), blob.slice(2)));
    assert.equal(await blame({ sha: head }), 'damaged');
  });
});
