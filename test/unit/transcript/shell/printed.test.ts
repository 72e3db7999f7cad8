import assert from 'node:assert/strict';
import { printedCommits, printedPullRequests } from '../../../../src/core/transcript/shell/printed.ts';

describe('printed commits', () => {
  const one = { branch: 'main', sha: 'abcdef0', subject: 'Add it' };
  it('are lines of branch, sha and subject', () => {
    assert.deepEqual(printedCommits('[main abcdef0] Add it\n 1 file changed, 1 insertion(+)\n'), [one]);
    assert.deepEqual(printedCommits('[main (root-commit) abcdef0] Add it'), [one]);
    assert.deepEqual(printedCommits('[detached HEAD abcdef0123] Add it'), [{ ...one, branch: 'detached HEAD', sha: 'abcdef0123' }]);
    assert.deepEqual(printedCommits('[detached HEAD (root-commit) abcdef0] Add it'), [{ ...one, branch: 'detached HEAD' }]);
    assert.deepEqual(printedCommits('[fix/a-b_c.d abcdef0] [x] y ]'), [{ branch: 'fix/a-b_c.d', sha: 'abcdef0', subject: '[x] y ]' }]);
  });
  it('stand among the noise of hooks, several in one output', () => {
    const output =
      'husky > pre-commit\n[STARTED] Preparing\r[COMPLETED] Done\r\n[main abcdef0] Add it\r\n[2/3] lint\n[main 1234567] Next\n';
    assert.deepEqual(printedCommits(output), [one, { branch: 'main', sha: '1234567', subject: 'Next' }]);
  });
  it('are seen through colours', () => {
    assert.deepEqual(printedCommits('\x1b[33m[main abcdef0]\x1b[0m Add it\x1b[K'), [one]);
  });
  it('are at the start of a line only', () => {
    for (const text of [
      '  [main abcdef0] x',
      'see [main abcdef0] x',
      '[main abcdef] x',
      '[main ABCDEF0] x',
      '[abcdef0] x',
      '[a b abcdef0] x',
      '[main abcdef0]x',
      '',
    ])
      assert.deepEqual(printedCommits(text), [], text);
  });
});

describe('printed pull requests', () => {
  it('are the addresses with their numbers', () => {
    assert.deepEqual(printedPullRequests('Creating…\n\nhttps://github.com/o/r/pull/12\n'), [
      { url: 'https://github.com/o/r/pull/12', number: 12 },
    ]);
    assert.deepEqual(printedPullRequests('!3 x\n https://git.example.org/a/b/c/-/merge_requests/3 '), [
      { url: 'https://git.example.org/a/b/c/-/merge_requests/3', number: 3 },
    ]);
    assert.deepEqual(
      printedPullRequests('https://github.com/o/r/pull/1#x (https://github.com/o/r/pull/22/files)').map(({ number }) => number),
      [1, 22],
    );
  });
  it('are not other addresses', () => {
    assert.deepEqual(
      printedPullRequests('https://github.com/o/r/pull/new/branch https://github.com/o/r/issues/3 https://github.com/o/r/pulls'),
      [],
    );
  });
});
