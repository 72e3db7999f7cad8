import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { withoutCall } from '../../../src/core/attribution/link.ts';
import type { Link, LinkEvidence } from '../../../src/core/attribution/link.ts';
import { linkSentence } from '../../../src/core/attribution/linkSentence.ts';
import { at, loom, sha } from '../../support/story.ts';

function sentence(tier: Link['tier'], some: Partial<LinkEvidence> = {}): string {
  const evidence: LinkEvidence = {
    kind: 'operation',
    toolUseId: 'toolu_1',
    position: 0,
    agentId: '',
    startedAtMs: at(59),
    endedAtMs: at(61),
    recordedSha: 'a100000',
    refound: false,
    sameSubject: true,
    authorTimeInCall: true,
    ...some,
  };
  return linkSentence({ sessionId: 'session-1', repository: loom, sha: sha('a1'), tier, evidence }, 'Europe/Berlin');
}

describe('the sentence of a link', () => {
  it('names the call, its time on the user’s clocks and how the commit was found', () => {
    assert.equal(sentence(1), 'The session ran git commit itself on 22 November 2026 from 13:00 to 13:01: Claude Code recorded a100000.');
    assert.equal(
      sentence(2, { kind: 'printed', endedAtMs: at(59), agentId: 'a1' }),
      'A subagent of the session ran git commit itself on 22 November 2026 at 13:00: git printed a100000.',
    );
    assert.match(sentence(3, { kind: 'call', recordedSha: '' }), /: author time inside the call, same subject\.$/);
    assert.match(sentence(3, { kind: 'call', authorTimeInCall: false }), /: an amend with the same subject and .* a call before it\.$/);
  });

  it('says that a rewritten commit was found again, and by what', () => {
    assert.match(sentence(1, { refound: true }), /recorded a100000, which was rewritten and found again by author time and subject\.$/);
    assert.match(sentence(1, { refound: true, sameSubject: false }), /found again by author time and parents\.$/);
  });

  it('counts the lines that are in it, or says that only files speak for it', () => {
    const matched = { lines: 14, changedLines: 20, files: ['src/loom.ts'], fileCount: 1, lastEditAtMs: at(0) };
    assert.equal(
      sentence(5, { ...withoutCall('lines'), matched }),
      'The session wrote 14 lines of it, the last on 22 November 2026 at 13:00; it changes 20 that could be told apart.',
    );
    assert.match(sentence(5, { ...withoutCall('lines'), matched: { ...matched, lines: 1 } }), /^The session wrote one line of it, /);
    assert.equal(
      sentence(6, { ...withoutCall('files'), matched: { ...matched, lines: 0 } }),
      'The session worked on 1 file of it, for the last time on 22 November 2026 at 13:00; no call and no line says whose it is.',
    );
  });

  it('says where a mark is', () => {
    const mark = { startedAtMs: null, endedAtMs: null, toolUseId: '', recordedSha: '' };
    assert.equal(sentence(4, { ...mark, kind: 'trailer' }), 'The commit itself names the session, in a trailer of its message.');
    assert.match(sentence(4, { ...mark, kind: 'note' }), /in a git note/);
    assert.match(sentence(4, { ...mark, kind: 'checkpoint' }), /in a checkpoint that it refers to/);
  });
});
