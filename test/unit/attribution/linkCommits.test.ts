import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CommitCall, CommitRecord, EditCall } from '../../../src/core/attribution/gitFacts.ts';
import type { Link } from '../../../src/core/attribution/link.ts';
import { linkCommits } from '../../../src/core/attribution/linkCommits.ts';
import { aCall, aCommit, aFile, anEdit, aRecordedCall, at, loom, onFeature, onNoRef, sha } from '../../support/story.ts';

function link(commits: readonly CommitRecord[], calls: readonly CommitCall[], edits: readonly EditCall[] = []): readonly Link[] {
  return linkCommits({
    edits,
    repository: loom,
    commits: new Map(commits.map((commit) => [commit.sha, commit])),
    calls,
    sessionIds: new Set(['session-1', 'session-2']),
  });
}

function short(links: readonly Link[]): string[] {
  return links.map(({ sessionId, sha: full, tier }) => `${sessionId} ${full.slice(0, 2)} ${String(tier)}`);
}

function printed(commit: CommitRecord): CommitCall['printed'][number] {
  return { branch: 'main', sha: commit.sha.slice(0, 7), subjectHash: commit.subjectHash };
}

describe('links between sessions and commits', () => {
  const commit = aCommit({ sha: sha('a1'), subjectHash: 'weave' });

  it('are tier 1 by the recorded operation, with the call as evidence', () => {
    const call = aCall({ toolUseId: 'toolu_1', operation: { sha: 'a100000', kind: 'committed' }, subjectHash: 'weave' });
    const [only, ...others] = link([commit, aCommit({ sha: sha('b1') })], [call]);
    assert.deepEqual(others, []);
    assert.deepEqual(only, {
      sessionId: 'session-1',
      repository: loom,
      sha: sha('a1'),
      tier: 1,
      evidence: {
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
      },
    });
  });

  it('are tier 2 by the printed line, also for several commits in one call', () => {
    const second = aCommit({ sha: sha('b1') });
    const calls = [commit, second].map((one, position) =>
      aCall({ toolUseId: 'toolu_1', position, subjectHash: one.subjectHash, printed: [printed(one)] }),
    );
    assert.deepEqual(short(link([commit, second], calls)), ['session-1 a1 2', 'session-1 b1 2']);
    assert.deepEqual(short(link([commit, second], [aCall({ printed: [printed(commit), printed(second)] })])), [
      'session-1 a1 2',
      'session-1 b1 2',
    ]);
  });

  it('find a quiet commit beside one that printed its line', () => {
    const loud = aCommit({ sha: sha('b1') });
    const call = { toolUseId: 'toolu_1', printed: [printed(loud)] };
    const calls = [
      aCall({ ...call, subjectHash: 'weave' }),
      aCall({ ...call, position: 1, printed: [], subjectHash: loud.subjectHash, operation: { sha: 'b100000', kind: 'committed' } }),
    ];
    assert.deepEqual(short(link([commit, loud], calls)), ['session-1 a1 3', 'session-1 b1 1']);
  });

  it('are never to a foreign commit that a call merely quotes', () => {
    const foreign = aCommit({ sha: sha('b1'), authorMs: at(-86_400), subjectHash: 'of another day' });
    const call = aCall({ subjectHash: 'weave', printed: [printed(foreign)] });
    assert.deepEqual(short(link([foreign], [call])), []);
    assert.deepEqual(short(link([commit, foreign], [aCall({ subjectHash: 'weave', printed: [printed(commit), printed(foreign)] })])), [
      'session-1 a1 2',
    ]);
  });

  it('are tier 3 by subject and author time within the call', () => {
    const call = aCall({ subjectHash: 'weave' });
    assert.deepEqual(short(link([commit], [call])), ['session-1 a1 3']);
    assert.deepEqual(short(link([aCommit({ ...commit, authorMs: at(62) })], [call])), []);
    assert.deepEqual(short(link([aCommit({ ...commit, authorMs: at(58) })], [call])), []);
    assert.deepEqual(short(link([commit], [aCall({ subjectHash: 'unpick' })])), []);
    assert.deepEqual(short(link([commit], [aCall()])), [], 'no subject, no link');
  });

  it('are tier 3 where the call also prints a line of a commit that is not its own', () => {
    const quoted = { branch: 'main', sha: '1234567', subjectHash: 'of another day' };
    assert.deepEqual(short(link([commit], [aCall({ subjectHash: 'weave', printed: [quoted] })])), ['session-1 a1 3']);
    const foreign = aCommit({ sha: sha('b1'), authorMs: at(-86_400), subjectHash: 'of another day' });
    assert.deepEqual(short(link([commit, foreign], [aCall({ subjectHash: 'weave', printed: [printed(foreign)] })])), ['session-1 a1 3']);
  });

  it('of one second and subject go to the session that edited the files', () => {
    const [warp, weft] = ['warp.ts', 'weft.ts'].map((file, index) =>
      aCommit({ sha: sha(`c${String(index)}`), subjectHash: 'weave', files: [aFile(file)], parents: [sha(`d${String(index)}`)] }),
    );
    assert.ok(warp !== undefined && weft !== undefined);
    const calls = ['session-1', 'session-2'].map((sessionId) => aCall({ sessionId, subjectHash: 'weave' }));
    const edits = [anEdit({ file: 'weft.ts' }), anEdit({ sessionId: 'session-2', file: 'warp.ts' })];
    assert.deepEqual(short(link([warp, weft], calls, edits)), ['session-1 c1 3', 'session-2 c0 3']);
    assert.deepEqual(short(link([warp, weft], calls, edits.slice(1))), ['session-1 c1 3', 'session-2 c0 3'], 'one wrote by commands alone');
  });

  it('count the second in which the call began, because git knows only whole seconds', () => {
    const call = aCall({ subjectHash: 'weave', startedAtMs: at(60.9), endedAtMs: at(61.2) });
    assert.deepEqual(short(link([commit], [call])), ['session-1 a1 3']);
  });

  it('do not depend on the committer time', () => {
    assert.deepEqual(short(link([aCommit({ ...commit, committerMs: at(9000) })], [aCall({ subjectHash: 'weave' })])), ['session-1 a1 3']);
  });

  it('are none for a commit that failed, and the next try has its own', () => {
    const failed = aCall({ toolUseId: 'failed', subjectHash: 'weave', startedAtMs: at(20), endedAtMs: at(21), succeeded: null });
    assert.deepEqual(link([commit], [failed]), []);
    const [only] = link([commit], [failed, aCall({ toolUseId: 'made', subjectHash: 'weave' })]);
    assert.equal(only?.evidence.toolUseId, 'made');
    const inOneSecond = [
      aCall({ ...failed, startedAtMs: at(60.1), endedAtMs: at(60.3) }),
      aCall({ toolUseId: 'made', subjectHash: 'weave', startedAtMs: at(60.5) }),
    ];
    for (const calls of [inOneSecond, [...inOneSecond].reverse()]) assert.equal(link([commit], calls)[0]?.evidence.toolUseId, 'made');
  });

  it('are not taken by time from a session whose own record names the commit', () => {
    const calls = [aRecordedCall(commit), aCall({ sessionId: 'session-2', subjectHash: 'weave' })];
    assert.deepEqual(short(link([commit], calls)), ['session-1 a1 1']);
  });

  it('are tier 4 by a mark that names a session of the ledger', () => {
    const marked = aCommit({
      sha: sha('a1'),
      sessionMarks: [
        { sessionId: 'session-2', source: 'trailer' },
        { sessionId: 'elsewhere', source: 'note' },
      ],
    });
    const [only, ...others] = link([marked], []);
    assert.deepEqual([only?.sessionId, only?.tier, only?.evidence.kind, others.length], ['session-2', 4, 'trailer', 0]);
  });

  it('keep the strongest of several reasons', () => {
    const marked = aCommit({ ...commit, sessionMarks: [{ sessionId: 'session-1', source: 'note' }] });
    assert.deepEqual(short(link([marked], [aCall({ subjectHash: 'weave', printed: [printed(marked)] })])), ['session-1 a1 2']);
  });

  it('are two where two sessions made one commit', () => {
    const amended = aCommit({ ...commit, sha: sha('b1') });
    const calls = [
      aRecordedCall(aCommit({ ...commit, sha: sha('a1') })),
      aCall({
        sessionId: 'session-2',
        amend: true,
        startedAtMs: at(99),
        endedAtMs: at(100),
        operation: { sha: 'b100000', kind: 'amended' },
      }),
    ];
    assert.deepEqual(short(link([amended], calls)), ['session-1 b1 1', 'session-2 b1 1']);
  });

  it('of a folder in no known repository need a distinctive SHA and the same subject', () => {
    const lost = { repository: '', operation: { sha: 'a100000', kind: 'committed' } };
    assert.deepEqual(short(link([commit], [aCall({ ...lost, subjectHash: 'weave' })])), ['session-1 a1 1']);
    assert.deepEqual(link([commit], [aCall({ ...lost, subjectHash: 'unpick' })]), []);
    assert.deepEqual(link([commit], [aCall({ ...lost })]), []);
    assert.deepEqual(link([commit], [aCall({ ...lost, subjectHash: 'weave', operation: { sha: 'a10000', kind: 'committed' } })]), []);
    assert.deepEqual(link([commit], [aCall({ repository: '', subjectHash: 'weave' })]), []);
  });

  it('leave other repositories alone', () => {
    assert.deepEqual(link([commit], [aRecordedCall(commit, { repository: '/home/ada/other' })]), []);
  });

  it('do not guess where a beginning fits several commits', () => {
    const twins = [aCommit({ sha: `a1b2c3d${'1'.repeat(33)}` }), aCommit({ sha: `a1b2c3d${'2'.repeat(33)}`, authorMs: at(9000) })];
    const call = aCall({ operation: { sha: 'a1b2c3d', kind: 'committed' } });
    assert.deepEqual(
      link(twins, [call]).map(({ sha: full }) => full),
      [twins[0]?.sha],
    );
    assert.deepEqual(
      link(
        twins.map((twin) => ({ ...twin, authorMs: at(60), committerMs: at(60) })),
        [call],
      ),
      [],
    );
  });
});

describe('a commit that was rewritten', () => {
  const first = aCommit({ sha: sha('a1'), subjectHash: 'weave', ...onNoRef });

  it('is found again by subject and author time when its SHA is gone', () => {
    const rebased = aCommit({ sha: sha('b1'), subjectHash: 'weave', committerMs: at(9000) });
    for (const known of [[], [first]]) {
      const [only, ...others] = link([rebased, ...known], [aRecordedCall(first)]);
      assert.deepEqual([only?.sha, only?.tier, only?.evidence.refound, only?.evidence.recordedSha], [sha('b1'), 1, true, 'a100000']);
      assert.equal(others.length, 0);
    }
  });

  it('is not taken for another of its subject when it is still known', () => {
    const other = aCommit({ sha: sha('b1'), subjectHash: 'weave', authorMs: at(90) });
    assert.deepEqual(short(link([first, other], [aRecordedCall(first)])), ['session-1 a1 1']);
    const otherAuthor = aCommit({ sha: sha('b1'), subjectHash: 'weave', authorHash: 'grace' });
    assert.deepEqual(short(link([first, otherAuthor], [aRecordedCall(first)])), ['session-1 a1 1']);
  });

  it('is looked for within 120 seconds, and not where another call has its own record', () => {
    const near = aCommit({ sha: sha('b1'), subjectHash: 'weave', authorMs: at(170) });
    assert.deepEqual(short(link([near], [aRecordedCall(first)])), ['session-1 b1 1']);
    assert.deepEqual(short(link([aCommit({ ...near, authorMs: at(190) })], [aRecordedCall(first)])), []);
    assert.deepEqual(short(link([near], [aRecordedCall(first), aRecordedCall(near, { sessionId: 'session-2' })])), ['session-2 b1 1']);
  });

  it('is the original where it was picked onto another branch later', () => {
    const original = aCommit({ sha: sha('c1'), subjectHash: 'weave', committerMs: at(100), ...onFeature });
    const picked = aCommit({ sha: sha('b1'), subjectHash: 'weave', committerMs: at(900) });
    assert.deepEqual(short(link([picked, original], [aRecordedCall(first)])), ['session-1 c1 1']);
  });

  it('by an amend keeps one link, and the subject may change', () => {
    for (const subjectHash of ['weave', 'weave tighter']) {
      const amended = aCommit({ sha: sha('b1'), subjectHash, committerMs: at(100) });
      const amend = aCall({
        amend: true,
        startedAtMs: at(99),
        endedAtMs: at(101),
        subjectHash,
        operation: { sha: 'b100000', kind: 'amended' },
      });
      for (const known of [[], [first]])
        assert.deepEqual(short(link([amended, ...known], [aRecordedCall(first), amend])), ['session-1 b1 1'], subjectHash);
    }
  });

  it('by a quiet amend is found by the author time of the call before', () => {
    const amended = aCommit({ sha: sha('b1'), subjectHash: 'weave tighter', committerMs: at(100) });
    const amend = aCall({ amend: true, startedAtMs: at(99), endedAtMs: at(101), subjectHash: 'weave tighter' });
    assert.deepEqual(short(link([amended], [aCall({ subjectHash: 'weave' }), amend])), ['session-1 b1 3']);
    assert.deepEqual(link([amended], [{ ...amend, amend: false }]), []);
  });

  it('by hand with another subject is still the same change', () => {
    const amended = aCommit({ sha: sha('b1'), subjectHash: 'weave tighter', committerMs: at(9000) });
    const [only] = link([amended, first], [aRecordedCall(first)]);
    assert.deepEqual([only?.sha, only?.evidence.refound], [sha('b1'), true]);
  });

  it('keeps a link of its own where nothing took its place', () => {
    const [only] = link([first], [aRecordedCall(first)]);
    assert.deepEqual([only?.sha, only?.evidence.refound], [sha('a1'), false]);
  });
});
