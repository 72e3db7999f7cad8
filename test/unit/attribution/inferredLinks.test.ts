import assert from 'node:assert/strict';
import { findCopies } from '../../../src/core/attribution/copies.ts';
import type { CommitRecord } from '../../../src/core/attribution/gitFacts.ts';
import { inferredLinks } from '../../../src/core/attribution/inferredLinks.ts';
import type { FileWork, InferredLinkInput } from '../../../src/core/attribution/inferredLinks.ts';
import { isGenerated } from '../../../src/core/attribution/generatedFiles.ts';
import { aCommit, aLink, aRepository, hourMs, noon, shaOf } from '../../support/histories.ts';

const minute = 60_000;

/** A commit of files so many minutes after noon. */
function commitOf(sha: string, afterMinutes: number, files: string, some: Partial<CommitRecord> = {}): CommitRecord {
  const atMs = noon + afterMinutes * minute;
  const changed = files.split(' ').map((path) => ({ path, previousPath: null, added: 1, removed: 0 }));
  return aCommit(sha, { authorMs: atMs, committerMs: atMs, files: changed, ...some });
}

/** `a+file` for a file that session a changed, `a?file` for one that it read. */
function workAt(afterMinutes: number, said: string): readonly FileWork[] {
  return said.split(' ').map((each) => {
    const [, sessionId = '', sign, file = ''] = /^(\w+)([+?])(.+)$/.exec(each) ?? [];
    return { sessionId, agentId: '', atMs: noon + afterMinutes * minute, file, changes: sign === '+' };
  });
}

/** `session sha file…`, the SHA's beginning. */
function inferred(commits: readonly CommitRecord[], work: readonly FileWork[], more: Partial<InferredLinkInput> = {}): readonly string[] {
  const repository = aRepository(commits);
  const given = { repository, copies: findCopies(repository.commits), links: [], squashes: () => new Set<string>(), work, ...more };
  return inferredLinks({ ...given, nameOf: (path) => path, isLeftOut: isGenerated }).map(({ sessionId, sha, tier, evidence }) => {
    assert.deepEqual([tier, evidence.kind, evidence.matched?.lines, evidence.toolUseId], [6, 'files', 0, '']);
    return [sessionId, sha.slice(0, 1), ...(evidence.matched?.files ?? [])].join(' ');
  });
}

describe('inferred links', () => {
  it('connect a commit with the session that changed half of its files in the twelve hours before', () => {
    assert.deepEqual(inferred([commitOf('1', 60, 'a.ts b.ts')], workAt(0, 's+a.ts')), ['s 1 a.ts']);
    assert.deepEqual(inferred([commitOf('1', 60, 'a.ts b.ts c.ts')], workAt(0, 's+a.ts')), []);
    assert.deepEqual(inferred([commitOf('1', 60, 'a.ts b.ts c.ts d.ts')], workAt(0, 's+a.ts s?b.ts')), ['s 1 a.ts b.ts']);
    assert.deepEqual(inferred([commitOf('1', 12 * 60, 'a.ts')], workAt(0, 's+a.ts')), ['s 1 a.ts']);
    assert.deepEqual(inferred([commitOf('1', 12 * 60 + 1, 'a.ts')], workAt(0, 's+a.ts')), []);
    assert.deepEqual(inferred([commitOf('1', 0, 'a.ts')], workAt(1, 's+a.ts')), []);
  });

  it('need less time between where the files were only read', () => {
    assert.deepEqual(inferred([commitOf('1', 60, 'a.ts')], workAt(0, 's?a.ts')), ['s 1 a.ts']);
    assert.deepEqual(inferred([commitOf('1', 61, 'a.ts')], workAt(0, 's?a.ts')), []);
  });

  it('need less where the commit says that Claude helped', () => {
    const hints = { bot: false, mergedBranch: '', mergedInto: '', hotfix: false, withClaude: true };
    assert.deepEqual(inferred([commitOf('1', 60, 'a.ts b.ts c.ts', { hints })], workAt(0, 's+a.ts')), ['s 1 a.ts']);
    assert.deepEqual(inferred([commitOf('1', 60, 'b.ts', { hints })], workAt(0, 's+a.ts')), []);
  });

  it('are none for merges, reverts, programs’ and others’ commits, nor for files that programs write', () => {
    const work = workAt(0, 's+a.ts s+go.sum s+dist/a.js');
    const hints = { bot: true, mergedBranch: '', mergedInto: '', hotfix: false, withClaude: false };
    for (const some of [
      { parents: [shaOf('e'), shaOf('f')] },
      { reverts: [shaOf('9')] },
      { hints },
      { authorHash: 'grace' },
      { reachable: false },
    ])
      assert.deepEqual(inferred([commitOf('1', 60, 'a.ts', some)], work), [], JSON.stringify(some));
    assert.deepEqual(inferred([commitOf('1', 60, 'go.sum dist/a.js')], work), []);
    assert.deepEqual(inferred([commitOf('1', 60, 'go.sum a.ts')], work), ['s 1 a.ts']);
  });

  it('are none for what is linked, a copy of it, or what it was squashed into', () => {
    const original = commitOf('1', 60, 'a.ts', { subjectHash: 'same', reachable: false });
    const copy = commitOf('2', 60, 'a.ts', { subjectHash: 'same', committerMs: noon + 2 * hourMs });
    const work = workAt(0, 's+a.ts');
    assert.deepEqual(inferred([original, copy], work), ['s 2 a.ts']);
    for (const sha of ['1', '2']) assert.deepEqual(inferred([original, copy], work, { links: [aLink(sha)] }), []);
    assert.deepEqual(inferred([copy], work, { squashes: () => new Set([shaOf('2')]) }), []);
  });

  it('go to the first commit after the work, linked or not, of the user’s own', () => {
    const work = workAt(0, 's+a.ts');
    const commits = [commitOf('1', 60, 'a.ts'), commitOf('2', 120, 'a.ts')];
    assert.deepEqual(inferred(commits, work), ['s 1 a.ts']);
    assert.deepEqual(inferred(commits, work, { links: [aLink('1')] }), []);
    assert.deepEqual(inferred(commits, [...work, ...workAt(90, 's+a.ts')], { links: [aLink('1')] }), ['s 2 a.ts']);
    const others = [commitOf('1', 60, 'a.ts', { authorHash: 'grace' }), commitOf('2', 120, 'a.ts')];
    assert.deepEqual(inferred(others, work), ['s 2 a.ts']);
  });

  it('name the session with most of the files, of equals the last one; what several worked on counts less', () => {
    const commit = commitOf('1', 60, 'a.ts b.ts');
    assert.deepEqual(inferred([commit], [...workAt(0, 's+a.ts s+b.ts'), ...workAt(30, 't+a.ts')]), ['s 1 a.ts b.ts']);
    assert.deepEqual(inferred([commit], [...workAt(30, 't+a.ts'), ...workAt(0, 's+b.ts')]), ['t 1 a.ts']);
    const busy = commitOf('1', 60, 'a.ts b.ts c.ts d.ts');
    const work = [...workAt(0, 's+a.ts s+b.ts'), ...workAt(30, 't+c.ts t+d.ts u+c.ts u+d.ts')];
    assert.deepEqual(inferred([busy], work), ['s 1 a.ts b.ts']);
    assert.deepEqual(inferred([commit], [...workAt(0, 's+a.ts s+b.ts'), ...workAt(30, 't?a.ts t?b.ts')]), ['s 1 a.ts b.ts']);
  });

  it('say when the session last worked on the files, and which of its agents', () => {
    const work = [...workAt(5, 's+a.ts'), { sessionId: 's', agentId: 'sub', atMs: noon + 9 * minute, file: 'b.ts', changes: true }];
    const repository = aRepository([commitOf('1', 60, 'a.ts b.ts')]);
    const [link] = inferredLinks({
      ...{ repository, copies: new Map(), links: [], squashes: () => new Set<string>(), work },
      ...{ nameOf: (path: string) => path, isLeftOut: () => false },
    });
    assert.deepEqual([link?.evidence.agentId, link?.evidence.matched?.lastEditAtMs], ['sub', noon + 9 * minute]);
  });
});
