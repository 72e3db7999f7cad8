import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { History } from '../../../src/core/attribution/history.ts';
import { buildCommits } from '../../../src/core/report/buildCommits.ts';
import { buildPullRequests } from '../../../src/core/report/buildPullRequests.ts';
import { buildBecame, buildToday } from '../../../src/core/report/buildToday.ts';
import type { ExportQuery } from '../../../src/core/report/exportQuery.ts';
import { exportTable } from '../../../src/core/report/exportTable.ts';
import type { Filter } from '../../../src/core/report/filter.ts';
import { everything } from '../../../src/core/report/filterRequests.ts';
import { buildReceipt } from '../../../src/core/report/receipt.ts';
import { csv, markdownTable } from '../../../src/core/report/tableText.ts';
import { exportAll } from '../../support/exportAll.ts';
import { aCommit, aHistory, aLink, anEdit, aPlaced, aRepository, dayMs, hourMs, loom, noon, shaOf } from '../../support/histories.ts';
import { testRate } from '../../support/rows.ts';

const timezone = 'UTC';
const shas = (history: History, filter: Partial<Filter> = {}): readonly string[] =>
  buildCommits({ history, filter: { ...everything, ...filter }, timezone }).map(({ sha }) => sha.replace(/0+$/, ''));

describe('the commits', () => {
  const copy = aCommit('c0');
  const commits = [
    aCommit('a1', { authorMs: noon - 3 * dayMs }),
    aCommit('b2', { authorHash: 'stranger' }),
    aCommit('d4', { authorHash: 'stranger', branch: 'work', onDefaultBranch: false }),
    aCommit('e5', { reachable: false }),
    copy,
  ];
  const history = aHistory({
    requests: [aPlaced({ sha: 'd4', part: 'onAnotherBranch' }, 2, { branch: 'work' })],
    repositories: [aRepository(commits)],
    links: [aLink('d4')],
    copies: new Map([[shaOf('d4'), [copy]]]),
  });

  it('are the linked ones and the own ones, newest first, without copies and without strangers', () => {
    assert.deepEqual(shas(history), ['d4', 'a1']);
    assert.deepEqual(shas(history, { sinceMs: noon - dayMs }), ['d4']);
    assert.deepEqual(shas(history, { repository: '/other' }), []);
    assert.deepEqual(shas(history, { part: 'onDefaultBranch' }), ['a1']);
    assert.deepEqual([shas(history, { branch: 'work' }), shas(history, { branch: 'main' })], [['d4'], ['a1']]);
    assert.deepEqual([shas(history, { model: 'claude-opus-5-5' }), shas(history, { model: 'claude-haiku-4-5' })], [['d4'], []]);
  });

  it('have a cost only where a session is linked', () => {
    const [linked, own] = buildCommits({ history, filter: everything, timezone });
    assert.deepEqual([linked?.money?.nanodollars, linked?.own, linked?.links[0]?.confidence], [2e9, true, 'recorded']);
    assert.deepEqual([linked?.copies, linked?.linesAdded, linked?.linesRemoved], [[{ sha: copy.sha, branch: 'main' }], 12, 3]);
    assert.deepEqual([own?.money, own?.part, own?.own], [null, 'onDefaultBranch', true]);
  });

  it('are told apart in two clones of one project', () => {
    const two = aHistory({
      requests: [aPlaced({ sha: 'a1' }, 2)],
      repositories: [aRepository([aCommit('a1')]), aRepository([aCommit('a1')], { path: '/clone' })],
      links: [aLink('a1')],
    });
    const rows = buildCommits({ history: two, filter: everything, timezone });
    assert.deepEqual(
      rows.map(({ repository, money }) => [repository, money?.nanodollars ?? null]),
      [
        [loom, 2e9],
        ['/clone', null],
      ],
    );
  });
});

describe('the pull requests', () => {
  const call = (
    number: number,
    atMs: number,
    some: { readonly action?: 'created' | 'linked' | 'commented'; readonly branch?: string } = {},
  ) => ({
    ...{ sessionId: 'session-1', atMs, url: `https://forge.example/${String(number)}`, number, repository: loom },
    ...{ action: 'created' as const, branch: 'work', ...some },
  });
  const commitCall = (sha: string, endedAtMs: number, branch = 'work') => ({
    ...{ sessionId: 'session-1', agentId: '', toolUseId: `call-${sha}`, position: 0, messageId: '', startedAtMs: endedAtMs - 1, endedAtMs },
    ...{ succeeded: true as const, amend: false, repository: loom, branch, subjectHash: '', printed: [], operation: null },
  });
  const link = (sha: string, endedAtMs: number) => aLink(sha, { evidence: { endedAtMs } });
  const history = (some: Partial<Parameters<typeof aHistory>[0]>): History =>
    aHistory({
      requests: ['a1', 'b2', 'c3'].map((sha) => aPlaced({ sha }, 1)),
      repositories: [aRepository(['a1', 'b2', 'c3'].map((sha) => aCommit(sha, { onDefaultBranch: sha === 'a1' })))],
      links: [link('a1', noon - 3 * hourMs), link('b2', noon - hourMs), link('c3', noon + hourMs)],
      commitCalls: [commitCall('a1', noon - 3 * hourMs), commitCall('b2', noon - hourMs), commitCall('c3', noon + hourMs)],
      ...some,
    });
  const commitsOf = (given: History): readonly (readonly [number, readonly string[]])[] =>
    buildPullRequests({ history: given, filter: everything }).map(({ number, commits }) => [number, commits.map((sha) => sha.slice(0, 2))]);

  it("have the branch's commits since the one before, and the last all that follow", () => {
    const given = history({ pullRequests: [call(7, noon - 2 * hourMs), call(8, noon)] });
    assert.deepEqual(commitsOf(given), [
      [8, ['b2', 'c3']],
      [7, ['a1']],
    ]);
    const rows = buildPullRequests({ history: given, filter: everything });
    assert.deepEqual(
      rows.map(({ money, onDefaultBranch }) => [money?.nanodollars, onDefaultBranch]),
      [
        [2e9, false],
        [1e9, true],
      ],
    );
  });

  it('have the merge or squash commit with their number, which no other has', () => {
    const squash = aCommit('a1', { pullNumber: 9 });
    const given = history({
      repositories: [aRepository([squash])],
      links: [link('a1', noon)],
      pullRequests: [call(7, noon + 1), call(9, noon, { action: 'linked', branch: 'main' })],
    });
    assert.deepEqual(commitsOf(given), [
      [7, []],
      [9, ['a1']],
    ]);
  });

  it('have no commits of a branch where they were only commented, or another was created', () => {
    assert.deepEqual(commitsOf(history({ pullRequests: [call(7, noon, { action: 'commented' })] })), [[7, []]]);
    assert.deepEqual(commitsOf(history({ pullRequests: [call(7, noon, { action: 'linked' })] })), [[7, ['a1', 'b2', 'c3']]]);
    assert.deepEqual(commitsOf(history({ pullRequests: [call(8, noon - 1), call(7, noon, { action: 'linked' })] })), [
      [7, []],
      [8, ['a1', 'b2', 'c3']],
    ]);
    assert.deepEqual(commitsOf(history({ pullRequests: [call(7, noon, { branch: 'main' })] })), [[7, []]]);
  });

  it('are called reviewed, without the branch of the session, where they were only read or commented on', () => {
    const row = (some: Parameters<typeof aHistory>[0]) => {
      const [first] = buildPullRequests({ history: history(some), filter: everything });
      return [first?.created, first?.reviewed, first?.branch, first?.defaultBranch];
    };
    const read = { links: [], pullRequests: [call(7, noon, { action: 'linked' }), call(7, noon + 1, { action: 'commented' })] };
    assert.deepEqual(row(read), [false, true, '', 'main']);
    assert.deepEqual(row({ ...read, edits: [anEdit()] }), [false, false, 'work', 'main']);
    assert.deepEqual(row({ ...read, links: [link('a1', noon)] }), [false, false, 'work', 'main']);
    assert.deepEqual(row({ pullRequests: [call(7, noon, { action: 'commented' })] }), [false, true, '', 'main']);
    assert.deepEqual(row({ pullRequests: [call(7, noon)] }), [true, false, 'work', 'main']);
  });

  it('know nothing of the default branch where git was not read', () => {
    const [row] = buildPullRequests({ history: history({ repositories: [], pullRequests: [call(7, noon)] }), filter: everything });
    assert.equal(row?.onDefaultBranch, null);
  });
});

describe('a receipt', () => {
  const edits = [
    anEdit({ linesAdded: 10 }),
    anEdit({ toolUseId: 'edit-2', linesAdded: 10 }),
    anEdit({ toolUseId: 'edit-3', file: 'b.ts' }),
  ];
  const files = [
    { path: 'src/weave.ts', previousPath: null, added: 12, removed: 3 },
    { path: 'b.ts', previousPath: null, added: 8, removed: 0 },
  ];
  const check = { sessionId: 'session-1', kind: 'test' as const };
  const history = aHistory({
    requests: [aPlaced({ sha: 'a1' }, 2.18), aPlaced({ sha: 'a1' }, 0.13, { model: 'claude-haiku-4-5', atMs: noon - hourMs })],
    repositories: [aRepository([aCommit('a1', { files }), aCommit('b2')])],
    links: [aLink('a1')],
    edits,
    takenEdits: new Map([
      ['edit-1', shaOf('a1')],
      ['edit-2', shaOf('a1')],
    ]),
    checks: [
      { ...check, atMs: noon - 1.6 * hourMs, succeeded: false },
      { ...check, atMs: noon - 1.5 * hourMs, succeeded: true },
      { ...check, atMs: noon, succeeded: true },
      { ...check, kind: 'lint', atMs: noon - 1.5 * hourMs, succeeded: true },
    ],
  });

  it('is five lines of Markdown', () => {
    const receipt = buildReceipt({ history, kind: 'commit', id: shaOf('a1'), repository: loom });
    assert.deepEqual('markdown' in receipt && receipt.markdown.split('\n'), [
      '- **Claude Code: $2.31 at list price** for commit a100000',
      '- 1 session, 2 requests: Opus 5.5 $2.18, Haiku 4.5 $0.13',
      '- Lines added with Claude: 12 of 20',
      '- Tests: 1 of 2 recorded runs passed, the last one passed',
      '- How it is known: own record; nothing left unlinked',
      '',
    ]);
  });

  it('says what could not be linked, and names no branch', () => {
    const receipt = buildReceipt({ history, kind: 'branch', id: 'main', repository: loom });
    assert.ok('markdown' in receipt);
    const lines = receipt.markdown.split('\n');
    assert.equal(lines.length, 6);
    assert.equal(lines[0], '- **Claude Code: $2.31 at list price** for 2 commits of a branch');
    assert.equal(lines[4], '- How it is known: own record for 1 commit; 1 commit without a known session, not in the cost');
    for (const secret of ['main', 'ada', 'weave', loom]) assert.ok(!receipt.markdown.includes(secret), secret);
  });

  it('has no cost where none is recorded, and is none of what is not there', () => {
    const receipt = buildReceipt({ history, kind: 'commit', id: shaOf('b2'), repository: loom });
    assert.ok(
      'markdown' in receipt && receipt.markdown.startsWith('- **Claude Code: cost not recorded** for commit b200000\n- No session'),
    );
    assert.ok('notFound' in buildReceipt({ history, kind: 'commit', id: shaOf('e'), repository: loom }));
    assert.ok('notFound' in buildReceipt({ history, kind: 'branch', id: 'gone', repository: loom }));
    assert.ok('notFound' in buildReceipt({ history, kind: 'pullRequest', id: 'https://forge.example/1', repository: loom }));
  });
});

describe('an exported table', () => {
  it('keeps its cells in CSV as RFC 4180 has it, and no text becomes a formula', () => {
    const columns = [
      { name: 'branch', cell: ({ branch }: { readonly branch: string }) => branch },
      { name: 'cost', cell: () => -1.5 },
      { name: 'none', cell: () => null },
    ];
    const rows = ['a,b', 'say "hi"', 'two\nlines', '=1+1', '@x', '-2', '+3', ' =4', '\t5', 'plain'].map((branch) => ({ branch }));
    assert.equal(
      csv(columns, rows),
      [
        'branch,cost,none',
        '"a,b",-1.5,',
        '"say ""hi""",-1.5,',
        '"two\nlines",-1.5,',
        "'=1+1,-1.5,",
        "'@x,-1.5,",
        "'-2,-1.5,",
        "'+3,-1.5,",
        "' =4,-1.5,",
        "'\t5,-1.5,",
        'plain,-1.5,',
        '',
      ].join('\r\n'),
    );
    assert.equal(
      markdownTable(columns.slice(0, 2), [{ branch: 'a|b\n[x](y)' }]),
      '| branch | cost |\n| :-- | --: |\n| a\\|b \\[x\\]\\(y\\) | -1.5 |\n',
    );
  });

  it('has a row for each commit with the address of its pull request', () => {
    const history = aHistory({
      requests: [aPlaced({ sha: 'a1' }, 2)],
      repositories: [aRepository([aCommit('a1', { pullNumber: 7 })])],
      links: [aLink('a1')],
      pullRequests: [
        { sessionId: 's', atMs: noon, url: 'https://forge.example/7', number: 7, action: 'created', repository: loom, branch: '' },
      ],
    });
    const input = { history, filter: everything, view: 'shipped', ...exportAll, nowMs: noon, timezone, rate: testRate } as const;
    const rows = JSON.parse(exportTable({ ...input, format: 'json' })) as readonly Record<string, unknown>[];
    const [row] = rows;
    assert.deepEqual(
      [row?.sha, row?.where, row?.costUsd, row?.pullRequest],
      [shaOf('a1'), 'on main, window open', 2, 'https://forge.example/7'],
    );
    assert.ok(exportTable({ ...input, view: 'overview', format: 'markdown' }).includes('| onDefaultBranch | on main, window open | 2 |'));
  });

  it('has the sessions that are searched for, in the order asked', () => {
    const history = aHistory({
      requests: [
        aPlaced('noEdits', 1, { sessionId: 'cheap', branch: 'work' }),
        aPlaced('noEdits', 3, { sessionId: 'dear', branch: 'work' }),
        aPlaced('noEdits', 9, { sessionId: 'other', branch: 'main' }),
      ],
    });
    const input = {
      history,
      filter: everything,
      view: 'sessions',
      format: 'json',
      ...exportAll,
      nowMs: noon,
      timezone,
      rate: testRate,
    } as const;
    const ids = (some: Partial<ExportQuery>): unknown[] =>
      (JSON.parse(exportTable({ ...input, ...some })) as readonly { readonly sessionId: string }[]).map(({ sessionId }) => sessionId);
    assert.deepEqual(ids({ search: 'work', order: 'cost', descending: false }), ['cheap', 'dear']);
    assert.deepEqual(ids({ order: 'cost' }), ['other', 'dear', 'cheap']);
  });

  it('has the turns of an open session in the place of the view, and refuses one that is not there', () => {
    const history = aHistory({
      requests: [aPlaced('noEdits', 1), aPlaced('noEdits', 3, { atMs: noon })],
      turns: new Map([
        ['session-1', [noon - 2 * hourMs, noon].map((atMs) => ({ atMs, promptId: '', textHash: String(atMs), command: false, mode: '' }))],
      ]),
      edits: [anEdit({ atMs: noon })],
    });
    const input = {
      history,
      filter: everything,
      view: 'sessions',
      format: 'json',
      ...exportAll,
      nowMs: noon,
      timezone,
      rate: testRate,
    } as const;
    const rows = JSON.parse(exportTable({ ...input, sessionId: 'session-1' })) as readonly Record<string, unknown>[];
    assert.deepEqual(
      rows.map(({ turn, costUsd }) => [turn, costUsd]),
      [
        [1, 1],
        [2, 3],
      ],
    );
    assert.match(String(rows[1]?.edits), /lines? added/);
    assert.throws(() => exportTable({ ...input, sessionId: 'gone' }), /not in the ledger/);
  });

  it('says of made-up figures that they are', () => {
    const history = aHistory({ requests: [aPlaced('noEdits', 1)] });
    const input = {
      history,
      filter: everything,
      view: 'sessions',
      ...exportAll,
      demo: true,
      nowMs: noon,
      timezone,
      rate: testRate,
    } as const;
    const [row] = JSON.parse(exportTable({ ...input, format: 'json' })) as readonly Record<string, unknown>[];
    assert.equal(row?.demo, true);
    assert.match(exportTable({ ...input, format: 'csv' }), /,demo\r\n.*,true\r\n$/);
    assert.match(exportTable({ ...input, format: 'markdown' }), /\| demo \|\n.*\n.*\| true \|\n$/);
  });
});

describe('today', () => {
  const history = aHistory({
    requests: [
      aPlaced({ sha: 'a1' }, 3),
      aPlaced('noEdits', 1, { repository: '/b' }),
      aPlaced('noEdits', 6, { atMs: noon - 3 * dayMs }),
      aPlaced('noEdits', 50, { atMs: noon - 7 * dayMs }),
    ],
    repositories: [aRepository([aCommit('a1'), aCommit('b2', { authorMs: noon - dayMs })])],
    links: [aLink('a1')],
  });
  const context = { history, nowMs: noon, timezone: 'Europe/Berlin', rate: testRate };

  it('has what today cost in the repositories of a window, and its commits', () => {
    const { total, standing, commits } = buildToday({ ...context, repositories: new Set([loom]) });
    assert.deepEqual([total.nanodollars, standing.commitsOnDefaultBranch, commits.map(({ sha }) => sha)], [3e9, 1, [shaOf('a1')]]);
    assert.equal(buildToday({ ...context, repositories: null }).total.nanodollars, 4e9);
    assert.equal(buildToday({ ...context, repositories: new Set() }).commits.length, 0);
  });

  it('has what the last seven days became, where git was read', () => {
    assert.deepEqual(buildBecame({ ...context, repositories: new Set([loom]) }), {
      money: { nanodollars: 9e9, unpricedRequests: 0, lowerBound: false },
      onDefaultBranch: { nanodollars: 3e9, unpricedRequests: 0, lowerBound: false },
      commits: 1,
      defaultBranch: 'main',
    });
    assert.equal(buildBecame({ ...context, repositories: new Set(['/b']) }), null);
  });
});
