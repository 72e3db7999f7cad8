import assert from 'node:assert/strict';
import { editLines, isScratchPath } from '../../../src/core/transcript/editLines.ts';

const hunk = (...lines: string[]) => ({ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines });
const counts = (result: unknown) => {
  const edit = editLines(result);
  return edit === null ? null : [edit.added.length, edit.removed.length];
};
const create = (content: string) => ({
  type: 'create',
  filePath: '/w/a.ts',
  content,
  structuredPatch: [],
  originalFile: null,
  userModified: false,
});
const edit = (...lines: string[]) => ({
  filePath: '/w/a.ts',
  oldString: 'a',
  newString: 'b',
  originalFile: null,
  structuredPatch: [hunk(...lines)],
  userModified: false,
  replaceAll: false,
});

describe('lines of an edit', () => {
  // Each figure is `cost-state.totalLinesAdded` and `totalLinesRemoved` of a run of Claude Code 2.1.330 with this one edit.
  describe('are as many as the client counts', () => {
    const measured: readonly (readonly [name: string, result: unknown, added: number, removed: number])[] = [
      ['Write of a new file: the end behind its last newline is a line', create('one\ntwo\n'), 3, 0],
      ['Write of a new file without a final newline', create('one\ntwo'), 2, 0],
      ['Write of an empty file', create(''), 0, 0],
      ['Write of a lone newline', create('\n'), 2, 0],
      ['Write of a new file with CRLF', create('one\r\ntwo\r\n'), 3, 0],
      ['Write over an empty file is a creation', { ...create('x\ny\n'), originalFile: '' }, 3, 0],
      ['Write over a file', { ...create('…'), type: 'update', structuredPatch: [hunk(' one', '-two', '+TWO', ' three', '+four')] }, 2, 1],
      ['Write of the same text', { ...create('one\n'), type: 'update' }, 0, 0],
      ['Write of nothing over a file', { ...create(''), type: 'update', structuredPatch: [hunk('-one', '-two', '-three')] }, 0, 3],
      [
        'Write that drops the final newline',
        { ...create('…'), type: 'update', structuredPatch: [hunk(' one', '-three', '+three', '\\ No newline at end of file')] },
        1,
        1,
      ],
      ['Edit', edit(' one', '-two', '+TWO', '+TWO2', ' three'), 2, 1],
      ['Edit of all occurrences', { ...edit('-a', '+b', ' x', '-a', ' b', '-a a', '+b', '+b b'), replaceAll: true }, 3, 3],
      ['Edit without a final newline', edit(' one', '-two', '\\ No newline at end of file', '+TWO', '\\ No newline at end of file'), 1, 1],
      ['Edit of a file with CRLF', edit(' one', '-two', '+TWO', ' three'), 1, 1],
      ['Edit that makes a file', edit('+x', '+y'), 2, 0],
      ['Edit of lines that begin with signs', edit(' one', '-two', '++ two', '+- x'), 2, 1],
    ];
    for (const [name, result, added, removed] of measured) it(name, () => assert.deepEqual(counts(result), [added, removed]));
  });

  it('are the text behind the sign, with the tool and the path', () => {
    assert.deepEqual(editLines(edit(' one', '-two', '++ two')), { tool: 'Edit', path: '/w/a.ts', added: ['+ two'], removed: ['two'] });
    assert.equal(editLines(create('x'))?.tool, 'Write');
    assert.deepEqual(editLines({ filePath: '/w/a.ts', edits: [], originalFileContents: '', structuredPatch: [hunk('+x'), hunk('-y')] }), {
      tool: 'MultiEdit',
      path: '/w/a.ts',
      added: ['x'],
      removed: ['y'],
    });
  });

  describe('of a notebook', () => {
    const notebook = {
      new_source: 'x',
      cell_type: 'code',
      language: 'python',
      edit_mode: 'replace',
      cell_id: 'a',
      error: '',
      notebook_path: '/w/n.ipynb',
    };
    it('are those of its file', () => {
      const result = {
        ...notebook,
        old_source: 'x = 1',
        original_file: '{\n "x = 1",\n "y"\n}',
        updated_file: '{\n "x = 2",\n "z",\n "y"\n}',
      };
      assert.deepEqual(editLines(result), {
        tool: 'NotebookEdit',
        path: '/w/n.ipynb',
        added: [' "x = 2",', ' "z",'],
        removed: [' "x = 1",'],
      });
    });
    it('are those of the cell when the file is not recorded', () => {
      assert.deepEqual(editLines({ ...notebook, old_source: 'a\nb' })?.removed, ['a', 'b']);
      assert.deepEqual(editLines({ ...notebook, edit_mode: 'delete', old_source: 'a' })?.added, []);
    });
    it('are none when it failed', () => assert.equal(editLines({ ...notebook, error: 'Cell not found' }), null));
  });

  it('are none without a successful edit', () => {
    const others: unknown[] = [
      'Error: String to replace not found in file.',
      'User rejected update',
      undefined,
      null,
      7,
      [],
      [edit('+x')],
      {},
      { stdout: 'x', stderr: '' },
      { type: 'text', file: { filePath: '/w/a.ts', content: 'x' } },
      { filePath: '/w/a.ts', plan: 'x' },
      { ...edit('+x'), staged: true },
      { ...edit('+x'), filePath: 7 },
    ];
    for (const other of others) assert.equal(editLines(other), null, JSON.stringify(other));
  });

  it('are read field by field where a shape is odd', () => {
    assert.deepEqual(counts({ ...edit(), structuredPatch: [null, 'x', { lines: 'x' }, { lines: [7, '+x', null] }] }), [1, 0]);
    assert.deepEqual(counts({ ...create('a\n'), structuredPatch: 'x' }), [2, 0]);
    assert.deepEqual(counts({ ...create('a\n'), type: 'update', structuredPatch: null }), [0, 0]);
  });
});

describe('scratch paths', () => {
  const scratch = [
    '/home/me/.claude/plans/happy-blue-fox.md',
    '/Users/me/.claude/plans/x.md',
    'C:\\Users\\me\\.claude\\plans\\x.md',
    '/home/me/.claude/projects/-home-me-work/memory/MEMORY.md',
    '/config/projects/-home-me-work/memory/a.md',
    'C:\\Users\\me\\.claude\\projects\\C--work\\memory\\a.md',
    '/private/tmp/claude-501/-Users-me-work/x/scratchpad/a.py',
    '/tmp/claude-0/-work/a.py',
    'C:\\Users\\me\\AppData\\Local\\Temp\\claude\\C--work\\0ccf1a04-1b4c-43b6-8aa5-79e41db43a68\\scratchpad\\a.py',
  ];
  for (const path of scratch) it(`${path} is one`, () => assert.equal(isScratchPath(path), true));
  const work = [
    '/work/a.ts',
    '/work/.claude/plans/next.md',
    '/work/projects/shop/memory/cache.ts',
    '/tmp/a.ts',
    '/tmp/claude/a.ts',
    '/home/me/.claude/CLAUDE.md',
    '/work/.claude/worktrees/x/a.ts',
    '',
  ];
  for (const path of work) it(`${path || 'nothing'} is none`, () => assert.equal(isScratchPath(path), false));
});
