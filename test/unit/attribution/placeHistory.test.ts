import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { History } from '../../../src/core/attribution/history.ts';
import type { LinesTaken } from '../../../src/core/attribution/placement.ts';
import { aSideCall } from '../../support/rows.ts';
import {
  aCall,
  aCommit,
  aFile,
  anEdit,
  aRecordedCall,
  aRepository,
  at,
  loom,
  noon,
  onFeature,
  onNoRef,
  places,
  sha,
  tell,
} from '../../support/story.ts';

describe('where a request belongs', () => {
  const first = aCommit({ sha: sha('a1'), authorMs: at(60) });
  const second = aCommit({ sha: sha('b1'), authorMs: at(120), files: [aFile('src/weft.ts')] });

  it('is its next edit, and the commit that took it, also for the request that ran an earlier commit', () => {
    const history = tell({
      requests: [
        { messageId: 'reads', atMs: at(1) },
        { messageId: 'edits', atMs: at(29) },
        { messageId: 'commits', atMs: at(59) },
        { messageId: 'edits again', atMs: at(90) },
        { messageId: 'commits again', atMs: at(119) },
        { messageId: 'says goodbye', atMs: at(200) },
      ],
      edits: [anEdit(), anEdit({ file: 'src/weft.ts', atMs: at(91) })],
      commitCalls: [aRecordedCall(first), aRecordedCall(second)],
      repositories: [aRepository([first, second])],
    });
    assert.deepEqual(places(history), {
      reads: 'a1',
      edits: 'a1',
      commits: 'b1',
      'edits again': 'b1',
      'commits again': 'b1',
      'says goodbye': 'noEdits',
    });
    assert.deepEqual(
      history.requests.map(({ part }) => part),
      ['onDefaultBranch', 'onDefaultBranch', 'onDefaultBranch', 'onDefaultBranch', 'onDefaultBranch', 'noEdits'],
    );
  });

  it('is the commit that took most of its lines, wherever another touches the file before', () => {
    const whole = aCommit({ sha: sha('c1'), authorMs: at(180) });
    const edit = anEdit();
    const told = (takenLines: ReadonlyMap<string, readonly LinesTaken[]>): History =>
      tell({
        requests: [{ messageId: 'edits', atMs: at(29) }],
        edits: [edit],
        commitCalls: [aRecordedCall(first), aRecordedCall(whole)],
        repositories: [aRepository([first, whole])],
        takenLines,
      });
    const partly = { sha: sha('a1'), lines: 1 };
    const mostly = { sha: sha('c1'), lines: 5 };
    assert.deepEqual(places(told(new Map([[edit.toolUseId, [partly, mostly]]]))), { edits: 'c1' });
    assert.deepEqual(places(told(new Map([[edit.toolUseId, [partly, { ...mostly, lines: 1 }]]]))), { edits: 'a1' });
    assert.deepEqual(places(told(new Map([[edit.toolUseId, [{ sha: sha('d1'), lines: 9 }]]]))), { edits: 'a1' });
  });

  it('is the earliest commit after the edit that touches its file', () => {
    const again = aCommit({ sha: sha('c1'), authorMs: at(180) });
    const history = tell({
      requests: [
        { messageId: 'before', atMs: at(10) },
        { messageId: 'between', atMs: at(100) },
        { messageId: 'other file', atMs: at(110) },
      ],
      edits: [anEdit({ atMs: at(11) }), anEdit({ atMs: at(101) }), anEdit({ atMs: at(111), file: 'src/weft.ts' })],
      commitCalls: [again, second, first].map((commit) => aRecordedCall(commit)),
      repositories: [aRepository([first, second, again])],
    });
    assert.deepEqual(places(history), { before: 'a1', between: 'c1', 'other file': 'b1' });
  });

  it('keeps interleaved sessions apart', () => {
    const history = tell({
      requests: [
        { messageId: 'one', sessionId: 'session-1', atMs: at(10) },
        { messageId: 'two', sessionId: 'session-2', atMs: at(11) },
        { messageId: 'one more', sessionId: 'session-1', atMs: at(12) },
        { messageId: 'two more', sessionId: 'session-2', atMs: at(13) },
      ],
      edits: [anEdit({ sessionId: 'session-1', atMs: at(20) }), anEdit({ sessionId: 'session-2', atMs: at(21), file: 'src/weft.ts' })],
      commitCalls: [aRecordedCall(first, { sessionId: 'session-1' }), aRecordedCall(second, { sessionId: 'session-2' })],
      repositories: [aRepository([first, second])],
    });
    assert.deepEqual(places(history), { one: 'a1', two: 'b1', 'one more': 'a1', 'two more': 'b1' });
  });

  it('follows each background subagent on its own, though the main thread commits', () => {
    const history = tell({
      requests: [
        { messageId: 'main', atMs: at(1) },
        { messageId: 'writer', agentId: 'writer', atMs: at(10) },
        { messageId: 'reader', agentId: 'reader', atMs: at(11) },
        { messageId: 'main later', atMs: at(40) },
      ],
      edits: [
        anEdit({ file: 'src/weft.ts', agentId: 'writer', atMs: at(50) }),
        anEdit({ atMs: at(45) }),
        // The transcript of the main thread tells of an edit that the subagent's request made.
        anEdit({ file: 'src/shed.ts', messageId: 'reader', atMs: at(12) }),
      ],
      commitCalls: [aRecordedCall(first), aRecordedCall(second)],
      repositories: [aRepository([first, second])],
    });
    assert.deepEqual(places(history), { main: 'a1', writer: 'b1', reader: 'recentEdits', 'main later': 'a1' });
    assert.equal(history.edits.find(({ messageId }) => messageId === 'reader')?.agentId, 'reader');
  });

  it('is a dead end where nothing took the edit, also in a session that did commit', () => {
    const story = {
      requests: [
        { messageId: 'tried', atMs: at(10) },
        { messageId: 'kept', atMs: at(30) },
      ],
      edits: [anEdit({ file: 'src/try.ts', atMs: at(20) }), anEdit({ atMs: at(40) })],
      commitCalls: [aRecordedCall(first)],
    };
    const later = at(20) + 14 * 24 * 3_600_000;
    assert.deepEqual(places(tell({ ...story, repositories: [aRepository([first])] })), { tried: 'recentEdits', kept: 'a1' });
    assert.deepEqual(places(tell({ ...story, nowMs: later, repositories: [aRepository([first])] })), { tried: 'noCommit', kept: 'a1' });
    const open = aRepository([first], [`${loom}/src/try.ts`]);
    assert.deepEqual(places(tell({ ...story, nowMs: later, repositories: [open] })), { tried: 'openWork', kept: 'a1' });
  });

  it('is each of two repositories by its edits, whatever the folder', () => {
    const other = '/home/ada/shuttle';
    const there = aCommit({ sha: sha('d1'), authorMs: at(55), files: [aFile('src/shuttle.ts')] });
    const history = tell({
      requests: [
        { messageId: 'here', atMs: at(1) },
        { messageId: 'there', atMs: at(20) },
        { messageId: 'talks', atMs: at(50) },
      ],
      edits: [anEdit({ atMs: at(10) }), anEdit({ repository: other, file: 'src/shuttle.ts', atMs: at(30) })],
      commitCalls: [aRecordedCall(there, { repository: other }), aRecordedCall(first)],
      repositories: [aRepository([first]), aRepository([there], [], other)],
    });
    assert.deepEqual(places(history), { here: 'a1', there: 'd1', talks: 'a1' });
    assert.deepEqual(
      history.requests.map(({ repository }) => repository),
      [loom, other, loom],
      'what talks goes to the commit of its own folder although the other comes first',
    );
  });

  it('is the next commit of its thread where the folder is in no repository', () => {
    const history = tell({
      requests: [{ messageId: 'above', repository: '', cwd: '/home/ada', atMs: at(1) }],
      commitCalls: [aRecordedCall(first)],
      repositories: [aRepository([first])],
    });
    assert.deepEqual(places(history), { above: 'a1' });
    assert.equal(history.requests[0]?.repository, loom);
  });

  it('passes over edits outside every repository, unless the folder is outside too', () => {
    const plan = anEdit({ repository: '', file: '', path: '/home/ada/.claude/plans/p.md', atMs: at(5) });
    const history = tell({
      requests: [
        { messageId: 'plans', atMs: at(1) },
        { messageId: 'outside', atMs: at(1), repository: '', sessionId: 'session-2' },
        { messageId: 'idle outside', atMs: at(9), repository: '', sessionId: 'session-2' },
      ],
      edits: [plan, anEdit({ atMs: at(20) }), { ...plan, toolUseId: 'note', sessionId: 'session-2' }],
      commitCalls: [aRecordedCall(first)],
      repositories: [aRepository([first])],
    });
    assert.deepEqual(places(history), { plans: 'a1', outside: 'outsideRepositories', 'idle outside': 'outsideRepositories' });
  });

  it('is a review where another’s pull request was read and nothing edited', () => {
    const touched = {
      sessionId: 'session-1',
      atMs: at(1),
      url: 'https://forge.example/pull/7',
      number: 7,
      repository: loom,
      branch: 'main',
    };
    const requests = [{ messageId: 'reads', atMs: at(10) }];
    const repositories = [aRepository([])];
    const pull = (action: 'created' | 'commented' | 'linked') => ({ ...touched, action });
    assert.deepEqual(places(tell({ requests, repositories, pullRequests: [pull('linked'), pull('commented')] })), { reads: 'review' });
    assert.deepEqual(places(tell({ requests, repositories, pullRequests: [pull('linked'), pull('created')] })), { reads: 'noEdits' });
    assert.deepEqual(places(tell({ requests, repositories, pullRequests: [pull('linked')], edits: [anEdit({ atMs: at(1) })] })), {
      reads: 'noEdits',
    });
    assert.deepEqual(places(tell({ requests, repositories })), { reads: 'noEdits' });
  });

  it('is unknown where git was not read and something was edited or committed, never zero', () => {
    const history = tell({
      requests: [
        { messageId: 'edits', atMs: at(1) },
        { messageId: 'commits', atMs: at(40) },
        { messageId: 'only reads', atMs: at(90) },
      ],
      edits: [anEdit()],
      commitCalls: [aCall()],
    });
    assert.deepEqual(places(history), { edits: 'unread', commits: 'unread', 'only reads': 'noEdits' });
    assert.deepEqual(
      history.requests.map(({ part, nanodollars }) => [part, nanodollars]),
      [
        ['unknown', 4_400_000],
        ['unknown', 4_400_000],
        ['noEdits', 4_400_000],
      ],
    );
  });

  it('finds the file of an edit by its longest known end, and under its former name', () => {
    const moved = aCommit({ sha: sha('a1'), files: [aFile('lib/loom.ts', 'src/loom.ts'), aFile('loom.ts')] });
    const gone = anEdit({ file: '', path: '/somewhere/tree/src/loom.ts', atMs: at(30) });
    const history = tell({
      requests: [{ messageId: 'edits', atMs: at(29) }],
      edits: [{ ...gone, repository: loom, file: '' }],
      commitCalls: [aRecordedCall(moved)],
      repositories: [aRepository([moved])],
    });
    assert.deepEqual(places(history), { edits: 'a1' });
    const unknown = tell({
      requests: [{ messageId: 'edits', atMs: at(29) }],
      edits: [{ ...gone, repository: loom, file: '', path: '/somewhere/else.ts' }],
      commitCalls: [aRecordedCall(moved)],
      repositories: [aRepository([moved])],
    });
    assert.deepEqual(places(unknown), { edits: 'recentEdits' });
  });

  it('is a commit that only names the session when its author time is after the edit', () => {
    const marked = aCommit({ sha: sha('a1'), sessionMarks: [{ sessionId: 'session-1', source: 'trailer' }] });
    const history = tell({
      requests: [
        { messageId: 'before', atMs: at(1) },
        { messageId: 'same second', atMs: at(60) },
        { messageId: 'after', atMs: at(90) },
      ],
      edits: [anEdit({ atMs: at(30) }), anEdit({ atMs: at(60.7) }), anEdit({ atMs: at(91) })],
      repositories: [aRepository([marked])],
    });
    assert.deepEqual(places(history), { before: 'a1', 'same second': 'a1', after: 'recentEdits' });
  });

  it('takes what a quiet amend added to the commit before', () => {
    const amended = aCommit({ sha: sha('b1'), subjectHash: first.subjectHash, committerMs: at(100) });
    const amend = aCall({ amend: true, startedAtMs: at(99), endedAtMs: at(101) });
    const story = {
      requests: [{ messageId: 'adds', atMs: at(80) }],
      edits: [anEdit({ atMs: at(81) })],
      repositories: [aRepository([amended, { ...first, ...onNoRef }])],
    };
    assert.deepEqual(places(tell({ ...story, commitCalls: [aRecordedCall(first), amend] })), { adds: 'b1' });
    assert.deepEqual(places(tell({ ...story, commitCalls: [aRecordedCall(first), { ...amend, succeeded: null }] })), {
      adds: 'recentEdits',
    });
    const between = aCall({ startedAtMs: at(85), endedAtMs: at(86) });
    assert.deepEqual(
      places(tell({ ...story, commitCalls: [aRecordedCall(first), between, amend] })),
      { adds: 'recentEdits' },
      'it amended another commit',
    );
  });

  it('is lost with its commit, which is named', () => {
    const lost = { ...first, ...onNoRef };
    const history = tell({
      requests: [{ messageId: 'edits', atMs: at(29) }],
      edits: [anEdit()],
      commitCalls: [aRecordedCall(lost)],
      repositories: [aRepository([lost])],
    });
    assert.deepEqual(history.requests[0]?.placement.target, { kind: 'none', reason: 'lostCommit', lostSha: sha('a1') });
    assert.equal(history.requests[0].part, 'noCommit');
  });

  it('prices side calls apart, null where they cannot be known', () => {
    const { sideCalls } = tell({ requests: [], sideCalls: [aSideCall(), aSideCall({ models: null }), aSideCall({ models: [] })] });
    assert.deepEqual(
      sideCalls.map(({ nanodollars }) => nanodollars),
      [1_050_000, null, 0],
    );
  });

  it('counts a request without a price as such', () => {
    const [request] = tell({ requests: [{ messageId: 'new model', model: 'claude-next-9', atMs: noon }] }).requests;
    assert.equal(request?.nanodollars, null);
  });
});

describe('the copies of a linked commit', () => {
  it('carry nothing and are named beside it', () => {
    const commit = aCommit({ sha: sha('a1'), ...onFeature });
    const picked = aCommit({ sha: sha('b1'), subjectHash: commit.subjectHash, committerMs: at(900) });
    const history = tell({
      requests: [{ messageId: 'edits', atMs: at(29) }],
      edits: [anEdit()],
      commitCalls: [aRecordedCall(commit)],
      repositories: [aRepository([commit, picked])],
    });
    assert.deepEqual(places(history), { edits: 'a1' });
    assert.deepEqual(
      [...history.copies].map(([carrier, copies]) => [carrier, copies.map((copy) => copy.sha)]),
      [[sha('a1'), [sha('b1')]]],
    );
    assert.equal(history.requests[0]?.part, 'onDefaultBranch', 'it is on the default branch by its copy');
  });
});
