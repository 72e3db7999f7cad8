import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ancestors, reach } from '../../../src/core/attribution/reach.ts';
import type { Head } from '../../../src/core/attribution/reach.ts';

function graph(lines: Readonly<Record<string, string>>): Map<string, { readonly parents: readonly string[] }> {
  return new Map(Object.entries(lines).map(([sha, parents]) => [sha, { parents: parents.split(' ').filter(Boolean) }]));
}

function branch(name: string, sha: string): Head {
  return { name, sha, kind: 'branch' };
}

describe('the branch that a commit is on', () => {
  const commits = graph({ a: '', b: 'a', c: 'b', d: 'b', e: 'd', f: 'b', lost: 'a' });
  const reached = reach({
    commits,
    heads: [branch('main', 'c'), branch('stacked', 'e'), branch('below', 'd'), { name: 'v1', sha: 'f', kind: 'tag' }],
    defaultHead: { name: 'main', sha: 'c' },
  });

  it('is the default branch where that holds it', () => {
    for (const sha of ['a', 'b', 'c']) assert.deepEqual(reached.get(sha), { branch: 'main', onDefaultBranch: true, reachable: true });
  });

  it('is the branch with the nearest head otherwise', () => {
    assert.deepEqual(reached.get('d'), { branch: 'below', onDefaultBranch: false, reachable: true });
    assert.deepEqual(reached.get('e'), { branch: 'stacked', onDefaultBranch: false, reachable: true });
  });

  it('is none for what only a tag holds, which is still reachable, and for what nothing holds', () => {
    assert.deepEqual(reached.get('f'), { branch: '', onDefaultBranch: false, reachable: true, heldBy: 'tag' });
    assert.equal(reached.get('lost'), undefined);
    const standing = { name: '', sha: 'lost', kind: 'workingTree' as const };
    assert.equal(reach({ commits, heads: [standing], defaultHead: null }).get('lost')?.heldBy, 'workingTree');
  });

  it('is the earlier name in the alphabet where two are as near, whatever the order of the heads', () => {
    const heads = [branch('zebra', 'e'), branch('ant', 'e')];
    for (const order of [heads, [...heads].reverse()])
      assert.equal(reach({ commits, heads: order, defaultHead: null }).get('d')?.branch, 'ant');
  });

  it('follows every parent of criss-cross merges and ends at the edge of a shallow clone', () => {
    const crossed = graph({ a1: 'gone', b1: 'gone', a2: 'a1 b1', b2: 'b1 a1', a3: 'a2 b2', b3: 'b2 a2' });
    const reachedByA = reach({ commits: crossed, heads: [branch('b', 'b3')], defaultHead: { name: 'a', sha: 'a3' } });
    assert.deepEqual([...reachedByA.keys()].sort(), ['a1', 'a2', 'a3', 'b1', 'b2', 'b3']);
    assert.equal(reachedByA.get('b2')?.onDefaultBranch, true);
    assert.equal(reachedByA.get('b3')?.branch, 'b');
  });

  it('is found in a history of any depth', () => {
    const deep = new Map(
      Array.from({ length: 100_000 }, (_, index) => [`c${String(index)}`, { parents: index === 0 ? [] : [`c${String(index - 1)}`] }]),
    );
    const reachedDeep = reach({ commits: deep, heads: [], defaultHead: { name: 'main', sha: 'c99999' } });
    assert.equal(reachedDeep.size, 100_000);
    assert.equal(ancestors(deep, ['c4']).size, 5);
  });

  it('takes a head that was not read for none', () => {
    assert.equal(reach({ commits, heads: [branch('main', 'unknown')], defaultHead: null }).size, 0);
  });
});
