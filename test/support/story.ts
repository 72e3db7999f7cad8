/** Commits, calls, edits and requests of a made-up history, each with what matters said and the rest filled in. */
import type { CommitCall, CommitFile, CommitRecord, EditCall, RepositoryFacts } from '../../src/core/attribution/gitFacts.ts';
import type { History, PlacedRequest } from '../../src/core/attribution/history.ts';
import { linkCommits } from '../../src/core/attribution/linkCommits.ts';
import type { Linked } from '../../src/core/attribution/placement.ts';
import { placeHistory } from '../../src/core/attribution/placeHistory.ts';
import type { PlaceInput } from '../../src/core/attribution/placeHistory.ts';
import type { RequestRow } from '../../src/core/report/rows.ts';
import { aRequest, testRate } from './rows.ts';

export const loom = '/home/ada/loom';
export const noon = Date.parse('2026-11-22T12:00:00Z');

/** Milliseconds UTC of so many seconds after noon. */
export function at(seconds: number): number {
  return noon + seconds * 1000;
}

/** A SHA that begins with a name in hexadecimal digits: `sha('a1')`. */
export function sha(name: string): string {
  return `${name}${'0'.repeat(40)}`.slice(0, 40);
}

export function aFile(path: string, previousPath: string | null = null): CommitFile {
  return { path, previousPath, added: 3, removed: 1 };
}

/** A commit on main, a minute after noon. */
export function aCommit(some: Partial<CommitRecord> & { readonly sha: string }): CommitRecord {
  return {
    parents: [sha('f0')],
    tree: sha('e0'),
    authorMs: at(60),
    committerMs: some.authorMs ?? at(60),
    authorHash: 'ada',
    subjectHash: `subject of ${some.sha}`,
    branch: 'main',
    onDefaultBranch: true,
    reachable: true,
    files: [aFile('src/loom.ts')],
    sessionMarks: [],
    reverts: [],
    pullNumber: null,
    ...some,
  };
}

export const onFeature = { branch: 'feature', onDefaultBranch: false } as const;
export const onNoRef = { branch: '', onDefaultBranch: false, reachable: false } as const;

let calls = 0;

/** A quiet `git commit` of session-1 from second 59 to 61 that shows nothing. */
export function aCall(some: Partial<CommitCall> = {}): CommitCall {
  calls += 1;
  return {
    sessionId: 'session-1',
    agentId: '',
    toolUseId: `call_${String(calls)}`,
    position: 0,
    messageId: '',
    startedAtMs: at(59),
    endedAtMs: at(61),
    succeeded: true,
    amend: false,
    repository: loom,
    branch: 'main',
    subjectHash: '',
    printed: [],
    operation: null,
    ...some,
  };
}

/** A call whose commit the client recorded. */
export function aRecordedCall(commit: CommitRecord, some: Partial<CommitCall> = {}): CommitCall {
  return aCall({
    startedAtMs: commit.authorMs - 500,
    endedAtMs: commit.authorMs + 1500,
    subjectHash: commit.subjectHash,
    operation: { sha: commit.sha.slice(0, 7), kind: 'committed' },
    ...some,
  });
}

let edits = 0;

export function anEdit(some: Partial<EditCall> = {}): EditCall {
  edits += 1;
  const file = some.file ?? 'src/loom.ts';
  return {
    toolUseId: `edit_${String(edits)}`,
    sessionId: 'session-1',
    agentId: '',
    messageId: '',
    atMs: at(30),
    path: `${some.repository ?? loom}/${file}`,
    repository: loom,
    file,
    linesAdded: 3,
    linesRemoved: 1,
    ...some,
  };
}

export function aRepository(commits: readonly CommitRecord[], openPaths: readonly string[] = [], path = loom): RepositoryFacts {
  return {
    record: {
      path,
      defaultBranch: 'main',
      upstream: true,
      fetchedAtMs: noon,
      readAtMs: noon,
      shallowSinceMs: null,
      identityHashes: ['ada'],
      problem: null,
    },
    commits: new Map(commits.map((commit) => [commit.sha, commit])),
    openPaths: new Set(openPaths),
  };
}

export interface Story extends Partial<Omit<PlaceInput, 'linked' | 'requests'>> {
  readonly requests: readonly (Partial<RequestRow> & { readonly messageId: string })[];
  readonly repositories?: readonly RepositoryFacts[];
  readonly takenLines?: Linked['takenLines'];
}

/** Links what there is to link and places the requests; now is an hour after noon. */
export function tell({ requests, repositories = [], takenLines = new Map(), ...some }: Story): History {
  const rows = requests.map((request) => aRequest(request));
  const commitCalls = some.commitCalls ?? [];
  const sessionIds = new Set(rows.map(({ sessionId }) => sessionId));
  return placeHistory({
    sideCalls: [],
    rate: testRate,
    edits: [],
    pullRequests: [],
    checks: [],
    compactions: [],
    turns: new Map(),
    nowMs: at(3600),
    ...some,
    requests: rows,
    commitCalls,
    linked: {
      repositories: new Map(repositories.map((facts) => [facts.record.path, facts])),
      links: repositories.flatMap(({ record, commits }) =>
        linkCommits({ repository: record.path, commits, calls: commitCalls, sessionIds }),
      ),
      takenLines,
    },
  });
}

/** The first characters of the commit's SHA, or the reason, by request. */
export function places(history: History): Record<string, string> {
  return Object.fromEntries(history.requests.map((request) => [request.messageId, placeOf(request)]));
}

function placeOf({ placement: { target } }: PlacedRequest): string {
  return target.kind === 'commit' ? target.sha.slice(0, 2) : target.reason;
}
