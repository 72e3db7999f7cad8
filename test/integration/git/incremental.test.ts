/** Reading only what is new, however the branches were moved. */
import assert from 'node:assert/strict';
import { readCommits } from '../../../src/git/commits.ts';
import { GitRig, valueOf } from '../../support/gitRig.ts';

describe('reading what is new', function () {
  this.timeout(60_000);
  let rig: GitRig;
  let folder: string;

  beforeEach(async () => {
    rig = await GitRig.make();
    folder = rig.init('loom', '--bare');
  });
  afterEach(() => rig.close());

  const head = (name = 'main'): string => rig.git(folder, 'rev-parse', `refs/heads/${name}`);

  it('yields 2,000 commits in batches, then only the new ones', async () => {
    rig.importCommits(folder, 2_000);
    const known = head();
    const sizes: number[] = [];
    for await (const batch of readCommits(folder, { include: [known], exclude: [], hash: rig.hash }, rig.options))
      sizes.push(valueOf(batch).length);
    assert.deepEqual(sizes, [500, 500, 500, 500]);
    assert.deepEqual(await rig.read(folder, [known], [known]), []);
    rig.importCommits(folder, 3);
    const fresh = await rig.read(folder, [head()], [known]);
    assert.equal(fresh.length, 3);
    assert.equal(fresh.at(-1)?.parents[0], known);
  });

  it('reads a rewritten branch whose old head was cleaned away', async () => {
    rig.importCommits(folder, 10);
    const base = rig.git(folder, 'rev-parse', 'main~4');
    const gone = head();
    rig.git(folder, 'update-ref', 'refs/heads/main', base);
    rig.importCommits(folder, 2);
    rig.git(folder, 'reflog', 'expire', '--expire=now', '--all');
    rig.git(folder, 'gc', '-q', '--prune=now');
    assert.throws(() => rig.git(folder, 'cat-file', '-e', gone));
    assert.equal((await rig.read(folder, [head()], [gone])).length, 8, 'nothing is known any more');
    assert.equal((await rig.read(folder, [head()], [gone, base])).length, 2);
    assert.deepEqual(await rig.read(folder, [gone], [base]), [], 'a gone commit has no history');
  });

  it('shows nothing where nothing is asked for', async () => {
    rig.importCommits(folder, 2);
    assert.deepEqual(await rig.read(folder, []), []);
    assert.deepEqual(await rig.read(folder, ['--all', 'HEAD', 'main', '']), []);
  });

  it('ends git when the reader stops', async () => {
    rig.importCommits(folder, 2_000);
    let batches = 0;
    for await (const _ of readCommits(folder, { include: [head()], exclude: [], hash: rig.hash }, rig.options)) {
      batches++;
      break;
    }
    assert.equal(batches, 1);
  });

  it('says that it was cancelled, in the middle and before', async () => {
    rig.importCommits(folder, 2_000);
    const cancel = new AbortController();
    const outcomes: string[] = [];
    for await (const batch of readCommits(
      folder,
      { include: [head()], exclude: [], hash: rig.hash },
      { ...rig.options, signal: cancel.signal },
    )) {
      outcomes.push(batch.ok ? 'commits' : batch.problem.reason);
      cancel.abort();
    }
    assert.equal(outcomes[0], 'commits');
    assert.equal(outcomes.at(-1), 'cancelled');
    const after: string[] = [];
    for await (const batch of readCommits(
      folder,
      { include: [head()], exclude: [], hash: rig.hash },
      { ...rig.options, signal: cancel.signal },
    ))
      after.push(batch.ok ? 'commits' : batch.problem.reason);
    assert.deepEqual(after, ['cancelled']);
  });
});
