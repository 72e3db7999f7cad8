import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CommitFile } from '../../../src/core/attribution/gitFacts.ts';
import { FileNames } from '../../../src/core/attribution/fileNames.ts';

describe('the file of an edit', () => {
  const file = (path: string, previousPath: string | null = null): CommitFile => ({ path, previousPath, added: 1, removed: 0 });
  const names = new FileNames([{ files: [file('src/weave.ts'), file('src/loom.ts', 'loom.ts'), file('README.md')] }]);

  it('is called what the first commit of it called it', () => {
    assert.equal(names.ofEdit({ path: '/home/ada/loom/src/weave.ts', file: 'src/weave.ts' }), 'src/weave.ts');
    assert.equal(names.ofEdit({ path: '/home/ada/loom/src/loom.ts', file: 'src/loom.ts' }), 'loom.ts');
  });

  it('is found by the end of its path where a working tree inside another is gone, or nothing is known of its folder', () => {
    const gone = '.claude/worktrees/topic/src/weave.ts';
    assert.equal(names.ofEdit({ path: `/home/ada/loom/${gone}`, file: gone }), 'src/weave.ts');
    assert.equal(names.ofEdit({ path: '/elsewhere/loom/src/weave.ts', file: '' }), 'src/weave.ts');
  });

  it('is found by its own name where only one file has it: it went to another folder before it was committed', () => {
    assert.equal(names.ofEdit({ path: '/home/ada/loom/lib/weave.ts', file: 'lib/weave.ts' }), 'src/weave.ts');
    const two = new FileNames([{ files: [file('src/weave.ts'), file('test/weave.ts')] }]);
    assert.equal(two.ofEdit({ path: '/home/ada/loom/lib/weave.ts', file: 'lib/weave.ts' }), 'lib/weave.ts');
    const renamed = new FileNames([{ files: [file('src/weave.ts')] }, { files: [file('core/weave.ts', 'src/weave.ts')] }]);
    assert.equal(renamed.ofEdit({ path: '/home/ada/loom/lib/weave.ts', file: 'lib/weave.ts' }), 'src/weave.ts');
  });

  it('stands for itself where no commit has it, and is not known without a folder', () => {
    assert.equal(names.ofEdit({ path: '/home/ada/loom/src/new.ts', file: 'src/new.ts' }), 'src/new.ts');
    assert.equal(names.ofEdit({ path: '/elsewhere/new.ts', file: '' }), null);
  });
});
