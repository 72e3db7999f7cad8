import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { CommitCall, CommitRecord, EditCall, PullRequestCall, RepositoryFacts } from '../../../src/core/attribution/gitFacts.ts';
import type { History } from '../../../src/core/attribution/history.ts';
import { findCopies, withCopies } from '../../../src/core/attribution/copies.ts';
import { linkCommits } from '../../../src/core/attribution/linkCommits.ts';
import { standingParts } from '../../../src/core/attribution/placement.ts';
import { placeHistory } from '../../../src/core/attribution/placeHistory.ts';
import type { RequestRow } from '../../../src/core/report/rows.ts';
import { noTokens, testRate } from '../../support/rows.ts';

const start = Date.UTC(2026, 10, 22);
const sessions = ['s1', 's2', 's3'];
/** The last is known to sessions and was never read by git; `''` is a folder in none. */
const repositories = ['/a', '/b', '/unread', ''];
const read = repositories.slice(0, 2);
const files = ['x.ts', 'y.ts', 'deep/x.ts'];

/** Few seconds, few subjects, few authors: what collides in life once a year collides here all the time. */
const atMs = fc.integer({ min: 0, max: 400 }).map((tenths) => start + tenths * 100);
const second = atMs.map((ms) => Math.floor(ms / 1000) * 1000);
const thread = { sessionId: fc.constantFrom(...sessions), agentId: fc.constantFrom('', 'agent') };
const repository = fc.constantFrom(...repositories);
const subjectHash = fc.constantFrom('', 'weave', 'unpick', 'wip');
const shas = Array.from({ length: 12 }, (_, index) => `${index.toString(16)}abcdef${'0'.repeat(33)}`);
const someSha = fc.constantFrom(...shas);

const request: fc.Arbitrary<Omit<RequestRow, 'messageId'>> = fc.record({
  ...thread,
  atMs,
  model: fc.constantFrom('claude-opus-5-5', 'claude-haiku-4-5', 'claude-next-9'),
  tokens: fc.nat(1_000_003).map((input) => ({ ...noTokens, input })),
  fast: fc.constant(false),
  geography: fc.constant(''),
  longContext: fc.constant(false),
  lowerBound: fc.boolean(),
  cwd: fc.constant('/a'),
  branch: fc.constant('main'),
  entrypoint: fc.constant('cli'),
  repository,
});
const edit: fc.Arbitrary<Omit<EditCall, 'toolUseId' | 'path'>> = fc.record({
  ...thread,
  messageId: fc.nat(30).map((index) => (index > 20 ? '' : `m${String(index)}`)),
  atMs,
  repository,
  file: fc.constantFrom('', ...files),
  linesAdded: fc.constant(1),
  linesRemoved: fc.constant(0),
});
const short = someSha.map((sha) => sha.slice(0, 7));
const call: fc.Arbitrary<Omit<CommitCall, 'toolUseId' | 'endedAtMs'> & { readonly tookMs: number }> = fc.record({
  ...thread,
  position: fc.constant(0),
  messageId: fc.constant(''),
  startedAtMs: atMs,
  tookMs: fc.nat(3000),
  succeeded: fc.constantFrom(true, null),
  amend: fc.boolean(),
  repository,
  branch: fc.constant('main'),
  subjectHash,
  printed: fc.array(fc.record({ branch: fc.constant('main'), sha: short, subjectHash }), { maxLength: 2 }),
  operation: fc.option(fc.record({ sha: short, kind: fc.constantFrom('committed', 'amended') })),
});
const commit: fc.Arbitrary<CommitRecord> = fc
  .record({
    sha: someSha,
    parents: fc.array(someSha, { maxLength: 2 }),
    tree: fc.constant(''),
    authorMs: second,
    committerMs: second,
    authorHash: fc.constantFrom('ada', 'grace'),
    subjectHash,
    on: fc.constantFrom('default', 'other', 'none'),
    files: fc.uniqueArray(fc.constantFrom(...files)),
    sessionMarks: fc.array(
      fc.record({ sessionId: fc.constantFrom('s1', 'stranger'), source: fc.constantFrom('trailer' as const, 'note' as const) }),
      { maxLength: 1 },
    ),
    reverts: fc.array(someSha, { maxLength: 1 }),
    pullNumber: fc.constant(null),
  })
  .map(({ on, files: paths, ...rest }) => ({
    ...rest,
    branch: on === 'default' ? 'main' : on === 'other' ? 'feature' : '',
    onDefaultBranch: on === 'default',
    reachable: on !== 'none',
    files: paths.map((path) => ({ path, previousPath: null, added: 1, removed: 0 })),
  }));
const pullRequest: fc.Arbitrary<PullRequestCall> = fc.record({
  sessionId: thread.sessionId,
  atMs,
  url: fc.constant('https://forge.example/pull/7'),
  number: fc.constant(7),
  action: fc.constantFrom('created', 'linked'),
  repository,
  branch: fc.constant('main'),
});
const life = fc.record({
  requests: fc.array(request, { maxLength: 25 }),
  edits: fc.array(edit, { maxLength: 20 }),
  calls: fc.array(call, { maxLength: 8 }),
  commits: fc.array(fc.uniqueArray(commit, { selector: ({ sha }) => sha, maxLength: 8 }), { minLength: 2, maxLength: 2 }),
  pullRequests: fc.array(pullRequest, { maxLength: 2 }),
});
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

interface Given {
  readonly requests: readonly RequestRow[];
  readonly edits: readonly EditCall[];
  readonly calls: readonly CommitCall[];
  readonly repositories: ReadonlyMap<string, RepositoryFacts>;
  readonly pullRequests: readonly PullRequestCall[];
}

function given(some: Life): Given {
  return {
    requests: some.requests.map((row, index) => ({ ...row, messageId: `m${String(index)}` })),
    edits: some.edits.map((row, index) => ({
      ...row,
      toolUseId: `e${String(index)}`,
      path: `${row.repository}/${row.file || 'deep/x.ts'}`,
    })),
    calls: some.calls.map(({ tookMs, ...row }, index) => ({ ...row, toolUseId: `c${String(index)}`, endedAtMs: row.startedAtMs + tookMs })),
    repositories: new Map(read.map((path, index) => [path, facts(path, some.commits[index] ?? [])])),
    pullRequests: some.pullRequests,
  };
}

function facts(path: string, commits: readonly CommitRecord[]): RepositoryFacts {
  const record = {
    path,
    defaultBranch: 'main',
    upstream: true,
    fetchedAtMs: start + 30 * 24 * 3_600_000,
    readAtMs: start,
    shallowSinceMs: null,
    problem: null,
  };
  return {
    record: { ...record, identityHashes: [] },
    commits: new Map(commits.map((one) => [one.sha, one])),
    openPaths: new Set([`${path}/x.ts`]),
  };
}

function place({ requests, edits, calls, repositories: known, pullRequests }: Given): History {
  const sessionIds = new Set(sessions);
  return placeHistory({
    requests,
    sideCalls: [],
    rate: testRate,
    edits,
    commitCalls: calls,
    pullRequests,
    checks: [],
    compactions: [],
    turns: new Map(),
    linked: {
      repositories: known,
      links: [...known.values()].flatMap(({ record, commits }) => linkCommits({ repository: record.path, commits, calls, sessionIds })),
    },
    // Some edits are younger than their window, and some commits are older.
    nowMs: start + 14 * 24 * 3_600_000 + 10_000,
  });
}

const sumOf = (amounts: readonly (number | null)[]): number => amounts.reduce<number>((sum, amount) => sum + (amount ?? 0), 0);

describe('any history', () => {
  it('has every request in one place, and parts that add up to the total in nanodollars', () => {
    fc.assert(
      fc.property(life, (some) => {
        const facts = given(some);
        const { requests } = place(facts);
        assert.deepEqual(requests.map(({ messageId }) => messageId).sort(), facts.requests.map(({ messageId }) => messageId).sort());
        const rated = facts.requests.map((row) => testRate(row));
        const total = sumOf(rated.map((rating) => (rating.priced ? rating.cost.total : null)));
        const parts = standingParts.map((part) => sumOf(requests.filter((row) => row.part === part).map((row) => row.nanodollars)));
        assert.equal(sumOf(parts), total);
        const attributed = sumOf(requests.filter((row) => row.placement.target.kind === 'commit').map((row) => row.nanodollars));
        const unattributed = sumOf(requests.filter((row) => row.placement.target.kind === 'none').map((row) => row.nanodollars));
        assert.equal(attributed + unattributed, total);
        assert.ok(Number.isSafeInteger(total));
      }),
    );
  });

  it('gives cost only to commits that the session is linked with, in the repository that the placement names', () => {
    fc.assert(
      fc.property(life, (some) => {
        const history = place(given(some));
        const links = new Set(history.links.map((link) => `${link.sessionId} ${link.repository} ${link.sha}`));
        for (const { sessionId, placement, part, repository: where } of history.requests) {
          assert.equal(where, placement.repository);
          const { target } = placement;
          if (target.kind === 'none') continue;
          assert.ok(links.has(`${sessionId} ${target.repository} ${target.sha}`));
          assert.equal(target.repository, where);
          assert.ok(['stayed', 'onDefaultBranch', 'onAnotherBranch', 'cameBack'].includes(part));
        }
      }),
    );
  });

  it('links a session only by a call or a mark of its own, once with each group of copies', () => {
    fc.assert(
      fc.property(life, (some) => {
        const facts = given(some);
        const { links, copies, requests } = place(facts);
        assert.equal(new Set(links.map((link) => `${link.sessionId} ${link.repository} ${link.sha}`)).size, links.length);
        for (const link of links) {
          const commit = facts.repositories.get(link.repository)?.commits.get(link.sha);
          assert.ok(commit);
          if (link.tier === 4) assert.ok(commit.sessionMarks.some(({ sessionId }) => sessionId === link.sessionId));
          else {
            const call = facts.calls.find(({ toolUseId }) => toolUseId === link.evidence.toolUseId);
            assert.equal(call?.sessionId, link.sessionId);
            assert.ok(call.repository === link.repository || call.repository === '');
            if (link.tier === 3) assert.equal(call.subjectHash, commit.subjectHash);
            if (link.tier === 3 && !call.amend) assert.ok(link.evidence.authorTimeInCall);
            if (link.tier < 3 && !link.evidence.refound) assert.ok(link.sha.startsWith(link.evidence.recordedSha));
          }
          const group = new Set(withCopies(findCopies(facts.repositories.get(link.repository)?.commits ?? new Map()), commit));
          const same = links.filter((other) => {
            const copy = facts.repositories.get(other.repository)?.commits.get(other.sha);
            return copy !== undefined && other.repository === link.repository && other.sessionId === link.sessionId && group.has(copy);
          });
          assert.equal(same.length, 1);
        }
        const carriers = new Set(requests.flatMap(({ placement: { target } }) => (target.kind === 'commit' ? [target.sha] : [])));
        const linked = new Set(links.map(({ sha }) => sha));
        for (const copy of [...copies.values()].flat())
          assert.ok(!linked.has(copy.sha) && !carriers.has(copy.sha), 'a copy carries no cost');
      }),
    );
  });

  it('lets an edit be taken only by a later commit of its session that touches its file', () => {
    fc.assert(
      fc.property(life, (some) => {
        const { edits, takenEdits, links, repositories: known } = place(given(some));
        for (const [toolUseId, sha] of takenEdits) {
          const edit = edits.find((one) => one.toolUseId === toolUseId);
          assert.ok(edit);
          assert.ok(links.some((link) => link.sessionId === edit.sessionId && link.sha === sha && link.repository === edit.repository));
          const paths =
            known
              .get(edit.repository)
              ?.commits.get(sha)
              ?.files.map(({ path }) => path) ?? [];
          assert.ok(paths.some((path) => edit.path.endsWith(`/${path}`)));
        }
      }),
    );
  });

  it('is the same whatever the order of what is known', () => {
    fc.assert(
      fc.property(life, (some) => {
        const facts = given(some);
        const backwards = {
          requests: [...facts.requests].reverse(),
          edits: [...facts.edits].reverse(),
          calls: [...facts.calls].reverse(),
          pullRequests: [...facts.pullRequests].reverse(),
          repositories: new Map(
            [...facts.repositories]
              .reverse()
              .map(([path, one]) => [path, { ...one, commits: new Map([...one.commits].reverse()) }] as const),
          ),
        };
        const { repositories: _known, ...forwards } = place(facts);
        const { repositories: _other, ...back } = place(backwards);
        // Copied: some made-up records have no prototype, which tells equal ones apart.
        assert.deepEqual(structuredClone(back), structuredClone(forwards));
      }),
    );
  });
});
