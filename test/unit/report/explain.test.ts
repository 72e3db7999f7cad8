import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { History } from '../../../src/core/attribution/history.ts';
import type { LinkEvidence, Tier } from '../../../src/core/attribution/link.ts';
import { evidencePhrase } from '../../../src/core/report/evidencePhrase.ts';
import { explainCommit, explainFile, explainPullRequest, explainSession } from '../../../src/core/report/explain.ts';
import type { Explanation, NotFound } from '../../../src/core/report/explanation.ts';
import { paragraphText, wholeText } from '../../../src/core/report/explanationText.ts';
import { resolveReference } from '../../../src/core/report/resolveReference.ts';
import { aCommit, aHistory, aLink, anEdit, aPlaced, aRepository, loom, noon, shaOf } from '../../support/histories.ts';
import { anOutcome, outcomesOf } from '../../support/outcomes.ts';
import { aSideCall } from '../../support/rows.ts';

const timezone = 'Europe/Berlin';
/** On the clocks of Berlin. */
const at = (clock: string, day = '2026-11-22'): number => Date.parse(`${day}T${clock}:00+01:00`);
const commit = { sha: 'a1b2c3d' };
const repositories = [
  aRepository([aCommit('a1b2c3d', { authorMs: at('14:31') }), aCommit('b2', { onDefaultBranch: false, branch: 'work' })]),
];
const links = [aLink('a1b2c3d')];

function texts(explanation: Explanation | NotFound): readonly string[] {
  return 'notFound' in explanation ? [explanation.notFound] : explanation.paragraphs.map((paragraph) => paragraphText(paragraph));
}

function whole(explanation: Explanation | NotFound): string {
  return 'notFound' in explanation ? explanation.notFound : `${explanation.title} | ${wholeText(explanation)}`;
}

describe('the explanation of a commit', () => {
  const requests = [
    aPlaced('noEdits', 1, { atMs: at('14:02') }),
    ...Array.from({ length: 8 }, (_, index) => aPlaced(commit, 2.18 / 8, { atMs: at(`14:2${String(index)}`), model: 'claude-opus-5-5' })),
    aPlaced(commit, 0.13, { atMs: at('14:31'), model: 'claude-haiku-4-5-20251001' }),
  ];

  it('says which evidence led to which number', () => {
    const edits = [anEdit({ atMs: at('14:10') })];
    const explanation = explainCommit({ history: aHistory({ requests, repositories, links, edits }), timezone, sha: shaOf('a1b2c3d') });
    assert.deepEqual(texts(explanation), [
      '$2.31 because: session 14:02 to 14:31 ran git commit itself (own record), author time inside the call, same subject. ' +
        '9 requests since the edit before: Opus 5.5 $2.18, Haiku 4.5 $0.13.',
      'It came on to main on 22 November 2026 as a commit of its own.',
      'Its window of 14 days is open until 6 December 2026.',
    ]);
    assert.equal(whole(explanation), 'Commit a1b2c3d | $2.31 at list price: 9 requests in 1 session, on main.');
    assert.ok(!('notFound' in explanation));
    assert.equal(explanation.money?.nanodollars, 2.31e9);
    assert.deepEqual(explanation.paragraphs[0]?.evidence, { kind: 'session', id: 'session-1' });
  });

  it('says since when, or that others lie between', () => {
    const first = (history: History): string => texts(explainCommit({ history, timezone, sha: shaOf('a1b2c3d') }))[0] ?? '';
    const since = (some: Parameters<typeof aHistory>[0]): string => first(aHistory({ repositories, links, ...some })).split('. ')[1] ?? '';
    assert.equal(since({ requests: requests.slice(1, 3) }), '2 requests since the session began: Opus 5.5 $0.55.');
    const between = [
      aPlaced(commit, 1, { atMs: at('14:01') }),
      aPlaced('noEdits', 1, { atMs: at('14:02') }),
      aPlaced(commit, 1, { atMs: at('14:03') }),
    ];
    assert.equal(since({ requests: between }), '2 requests that led to its edits: Opus 5.5 $2.00.');
  });

  it('says the day of a session of another, and the subagent', () => {
    const night = [aPlaced(commit, 1, { atMs: at('23:50', '2026-11-20') }), aPlaced(commit, 1, { atMs: at('00:10', '2026-11-21') })];
    const [text] = texts(
      explainCommit({
        history: aHistory({ requests: night, repositories, links: [aLink('a1b2c3d', { evidence: { agentId: 'agent' } })] }),
        timezone,
        sha: shaOf('a1b2c3d'),
      }),
    );
    assert.ok(text?.startsWith('$2.00 because: a subagent of session 20 November 23:50 to 21 November 00:10 ran git commit itself'));
  });

  it('begins with at least, or says that there is no price', () => {
    const first = (dollars: number | null, lowerBound: boolean): string => {
      const requests = [aPlaced(commit, dollars, { atMs: at('14:02'), lowerBound })];
      return texts(explainCommit({ history: aHistory({ requests, repositories, links }), timezone, sha: shaOf('a1b2c3d') }))[0] ?? '';
    };
    assert.ok(first(2, true).startsWith('At least $2.00 because: session 14:02 ran'));
    assert.ok(first(null, false).startsWith('No price yet because: session 14:02 ran'));
  });

  it('accounts for a session without cost, a commit without a session, and copies', () => {
    const linked = aHistory({ requests: [aPlaced('noEdits', 1, { atMs: at('14:02') })], repositories, links });
    assert.ok(texts(explainCommit({ history: linked, timezone, sha: shaOf('a1b2c3d') }))[0]?.startsWith('Without cost: session 14:02 ran'));
    const shas = [shaOf('b2'), shaOf('c0')];
    const outcome = anOutcome({ sha: 'c0', state: 'pending', pending: 'windowOpen' });
    const landed = new Map([[loom, outcomesOf([outcome], { changeOf: new Map(shas.map((sha) => [sha, outcome])) })]]);
    const alone = aHistory({ repositories, copies: new Map([[shaOf('b2'), [aCommit('c0')]]]), outcomes: landed });
    assert.deepEqual(texts(explainCommit({ history: alone, timezone, sha: shaOf('b2') })).slice(0, 1), [
      '1 copy of it (amended, rebased, picked) without cost of its own.',
    ]);
    assert.equal(
      whole(explainCommit({ history: alone, timezone, sha: shaOf('b2') })),
      'Commit b200000 | Cost not recorded: no session is linked with it, on main as c000000.',
    );
    assert.ok(whole(explainCommit({ history: aHistory({ repositories }), timezone, sha: shaOf('b2') })).endsWith(', on branch work.'));
    assert.deepEqual(texts(explainCommit({ history: alone, timezone, sha: shaOf('e') })), [
      'There is no commit e000000 among those that were read of git.',
    ]);
  });
});

describe('the amounts of an explanation', () => {
  it('stand in its text once each, and as shares of something where they are said so', () => {
    const requests = [aPlaced(commit, 3, { atMs: at('14:02') })];
    const explanation = explainCommit({ history: aHistory({ requests, repositories, links }), timezone, sha: shaOf('a1b2c3d') });
    assert.ok(!('notFound' in explanation));
    assert.doesNotMatch([explanation.title, explanation.summary, ...explanation.paragraphs.map(({ text }) => text)].join(' '), /\$/);
    const share = ({ nanodollars }: { readonly nanodollars: number }): string => `${String(nanodollars / 1e8)}%`;
    assert.equal(wholeText(explanation, share), '30% at list price: 1 request in 1 session, on main.');
    assert.deepEqual(
      explanation.paragraphs.slice(0, 1).map((paragraph) => paragraphText(paragraph, share).slice(-50)),
      ['1 request since the session began: Opus 5.5 30%.'].map((end) => `. ${end}`),
    );
  });
});

describe('the phrase of an evidence', () => {
  const phrase = (tier: Tier, evidence: Partial<LinkEvidence>): string =>
    evidencePhrase(aLink('a', { tier, evidence: { authorTimeInCall: false, sameSubject: null, ...evidence } }));

  it('tells the kinds apart', () => {
    assert.equal(phrase(2, { kind: 'printed' }), 'ran git commit itself, which printed the SHA (own record)');
    assert.equal(
      phrase(1, { refound: true, sameSubject: true }),
      'ran git commit itself (own record), found again by subject and author time after its SHA was gone, same subject',
    );
    assert.equal(
      phrase(3, { kind: 'call', authorTimeInCall: true, sameSubject: true }),
      'ran git commit itself without a SHA in its output (own record), author time inside the call, same subject',
    );
    assert.equal(phrase(4, { kind: 'trailer' }), 'is named in the commit by a trailer (own record)');
  });
});

describe('the explanation of a session', () => {
  it('has a paragraph for each commit and each reason, and the side calls', () => {
    const requests = [
      aPlaced(commit, 2, { atMs: at('14:02') }),
      aPlaced('noCommit', 0.5, { atMs: at('14:05') }),
      aPlaced('noEdits', 0.75, { atMs: at('14:06') }),
    ];
    const sideCalls = [{ ...aSideCall(), nanodollars: 0.02e9 }];
    const explanation = explainSession({
      history: aHistory({ requests, repositories, links, sideCalls }),
      timezone,
      sessionId: 'session-1',
    });
    assert.deepEqual(texts(explanation), [
      '$2.00 for commit a1b2c3d, on main. The session ran git commit itself (own record), author time inside the call, same subject. ' +
        '1 request: Opus 5.5 $2.00.',
      '$0.75 for reading, planning and answering, nothing edited. 1 request: Opus 5.5 $0.75.',
      '$0.50 for edits that are in no commit. 1 request: Opus 5.5 $0.50.',
      '$0.02 for side calls (titles, web searches).',
    ]);
    assert.ok(!('notFound' in explanation));
    assert.deepEqual([explanation.title, explanation.money?.nanodollars], ['Session 22 November 2026 14:02 to 14:06', 3.27e9]);
  });

  it('says that side calls are not known, and that a session is not there', () => {
    const history = aHistory({ requests: [aPlaced('review', 1)], sideCalls: [{ ...aSideCall(), nanodollars: null }] });
    assert.deepEqual(texts(explainSession({ history, timezone, sessionId: 'session-1' })), [
      '$1.00 for reading another’s pull request, nothing edited. 1 request: Opus 5.5 $1.00.',
      'Side calls (titles, web searches) of this session are not known.',
    ]);
    assert.deepEqual(texts(explainSession({ history, timezone, sessionId: 'nobody' })), ['The ledger has no session nobody.']);
  });
});

describe('the explanation of a pull request and of a file', () => {
  const pull = {
    ...{ sessionId: 'session-1', atMs: noon, url: 'https://forge.example/loom/pull/7', number: 7 },
    ...{ action: 'created' as const, repository: loom, branch: 'work' },
  };

  it('adds up the commits of a pull request, and says what has no cost', () => {
    const merge = aCommit('e0', { parents: [shaOf('a'), shaOf('b')], files: [], pullNumber: 7 });
    const history = aHistory({
      requests: [aPlaced({ sha: 'b2' }, 2)],
      repositories: [aRepository([aCommit('b2', { branch: 'work' }), merge])],
      links: [aLink('b2')],
      pullRequests: [pull],
    });
    assert.deepEqual(texts(explainPullRequest({ history, timezone, url: pull.url })), [
      '$2.00 for commit b200000, of 1 session. 1 request: Opus 5.5 $2.00.',
      '1 commit of it without a recorded cost, such as a merge.',
      'It came on to main on 22 November 2026 as a commit of its own.',
      'Its window of 14 days is open until 6 December 2026.',
    ]);
    assert.equal(
      whole(explainPullRequest({ history, timezone, url: pull.url })),
      'Pull request #7 | $2.00 at list price: 2 commits, on main.',
    );
    const unlinked = { ...history, requests: [], links: [] };
    assert.equal(
      whole(explainPullRequest({ history: unlinked, timezone, url: pull.url })),
      'Pull request #7 | Cost not recorded: none of its 1 commit is linked with a session, on main.',
    );
    assert.deepEqual(texts(explainPullRequest({ history, timezone, url: 'https://forge.example/8' })), [
      'No session of the ledger made or touched this pull request.',
    ]);
  });

  it('counts for a file what led to its edits', () => {
    const edits = [anEdit(), anEdit({ toolUseId: 'edit-2', file: 'other.ts' })];
    const requests = [
      aPlaced(commit, 2, { editId: 'edit-1' }),
      aPlaced('openWork', 1, { editId: 'edit-1' }),
      aPlaced(commit, 4, { editId: 'edit-2' }),
    ];
    const history = aHistory({ requests, repositories, links, edits });
    const explanation = explainFile({ history, timezone, repository: loom, file: 'src/weave.ts' });
    assert.deepEqual(texts(explanation), [
      '$2.00 for commit a1b2c3d, on main. 1 request: Opus 5.5 $2.00.',
      '$1.00 for open work: edits that are in no commit yet. 1 request: Opus 5.5 $1.00.',
      'A request counts for the file of the edit that it led to, so that none counts twice.',
    ]);
    assert.equal(whole(explanation), 'src/weave.ts | $3.00 at list price: 1 edit in 1 session.');
    assert.ok('notFound' in explainFile({ history, timezone, repository: '/other', file: 'src/weave.ts' }));
  });
});

describe('a reference', () => {
  const pull = (number: number, repository: string) => ({
    ...{ sessionId: 's', atMs: noon, url: `https://forge.example${repository}/${String(number)}`, number },
    ...{ action: 'created' as const, repository, branch: '' },
  });
  const history = aHistory({
    requests: [aPlaced('noEdits', 1, { sessionId: 'a1b2c3d4-1111' }), aPlaced('noEdits', 1, { sessionId: 'cafe-2' })],
    repositories: [aRepository([aCommit('a1b2c3d'), aCommit('a1b2f')]), aRepository([aCommit('a1b2c3d9')], { path: '/b' })],
    pullRequests: [pull(7, '/a'), pull(7, '/b')],
  });
  const resolve = (reference: string, repository: string | null = null) => resolveReference({ history, reference, kind: null, repository });

  it('is a commit, a session or a pull request by its beginning, first in its repository', () => {
    assert.deepEqual(resolve('A1B2C3D', loom), { kind: 'commit', id: shaOf('a1b2c3d') });
    assert.deepEqual(resolve('a1b2c3d9'), { kind: 'commit', id: shaOf('a1b2c3d9') });
    assert.deepEqual(resolve('cafe'), { kind: 'session', id: 'cafe-2' });
    assert.deepEqual(resolve('#7', '/b'), { kind: 'pullRequest', id: 'https://forge.example/b/7' });
    assert.deepEqual(resolve('https://forge.example/a/7/'), { kind: 'pullRequest', id: 'https://forge.example/a/7' });
  });

  it('says that it is ambiguous or unknown', () => {
    assert.deepEqual(resolve('a1b2'), { notFound: '"a1b2" names 3 of them: give more of it.' });
    assert.ok('notFound' in resolve('#7'));
    assert.ok('notFound' in resolve('a1b'));
    assert.ok('notFound' in resolve('beef'));
  });
});
