import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findCopies } from '../../../src/core/attribution/copies.ts';
import { matchedLinks } from '../../../src/core/attribution/matchedLinks.ts';
import type { Match } from '../../../src/core/attribution/matchLines.ts';
import { aCommit, at, loom, onNoRef, sha } from '../../support/story.ts';

const left = aCommit({ sha: sha('a1'), subjectHash: 'save', ...onNoRef });
const rebased = aCommit({ sha: sha('a2'), subjectHash: 'save', committerMs: at(900) });
const commits = new Map([left, rebased].map((commit) => [commit.sha, commit]));

function aMatch(some: Partial<Match> = {}): Match {
  const files = ['src/loom.ts', 'src/weave.ts'];
  const { lines = 4 } = some;
  const all = { lines, addedLines: lines, ownLines: lines, matchedLines: 10, changedLines: 12 };
  return { sha: sha('a1'), sessionId: 'ada', ...all, files, lastEditMs: at(30), ...some };
}

function linksOf(matches: readonly Match[], recorded: readonly string[] = []): readonly string[] {
  const known = recorded.map((sessionId) => {
    const evidence = { kind: 'call', toolUseId: '', position: 0, agentId: '', startedAtMs: 0, endedAtMs: 0, recordedSha: '' } as const;
    const found = { refound: false, sameSubject: true, authorTimeInCall: true };
    return { sessionId, repository: loom, sha: sha('a2'), tier: 3, evidence: { ...evidence, ...found } } as const;
  });
  return matchedLinks({ repository: loom, matches, copies: findCopies(commits), commits, recorded: known }).map(
    (link) => `${link.sessionId} ${link.sha.slice(0, 2)} ${String(link.tier)} ${JSON.stringify(link.evidence.matched)}`,
  );
}

describe('links by matching lines', () => {
  it('are of the copy that is there, with what was matched', () => {
    const matched = { lines: 4, changedLines: 12, files: ['src/loom.ts', 'src/weave.ts'], fileCount: 2, lastEditAtMs: at(30) };
    assert.deepEqual(linksOf([aMatch()]), [`ada a2 5 ${JSON.stringify(matched)}`]);
  });

  it('need a tenth of the matched lines, and more than one line unless the commit changes no other', () => {
    assert.equal(linksOf([aMatch({ lines: 2, matchedLines: 20 })]).length, 1);
    assert.equal(linksOf([aMatch({ lines: 2, matchedLines: 21 })]).length, 0);
    assert.equal(linksOf([aMatch({ lines: 1, matchedLines: 1 })]).length, 0);
    assert.equal(linksOf([aMatch({ lines: 1, matchedLines: 1, changedLines: 1 })]).length, 1);
  });

  it('need no tenth where three added lines are the session’s alone', () => {
    assert.equal(linksOf([aMatch({ lines: 3, matchedLines: 100, changedLines: 100 })]).length, 1);
    assert.equal(linksOf([aMatch({ lines: 3, ownLines: 2, matchedLines: 100, changedLines: 100 })]).length, 0);
    assert.equal(linksOf([aMatch({ lines: 3, addedLines: 2, matchedLines: 100, changedLines: 100 })]).length, 0);
  });

  it('need a tenth of all that the commit changes where the session only took lines away', () => {
    assert.equal(linksOf([aMatch({ lines: 2, addedLines: 0, matchedLines: 2, changedLines: 20 })]).length, 1);
    assert.equal(linksOf([aMatch({ lines: 2, addedLines: 0, matchedLines: 2, changedLines: 21 })]).length, 0);
  });

  it('are none where another session of the commit wrote all of the lines as well', () => {
    assert.equal(linksOf([aMatch({ ownLines: 0 })]).length, 0);
    assert.equal(linksOf([aMatch({ ownLines: 0, matchedLines: 4 })]).length, 1);
  });

  it('are none where a recorded one is, of whichever copy', () => {
    assert.deepEqual(linksOf([aMatch()], ['ada']), []);
    assert.equal(linksOf([aMatch()], ['ben']).length, 1);
  });
});
