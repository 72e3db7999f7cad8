import type { CommitRecord, RepositoryFacts } from '../attribution/gitFacts.ts';
import { commitParts } from '../outcomes/commitParts.ts';
import type { History } from '../attribution/history.ts';
import { confidenceOf } from '../attribution/link.ts';
import type { Link } from '../attribution/link.ts';
import { linkSentence } from '../attribution/linkSentence.ts';
import type { StandingPart } from '../attribution/placement.ts';
import type { CommitCost } from './commitCosts.ts';
import { commitCostsOf, commitKey, commitOf } from './commitCosts.ts';
import type { CommitLink, CommitRow } from './commits.ts';
import { everything, fits } from './filterRequests.ts';
import type { Filter } from './filter.ts';
import { commitChange } from './outcomes/commitChange.ts';
import { defaultBranchWord } from './labels.ts';
import { getOrAdd, noMoney } from './moneySum.ts';

export interface CommitsInput {
  readonly history: History;
  readonly filter: Filter;
  readonly timezone: string;
}

/** Commits, and how many of them the standing of the same filter counts: those that a request which fits it led to. */
export interface CommitRows {
  readonly rows: readonly CommitRow[];
  readonly withCost: number;
}

/** The rows of `commitRows` alone. */
export function buildCommits(input: CommitsInput): readonly CommitRow[] {
  return commitRows(input).rows;
}

/**
 * Commits that a request of the period led to, and those authored in it that a session is linked with or that are own ones, the newest
 * first; subjects are null. Each has its whole cost, also of what was asked before the period. With a branch or a model those that a
 * request of it led to. A copy of a linked commit has no row: it stands with the commit that carries the cost.
 */
export function commitRows({ history, filter, timezone }: CommitsInput): CommitRows {
  const { sinceMs, untilMs } = filter;
  const facts = commitFacts(history, timezone);
  const costly = costlyCommits(history, filter);
  let withCost = 0;
  const led = ledTo(history, filter);
  const rows: CommitRow[] = [];
  for (const [path, repository] of history.repositories) {
    if (filter.repository !== null && filter.repository !== path) continue;
    for (const commit of repository.commits.values()) {
      if (costly.has(commitKey(path, commit.sha))) {
        withCost += 1;
        rows.push(commitRow(commit, repository, facts));
        continue;
      }
      if ((sinceMs !== null && commit.authorMs < sinceMs) || (untilMs !== null && commit.authorMs >= untilMs)) continue;
      if (!led(commit) || !isShown(commit, repository, facts)) continue;
      const row = commitRow(commit, repository, facts);
      if (filter.part === null || row.part === filter.part) rows.push(row);
    }
  }
  rows.sort((left, right) => right.authoredAtMs - left.authoredAtMs || (left.sha < right.sha ? -1 : 1));
  return { rows, withCost };
}

/** The `commitKey` of every commit that a request which fits the filter led to, also of those that are lost. */
function costlyCommits(history: History, filter: Filter): ReadonlySet<string> {
  const keys = new Set<string>();
  const fit = fits(filter);
  let last = { repository: '', sha: '' };
  for (const request of history.requests) {
    const sha = commitOf(request);
    // Requests of one commit mostly come one after the other.
    if (sha === '' || (sha === last.sha && request.repository === last.repository) || !fit(request)) continue;
    last = { repository: request.repository, sha };
    keys.add(commitKey(request.repository, sha));
  }
  return keys;
}

/** The row of one commit, null when the history has no such commit. */
export function buildCommit({
  history,
  sha,
  timezone,
}: {
  readonly history: History;
  readonly sha: string;
  readonly timezone: string;
}): CommitRow | null {
  const repository = repositoryOf(history, sha);
  const commit = repository?.commits.get(sha);
  return repository === null || commit === undefined ? null : commitRow(commit, repository, commitFacts(history, timezone));
}

/** The repository that a commit is in; of several clones the one where a session is linked with it. Null where none has it. */
export function repositoryOf(history: History, sha: string): RepositoryFacts | null {
  const linked = history.links.find((link) => link.sha === sha);
  const here = linked === undefined ? undefined : history.repositories.get(linked.repository);
  return here ?? [...history.repositories.values()].find(({ commits }) => commits.has(sha)) ?? null;
}

/** Links of a history by the `commitKey` of their commit, in their order. */
export function linksByCommit(history: History): ReadonlyMap<string, readonly Link[]> {
  const links = new Map<string, Link[]>();
  for (const link of history.links) getOrAdd(links, commitKey(link.repository, link.sha), () => []).push(link);
  return links;
}

interface Facts {
  readonly timezone: string;
  readonly links: ReadonlyMap<string, readonly Link[]>;
  readonly costs: ReadonlyMap<string, CommitCost>;
  readonly copies: History['copies'];
  readonly outcomes: History['outcomes'];
  readonly survival: History['survival'];
  readonly linesTaken: History['linesTaken'];
  /** Copies of commits that carry the cost. */
  readonly copied: ReadonlySet<string>;
}

function commitFacts(history: History, timezone: string): Facts {
  const copied = new Set<string>();
  for (const copies of history.copies.values()) for (const { sha } of copies) copied.add(sha);
  return {
    timezone,
    links: linksByCommit(history),
    costs: commitCostsOf(history),
    copies: history.copies,
    outcomes: history.outcomes,
    survival: history.survival,
    linesTaken: history.linesTaken,
    copied,
  };
}

function isShown({ sha, authorHash, reachable }: CommitRecord, { record }: RepositoryFacts, { links, copied }: Facts): boolean {
  if (links.has(commitKey(record.path, sha))) return true;
  return reachable && !copied.has(sha) && record.identityHashes.includes(authorHash);
}

/** Whether a commit is on the branch, or a request of the branch and the model led to it. */
function ledTo(history: History, { branch, model }: Filter): (commit: CommitRecord) => boolean {
  if (branch === null && model === null) return () => true;
  const shas = new Set<string>();
  const fit = fits({ ...everything, branch, model });
  for (const request of history.requests) if (fit(request)) shas.add(commitOf(request));
  return (commit) => shas.has(commit.sha) || (model === null && branch !== '' && commit.branch === branch);
}

function commitRow(commit: CommitRecord, repository: RepositoryFacts, facts: Facts): CommitRow {
  const { record } = repository;
  const { sha } = commit;
  const key = commitKey(record.path, sha);
  const links = facts.links.get(key) ?? [];
  const cost = facts.costs.get(key);
  const copies = facts.copies.get(sha) ?? [];
  const lines = { added: 0, removed: 0 };
  for (const { added, removed } of commit.files) {
    lines.added += added ?? 0;
    lines.removed += removed ?? 0;
  }
  return {
    sha,
    repository: record.path,
    authoredAtMs: commit.authorMs,
    branch: commit.branch,
    onDefaultBranch: [commit, ...copies].some((each) => each.onDefaultBranch),
    defaultBranch: record.defaultBranch,
    reachable: commit.reachable,
    own: links.length > 0 || record.identityHashes.includes(commit.authorHash),
    merge: commit.parents.length > 1,
    part: cost?.part ?? partOf(commit, repository, facts),
    links: links.map((link) => commitLink(link, cost, facts.timezone)),
    money: links.length === 0 ? null : (cost?.mix.money() ?? noMoney),
    models: cost?.mix.models() ?? [],
    linesAdded: lines.added,
    linesRemoved: lines.removed,
    files: mostChanged(commit),
    fileCount: commit.files.length,
    linesWithClaude: links.some(({ tier }) => tier < 6) ? (facts.linesTaken.get(sha) ?? 0) : null,
    change: changeOf(sha, record, facts),
    copies: copies.map((copy) => ({ sha: copy.sha, branch: copy.branch })),
    subject: null,
  };
}

const filesNamed = 10;

function mostChanged({ files }: CommitRecord): readonly string[] {
  const changed = ({ added, removed }: CommitRecord['files'][number]): number => (added ?? 0) + (removed ?? 0);
  return [...files]
    .sort((left, right) => changed(right) - changed(left) || (left.path < right.path ? -1 : 1))
    .slice(0, filesNamed)
    .map(({ path }) => path);
}

/** A commit that was squashed belongs to the change of its squash. */
function changeOf(sha: string, { path, defaultBranch }: RepositoryFacts['record'], facts: Facts): CommitRow['change'] {
  const outcome = facts.outcomes.get(path)?.changeOf.get(sha);
  if (outcome === undefined) return null;
  const lines = facts.survival.get(path)?.get(outcome.change.sha);
  return commitChange(sha, outcome, lines, { defaultBranch: defaultBranchWord([defaultBranch]), timezone: facts.timezone });
}

/** A link with the cost of its session's requests that led to its commit. */
export function commitLink(link: Link, cost: CommitCost | undefined, timezone: string): CommitLink {
  return {
    sessionId: link.sessionId,
    tier: link.tier,
    confidence: confidenceOf(link.tier),
    evidence: link.evidence,
    sentence: linkSentence(link, timezone),
    money: cost?.bySession.get(link.sessionId)?.money() ?? noMoney,
  };
}

/** Where a commit without cost stands; `commitParts` looks at nothing before it is asked. */
function partOf({ sha }: CommitRecord, repository: RepositoryFacts, { outcomes }: Facts): StandingPart {
  const became = outcomes.get(repository.record.path);
  return (became === undefined ? null : commitParts(repository, became)(sha)) ?? 'noCommit';
}
