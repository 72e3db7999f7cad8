/** Sessions that git-ai's notes and Entire's checkpoints name. */
import assert from 'node:assert/strict';
import { describeRepository } from '../../../src/git/describe.ts';
import { readMarks } from '../../../src/git/marks.ts';
import { GitRig, valueOf } from '../../support/gitRig.ts';

const session = (digit: string): string => `6f1c0f5e-8a41-4b5c-9d2e-0a1b2c3d4e5${digit}`;

describe('marks beside the commits', function () {
  this.timeout(60_000);
  let rig: GitRig;
  let folder: string;

  beforeEach(async () => {
    rig = await GitRig.make();
    folder = rig.init('loom');
  });
  afterEach(() => rig.close());

  const read = async (): Promise<Record<string, unknown>> => Object.fromEntries(valueOf(await readMarks(folder, rig.options)));
  const state = async (): Promise<string> => valueOf(await describeRepository(folder, { ...rig.options, hash: rig.hash })).marksState;

  it('are none without them', async () => {
    await rig.commit(folder, { message: `Change\n\nEntire-Checkpoint: 0a1b2c3d4e5f` });
    assert.deepEqual(await read(), {});
    assert.equal(await state(), '');
  });

  it('are the ids in the JSON of a note, and no id that a message quotes', async () => {
    const sha = await rig.commit(folder);
    const other = await rig.commit(folder);
    const prompts = {
      d9978a8723e02b52: {
        agent_id: { tool: 'claude', id: session('1'), model: 'claude-opus-5-5' },
        human_author: session('7'),
        messages: [{ type: 'user', id: session('8'), text: session('9') }],
      },
    };
    const note = `src/a.ts\n  d9978a8723e02b52 1-4\n---\n${JSON.stringify({ schema_version: 'authorship/3.0.0', base_commit_sha: sha, prompts, sessions: { s_1: { agent_id: { tool: 'claude', id: session('2') } } } }, null, 2)}`;
    rig.gitWith({ input: note }, folder, 'notes', '--ref=ai', 'add', '-F', '-', sha);
    rig.gitWith({ input: 'a note of another kind\n---\n{"id": "not whole' }, folder, 'notes', '--ref=ai', 'add', '-F', '-', other);
    assert.deepEqual(await read(), {
      [sha]: [
        { sessionId: session('1'), source: 'note' },
        { sessionId: session('2'), source: 'note' },
      ],
    });
    const before = await state();
    rig.git(folder, 'notes', '--ref=ai', 'remove', sha);
    assert.notEqual(await state(), before);
  });

  it('are the sessions of the checkpoints that commits name', async () => {
    const sha = await rig.commit(folder, { message: 'One\n\nEntire-Checkpoint: 0a1b2c3d4e5f', files: { a: '1\n' } });
    const squashed = await rig.commit(folder, {
      message: 'Two (#3)\n\n* one\n\nEntire-Checkpoint: 0a1b2c3d4e5f\n\n* two\n\nEntire-Checkpoint: ffeeddccbbaa\n',
    });
    rig.git(folder, 'checkout', '-q', '--orphan', 'entire/checkpoints/v1');
    await rig.commit(folder, {
      message: 'Checkpoints',
      files: {
        '0a/1b2c3d4e5f/metadata.json': JSON.stringify({ sessions: [{ metadata: '/0a/1b2c3d4e5f/0/metadata.json' }] }),
        '0a/1b2c3d4e5f/0/metadata.json': JSON.stringify({ session_id: session('1') }),
        '0a/1b2c3d4e5f/0/full.jsonl': `{"session_id":"${session('9')}"}`,
        'ff/eeddccbbaa/metadata.json': JSON.stringify({ session_ids: [`2026-03-02-${session('2')}`] }),
        'aa/bbccddeeff00/metadata.json': JSON.stringify({ session_id: session('3') }),
      },
    });
    rig.git(folder, 'checkout', '-q', 'main');
    const one = { sessionId: session('1'), source: 'checkpoint' };
    assert.deepEqual(await read(), { [sha]: [one], [squashed]: [one, { sessionId: session('2'), source: 'checkpoint' }] });
    // As fetched into another clone.
    rig.git(rig.root, 'clone', '-q', `file://${folder}`, 'copy');
    folder = `${rig.root}/copy`;
    assert.deepEqual(Object.keys(await read()).sort(), [sha, squashed].sort());
  });

  it('are found among many notes, and in none that is too long', async () => {
    rig.importCommits(folder, 300);
    const commits = rig.git(folder, 'rev-list', 'main').split('\n');
    const lines = commits.flatMap((sha, at) => {
      const text = `---\n{"id":"${session(String(at % 10))}","padding":"${'x'.repeat(at === 7 ? 9_000_000 : 1_000)}${at}"}`;
      return [`N inline ${sha}`, `data ${text.length}`, text];
    });
    const commit = ['commit refs/notes/ai', 'committer Ada <ada@example.invalid> 1772438400 +0000', 'data 0', ''];
    rig.gitWith({ input: [...commit, ...lines, ''].join('\n') }, folder, 'fast-import', '--quiet');
    const marks = await read();
    assert.equal(Object.keys(marks).length, 299);
    assert.equal(marks[commits[7] ?? ''], undefined);
    assert.deepEqual(marks[commits[23] ?? ''], [{ sessionId: session('3'), source: 'note' }]);
  });
});
