import assert from 'node:assert/strict';
import type { RepositorySource } from '../../../src/git/source.ts';
import { teamKeysOf } from '../../../src/engine/teamWeeks.ts';
import { aHistory, aRepository } from '../../support/histories.ts';

const sources: Readonly<Record<string, RepositorySource>> = {
  '/home/ada/loom': { kind: 'remote', address: 'https://ada@git.example/Weavers/Loom.git' },
  '/home/ada/again/loom': { kind: 'remote', address: 'git@git.example:weavers/loom' },
  'C:\\work\\shuttle\\': { kind: 'root', sha: '0'.repeat(40) },
  '/home/ada/gone': { kind: 'none' },
};

describe('which key is which repository', () => {
  const history = aHistory({ repositories: Object.keys(sources).map((path) => aRepository([], { path })) });
  const keysOf = (allowed = true): ReturnType<typeof teamKeysOf> =>
    teamKeysOf({
      history: { read: () => Promise.resolve(history) },
      questions: { allowed, sourceOf: (path) => Promise.resolve(sources[path] ?? { kind: 'none' }) },
    });

  it('is said by the last folder, once for two clones, with other keys under another salt', async () => {
    const keys = await keysOf()({ salt: 'one', nowMs: 0 });
    assert.deepEqual(
      keys.map(({ repository }) => repository),
      ['loom', 'shuttle'],
    );
    assert.ok(keys.every(({ key }) => /^[0-9a-f]{16}$/.test(key)));
    assert.notEqual((await keysOf()({ salt: 'another', nowMs: 0 }))[0]?.key, keys[0]?.key);
  });

  it('is not said where git may not be asked', async () => {
    assert.deepEqual(await keysOf(false)({ salt: 'one', nowMs: 0 }), []);
  });
});
