import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { exploringSessions, inNoCommitAdvice, leastNanodollars, untakenSessions } from '../../../src/core/advice/inNoCommit.ts';
import type { Advice } from '../../../src/core/advice/advice.ts';
import type { ContextInput } from '../../../src/core/advice/contextInput.ts';
import type { History } from '../../../src/core/attribution/history.ts';
import { aHistory, anEdit, anyHistory, aPlaced, dayMs, hourMs, loom, noon } from '../../support/histories.ts';
import { testRate } from '../../support/rows.ts';

const question = { fromMs: noon - 30 * dayMs, toMs: noon + 1, nowMs: noon, timezone: 'Europe/Berlin' };

function inputOf(history: History, some: Partial<ContextInput> = {}): ContextInput {
  return { history, repository: null, question, rate: testRate, ...some };
}

function adviceOf(history: History, some: Partial<ContextInput> = {}): Advice | undefined {
  const [advice, ...others] = inNoCommitAdvice(inputOf(history, some));
  assert.deepEqual(others, []);
  return advice;
}

/** A session whose edit of a file nothing took, so many days ago. */
function untaken(sessionId: string, days: number, dollars: number | null, some: { readonly branch?: string; readonly file?: string } = {}) {
  const { branch = 'trial', file = 'src/weave.ts' } = some;
  const [toolUseId, atMs] = [`edit-${sessionId}-${file}`, noon - days * dayMs];
  return {
    request: aPlaced('noCommit', dollars, { sessionId, atMs, branch, editId: toolUseId }),
    edit: anEdit({ toolUseId, sessionId, atMs, file, path: `${loom}/${file}` }),
  };
}

function historyOf(...sessions: readonly ReturnType<typeof untaken>[]): History {
  return aHistory({ requests: sessions.map(({ request }) => request), edits: sessions.map(({ edit }) => edit) });
}

describe('advice on edits in no commit', () => {
  it('names the sessions, the newest first, with branch, files and cost, and their sum', () => {
    const history = historyOf(untaken('old', 20, 2), untaken('new', 16, 0.5), untaken('new', 16, 0.25, { file: 'src/weft.ts' }));
    assert.deepEqual(adviceOf(history), {
      rule: 'inNoCommit',
      id: 'inNoCommit new',
      sentence: 'Edits of 2 sessions are in no commit: $2.75.',
      action:
        'See whether they are still wanted: in a stash, another clone or working tree, or written anew by hand. Branches and paths for trials can be set aside in .payoff.json.',
      stake: { low: 2_750_000_000, high: 2_750_000_000, what: 'edits in no commit' },
      sample: null,
      evidence: [
        {
          text: 'Session of 6 November 14:00, branch trial: src/weave.ts, src/weft.ts, $0.75',
          reference: { kind: 'session', sessionId: 'new' },
        },
        { text: 'Session of 2 November 14:00, branch trial: src/weave.ts, $2.00', reference: { kind: 'session', sessionId: 'old' } },
      ],
      source: 'in-no-commit',
    });
  });

  it('says of many only the newest, and what the others come to', () => {
    const advice = adviceOf(historyOf(...Array.from({ length: 8 }, (_, index) => untaken(`s${String(index)}`, 15 + index, 1))));
    assert.equal(advice?.evidence.length, 6);
    assert.deepEqual(advice.evidence.at(-1), { text: '3 older sessions: $3.00', reference: null });
    assert.equal(advice.stake?.high, 8e9);
  });

  it('names a few files and counts the others', () => {
    const files = ['a', 'b', 'c', 'd', 'e'].map((file) => untaken('s', 16, 1, { file }));
    assert.equal(
      adviceOf(historyOf(...files))?.evidence[0]?.text,
      'Session of 6 November 14:00, branch trial: a, b, c, 2 other files, $5.00',
    );
  });

  it('says at least where something has no price, and names no stake where nothing has one', () => {
    assert.match(adviceOf(historyOf(untaken('s', 16, 1), untaken('t', 16, null)))?.sentence ?? '', /: at least \$1\.00\.$/);
    const unpriced = adviceOf(historyOf(untaken('t', 16, null)));
    assert.equal(unpriced?.sentence, 'Edits of one session are in no commit: no price yet.');
    assert.equal(unpriced.stake, null);
  });

  it('leaves open work, recent edits, what was set aside and exploring in peace, and names exploring as such', () => {
    const requests = (['openWork', 'recentEdits', 'noEdits', 'review', 'outsideRepositories'] as const).map((reason) =>
      aPlaced(reason, 5, { sessionId: reason, atMs: noon - hourMs }),
    );
    const setAside = { ...untaken('spike', 16, 5).request, part: 'setAside' as const };
    const quiet = aHistory({ requests: [...requests, setAside] });
    assert.equal(adviceOf(quiet), undefined);
    const plan = (sessionId: string, mode: string) =>
      [sessionId, [{ atMs: noon - hourMs, promptId: '', textHash: '', command: false, mode }]] as const;
    const { request, edit } = untaken('s', 16, 1);
    const history = aHistory({
      requests: [...requests, request],
      edits: [
        edit,
        anEdit({ sessionId: 'openWork' }),
        anEdit({ sessionId: 'recentEdits' }),
        anEdit({ sessionId: 'outsideRepositories', repository: '' }),
      ],
      turns: new Map([plan('noEdits', 'plan'), plan('review', 'default')]),
    });
    assert.deepEqual(exploringSessions(inputOf(history)), { sessions: 3, planned: 1 });
    assert.deepEqual(adviceOf(history)?.evidence.at(-1), {
      text: 'Left out: 3 sessions that edited no file of a repository (reading, planning), 1 of them in plan mode',
      reference: null,
    });
  });

  it('says where commits are lost that had the edits', () => {
    const { request, edit } = untaken('s', 16, 1);
    const lost = {
      ...request,
      placement: { ...request.placement, target: { kind: 'none', reason: 'lostCommit', lostSha: 'a1' } as const },
    };
    assert.match(adviceOf(aHistory({ requests: [lost], edits: [edit] }))?.action ?? '', /git reflog/);
  });

  it('counts a period and a repository only', () => {
    const history = historyOf(untaken('s', 16, 1), untaken('before', 40, 1));
    assert.equal(adviceOf(history)?.stake?.high, 1e9);
    assert.equal(adviceOf(history, { repository: '/elsewhere' }), undefined);
    assert.equal(adviceOf(history, { repository: loom })?.stake?.high, 1e9);
  });

  it('never speaks below the least amount, nor of anything that stands elsewhere', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const input = inputOf(history, { question: { ...question, fromMs: 0 } });
        const found = new Set(untakenSessions(input).map(({ sessionId }) => sessionId));
        for (const sessionId of new Set(history.requests.map((request) => request.sessionId))) {
          const own = history.requests.filter((request) => request.sessionId === sessionId && request.part === 'noCommit');
          const cost = own.reduce((sum, { nanodollars }) => sum + (nanodollars ?? 0), 0);
          const speaks = own.some(({ nanodollars }) => nanodollars === null) || cost >= leastNanodollars;
          assert.equal(found.has(sessionId), speaks);
        }
        assert.equal(inNoCommitAdvice(input).length, found.size === 0 ? 0 : 1);
      }),
    );
  });
});
