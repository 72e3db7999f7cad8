import type { Rate } from '../pricing/rating.ts';
import type { RequestRow, SideCallRow } from '../report/rows.ts';
import { sideCallCost } from '../report/sideCallCost.ts';
import { findCopies } from './copies.ts';
import type { Copies } from './copies.ts';
import type { CheckCall, CommitCall, CommitRecord, EditCall, PullRequestCall } from './gitFacts.ts';
import type { History, HistoryTurn, PlacedSideCalls } from './history.ts';
import type { Link } from './link.ts';
import { linkedCalls } from './linkedCalls.ts';
import { commitParts } from '../outcomes/commitParts.ts';
import type { CommitPart } from '../outcomes/commitParts.ts';
import { cordonOf } from '../outcomes/cordon.ts';
import type { IsSetAside } from '../outcomes/cordon.ts';
import { judge } from '../outcomes/judge.ts';
import type { JudgeInput } from '../outcomes/judge.ts';
import type { RepositoryOutcomes } from '../outcomes/outcome.ts';
import { defaultSettings, windowAt } from '../outcomes/repositorySettings.ts';
import { changeLines } from '../outcomes/survival.ts';
import type { Linked, Placement, Reason, StandingPart } from './placement.ts';
import { placeRequest, reviewSessions } from './placeRequest.ts';
import { noRepetition } from './repetition.ts';
import type { Repetition } from './repetition.ts';
import { branchesOf, findSquashes } from './squashes.ts';
import { takeEdits } from './takeEdits.ts';
import { ownedEdits, Threads } from './threads.ts';

const dayMs = 24 * 60 * 60_000;

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
  /** None when left out. */
  readonly repetition?: Repetition;
  readonly turns: ReadonlyMap<string, readonly HistoryTurn[]>;
  readonly linked: Linked;
  readonly nowMs: number;
  /** Where what was judged before is kept; `judge` when left out. */
  readonly judge?: (input: JudgeInput) => RepositoryOutcomes;
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
  const branchOf = branchesOf(commitCalls);
  const outcomes = new Map(
    [...repositories].map(([path, repository]) => {
      const squashes = squashesOf.get(path) ?? new Map<string, CommitRecord>();
      const undoings = linked.undoings?.get(path) ?? [];
      return [path, (input.judge ?? judge)({ repository, links, squashes, undoings, branchOf, nowMs: input.nowMs })];
    }),
  );
  const partsOf = new Map(
    [...outcomes].flatMap(([path, became]) =>
      [repositories.get(path) ?? []].flat().map((facts) => [path, commitParts(facts, became)] as const),
    ),
  );
  const cordons = new Map([...outcomes].map(([path, { settings }]) => [path, cordonOf(settings)]));
  const files = new Map(edits.map(({ toolUseId, file }) => [toolUseId, file]));
  const sessions = new Set(requests.map(({ sessionId }) => sessionId));
  const isPlaced = ({ sessionId }: { readonly sessionId: string }): boolean => sessions.has(sessionId);
  const calls = commitCalls.filter(isPlaced);
  const own = links.filter(isPlaced);
  const surroundings = {
    threads: new Threads(edits, calls, linkedCalls(calls, own), own),
    takenEdits,
    repositories,
    reviews: reviewSessions(input.pullRequests, edits),
    openSinceMs: (repository: string) =>
      input.nowMs - windowAt(repositories.get(repository)?.record.settings ?? defaultSettings, input.nowMs).days * dayMs,
  };
  const partOf = (repository: string, sha: string): CommitPart => partsOf.get(repository)?.(sha) ?? 'noCommit';

  return {
    requests: requests.map((request) => {
      const rating = rate(request);
      const placed = stand(request, placeRequest(request, surroundings), { partOf, cordons, files });
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
    outcomes,
    survival: new Map([...outcomes].map(([path, became]) => [path, changeLines(became, linked.survival?.get(path) ?? [], input.nowMs)])),
    links,
    copies: unlinkedCopies(links, copiesOf, squashesOf),
    squashes: new Map([...squashesOf].sort(inOrder(([path]) => path)).flatMap(([, squashes]) => [...squashes])),
    edits,
    takenEdits,
    linesTaken: sumOfTaken(linked.takenLines),
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
    repetition: inOrderOfTime(input.repetition ?? noRepetition),
    turns: input.turns,
  };
}

function inOrderOfTime({ commandTries, failedEdits, largeReads }: Repetition): Repetition {
  const sorted = <T extends { readonly atMs: number; readonly sessionId: string }>(list: readonly T[]): readonly T[] =>
    [...list].sort(
      inOrder(
        ({ atMs }) => atMs,
        ({ sessionId }) => sessionId,
      ),
    );
  return { commandTries: sorted(commandTries), failedEdits: sorted(failedEdits), largeReads: sorted(largeReads) };
}

function sumOfTaken(takenLines: Linked['takenLines'] = new Map()): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const takers of takenLines.values()) for (const { sha, lines } of takers) sums.set(sha, (sums.get(sha) ?? 0) + lines);
  return sums;
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

interface Standings {
  readonly partOf: (repository: string, sha: string) => CommitPart;
  readonly cordons: ReadonlyMap<string, IsSetAside>;
  /** Of edits, from the root of the working tree; `''` where that is not known. */
  readonly files: ReadonlyMap<string, string>;
}

/** Where a placement stands now. What belongs to a lost commit belongs to none any more; what is in none may be set aside by its branch or file. */
function stand(
  { atMs, branch }: RequestRow,
  placement: Placement,
  { partOf, cordons, files }: Standings,
): { readonly placement: Placement; readonly part: StandingPart } {
  const { target, repository, editId } = placement;
  const part = target.kind === 'none' ? partOfReason[target.reason] : partOf(target.repository, target.sha);
  if (target.kind === 'commit' && part !== 'noCommit') return { placement, part };
  const file = files.get(editId) ?? '';
  const isSetAside = cordons.get(repository)?.({ atMs, branches: [branch], files: file === '' ? [] : [file] }) === true;
  const where = isSetAside ? 'setAside' : part;
  if (target.kind === 'none') return { placement, part: where };
  return { placement: { ...placement, target: { kind: 'none', reason: 'lostCommit', lostSha: target.sha } }, part: where };
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
