/** What is to be looked at to know which lines of a repository's changes are still there: which changes, which commits, when. */
import type { CommitRecord } from '../attribution/gitFacts.ts';
import type { ClaimedLine } from './survivalClaims.ts';
import type { Arrival } from './mainline.ts';
import type { ChangeOutcome, RepositoryOutcomes } from './outcome.ts';

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
  /** What was there before, itself excluded; null for nothing. */
  readonly since: string | null;
  readonly shippedAtMs: number;
  readonly claims: readonly FileClaim[];
  /** Where the default branch stood so many days later, of those days that are over and were seen. */
  readonly due: readonly { readonly days: SurvivalDays; readonly sha: string }[];
}

export interface PlanInput {
  readonly outcomes: RepositoryOutcomes;
  readonly commits: ReadonlyMap<string, CommitRecord>;
  /** The default branch, oldest first. */
  readonly arrivals: readonly Arrival[];
  /** By the row of their hashes' key. */
  readonly claims: ReadonlyMap<number, ReadonlyMap<string, ReadonlyMap<string, readonly ClaimedLine[]>>>;
  /** Commits that a session is linked with (tiers 1 to 5), copies of them and what they were squashed into. */
  readonly linked: ReadonlySet<string>;
  /** Keyed hashes of this clone's identities. */
  readonly identityHashes: readonly string[];
  /** Whether lines of a file are never counted: generated, vendored, excluded by the settings. */
  readonly isLeftOut: (path: string) => boolean;
  readonly nowMs: number;
}

/** The changes that have lines of Claude's and have shipped, newest first. */
export function planSurvival(input: PlanInput): readonly ChangePlan[] {
  const { outcomes, arrivals, nowMs } = input;
  const members = membersOf(outcomes);
  const line = arrivals.map(({ commit }) => commit);
  const plans = outcomes.changes.flatMap((outcome): readonly ChangePlan[] => {
    const { shippedAtMs } = outcome;
    if (shippedAtMs === null || !isClaudes(outcome, input)) return [];
    const claims = claimsOf(outcome, members.get(outcome) ?? [], input);
    if (claims.length === 0) return [];
    const { landing, since } = landingOf(outcome, input.commits);
    const due = survivalDays.flatMap((days) => {
      if (stateAt({ shippedAtMs, days, seenUntilMs: outcomes.seenUntilMs, nowMs }) !== 'due') return [];
      const sha = standingAt(line, shippedAtMs + days * dayMs, landing);
      return sha === null ? [] : [{ days, sha }];
    });
    return [{ outcome, landing, since, shippedAtMs, claims, due }];
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

/**
 * Where a line of commits (first one first) stood at a time: where the fewest commits are on the wrong side of it, so that one wrong clock moves
 * nothing. Not before the commit `landing`; null where the line has no commit.
 */
export function standingAt(line: readonly Pick<CommitRecord, 'sha' | 'committerMs'>[], atMs: number, landing: string): string | null {
  const landed = line.findIndex(({ sha }) => sha === landing);
  let wrong = line.filter(({ committerMs }) => committerMs <= atMs).length;
  let [least, best]: [number, string | null] = [Infinity, null];
  for (const [index, { sha, committerMs }] of line.entries()) {
    wrong += committerMs > atMs ? 1 : -1;
    if (index >= landed && wrong < least) [least, best] = [wrong, sha];
  }
  return best;
}

/** Own changes, and those of an own identity that only a trailer says are Claude's. */
function isClaudes({ own, withClaude, change }: ChangeOutcome, { identityHashes }: PlanInput): boolean {
  if (withClaude !== 'trailer') return own;
  const identities = new Set(identityHashes);
  return 2 * change.commits.filter(({ authorHash }) => identities.has(authorHash)).length > change.commits.length;
}

/** The SHAs that are a change: without what took it back or mended it, with what landed it again. */
function membersOf({ changeOf }: RepositoryOutcomes): ReadonlyMap<ChangeOutcome, readonly string[]> {
  const members = new Map<ChangeOutcome, string[]>();
  for (const [sha, outcome] of changeOf) {
    if (outcome.joined.some((joined) => joined.sha === sha && joined.kind !== 'reland')) continue;
    const known = members.get(outcome);
    if (known === undefined) members.set(outcome, [sha]);
    else known.push(sha);
  }
  return members;
}

function landingOf(
  { change, joined }: ChangeOutcome,
  commits: PlanInput['commits'],
): { readonly landing: string; readonly since: string | null } {
  const again = joined.filter(({ kind }) => kind === 'reland').sort((left, right) => right.atMs - left.atMs)[0];
  const landing = again?.sha ?? change.sha;
  // Of a merge its first parent is what was there; of commits in a row that of the first.
  const first = again !== undefined || change.style === 'merge' ? commits.get(landing) : change.commits[0];
  return { landing, since: first?.parents[0] ?? null };
}

interface OpenClaim {
  readonly lines: Map<number, ClaimedLine[]>;
  readonly wholeCommits: string[];
  committed: number;
}

function claimsOf(
  { change }: ChangeOutcome,
  shas: readonly string[],
  { claims, commits, linked, isLeftOut }: PlanInput,
): readonly FileClaim[] {
  const files = new Map<string, OpenClaim>();
  const at = (path: string): OpenClaim => {
    const known = files.get(path) ?? { lines: new Map<number, ClaimedLine[]>(), wholeCommits: [], committed: 0 };
    files.set(path, known);
    return known;
  };
  for (const [key, bySha] of claims)
    for (const sha of shas)
      for (const [path, lines] of bySha.get(sha) ?? []) {
        if (isLeftOut(path)) continue;
        const claim = at(path);
        claim.lines.set(key, [...(claim.lines.get(key) ?? []), ...lines]);
        claim.committed += lines.length;
      }
  // A squash's branch is not on the default branch: what the trailer says is said of what is there.
  for (const commit of new Set([...change.commits, ...[commits.get(change.sha) ?? []].flat()])) {
    if (commit.hints?.withClaude !== true || linked.has(commit.sha)) continue;
    for (const { path, added } of commit.files) {
      if (isLeftOut(path) || added === null || added === 0) continue;
      const claim = at(path);
      claim.wholeCommits.push(commit.sha);
      claim.committed += added;
    }
  }
  return [...files].map(([path, claim]) => ({ path, ...claim })).sort((left, right) => (left.path < right.path ? -1 : 1));
}
