/** What is to be looked at to know which lines of a repository's changes are still there: which changes, which commits, when. */
import { findCopies } from '../attribution/copies.ts';
import type { CommitRecord, RepositoryFacts } from '../attribution/gitFacts.ts';
import type { Change } from './changes.ts';
import { LineStanding } from './lineStanding.ts';
import { membersOf } from './members.ts';
import type { Members } from './members.ts';
import type { ChangeOutcome, RepositoryOutcomes } from './outcome.ts';
import type { ClaimedLine, Claims } from './survivalClaims.ts';
import { arrivalsOf, commitsOf, unitsOf } from './units.ts';

/** Days after which lines are looked for. */
export const survivalDays = [7, 14, 30] as const;
export type SurvivalDays = (typeof survivalDays)[number];

const dayMs = 24 * 60 * 60_000;

/** Lines of sessions in one file of a change. */
export interface FileClaim {
  /** As the commits of the change call it; where it was renamed among them, each name is a claim of its own. */
  readonly path: string;
  /** By the row of the key that hashes were made with. */
  readonly lines: ReadonlyMap<number, readonly ClaimedLine[]>;
  /** Commits that only Claude's trailer names: all that they added is Claude's. */
  readonly wholeCommits: readonly string[];
  /** Lines that the commits took; of `wholeCommits` all that they added. */
  readonly committed: number;
}

export interface ChangePlan {
  readonly outcome: ChangeOutcome;
  /** The commit by which its lines came on to the default branch, the last time that they did. */
  readonly landing: string;
  /** What it brought there, itself included. */
  readonly own: readonly CommitRecord[];
  /** What was there before, itself excluded; null for nothing. */
  readonly since: string | null;
  readonly shippedAtMs: number;
  readonly claims: readonly FileClaim[];
  /** Where the default branch stood so many days later, of those days that are over and were seen. */
  readonly due: readonly { readonly days: SurvivalDays; readonly sha: string }[];
}

export interface PlanInput {
  readonly outcomes: RepositoryOutcomes;
  readonly repository: RepositoryFacts;
  /** See `History.squashes`. */
  readonly squashes: ReadonlyMap<string, CommitRecord>;
  /** By the row of their hashes' key. */
  readonly claims: ReadonlyMap<number, Claims>;
  /** Commits that a session is linked with (tiers 1 to 5), copies of them and what they were squashed into. */
  readonly linked: ReadonlySet<string>;
  /** Whether lines of a file are never counted: generated, vendored, excluded by the settings. */
  readonly isLeftOut: (path: string) => boolean;
  readonly nowMs: number;
}

/** The changes that have lines of Claude's and have shipped, newest first. */
export function planSurvival(input: PlanInput): readonly ChangePlan[] {
  const { outcomes, repository, squashes, nowMs } = input;
  const { commits } = repository;
  const copies = findCopies(commits);
  const units = unitsOf(repository, copies, outcomes.settings.style);
  const members = membersOf({ units, commits, copies, squashes });
  const line = new LineStanding(arrivalsOf(repository).map(({ commit }) => commit));
  const plans = outcomes.changes.flatMap((outcome): readonly ChangePlan[] => {
    const { shippedAtMs, change } = outcome;
    if (shippedAtMs === null || !isClaudes(outcome, members, repository.record)) return [];
    const landed = landedBy(outcome, units);
    const all = new Set([change, landed].flatMap((unit) => members.of(unit)));
    const claims = claimsOf([...all], commitsOf(landed, commits), input);
    if (claims.length === 0) return [];
    const due = survivalDays.flatMap((days) => {
      if (stateAt({ shippedAtMs, days, seenUntilMs: outcomes.seenUntilMs, nowMs }) !== 'due') return [];
      const sha = line.at(shippedAtMs + days * dayMs, landed.sha);
      return sha === null ? [] : [{ days, sha }];
    });
    return [{ outcome, landing: landed.sha, own: commitsOf(landed, commits), since: before(landed, commits), shippedAtMs, claims, due }];
  });
  return plans.sort((left, right) => right.shippedAtMs - left.shippedAtMs || (left.landing < right.landing ? -1 : 1));
}

/** Whether lines can be looked for so many days after a change shipped. */
export function stateAt(at: {
  readonly shippedAtMs: number;
  readonly days: SurvivalDays;
  readonly seenUntilMs: number | null;
  readonly nowMs: number;
}): 'due' | 'tooYoung' | 'notFetched' {
  const dueMs = at.shippedAtMs + at.days * dayMs;
  if (at.nowMs < dueMs) return 'tooYoung';
  return at.seenUntilMs === null || at.seenUntilMs < dueMs ? 'notFetched' : 'due';
}

/** Own changes, and those of an own identity that only a trailer says are Claude's. */
function isClaudes({ own, withClaude, change }: ChangeOutcome, members: Members, { identityHashes }: RepositoryFacts['record']): boolean {
  if (withClaude !== 'trailer') return own;
  const areMostlyOwn = (commits: readonly CommitRecord[]): boolean =>
    2 * commits.filter(({ authorHash }) => identityHashes.includes(authorHash)).length > commits.length;
  // A forge may squash under an address that it made up.
  return areMostlyOwn(change.commits) || (change.style === 'squash' && areMostlyOwn(members.of(change)));
}

/** What brought a change on to the default branch, the last time that it came there. */
function landedBy({ change, joined }: ChangeOutcome, units: readonly Change[]): Change {
  const again = new Set(joined.filter(({ kind }) => kind === 'reland').map(({ sha }) => sha));
  return (again.size === 0 ? undefined : units.findLast(({ sha }) => again.has(sha))) ?? change;
}

/** Of a merge its first parent is what was there before; of commits in a row that of the first. */
function before({ sha, style, commits: own }: Change, commits: RepositoryFacts['commits']): string | null {
  const first = style === 'merge' ? commits.get(sha) : own[0];
  return first?.parents[0] ?? null;
}

interface OpenClaim {
  readonly lines: Map<number, ClaimedLine[]>;
  readonly wholeCommits: string[];
  committed: number;
}

function claimsOf(
  members: readonly CommitRecord[],
  landed: readonly CommitRecord[],
  { claims, linked, isLeftOut }: PlanInput,
): readonly FileClaim[] {
  const files = new Map<string, OpenClaim>();
  const at = (path: string): OpenClaim => {
    const known = files.get(path) ?? { lines: new Map<number, ClaimedLine[]>(), wholeCommits: [], committed: 0 };
    files.set(path, known);
    return known;
  };
  for (const [key, bySha] of claims)
    for (const { sha } of members)
      for (const [path, lines] of bySha.get(sha) ?? []) {
        if (isLeftOut(path)) continue;
        const claim = at(path);
        claim.lines.set(key, [...(claim.lines.get(key) ?? []), ...lines]);
        claim.committed += lines.length;
      }
  // Of commits that are not on the default branch themselves nothing can be said by a trailer: which lines of a squash are theirs is not known.
  for (const { sha, hints, files: changed } of landed) {
    if (hints?.withClaude !== true || linked.has(sha)) continue;
    for (const { path, added } of changed) {
      if (isLeftOut(path) || added === null || added === 0) continue;
      const claim = at(path);
      claim.wholeCommits.push(sha);
      claim.committed += added;
    }
  }
  return [...files].map(([path, claim]) => ({ path, ...claim })).sort((left, right) => (left.path < right.path ? -1 : 1));
}
