import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { kindOfCommit, kindsOfWork, smallEdit } from '../../../src/core/advice/kindsOfWork.ts';
import type { WorkKind } from '../../../src/core/advice/workKinds.ts';
import type { EditCall } from '../../../src/core/attribution/gitFacts.ts';
import { aCommit, aHistory, anEdit, aPlaced, aRepository, loom, shaOf } from '../../support/histories.ts';

const edit = (toolUseId: string, file: string, linesAdded: number, some: Partial<EditCall> = {}): EditCall =>
  anEdit({ toolUseId, file, path: `${loom}/${file}`, linesAdded, linesRemoved: 0, ...some });

/** Of a request that led to each edit; those named in `taken` are in commit a1. */
function kinds(edits: readonly EditCall[], taken: readonly string[] = edits.map(({ toolUseId }) => toolUseId)): readonly WorkKind[] {
  const takenEdits = new Map(taken.map((id) => [id, shaOf('a1')]));
  const history = aHistory({ edits, takenEdits, repositories: [aRepository([aCommit('a1')])] });
  const kindOf = kindsOfWork(history);
  return edits.map(({ toolUseId, sessionId }) =>
    kindOf(aPlaced(taken.includes(toolUseId) ? { sha: 'a1' } : 'noCommit', 1, { editId: toolUseId, sessionId })),
  );
}

describe('the kind of work of a request', () => {
  it('is that of the file that its edit changed, also beside other kinds in one commit', () => {
    assert.deepEqual(
      kinds([
        edit('e1', 'README.md', 4),
        edit('e2', 'src/weave.test.ts', 5),
        edit('e3', 'package.json', 1),
        edit('e4', 'src/weave.ts', 90),
      ]),
      ['docs', 'tests', 'configuration', 'code'],
    );
  });

  it('is a small edit up to the documented lines and files of code, counted for one commit of one session', () => {
    const { lines } = smallEdit;
    assert.deepEqual(kinds([edit('e1', 'a.ts', lines)]), ['smallEdits']);
    assert.deepEqual(kinds([edit('e1', 'a.ts', lines + 1)]), ['code']);
    assert.deepEqual(kinds([edit('e1', 'a.ts', lines), edit('e2', 'a.ts', 1)]), ['code', 'code']);
    assert.deepEqual(kinds([edit('e1', 'a.ts', lines), edit('e2', 'b.ts', 1, { sessionId: 'session-2' })]), ['smallEdits', 'smallEdits']);
    assert.deepEqual(kinds([edit('e1', 'a.ts', 1), edit('e2', 'b.ts', 1)]), ['smallEdits', 'smallEdits']);
    assert.deepEqual(kinds([edit('e1', 'a.ts', 1), edit('e2', 'b.ts', 1), edit('e3', 'c.ts', 1)]), ['code', 'code', 'code']);
    assert.deepEqual(kinds([edit('e1', 'a.ts', 1, { linesRemoved: lines })]), ['code'], 'removed lines count');
    assert.deepEqual(kinds([edit('e1', 'a.ts', lines), edit('e2', 'README.md', 400)]), ['smallEdits', 'docs'], 'other kinds do not');
  });

  it('keeps what a commit took apart from what none did', () => {
    assert.deepEqual(kinds([edit('e1', 'a.ts', 3), edit('e2', 'b.ts', 300)], ['e1']), ['smallEdits', 'code']);
  });

  it('is that of most lines where a request led to the commit and to no edit', () => {
    const edits = [edit('e1', 'README.md', 40), edit('e2', 'src/weave.ts', 30)];
    const takenEdits = new Map([
      ['e1', shaOf('a1')],
      ['e2', shaOf('a1')],
    ]);
    const files = [{ path: 'src/x.test.ts', previousPath: null, added: 9, removed: 0 }];
    const repositories = [aRepository([aCommit('a1'), aCommit('b2', { files }), aCommit('c3', { files: [] })])];
    const kindOf = kindsOfWork(aHistory({ edits, takenEdits, repositories }));
    assert.equal(kindOf(aPlaced({ sha: 'a1' })), 'docs');
    assert.equal(
      kindOf(aPlaced({ sha: 'a1' }, 1, { sessionId: 'session-2' })),
      'smallEdits',
      'of a session that edited nothing: by the commit',
    );
    assert.equal(kindOf(aPlaced({ sha: 'b2' })), 'tests');
    assert.equal(kindOf(aPlaced({ sha: 'c3' })), 'noEdits', 'a merge has no files');
    assert.equal(kindOf(aPlaced({ sha: 'd4' })), 'noEdits', 'a commit that is not known');
  });

  it('is none where nothing was edited, a plan among Claude Code’s own notes included', () => {
    const plan = edit('e1', '', 20, { path: '/home/ada/.claude/plans/weave.md', repository: '' });
    const kindOf = kindsOfWork(aHistory({ edits: [plan] }));
    assert.equal(kindOf(aPlaced('noEdits')), 'noEdits');
    assert.equal(kindOf(aPlaced('outsideRepositories', 1, { editId: 'e1' })), 'noEdits');
  });

  it('judges a file whose place in the repository is not known by its own end', () => {
    const at = (path: string, repository = ''): EditCall => anEdit({ toolUseId: path, file: '', path, repository, linesAdded: 90 });
    const edits = [
      at('/home/ada/tests/loom/src/weave.ts'),
      at(`${loom}/.claude/worktrees/one/src/weave.ts`, loom),
      at('C:\\loom\\docs\\weave.png'),
    ];
    assert.deepEqual(kinds(edits, []), ['code', 'code', 'docs']);
  });

  it('counts what programs write in a commit only where it is all there is', () => {
    const file = (path: string, added: number | null) => ({ path, previousPath: null, added, removed: 0 });
    assert.equal(kindOfCommit({ files: [file('package-lock.json', 9000), file('src/weave.ts', 30)] }), 'code');
    assert.equal(kindOfCommit({ files: [file('package-lock.json', 9000)] }), 'configuration');
    assert.equal(kindOfCommit({ files: [file('art.bin', null)] }), 'smallEdits');
  });
});
