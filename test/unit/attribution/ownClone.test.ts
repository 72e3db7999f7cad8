import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { linksInOwnClone } from '../../../src/core/attribution/ownClone.ts';
import type { Link, Tier } from '../../../src/core/attribution/link.ts';
import { aLink } from '../../support/histories.ts';

const inRepository = (repository: string, tier: Tier, sha = 'a1'): Link => ({ ...aLink(sha), repository, tier });

const kept = (links: readonly Link[], worked = ''): readonly string[] =>
  linksInOwnClone(links, () => (_, repository) => repository === worked).map(({ repository, sha }) => `${repository} ${sha.slice(0, 2)}`);

describe('a commit that several clones have', () => {
  it('is linked where the evidence is strongest', () => {
    assert.deepEqual(kept([inRepository('/a', 4), inRepository('/b', 1), inRepository('/a', 4, 'c1')]), ['/b a1', '/a c1']);
    assert.deepEqual(kept([inRepository('/a', 4), inRepository('/b', 1)], '/a'), ['/b a1']);
  });

  it('is linked where the session worked, of two that say as much', () => {
    const links = [inRepository('/a', 4), inRepository('/b', 4)];
    assert.deepEqual(kept(links, '/b'), ['/b a1']);
    assert.deepEqual(kept(links, '/a'), ['/a a1']);
    assert.deepEqual(kept([...links].reverse()), ['/a a1'], 'in whatever order');
  });

  it('asks nothing where no commit is linked twice', () => {
    const links = [inRepository('/a', 4), inRepository('/b', 1, 'c1')];
    assert.equal(
      linksInOwnClone(links, () => assert.fail('nobody is asked')),
      links,
    );
  });
});
