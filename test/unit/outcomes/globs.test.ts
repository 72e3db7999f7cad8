import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { matchesRef, pathRules } from '../../../src/core/outcomes/globs.ts';

describe('globs of paths', () => {
  for (const [glob, matches, others] of [
    ['vendor/**', ['vendor/a.c', 'vendor/x/y.c'], ['src/vendor/a.c', 'vendors/a.c']],
    ['vendor', ['vendor/a.c', 'src/vendor/x/a.c', 'vendor'], ['vendors/a.c', 'my.vendor']],
    ['/build', ['build/a', 'build'], ['src/build/a']],
    ['src/*/generated', ['src/a/generated/x.ts', 'src/a/generated'], ['src/generated/x.ts', 'src/a/b/generated/x.ts']],
    ['**/*.snap', ['a.snap', 'x/y/a.snap'], ['a.snapshot']],
    ['src/**/z.ts', ['src/z.ts', 'src/a/b/z.ts'], ['z.ts', 'src/az.ts']],
    ['*.pb.?', ['a.pb.c', 'x/y/b.pb.h'], ['a.pb.cc', 'a_pb.c.d']],
    ['a.b+(c)', ['a.b+(c)'], ['axb+(c)', 'a.bb(c)']],
    ['docs/', ['docs/a.md', 'x/docs/b'], ['docsy/a']],
  ] as const)
    it(`${glob} is what it says`, () => {
      const rule = pathRules([glob]);
      for (const path of matches) assert.equal(rule(path), true, path);
      for (const path of others) assert.equal(rule(path), null, path);
    });

  it('are decided by the last one that matches, and taken back by !', () => {
    const rule = pathRules(['vendor/**', '!vendor/fork/**', 'vendor/fork/dist']);
    assert.deepEqual(['vendor/a', 'vendor/fork/a', 'vendor/fork/dist/a', 'src/a'].map(rule), [true, false, true, null]);
  });

  it('take no time that grows without bound', () => {
    const glob = `${'*a'.repeat(99)}b`;
    assert.equal(pathRules([glob])('a'.repeat(4000)), null);
    assert.equal(pathRules([`${'**/a/'.repeat(39)}b`])('a/'.repeat(2000)), null);
  });
});

describe('globs of branches and tags', () => {
  it('match as lists of git do, slashes included', () => {
    for (const [glob, name, expected] of [
      ['hotfix/*', 'hotfix/a', true],
      ['hotfix/*', 'hotfix/a/b', true],
      ['hotfix/*', 'hotfix', false],
      ['v*', 'v1.2.3', true],
      ['v?.?', 'v1.2', true],
      ['v?.?', 'v1.23', false],
      ['production', 'production', true],
      ['production', 'productions', false],
      ['*', 'any/thing', true],
      ['a**b', 'axxb', true],
    ] as const)
      assert.equal(matchesRef(glob, name), expected, `${glob} ${name}`);
  });
});
