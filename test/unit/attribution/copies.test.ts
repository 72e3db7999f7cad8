import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findCopies, withCopies } from '../../../src/core/attribution/copies.ts';
import type { CommitRecord } from '../../../src/core/attribution/gitFacts.ts';
import { aCommit, aFile, at, onFeature, onNoRef, sha } from '../../support/story.ts';

/** The groups of copies, each by the beginnings of its SHAs; the same whatever the order. */
function groups(...commits: readonly CommitRecord[]): readonly string[] {
  const [groupsOf, backwards] = [commits, [...commits].reverse()].map((order) => {
    const copies = findCopies(new Map(order.map((commit) => [commit.sha, commit])));
    const names = commits.map((commit) => withCopies(copies, commit).map((copy) => copy.sha.slice(0, 2)));
    return [...new Set(names.map((group) => group.join(' ')))].sort();
  });
  assert.deepEqual(groupsOf, backwards);
  return groupsOf ?? [];
}

const save = (name: string, some: Partial<CommitRecord> = {}): CommitRecord => aCommit({ sha: sha(name), subjectHash: 'save', ...some });

describe('copies of a commit', () => {
  it('have its author, author time and subject, whatever their files became on the way', () => {
    const original = save('a1', onNoRef);
    const rebased = save('a2', { committerMs: at(900), files: [aFile('moved.ts')], parents: [sha('f1')] });
    const picked = save('a3', { ...onFeature, committerMs: at(1800), parents: [sha('f2')] });
    assert.deepEqual(groups(original, rebased, picked, save('b1', { authorMs: at(61) })), ['a1 a2 a3', 'b1']);
  });

  it('are none of one another where they were made one upon the other in one second, and those of a line are another line', () => {
    const line = (name: string, base: string, some: Partial<CommitRecord>): readonly CommitRecord[] => [
      save(`${name}1`, { ...some, parents: [sha(base)] }),
      save(`${name}2`, { ...some, parents: [sha(`${name}1`)] }),
      save(`${name}3`, { ...some, parents: [sha(`${name}2`)] }),
    ];
    assert.deepEqual(groups(...line('a', 'f0', onNoRef), ...line('b', 'f1', { committerMs: at(900) })), ['a1 b1', 'a2 b2', 'a3 b3']);
  });

  it('are none where two working trees made other files in one second', () => {
    const here = save('a1', { files: [aFile('a.ts')] });
    const there = save('b1', { ...onFeature, files: [aFile('b.ts')] });
    const rebased = save('b2', { committerMs: at(900), files: [aFile('b.ts')], parents: [sha('f1')] });
    assert.deepEqual(groups(here, there, rebased), ['a1', 'b1 b2']);
  });

  it('are found where the subject was amended: the commit of the same parent that was left behind', () => {
    const left = save('a1', onNoRef);
    assert.deepEqual(groups(left, save('a2', { subjectHash: 'save and why' })), ['a1 a2']);
    assert.deepEqual(groups(save('a1'), save('a2', { subjectHash: 'save and why' })), ['a1', 'a2']);
  });

  it('are none where another commit of that second and parent is left behind: it was picked, or had other files', () => {
    const other = { subjectHash: 'other', files: [aFile('other.ts')] };
    assert.deepEqual(groups(save('a1'), save('b1', { ...onNoRef, ...other })), ['a1', 'b1']);
    const sameFile = { subjectHash: 'other', parents: [sha('f0')] };
    assert.deepEqual(groups(save('a1'), save('b1', { ...onNoRef, ...sameFile }), save('b2', { ...sameFile, parents: [sha('a1')] })), [
      'a1',
      'b1 b2',
    ]);
  });
});
