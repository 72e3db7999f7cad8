import assert from 'node:assert/strict';
import { buildFilePage } from '../../../src/core/report/buildFilePage.ts';
import type { FilePageInput } from '../../../src/core/report/buildFilePage.ts';
import type { FilePage } from '../../../src/core/report/filePage.ts';
import type { LinesOfSession } from '../../../src/core/outcomes/survivalOfFile.ts';
import { aHistory, aPlaced, aRepository, anEdit, hourMs, loom, noon } from '../../support/histories.ts';

const file = 'src/pattern.ts';
const edits = [
  anEdit({ toolUseId: 'e1', sessionId: 'session-1', file, atMs: noon - 3 * hourMs }),
  anEdit({ toolUseId: 'e2', sessionId: 'session-2', file, atMs: noon - 2 * hourMs }),
  anEdit({ toolUseId: 'e3', sessionId: 'session-1', file, atMs: noon - hourMs }),
  anEdit({ toolUseId: 'e4', sessionId: 'session-1', file: 'src/other.ts', atMs: noon }),
];
const led = (editId: string, sessionId: string, dollars: number): ReturnType<typeof aPlaced> => {
  const request = aPlaced({ sha: 'a1', part: 'stayed' }, dollars, { sessionId });
  return { ...request, placement: { ...request.placement, editId } };
};
const history = aHistory({
  repositories: [aRepository([])],
  edits,
  requests: [
    led('e1', 'session-1', 1),
    led('e2', 'session-2', 2),
    led('e3', 'session-1', 4),
    led('e4', 'session-1', 8),
    led('', 'session-1', 16),
  ],
});
const lines = (some: Partial<LinesOfSession>): LinesOfSession => ({
  ...{ changeSha: 'a1', shippedAtMs: noon, sessionId: 'session-1', lines: 10, committed: 20, nanodollars: 5e8 },
  ...some,
});
const page = (now: FilePageInput['now'], name = file): FilePage => {
  const found = buildFilePage({ history, repository: loom, file: name, now });
  assert.ok(!('notFound' in found));
  return found;
};

describe('the page of a file', () => {
  it('has the cost of the requests that led to its edits, and each session’s part of it', () => {
    const found = page({
      lines: 40,
      sessions: [lines({}), lines({ lines: 4, nanodollars: 1e8 }), lines({ sessionId: null, lines: 3, nanodollars: null })],
    });
    assert.deepEqual([found.money.nanodollars, found.edits], [7e9, 3]);
    assert.deepEqual(
      found.sessions.map(({ sessionId, edits: count, money, lines: own, linesCost }) => [
        sessionId,
        count,
        money.nanodollars,
        own,
        linesCost,
      ]),
      [
        ['session-1', 2, 5e9, 14, 6e8],
        ['session-2', 1, 2e9, 0, null],
      ],
    );
    assert.deepEqual(found.lines, { all: 40, withClaude: 17, ofSessions: 14 });
  });

  it('has sessions that wrote lines under another name of the file', () => {
    const found = page({ lines: 10, sessions: [lines({ sessionId: 'session-9', shippedAtMs: noon - 9 * hourMs })] }, 'src/moved.ts');
    assert.deepEqual(
      found.sessions.map(({ sessionId, edits: count, lastEditAtMs }) => [sessionId, count, lastEditAtMs]),
      [['session-9', 0, noon - 9 * hourMs]],
    );
  });

  it('says why nothing is known of the lines, and never that there are none', () => {
    const found = page({ problem: 'This file is no text.' });
    assert.deepEqual([found.lines, found.problem, found.sessions.map((each) => each.lines)], [null, 'This file is no text.', [null, null]]);
  });

  it('is not there for a file that Claude never touched', () => {
    const found = buildFilePage({ history, repository: loom, file: 'none.ts', now: { lines: 3, sessions: [] } });
    assert.ok('notFound' in found && found.notFound.includes('none.ts'));
  });
});
