import assert from 'node:assert/strict';
import { folderMatcher } from '../../../src/core/report/folderGlobs.ts';

describe('globs of folders', () => {
  for (const [glob, matches, others] of [
    ['/home/ada/secret', ['/home/ada/secret', '/home/ada/secret/deep'], ['/home/ada/secrets', '/home/ada', '/x/home/ada/secret']],
    ['~/private/**', ['/home/ada/private', '/home/ada/private/a/b'], ['/home/ada/privately', '/home/bob/private']],
    ['~', ['/home/ada', '/home/ada/x'], ['/home/adam']],
    ['/home/*/secret', ['/home/ada/secret', '/home/bob/secret/x'], ['/home/a/b/secret']],
    ['**/client-?', ['/client-a', '/deep/down/client-b/src'], ['/deep/client-ab', '/deep/my-client-a']],
    ['secret', ['/a/secret', '/a/secret/b', 'secret'], ['/a/secrets', '/a/my.secret']],
    ['C:\\work\\secret', ['C:\\work\\secret', 'C:\\work\\secret\\deep'], ['C:\\work\\secrets']],
    ['/a/b.c+(d)', ['/a/b.c+(d)'], ['/a/bxc+(d)', '/a/b.cc(d)']],
    ['/a/**/z', ['/a/z', '/a/b/c/z/y'], ['/a/bz']],
  ] as const)
    describe(glob, () => {
      const isExcluded = folderMatcher([glob], '/home/ada');
      for (const folder of matches)
        it(`matches ${folder}`, () => {
          assert.ok(isExcluded(folder));
        });
      for (const folder of others)
        it(`does not match ${folder}`, () => {
          assert.ok(!isExcluded(folder));
        });
    });

  it('of which there are none match nothing', () => {
    assert.ok(!folderMatcher(['', '  '], '/home/ada')('/home/ada'));
  });
});
