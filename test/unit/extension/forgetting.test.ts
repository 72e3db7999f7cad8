import assert from 'node:assert/strict';
import { forgettable } from '../../../src/extension/forgetting.ts';
import { aRow } from '../../support/fakeEngine.ts';

const rows = [aRow('', 1), aRow('/home/ada/quilt', 2), aRow('/home/ada/loom', 12)];
const loom = { folder: '/home/ada/loom', held: '3 requests, $12.00' };
const quilt = { folder: '/home/ada/quilt', held: '3 requests, $2.00' };

describe('what *Forget this repository* may mean', () => {
  it('is the open folder’s repository, also of a folder within it or a worktree elsewhere, once', () => {
    assert.deepEqual(forgettable(['/home/ada/loom/src'], ['/home/ada/loom'], rows), [loom]);
    assert.deepEqual(forgettable(['/tmp/worktree', '/home/ada/loom'], ['/home/ada/loom', '/home/ada/loom'], rows), [loom]);
  });

  it('is one of the open folders’ repositories, in their order', () => {
    assert.deepEqual(forgettable(['/home/ada/quilt', '/home/ada/loom'], ['/home/ada/quilt', '/home/ada/loom'], rows), [quilt, loom]);
  });

  it('is the folder itself where it is in no repository, and what the ledger holds of it may be nothing', () => {
    assert.deepEqual(forgettable(['/tmp/notes'], [''], rows), [{ folder: '/tmp/notes', held: '' }]);
  });

  it('is any repository of the ledger where no folder is open, the dearest first', () => {
    assert.deepEqual(forgettable([], [], rows), [loom, quilt]);
  });
});
