import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findCopies, withCopies } from '../../../src/core/attribution/copies.ts';
import type { CommitRecord } from '../../../src/core/attribution/gitFacts.ts';
import { inferredLinks } from '../../../src/core/attribution/inferredLinks.ts';
import type { FileWork, InferredLinkInput } from '../../../src/core/attribution/inferredLinks.ts';
import { aCommit, aLink, aRepository, hourMs, noon, shaOf } from '../../support/histories.ts';

const files = ['a.ts', 'b.ts', 'c.ts', 'd.ts'];
const time = fc.integer({ min: -30, max: 30 }).map((quarters) => noon + (quarters * hourMs) / 4);

const seldom = fc.constantFrom(false, false, false, true);

const someCommit = fc.record({
  authorMs: time,
  laterMs: fc.constantFrom(0, hourMs),
  authorHash: fc.constantFrom('ada', 'ada', 'grace'),
  subjectHash: fc.constantFrom('one', 'two', 'three'),
  reachable: fc.boolean(),
  paths: fc.subarray(files, { minLength: 1 }),
  linked: seldom,
  isMerge: seldom,
});
const work = fc.record<FileWork>({
  sessionId: fc.constantFrom('s', 't', 'u'),
  agentId: fc.constantFrom('', 'agent'),
  atMs: time,
  file: fc.constantFrom(...files),
  changes: fc.boolean(),
});

describe('inferred links of any history', () => {
  it('are at most one a commit and its copies, of the user’s own unclaimed ones only, whatever the order of the work', () => {
    let links = 0;
    fc.assert(
      fc.property(fc.array(someCommit, { minLength: 3, maxLength: 12 }), fc.array(work, { minLength: 5, maxLength: 30 }), (given, done) => {
        const commits = given.map(({ authorMs, laterMs, authorHash, subjectHash, reachable, paths, isMerge }, index): CommitRecord => {
          const changed = paths.map((path) => ({ path, previousPath: null, added: 1, removed: 0 }));
          const parents = isMerge ? [shaOf('e'), shaOf('f')] : [shaOf('f')];
          const committerMs = authorMs + laterMs;
          return aCommit(`${String(index)}c`, { authorMs, committerMs, authorHash, subjectHash, reachable, files: changed, parents });
        });
        const claimed = commits.filter((_, index) => given[index]?.linked === true).map(({ sha }) => aLink(sha));
        const repository = aRepository(commits);
        const copies = findCopies(repository.commits);
        const input: InferredLinkInput = {
          ...{ repository, copies, links: claimed, squashes: () => new Set<string>(), work: done },
          ...{ nameOf: (path: string) => path, isLeftOut: () => false },
        };
        const found = inferredLinks(input);
        links += found.length;
        assert.deepEqual(inferredLinks({ ...input, work: [...done].reverse() }), found);
        const groups = found.map(({ sha }) => {
          const commit = repository.commits.get(sha);
          assert.ok(commit?.authorHash === 'ada' && commit.parents.length === 1 && commit.reachable);
          return withCopies(copies, commit);
        });
        assert.equal(new Set(groups.map(([first]) => first?.sha)).size, found.length);
        for (const group of groups) assert.ok(!group.some(({ sha }) => claimed.some((link) => link.sha === sha)));
        for (const { sessionId, evidence } of found) {
          const last = evidence.matched?.lastEditAtMs;
          assert.ok(done.some((each) => each.sessionId === sessionId && each.atMs === last));
        }
      }),
    );
    assert.ok(links > 20, `only ${String(links)} links were found: the property proves nothing`);
  });
});
