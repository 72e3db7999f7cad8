/** Histories for the tests of the views: small ones made by hand, random ones, and one as large as a busy year. */
import fc from 'fast-check';
import type { CommitRecord, EditCall, RepositoryFacts, RepositoryRecord } from '../../src/core/attribution/gitFacts.ts';
import type { History, HistoryTurn, PlacedRequest, PlacedSideCalls } from '../../src/core/attribution/history.ts';
import type { Link, LinkEvidence } from '../../src/core/attribution/link.ts';
import { noRepetition } from '../../src/core/attribution/repetition.ts';
import { standingParts } from '../../src/core/attribution/placement.ts';
import type { Reason, StandingPart, Target } from '../../src/core/attribution/placement.ts';
import { judge } from '../../src/core/outcomes/judge.ts';
import type { RepositoryOutcomes } from '../../src/core/outcomes/outcome.ts';
import type { Filter } from '../../src/core/report/filter.ts';
import { sideCallCost } from '../../src/core/report/sideCallCost.ts';
import { aRequest, aSideCall, testRate, tokens } from './rows.ts';

export const loom = '/home/ada/loom';
/** Sunday 2026-11-22, 14:00 in Berlin. */
export const noon = Date.parse('2026-11-22T13:00:00Z');
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** A whole SHA that begins with `start`. */
export function shaOf(start: string): string {
  return start.padEnd(40, '0');
}

export function aCommit(sha: string, some: Partial<CommitRecord> = {}): CommitRecord {
  return {
    sha: shaOf(sha),
    parents: [shaOf('f')],
    tree: '',
    authorMs: noon - hourMs,
    committerMs: noon - hourMs,
    authorHash: 'ada',
    subjectHash: sha,
    branch: 'main',
    onDefaultBranch: true,
    reachable: true,
    files: [{ path: 'src/weave.ts', previousPath: null, added: 12, removed: 3 }],
    sessionMarks: [],
    reverts: [],
    pullNumber: null,
    ...some,
  };
}

export function aRepository(commits: readonly CommitRecord[], some: Partial<RepositoryRecord> = {}): RepositoryFacts {
  const record: RepositoryRecord = {
    path: loom,
    defaultBranch: 'main',
    upstream: true,
    fetchedAtMs: noon - 3 * dayMs,
    readAtMs: noon,
    shallowSinceMs: null,
    identityHashes: ['ada'],
    problem: null,
    ...some,
  };
  return { record, commits: new Map(commits.map((commit) => [commit.sha, commit])), openPaths: new Set() };
}

export function aLink(sha: string, some: Partial<Omit<Link, 'evidence'>> & { readonly evidence?: Partial<LinkEvidence> } = {}): Link {
  return {
    sessionId: 'session-1',
    repository: loom,
    tier: 1,
    ...some,
    sha: shaOf(sha),
    evidence: {
      kind: 'operation',
      toolUseId: `call-${sha}`,
      position: 0,
      agentId: '',
      startedAtMs: noon - hourMs,
      endedAtMs: noon - hourMs + 2000,
      recordedSha: sha,
      refound: false,
      sameSubject: true,
      authorTimeInCall: true,
      ...some.evidence,
    },
  };
}

const partOfReason: Readonly<Record<Reason, StandingPart>> = {
  openWork: 'openWork',
  recentEdits: 'openWork',
  noCommit: 'noCommit',
  lostCommit: 'noCommit',
  review: 'noEdits',
  noEdits: 'noEdits',
  sideCalls: 'noEdits',
  outsideRepositories: 'outsideRepositories',
  unread: 'unknown',
};

/** A request of `dollars` (a whole number of them has no price when null) that went to a commit or, for a reason, to none. */
export function aPlaced(
  where: { readonly sha: string; readonly part?: StandingPart } | Reason,
  dollars: number | null = 1,
  some: Parameters<typeof aRequest>[0] & { readonly editId?: string } = {},
): PlacedRequest {
  const { editId = '', ...row } = some;
  const request = aRequest({ atMs: noon - 2 * hourMs, repository: where === 'outsideRepositories' ? '' : loom, ...row });
  const target: Target =
    typeof where === 'string' ? { kind: 'none', reason: where } : { kind: 'commit', repository: request.repository, sha: shaOf(where.sha) };
  return {
    ...request,
    nanodollars: dollars === null ? null : Math.round(dollars * 1e9),
    placement: { repository: request.repository, target, editId },
    part: typeof where === 'string' ? partOfReason[where] : (where.part ?? 'onDefaultBranch'),
  };
}

export function anEdit(some: Partial<EditCall> = {}): EditCall {
  return {
    toolUseId: 'edit-1',
    sessionId: 'session-1',
    agentId: '',
    messageId: '',
    atMs: noon - 2 * hourMs,
    path: `${loom}/src/weave.ts`,
    repository: loom,
    file: 'src/weave.ts',
    linesAdded: 10,
    linesRemoved: 2,
    ...some,
  };
}

/** A history of what is given, with requests in order of time. */
export function aHistory(
  some: Partial<Omit<History, 'repositories'>> & { readonly repositories?: readonly RepositoryFacts[] } = {},
): History {
  const { repositories = [], requests = [], ...rest } = some;
  return {
    sideCalls: [],
    links: [],
    copies: new Map(),
    squashes: new Map(),
    outcomes: new Map(repositories.map((facts) => [facts.record.path, judgedAtNoon(facts, rest.links ?? [])])),
    survival: new Map(),
    edits: [],
    takenEdits: new Map(),
    linesTaken: new Map(),
    commitCalls: [],
    pullRequests: [],
    checks: [],
    compactions: [],
    repetition: noRepetition,
    turns: new Map(),
    ...rest,
    requests: [...requests].sort((left, right) => left.atMs - right.atMs),
    repositories: new Map(repositories.map((facts) => [facts.record.path, facts])),
  };
}

function judgedAtNoon(repository: RepositoryFacts, links: readonly Link[]): RepositoryOutcomes {
  return judge({ repository, links, squashes: new Map(), undoings: [], branchOf: () => '', nowMs: noon });
}

const sessionIds = ['s1', 's2', 's3', 's4'];
const read = ['/a', '/b'];
const models = ['claude-opus-5-5', 'claude-haiku-4-5-20251001', 'claude-next-9'];
const branches = ['', 'main', 'feature'];
const firstMs = Date.UTC(2026, 9, 20);
const lastMs = Date.UTC(2026, 10, 22);
const atMs = fc.integer({ min: firstMs, max: lastMs });
const shas = ['a1', 'b2', 'c3', 'd4'];

type CommitState = 'onDefaultBranch' | 'onAnotherBranch' | 'cameBack' | 'lost';
const commitState = fc.constantFrom<CommitState>('onDefaultBranch', 'onAnotherBranch', 'cameBack', 'lost');

const life = fc.record({
  states: fc.array(commitState, { minLength: 8, maxLength: 8 }),
  numbers: fc.array(fc.constantFrom(null, null, 7, 8), { minLength: 8, maxLength: 8 }),
  links: fc.uniqueArray(fc.record({ session: fc.nat(3), repository: fc.nat(1), sha: fc.nat(3) }), {
    selector: ({ session, repository, sha }) => `${String(session)} ${String(repository)} ${String(sha)}`,
    maxLength: 8,
  }),
  requests: fc.array(
    fc.record({
      session: fc.nat(3),
      agentId: fc.constantFrom('', '', 'agent'),
      atMs,
      model: fc.constantFrom(...models),
      input: fc.nat(2_000_003),
      lowerBound: fc.boolean(),
      branch: fc.constantFrom(...branches),
      entrypoint: fc.constantFrom('cli', 'cli', 'sdk-cli', ''),
      repository: fc.constantFrom('/a', '/b', '/unread', ''),
      /** Which of the session's links it led to, if it has so many. */
      link: fc.nat(5),
      reason: fc.constantFrom<Reason>('openWork', 'recentEdits', 'noCommit', 'review', 'noEdits'),
      edit: fc.nat(5),
    }),
    { maxLength: 40 },
  ),
  sideCalls: fc.array(
    fc.option(
      fc.record({
        atMs,
        branch: fc.constantFrom(...branches),
        repository: fc.constantFrom('/a', ''),
        model: fc.constantFrom(...models),
        input: fc.nat(9999),
      }),
    ),
    { minLength: 4, maxLength: 4 },
  ),
  edits: fc.array(fc.record({ session: fc.nat(3), atMs, repository: fc.constantFrom(...read), file: fc.constantFrom('x.ts', 'y.ts') }), {
    maxLength: 6,
  }),
  turns: fc.array(
    fc.record({
      session: fc.nat(3),
      atMs,
      promptId: fc.constantFrom('', 'p1', 'p2'),
      textHash: fc.constantFrom('h1', 'h2'),
      mode: fc.constantFrom('', 'plan'),
      command: fc.boolean(),
    }),
    { maxLength: 12 },
  ),
  pulls: fc.array(
    fc.record({
      session: fc.nat(3),
      atMs,
      number: fc.constantFrom(7, 8, 9),
      action: fc.constantFrom('created' as const, 'linked' as const, 'commented' as const),
      repository: fc.constantFrom(...read),
      branch: fc.constantFrom(...branches),
    }),
    { maxLength: 4 },
  ),
});
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

/** Any history whose parts fit together: cost only in commits that the session is linked with, parts as the commits stand. */
export const anyHistory: fc.Arbitrary<History> = life.map(historyOf);

/** Any filter that has a chance to keep something of such a history. */
export const anyFilter: fc.Arbitrary<Filter> = fc
  .record({
    sinceMs: fc.option(atMs),
    untilMs: fc.option(atMs),
    repository: fc.option(fc.constantFrom('/a', '/b', '/unread'), { freq: 2 }),
    branch: fc.option(fc.constantFrom(...branches), { freq: 2 }),
    model: fc.option(fc.constantFrom('claude-opus-5-5', 'claude-haiku-4-5'), { freq: 2 }),
    part: fc.option(fc.constantFrom(...standingParts), { freq: 2 }),
  })
  .map((filter) => {
    const { sinceMs, untilMs } = filter;
    return sinceMs !== null && untilMs !== null && sinceMs > untilMs ? { ...filter, sinceMs: untilMs, untilMs: sinceMs } : filter;
  });

function historyOf(some: Life): History {
  const stateOf = (repository: number, sha: number): CommitState => some.states[repository * 4 + sha] ?? 'lost';
  const repositories = read.map((path, repository) =>
    aRepository(
      shas.map((sha, index) => {
        const state = stateOf(repository, index);
        const onDefaultBranch = state === 'onDefaultBranch' || state === 'cameBack';
        return aCommit(sha, {
          authorMs: firstMs + index * 7 * dayMs,
          committerMs: firstMs + index * 7 * dayMs,
          onDefaultBranch,
          reachable: state !== 'lost',
          branch: onDefaultBranch ? 'main' : state === 'lost' ? '' : 'feature',
          pullNumber: some.numbers[repository * 4 + index] ?? null,
        });
      }),
      { path },
    ),
  );
  const links = some.links.map(({ session, repository, sha }) =>
    aLink(shas[sha] ?? 'a1', { sessionId: nth(sessionIds, session), repository: nth(read, repository) }),
  );
  const edits = some.edits.map(({ session, file, ...edit }, index) =>
    anEdit({ ...edit, file, sessionId: nth(sessionIds, session), toolUseId: `e${String(index)}`, path: `${edit.repository}/${file}` }),
  );
  const requests = some.requests.map(({ session, input, link: wanted, reason, edit: wantedEdit, ...rest }): PlacedRequest => {
    const sessionId = nth(sessionIds, session);
    const link = links.filter((one) => one.sessionId === sessionId)[wanted];
    const edit = edits.filter((one) => one.sessionId === sessionId)[wantedEdit];
    const repository = link?.repository ?? rest.repository;
    const row = aRequest({ ...rest, sessionId, repository, tokens: { input } });
    const state = link === undefined ? null : stateOf(read.indexOf(link.repository), shas.indexOf(link.sha.slice(0, 2)));
    const where = link === undefined || state === null ? ownReason(repository, reason) : state;
    const rating = testRate(row);
    return {
      ...row,
      nanodollars: rating.priced ? rating.cost.total : null,
      placement: { repository, target: targetOf(where, repository, link?.sha ?? ''), editId: edit?.toolUseId ?? '' },
      part: partOf(where),
    };
  });
  const turns = new Map<string, HistoryTurn[]>();
  for (const { session, ...turn } of some.turns) {
    const sessionId = nth(sessionIds, session);
    turns.set(sessionId, [...(turns.get(sessionId) ?? []), turn]);
  }
  return aHistory({
    requests,
    repositories,
    links,
    edits,
    turns,
    sideCalls: some.sideCalls.map((calls, session) => placedSideCalls(nth(sessionIds, session), calls)),
    pullRequests: some.pulls.map(({ session, ...pull }) => ({
      ...pull,
      sessionId: nth(sessionIds, session),
      url: `https://forge.example${pull.repository}/pull/${String(pull.number)}`,
    })),
  });
}

function nth(list: readonly string[], index: number): string {
  return list[index] ?? '';
}

function ownReason(repository: string, reason: Reason): Reason {
  return repository === '' ? 'outsideRepositories' : repository === '/unread' ? 'unread' : reason;
}

function targetOf(where: CommitState | Reason, repository: string, sha: string): Target {
  if (where === 'lost') return { kind: 'none', reason: 'lostCommit', lostSha: sha };
  return where === 'onDefaultBranch' || where === 'onAnotherBranch' || where === 'cameBack'
    ? { kind: 'commit', repository, sha }
    : { kind: 'none', reason: where };
}

function partOf(where: CommitState | Reason): StandingPart {
  if (where === 'lost') return 'noCommit';
  return where === 'onDefaultBranch' || where === 'onAnotherBranch' || where === 'cameBack' ? where : partOfReason[where];
}

function placedSideCalls(sessionId: string, calls: Life['sideCalls'][number]): PlacedSideCalls {
  if (calls === null) return { ...aSideCall({ sessionId, models: null }), nanodollars: null };
  const { model, input, ...place } = calls;
  const row = aSideCall({ ...place, sessionId, models: [{ model, tokens: tokens({ input }) }] });
  return { ...row, nanodollars: sideCallCost(model, tokens({ input }), place.atMs, testRate) };
}
