import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { History, PlacedRequest } from '../../../src/core/attribution/history.ts';
import { buildOverview } from '../../../src/core/report/buildOverview.ts';
import type { Filter } from '../../../src/core/report/filter.ts';
import { everything } from '../../../src/core/report/filterRequests.ts';
import type { Overview } from '../../../src/core/report/overview.ts';
import { aCommit, aHistory, aLink, aPlaced, aRepository, dayMs, hourMs, loom, noon } from '../../support/histories.ts';
import { aSideCall, testRate } from '../../support/rows.ts';

function overview(history: History, filter: Partial<Filter> = {}, timezone = 'Europe/Berlin'): Overview {
  return buildOverview({
    history,
    filter: { ...everything, ...filter },
    nowMs: noon,
    timezone,
    asOf: '2026-11-20',
    rate: testRate,
    notes: [],
  });
}

const days = (count: number): { readonly atMs: number } => ({ atMs: noon - count * dayMs });
const committed = (count: number): { readonly committerMs: number } => ({ committerMs: noon - count * dayMs });
const dollars = (count: number) => ({ nanodollars: count * 1e9, unpricedRequests: 0, lowerBound: false });
const fetched = { fetchedAtMs: noon };
const git = [aRepository([aCommit('a1b2c3d'), aCommit('b2')])];
const of = (...requests: readonly PlacedRequest[]): History => aHistory({ requests, repositories: git });

describe('commits that are only likely a session’s', () => {
  it('are in every sum, and in no figure of what a commit costs', () => {
    const requests = [aPlaced({ sha: 'a1b2c3d' }, 10), aPlaced({ sha: 'b2' }, 90)];
    const of = (tier: 5 | 6): Overview =>
      overview(aHistory({ requests, repositories: git, links: [aLink('a1b2c3d', { tier: 5 }), aLink('b2', { tier })] }));
    const [matched, likely] = [of(5), of(6)];
    assert.deepEqual(likely.standing, matched.standing);
    const ofCommits = ({ figures }: Overview) => figures.find(({ id }) => id === 'commit')?.tooFew;
    assert.deepEqual([matched, likely].map(ofCommits), [
      'Too few to say: 2 of the 20 commits needed.',
      'Too few to say: 1 of the 20 commits needed.',
    ]);
    const named = ({ sentence, worthALook }: Overview): string => JSON.stringify([sentence, worthALook]);
    assert.match(named(matched), /b2/);
    assert.doesNotMatch(named(likely), /b2/);
  });
});

describe("the overview's sentence", () => {
  const sentence = (history: History, filter: Partial<Filter> = {}): string => overview(history, filter).sentence;

  it('says what is on the default branch, over the days that the ledger really covers', () => {
    const history = of(aPlaced({ sha: 'a1b2c3d' }, 69, days(28)), aPlaced({ sha: 'b2' }, 0), aPlaced('noEdits', 31));
    const { sentence: said, sentenceKind, days: covered, firstDay, lastDay } = overview(history, { sinceMs: noon - 90 * dayMs });
    assert.equal(said, 'In the last 29 days you used $100.00 at list price. 69% of it is on main today: 2 commits.');
    assert.deepEqual([sentenceKind, covered, firstDay, lastDay], ['onDefaultBranch', 29, '2026-10-25', '2026-11-22']);
  });

  it('has its singulars right, and names the repository that was chosen', () => {
    const history = of(aPlaced({ sha: 'a1b2c3d' }, 1), aPlaced('noEdits', 1));
    assert.equal(
      sentence(history, { repository: loom }),
      'Today you used $2.00 at list price in loom. 50% of it is on main today: 1 commit.',
    );
  });

  it('never rounds to everything or nothing', () => {
    const share = (shipped: number, rest: number): string =>
      sentence(of(aPlaced({ sha: 'b2' }, shipped), aPlaced('noEdits', rest))).split('. ')[1] ?? '';
    assert.equal(share(999.9, 0.1), '>99% of it is on main today: 1 commit.');
    assert.equal(share(0.1, 999.9), '<1% of it is on main today: 1 commit.');
    assert.equal(share(3, 0), '100% of it is on main today: 1 commit.');
  });

  it('says at least, and no amount where nothing has a price', () => {
    assert.ok(sentence(of(aPlaced({ sha: 'b2' }, 2), aPlaced('noEdits', null))).startsWith('Today you used at least $2.00 at list price.'));
    assert.equal(sentence(of(aPlaced({ sha: 'b2' }, null))), 'Today you made 1 request without a price yet. It led to 1 commit on main.');
  });

  it('names one commit that took 15 % or more where nothing is on the default branch', () => {
    const on = (dollars: number): History =>
      of(aPlaced({ sha: 'a1b2c3d', part: 'onAnotherBranch' }, dollars), aPlaced('noEdits', 100 - dollars));
    assert.equal(sentence(on(15)), 'Today you used $100.00 at list price. One commit took 15% of it: a1b2c3d, on another branch.');
    assert.equal(overview(on(14.9)).sentenceKind, 'nothing');
  });

  it('says what is in no commit from a tenth on', () => {
    const lost = (dollars: number): History => of(aPlaced('noCommit', dollars), aPlaced('noEdits', 100 - dollars));
    assert.equal(sentence(lost(10)), 'Today you used $100.00 at list price. 10% of it is in no commit.');
    assert.equal(overview(lost(9)).sentenceKind, 'nothing');
  });

  it('says so where there is no git', () => {
    const requests = [aPlaced('outsideRepositories', 4, { cwd: '/tmp/a' })];
    assert.equal(
      sentence(aHistory({ requests, sideCalls: [{ ...aSideCall({ repository: '' }), nanodollars: 1e9 }] })),
      'Today you used $5.00 at list price. This folder is not in git: cost only.',
    );
    const folders = aHistory({ requests: [...requests, aPlaced('outsideRepositories', 4, { cwd: '/tmp/b' })] });
    assert.equal(sentence(folders), 'Today you used $8.00 at list price. These folders are not in git: cost only.');
    assert.equal(overview(folders).defaultBranch, null);
  });

  it('says so where git was not read, and where nothing is there yet', () => {
    const unread = aHistory({ requests: [aPlaced('unread', 2)] });
    assert.equal(sentence(unread), 'Today you used $2.00 at list price. What became of it is not known yet: git was not read.');
    assert.equal(sentence(of(aPlaced('openWork', 2))), 'Today you used $2.00 at list price. Nothing of it is on main yet.');
    const small = Array.from({ length: 8 }, (_, index) => aPlaced({ sha: String(index), part: 'onAnotherBranch' }, 1));
    assert.equal(
      sentence(of(...small)),
      'Today you used $8.00 at list price. Nothing of it is on main yet. 8 commits are on another branch.',
    );
    const nothing = overview(aHistory());
    assert.deepEqual(
      [nothing.sentence, nothing.sentenceKind, nothing.firstDay, nothing.days, nothing.weeks.length],
      ['Nothing yet: no request of Claude Code in this time.', 'nothing', '', 0, 0],
    );
  });

  it('names the days of a period that is over, and the default branch where there are several', () => {
    const history = of(aPlaced({ sha: 'b2' }, 1, days(20)), aPlaced({ sha: 'b2' }, 1));
    const past = { sinceMs: Date.parse('2026-10-31T23:00:00Z'), untilMs: Date.parse('2026-11-07T23:00:00Z') };
    assert.ok(sentence(history, past).startsWith('From 2 November to 7 November you used $1.00'));
    const two = aHistory({
      requests: [aPlaced({ sha: 'b2' }, 1), aPlaced('noEdits', 1, { repository: '/b' })],
      repositories: [...git, aRepository([], { path: '/b', defaultBranch: 'trunk' })],
    });
    assert.ok(sentence(two).endsWith('50% of it is on the default branch today: 1 commit.'));
    assert.equal(overview(two).defaultBranch, null);
  });
});

describe('the overview', () => {
  it('has every week by its Monday in the zone of the user, empty ones too, whose outcomes are not known', () => {
    // Monday 2 November in Berlin is still Sunday in UTC.
    const requests = [aPlaced('noEdits', 2, { atMs: Date.parse('2026-11-01T23:30:00Z') }), aPlaced('noEdits', 3)];
    const { weeks } = overview(aHistory({ requests }));
    assert.deepEqual(
      weeks.map(({ week, money }) => [week, money.nanodollars / 1e9]),
      [
        ['2026-11-02', 2],
        ['2026-11-09', 0],
        ['2026-11-16', 3],
      ],
    );
    assert.ok(weeks.every((row) => row.outcomes === null && row.verifiedShare === null && row.costPerChange === null));
    assert.equal(overview(aHistory({ requests }), {}, 'UTC').weeks[0]?.week, '2026-10-26');
  });

  it('shows every day of the period, those without a request too, and the weeks of a long one', () => {
    const { spend } = overview(of(aPlaced('noEdits', 1, days(90)), aPlaced('noEdits', 2)));
    assert.deepEqual(
      [spend.grain, spend.rows.length, spend.rows[0]?.firstDay, spend.rows.at(-1)?.lastDay],
      ['day', 91, '2026-08-24', '2026-11-22'],
    );
    assert.deepEqual(spend.rows.at(-1)?.models, [{ model: 'claude-opus-5-5', money: dollars(2) }]);
    // The 22nd is a Sunday, 91 days before it a Sunday too: its week has only that day.
    const long = overview(of(aPlaced('noEdits', 1, days(91)), aPlaced('noEdits', 4, days(2)), aPlaced('noEdits', 2))).spend;
    assert.deepEqual([long.grain, long.rows.length], ['week', 14]);
    assert.deepEqual(long.rows[0], {
      ...{ firstDay: '2026-08-23', lastDay: '2026-08-23', partial: true },
      ...{ money: dollars(1), models: [{ model: 'claude-opus-5-5', money: dollars(1) }] },
    });
    const last = long.rows.at(-1);
    assert.deepEqual([last?.firstDay, last?.lastDay, last?.partial, last?.money.nanodollars], ['2026-11-16', '2026-11-22', true, 6e9]);
  });

  it('names the default branch of each repository, and what no branch is recorded for', () => {
    const requests = [
      aPlaced('noEdits', 2, { branch: 'work' }),
      aPlaced('noEdits', 1, { repository: '/b', branch: '' }),
      aPlaced('outsideRepositories', 0.5, { branch: '' }),
    ];
    const repositories = [...git, aRepository([], { path: '/b', defaultBranch: 'trunk' })];
    const { branches, choices } = overview(aHistory({ requests, repositories }));
    assert.deepEqual(
      branches.map(({ branch, defaultBranch }) => [branch, defaultBranch]),
      [
        ['work', 'main'],
        ['', 'trunk'],
        ['', ''],
      ],
    );
    assert.deepEqual(choices.branches, ['work', '']);
    assert.equal(overview(aHistory({ requests, repositories }), { branch: '' }).standing.total.nanodollars, 1.5e9);
  });

  it('compares with the same time before only where the ledger reaches back so far', () => {
    const history = of(aPlaced('noEdits', 5, days(13)), aPlaced('noCommit', 7, days(8)), aPlaced('noEdits', 1));
    const before = (count: number) => overview(history, { sinceMs: noon - count * dayMs }).before;
    assert.deepEqual([before(6)?.total.nanodollars, before(6)?.sessions], [7e9, 1]);
    assert.equal(before(6.5)?.total.nanodollars, 12e9);
    assert.equal(before(7), null);
    assert.equal(overview(history).before, null);
  });

  it('says how many are missing where there are too few for a distribution', () => {
    const requests = Array.from({ length: 11 }, (_, index) => aPlaced('noEdits', index, { sessionId: `s${String(index)}` }));
    const { figures } = overview(aHistory({ requests }));
    assert.deepEqual(
      figures.map(({ tooFew }) => tooFew),
      [
        'Too few to say: 11 of the 30 sessions needed.',
        'Too few to say: 0 of the 20 commits needed.',
        'Too few to say: 1 of the 7 days needed.',
      ],
    );
    const enough = Array.from({ length: 30 }, (_, index) => aPlaced('noEdits', index + 1, { sessionId: `s${String(index)}` }));
    const [session] = overview(aHistory({ requests: enough })).figures;
    assert.deepEqual([session?.tooFew, session?.distribution?.count, session?.distribution?.median], [null, 30, 15.5e9]);
  });

  it('names no more branches than can be shown, and says of the others what they add up to', () => {
    const requests = Array.from({ length: 700 }, (_, index) =>
      aPlaced('noEdits', index + 1, { ...days(1), branch: `b${String(index + 1)}` }),
    );
    const { branches, otherBranches, choices, standing } = overview(aHistory({ requests }));
    assert.deepEqual([branches.length, branches[0]?.branch, branches.at(-1)?.branch], [500, 'b700', 'b201']);
    const rest = dollars((200 * 201) / 2);
    assert.deepEqual(otherBranches, { branches: 200, money: rest, parts: [{ part: 'noEdits', money: rest }] });
    const named = branches.reduce((sum, { money }) => sum + money.nanodollars, 0);
    assert.equal(named + rest.nanodollars, standing.total.nanodollars);
    assert.equal(choices.branches.length, 500);
  });

  it('offers the branches of the chosen repository, newest first, whatever else is chosen', () => {
    const requests = [
      aPlaced('noEdits', 1, { ...days(2), branch: 'old' }),
      aPlaced('noEdits', 1, { branch: 'new', model: 'claude-haiku-4-5' }),
      aPlaced('noEdits', 1, { repository: '/b/.git', branch: 'other' }),
    ];
    const { choices } = overview(aHistory({ requests, repositories: git }), { repository: loom, branch: 'new' });
    assert.deepEqual(choices.branches, ['new', 'old']);
    assert.deepEqual(choices.repositories.map(({ name, read }) => [name, read]).sort(), [
      ['b', false],
      ['loom', true],
    ]);
    assert.deepEqual(choices.models.map(({ label }) => label).sort(), ['Haiku 4.5', 'Opus 5.5']);
  });

  it('tells how many windows of commits on the default branch have closed, and when the next does', () => {
    const requests = [aPlaced({ sha: 'a1b2c3d' }), aPlaced({ sha: 'b2' }), aPlaced({ sha: 'c3' })];
    const commits = [aCommit('a1b2c3d', committed(15)), aCommit('b2', committed(10)), aCommit('c3', committed(3))];
    const { standing, windows } = overview(aHistory({ requests, repositories: [aRepository(commits, fetched)] }));
    assert.deepEqual(
      [standing.firstWindowClosesAtMs, standing.windowsClosed, standing.nextWindowClosesAtMs],
      [noon - dayMs, 1, noon + 4 * dayMs],
    );
    assert.equal(windows, '3 commits on main: 1 has stayed for its whole window, 2 not yet (the next on 26 November).');
    const none = overview(aHistory({ requests: [aPlaced('noEdits')] }));
    assert.deepEqual(
      [none.standing.firstWindowClosesAtMs, none.standing.windowsClosed, none.standing.nextWindowClosesAtMs, none.windows],
      [null, 0, null, null],
    );
  });

  it('says of windows what is true of one, none and all, and of those that are over and were not fetched since', () => {
    let fetchedAtMs = noon;
    const said = (...ages: readonly number[]): string | null => {
      const commits = ages.map((age, index) => aCommit(`a${String(index)}`, committed(age)));
      const requests = ages.map((_age, index) => aPlaced({ sha: `a${String(index)}` }));
      return overview(aHistory({ requests, repositories: [aRepository(commits, { fetchedAtMs })] })).windows;
    };
    assert.equal(said(15), '1 commit on main: it has stayed for its whole window.');
    assert.equal(said(15, 20), '2 commits on main: all have stayed for their whole window.');
    assert.equal(said(3), '1 commit on main: its window has not closed yet (on 3 December).');
    assert.equal(said(3, 4), '2 commits on main: no window has closed yet (the first on 2 December).');
    fetchedAtMs = noon - 10 * dayMs;
    assert.equal(said(15), '1 commit on main: it was not seen there for its whole window yet.');
    assert.equal(said(15, 20), '2 commits on main: none was seen there for its whole window yet.');
    assert.equal(said(3, 15), '2 commits on main: no window has closed yet (the first on 3 December).');
    fetchedAtMs = noon;
    assert.equal(said(15, 20, 3), '3 commits on main: 2 have stayed for their whole window, 1 not yet (on 3 December).');
  });
});

describe('what is worth a look', () => {
  const looks = (...requests: readonly PlacedRequest[]): readonly (readonly [string, string])[] =>
    overview(of(...requests)).worthALook.map(({ id, sentence }) => [id, sentence] as const);

  it('is nothing where nothing stands out', () => {
    const even = Array.from({ length: 10 }, (_, index) => aPlaced({ sha: String(index) }, 1, days(index)));
    assert.deepEqual(looks(...even), []);
  });

  it('is at most two things, what came back before a dear session in no commit', () => {
    const requests = [
      aPlaced({ sha: 'a1b2c3d', part: 'cameBack' }, 3),
      aPlaced('noCommit', 6, { sessionId: 'lost' }),
      aPlaced({ sha: 'b2' }, 90),
    ];
    assert.deepEqual(looks(...requests), [
      ['cameBack', 'Commit a1b2c3d came back: it cost $3.00 and was reverted.'],
      ['noCommit', '$6.00 of one session is in no commit.'],
    ]);
  });

  it('leads to the commit that took 15 % or more and to the dearest session of a dear day', () => {
    const requests = [
      ...Array.from({ length: 7 }, (_, index) => aPlaced('noEdits', 1, days(index + 1))),
      aPlaced({ sha: 'b2' }, 9, { sessionId: 'dear' }),
    ];
    assert.deepEqual(
      overview(of(...requests)).worthALook.map(({ sentence, leadsTo }) => ({ sentence, leadsTo })),
      [
        { sentence: 'One commit took 56% of the cost: b200000, $9.00.', leadsTo: { view: 'shipped', sha: `b2${'0'.repeat(38)}` } },
        {
          sentence: '22 November cost $9.00: 9 times a usual day.',
          leadsTo: { view: 'sessions', sessionId: 'dear', part: null },
        },
      ],
    );
  });
});

describe("the overview's notes", () => {
  const notes = (history: History): readonly string[] => overview(history).notes.map(({ sentence }) => sentence);

  it('say what of git cannot be seen and how old the last fetch is', () => {
    const shallow = { shallowSinceMs: Date.parse('2026-10-03T10:00:00Z') };
    const history = (some: Parameters<typeof aRepository>[1]): History =>
      aHistory({ requests: [aPlaced('noEdits')], repositories: [aRepository([], some)] });
    assert.deepEqual(notes(history(shallow)), [
      'Shallow clone: changes before 3 October cannot be seen.',
      'main as last fetched 3 days ago.',
    ]);
    assert.deepEqual(notes(history({ shallowSinceMs: Date.parse('2025-10-03T10:00:00Z'), upstream: false })), [
      'Shallow clone: changes before 3 October 2025 cannot be seen.',
    ]);
    assert.deepEqual(notes(history({ fetchedAtMs: null })), ['main as cloned: never fetched since.']);
    assert.deepEqual(notes(history({ problem: 'Git took too long: what was read before is shown.', upstream: false })), [
      'Git took too long: what was read before is shown.',
    ]);
  });

  it('say what is not in the sum, and what only the caller knows first', () => {
    const requests = [
      aPlaced('noEdits', null),
      aPlaced('unread', 2, { lowerBound: true, repository: '/unread' }),
      aPlaced('outsideRepositories', 1),
    ];
    const history = aHistory({ requests, sideCalls: [{ ...aSideCall(), nanodollars: null }] });
    assert.deepEqual(notes(history), [
      'Git was not read yet where at least $2.00 went.',
      '1 request has no price yet: not in the sum.',
      'At least: Claude Code recorded some responses incompletely.',
      '$1.00 went to folders that are not in git: cost only.',
      'Side calls (titles, web searches) are not known for every session.',
    ]);
    const given = { kind: 'reading', sentence: 'Older history is still being read.' } as const;
    const input = { history, filter: everything, nowMs: noon, timezone: 'UTC', asOf: '', rate: testRate, notes: [given] };
    assert.deepEqual(buildOverview(input).notes[0], given);
  });

  it('name the repository where there are several', () => {
    const repositories = [
      aRepository([], { shallowSinceMs: noon - hourMs, upstream: false }),
      aRepository([], { path: '/b', upstream: false }),
    ];
    const history = aHistory({ requests: [aPlaced('noEdits'), aPlaced('noEdits', 1, { repository: '/b' })], repositories });
    assert.deepEqual(notes(history), ['loom: shallow clone: changes before 22 November cannot be seen.']);
  });

  it('tell the oldest fetch alone where there are several', () => {
    const requests = [aPlaced('noEdits'), aPlaced('noEdits', 1, { repository: '/b' })];
    const fetched = (fetchedAtMs: number | null): History =>
      aHistory({ requests, repositories: [aRepository([]), aRepository([], { path: '/b', fetchedAtMs })] });
    assert.deepEqual(notes(fetched(noon - 5 * dayMs)), ['Default branches of 2 repositories as last fetched, b 5 days ago.']);
    assert.deepEqual(notes(fetched(null)), ['Default branches of 2 repositories as last fetched, b never since it was cloned.']);
  });
});

describe('a link', () => {
  it('with a copy on the default branch opens its window when the copy was committed', () => {
    const commit = aCommit('a1b2c3d', { branch: 'work', onDefaultBranch: false, committerMs: noon - 20 * dayMs });
    const copy = aCommit('c0', { subjectHash: commit.subjectHash, committerMs: noon - dayMs });
    const history = aHistory({
      requests: [aPlaced({ sha: 'a1b2c3d' })],
      repositories: [aRepository([commit, copy])],
      links: [aLink('a1b2c3d')],
      copies: new Map([[commit.sha, [copy]]]),
    });
    assert.equal(overview(history).standing.firstWindowClosesAtMs, noon + 13 * dayMs);
  });
});
