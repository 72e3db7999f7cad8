import type { Rate } from '../pricing/rating.ts';
import type { RequestRow, SideCallRow } from '../report/rows.ts';
import { sideCallCost } from '../report/sideCallCost.ts';
import { findCopies } from './copies.ts';
import type { Copies } from './copies.ts';
import type { CheckCall, CommitCall, CommitRecord, EditCall, PullRequestCall } from './gitFacts.ts';
import type { History, HistoryTurn, PlacedSideCalls } from './history.ts';
import type { Link } from './link.ts';
import { linkedCalls } from './linkedCalls.ts';
import { commitParts } from './partOf.ts';
import type { CommitPart } from './partOf.ts';
import type { Linked, Placement, Reason, StandingPart } from './placement.ts';
import { placeRequest, reviewSessions } from './placeRequest.ts';
import { findSquashes } from './squashes.ts';
import { takeEdits } from './takeEdits.ts';
import { ownedEdits, Threads } from './threads.ts';

/** How long an edit in no commit counts as open work, and a change on the default branch as not yet proven. */
export const observationWindowMs = 14 * 24 * 60 * 60_000;

export interface PlaceInput {
  /** Each once; its `repository` is that of its folder. */
  readonly requests: readonly RequestRow[];
  readonly sideCalls: readonly SideCallRow[];
  readonly rate: Rate;
  readonly edits: readonly EditCall[];
  readonly commitCalls: readonly CommitCall[];
  readonly pullRequests: readonly PullRequestCall[];
  readonly checks: readonly CheckCall[];
  readonly compactions: History['compactions'];
  readonly turns: ReadonlyMap<string, readonly HistoryTurn[]>;
  readonly linked: Linked;
  readonly nowMs: number;
  /** `observationWindowMs` when left out. */
  readonly windowMs?: number;
}

/** Puts every request in its one place. The order of what is given does not matter. */
export function placeHistory(input: PlaceInput): History {
  const { rate, linked } = input;
  const { repositories } = linked;
  const links = linked.links
    .filter(({ repository, sha }) => repositories.get(repository)?.commits.has(sha) === true)
    .sort(
      inOrder(
        ({ sessionId }) => sessionId,
        ({ sha }) => sha,
        ({ repository }) => repository,
      ),
    );
  const requests = [...input.requests].sort(
    inOrder(
      ({ atMs }) => atMs,
      ({ messageId }) => messageId,
    ),
  );
  const commitCalls = [...input.commitCalls].sort(
    inOrder(
      ({ startedAtMs }) => startedAtMs,
      ({ toolUseId }) => toolUseId,
      ({ position }) => position,
    ),
  );
  const edits = ownedEdits(input.edits, requests);
  const takenEdits = takeEdits({ edits, linked: { ...linked, repositories, links }, commitCalls });

  const copiesOf = new Map([...repositories].map(([path, { commits }]) => [path, findCopies(commits)]));
  const squashesOf = new Map(
    [...repositories].map(([path, repository]) => {
      const copies = copiesOf.get(path) ?? new Map<string, readonly CommitRecord[]>();
      return [path, findSquashes({ repository, copies, links, commitCalls, pullRequests: input.pullRequests })];
    }),
  );
  const partsOf = new Map([...repositories].map(([path, facts]) => [path, commitParts(facts, copiesOf.get(path), squashesOf.get(path))]));
  const sessions = new Set(requests.map(({ sessionId }) => sessionId));
  const isPlaced = ({ sessionId }: { readonly sessionId: string }): boolean => sessions.has(sessionId);
  const calls = commitCalls.filter(isPlaced);
  const own = links.filter(isPlaced);
  const surroundings = {
    threads: new Threads(edits, calls, linkedCalls(calls, own), own),
    takenEdits,
    repositories,
    reviews: reviewSessions(input.pullRequests, edits),
    openSinceMs: input.nowMs - (input.windowMs ?? observationWindowMs),
  };
  const partOf = (repository: string, sha: string): CommitPart => partsOf.get(repository)?.(sha) ?? 'noCommit';

  return {
    requests: requests.map((request) => {
      const rating = rate(request);
      const placed = stand(placeRequest(request, surroundings), partOf);
      return { ...request, repository: placed.placement.repository, nanodollars: rating.priced ? rating.cost.total : null, ...placed };
    }),
    sideCalls: input.sideCalls
      .map((row) => priceSideCalls(row, rate))
      .sort(
        inOrder(
          ({ atMs }) => atMs,
          ({ sessionId }) => sessionId,
        ),
      ),
    repositories,
    links,
    copies: unlinkedCopies(links, copiesOf, squashesOf),
    squashes: new Map([...squashesOf].sort(inOrder(([path]) => path)).flatMap(([, squashes]) => [...squashes])),
    outcomes: new Map(),
    edits,
    takenEdits,
    commitCalls,
    pullRequests: [...input.pullRequests].sort(
      inOrder(
        ({ atMs }) => atMs,
        ({ url }) => url,
        ({ sessionId }) => sessionId,
        ({ action }) => action,
      ),
    ),
    checks: [...input.checks].sort(
      inOrder(
        ({ atMs }) => atMs,
        ({ sessionId }) => sessionId,
        ({ kind }) => kind,
      ),
    ),
    compactions: [...input.compactions].sort(
      inOrder(
        ({ atMs }) => atMs,
        ({ sessionId }) => sessionId,
      ),
    ),
    turns: input.turns,
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

/** Where a placement stands now. What belongs to a lost commit belongs to none any more. */
function stand(
  placement: Placement,
  partOf: (repository: string, sha: string) => CommitPart,
): { readonly placement: Placement; readonly part: StandingPart } {
  const { target } = placement;
  if (target.kind === 'none') return { placement, part: partOfReason[target.reason] };
  const part = partOf(target.repository, target.sha);
  if (part !== 'noCommit') return { placement, part };
  return { placement: { ...placement, target: { kind: 'none', reason: 'lostCommit', lostSha: target.sha } }, part };
}

function priceSideCalls(row: SideCallRow, rate: Rate): PlacedSideCalls {
  let nanodollars: number | null = row.models === null ? null : 0;
  for (const { model, tokens } of row.models ?? []) {
    const cost = sideCallCost(model, tokens, row.atMs, rate);
    nanodollars = nanodollars === null || cost === null ? null : nanodollars + cost;
  }
  return { ...row, nanodollars };
}

/** Copies of the linked commits; one that is linked itself carries its own session's cost and is nobody's copy here. */
function unlinkedCopies(
  links: readonly Link[],
  copiesOf: ReadonlyMap<string, Copies>,
  squashesOf: ReadonlyMap<string, ReadonlyMap<string, CommitRecord>>,
): ReadonlyMap<string, readonly CommitRecord[]> {
  const linkedShas = new Set(links.map(({ sha }) => sha));
  const copies = new Map<string, readonly CommitRecord[]>();
  for (const { repository, sha } of links) {
    const became = [...(copiesOf.get(repository)?.get(sha) ?? []), ...[squashesOf.get(repository)?.get(sha) ?? []].flat()];
    const others = became.filter((commit) => !linkedShas.has(commit.sha));
    if (others.length > 0) copies.set(sha, others);
  }
  return copies;
}

/** Compares by one key after the other, texts by code units: the same everywhere. */
function inOrder<T>(...keys: readonly ((item: T) => string | number)[]): (left: T, right: T) => number {
  return (left, right) => {
    for (const key of keys) {
      const [first, second] = [key(left), key(right)];
      if (first !== second) return first < second ? -1 : 1;
    }
    return 0;
  };
}
