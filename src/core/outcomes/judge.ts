/** Judges what became of everything that shipped in a repository (DESIGN section 6), from what git, the links and its settings say. */
import { findCopies } from '../attribution/copies.ts';
import type { CommitRecord, RepositoryFacts, RepositoryRecord } from '../attribution/gitFacts.ts';
import type { Link } from '../attribution/link.ts';
import type { Change } from './changes.ts';
import { cordonOf } from './cordon.ts';
import { livesOf } from './lives.ts';
import type { Life } from './lives.ts';
import { membersOf } from './members.ts';
import type { ChangeOutcome, ComeBack, RepositoryOutcomes } from './outcome.ts';
import { linksBySha, ownershipIn } from './ownership.ts';
import { defaultSettings, windowAt } from './repositorySettings.ts';
import { shippedBy } from './shipping.ts';
import type { Undoing } from './undoing.ts';
import { unitsOf } from './units.ts';

export interface JudgeInput {
  readonly repository: RepositoryFacts;
  /** Those of other repositories are passed over. */
  readonly links: readonly Link[];
  /** The commit of the default branch that linked commits became together, by the SHA of each. */
  readonly squashes: ReadonlyMap<string, CommitRecord>;
  /** What later arrivals took back by lines; none where lines were not read. */
  readonly undoings: readonly Undoing[];
  /** The branch on which a session made a linked commit; `''` where that is not known. */
  readonly branchOf: (link: Link) => string;
  readonly nowMs: number;
  /** Whether a linked task went from done to open within the window; no tracker is read yet. */
  readonly isReopened?: (change: Change) => boolean;
}

const dayMs = 24 * 60 * 60_000;

/** In the order of arrival. Takes some ten milliseconds for ten thousand commits. */
export function judge(input: JudgeInput): RepositoryOutcomes {
  const { repository, squashes, undoings, nowMs, isReopened = () => false } = input;
  const { record, commits } = repository;
  const settings = record.settings ?? defaultSettings;
  const copies = findCopies(commits);
  const units = unitsOf(repository, copies, settings.style);
  const members = membersOf({ units, commits, copies, squashes });
  const links = linksBySha(input.links, record.path);
  const branchesOf = (unit: Change): readonly string[] => madeOn(members.of(unit), links, input);
  const { lives, ofUnit } = livesOf({ units, commits, copies, members, undoings, settings, branchesOf });
  const shippedAt = shippedBy(repository, copies, settings.shippedRef);
  const ownershipOf = ownershipIn({ record, links, members });
  const isSetAside = cordonOf(settings);
  const seenMs = seenUntilMs(record);

  const outcomeOf = (life: Life): ChangeOutcome => {
    const { change } = life;
    const shippedMs = shippedAt(life.landings.at(-1) ?? change);
    const window = windowAt(settings, shippedMs ?? change.shippedAtMs);
    const closesMs = shippedMs === null ? null : shippedMs + window.days * dayMs;
    const comeBacks = life.cameBack.map((cameBack): ComeBack => {
      const landedMs = shippedAt(life.landings[cameBack.landing] ?? change);
      const { kind, by, unit, lines } = cameBack;
      const closedMs = landedMs === null ? Infinity : landedMs + windowAt(settings, landedMs).days * dayMs;
      return {
        kind,
        sha: unit.sha,
        atMs: unit.shippedAtMs,
        by,
        lines: lines === null ? null : linesOf(lines),
        afterWindow: unit.shippedAtMs > closedMs,
      };
    });
    // What came before it landed the last time is over.
    const since = comeBacks.filter((_, index) => life.cameBack[index]?.landing === life.landings.length - 1);
    return {
      repository: record.path,
      change,
      ...stateOf({ since, shippedMs, closesMs, seenMs, nowMs, isReopened: isReopened(change) }),
      shippedAtMs: shippedMs,
      window,
      windowClosesAtMs: closesMs,
      comeBacks,
      joined: life.joined,
      ...ownershipOf(change),
      setAside:
        settings.cordon.length > 0 &&
        isSetAside({ atMs: shippedMs ?? change.shippedAtMs, branches: branchesOf(change), files: filesOf(change) }),
    };
  };

  const outcomes = new Map(lives.map((life) => [life, outcomeOf(life)]));
  const changeOf = new Map<string, ChangeOutcome>();
  for (const [place, unit] of units.entries()) {
    const outcome = outcomes.get(ofUnit.get(place) ?? noLife);
    if (outcome === undefined) continue;
    for (const { sha } of members.of(unit)) if (members.unitOf(sha) === place) changeOf.set(sha, outcome);
    for (const { sha } of unit.merges ?? []) changeOf.set(sha, outcome);
  }
  return { repository: record.path, settings, changes: [...outcomes.values()], changeOf, seenUntilMs: seenMs };
}

const noLife: Life = {
  change: { sha: '', style: 'trunk', commits: [], pullNumber: null, shippedAtMs: 0 },
  landings: [],
  cameBack: [],
  joined: [],
  isThere: false,
};

/** When time alone changes what was judged, milliseconds UTC: the next window closes; Infinity for never. */
export function nextJudgementMs({ changes }: RepositoryOutcomes, nowMs: number): number {
  let next = Infinity;
  for (const { windowClosesAtMs } of changes)
    if (windowClosesAtMs !== null && windowClosesAtMs > nowMs) next = Math.min(next, windowClosesAtMs);
  return next;
}

/** Until when the default branch is known: a remote's as last fetched, a clone's own as last read. */
function seenUntilMs({ upstream, fetchedAtMs, readAtMs }: RepositoryRecord): number | null {
  return upstream ? fetchedAtMs : readAtMs;
}

interface StateInput {
  /** Since it landed the last time. */
  readonly since: readonly ComeBack[];
  readonly shippedMs: number | null;
  readonly closesMs: number | null;
  readonly seenMs: number | null;
  readonly nowMs: number;
  readonly isReopened: boolean;
}

function stateOf({ since, shippedMs, closesMs, seenMs, nowMs, isReopened }: StateInput): Pick<ChangeOutcome, 'state' | 'pending'> {
  const inWindow = since.filter(({ afterWindow }) => !afterWindow);
  if (inWindow.some(({ kind }) => kind === 'reverted')) return { state: 'reverted', pending: null };
  if (shippedMs === null || closesMs === null) return { state: 'pending', pending: 'notShipped' };
  // What was mended before it came to production was whole when it came there.
  if (inWindow.some(({ kind, atMs }) => kind === 'hotfixed' && atMs > shippedMs)) return { state: 'hotfixed', pending: null };
  if (isReopened) return { state: 'reopened', pending: null };
  if (nowMs < closesMs) return { state: 'pending', pending: 'windowOpen' };
  return seenMs === null || seenMs < closesMs ? { state: 'pending', pending: 'notFetched' } : { state: 'verified', pending: null };
}

function linesOf({ added, addedGone, removed, removedBack }: NonNullable<ComeBack['lines']>): NonNullable<ComeBack['lines']> {
  return { added, addedGone, removed, removedBack };
}

function filesOf({ commits }: Change): readonly string[] {
  return [...new Set(commits.flatMap(({ files }) => files.map(({ path }) => path)))];
}

/** Branches on which commits were made, as merges, sessions and the refs of now say. */
function madeOn(
  commits: readonly CommitRecord[],
  links: ReadonlyMap<string, readonly Link[]>,
  { branchOf }: JudgeInput,
): readonly string[] {
  const names = new Set<string>();
  for (const { sha, hints, branch, onDefaultBranch } of commits) {
    names.add(hints?.mergedBranch ?? '');
    if (!onDefaultBranch) names.add(branch);
    for (const link of links.get(sha) ?? []) names.add(branchOf(link));
  }
  names.delete('');
  return [...names];
}
