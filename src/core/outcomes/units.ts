/** What came on to the default branch at once, bots' work and reverts included: what changes, reverts and hotfixes are told apart from. */
import { withCopies } from '../attribution/copies.ts';
import type { Copies } from '../attribution/copies.ts';
import type { CommitRecord, RepositoryFacts } from '../attribution/gitFacts.ts';
import { isGenerated } from '../attribution/generatedFiles.ts';
import { findChanges } from './changes.ts';
import type { Change, ChangeStyle } from './changes.ts';
import { isBot, mergesDefault } from './hints.ts';
import { mainline } from './mainline.ts';
import type { Arrival } from './mainline.ts';

/**
 * The default branch of a repository, oldest first. Where the ledger lacks commits in between (they were forgotten, or not imported) it
 * is in several pieces, and they follow one another by the time of their last commits.
 */
export function arrivalsOf({ record, commits }: RepositoryFacts): readonly Arrival[] {
  const arrived = new Set<string>();
  return ends(commits).flatMap(({ sha }) => {
    const line = mainline({ commits, headSha: sha, mergesDefault: (commit) => mergesDefault(commit, record.defaultBranch) });
    const fresh = line.filter(({ commit }) => !arrived.has(commit.sha));
    for (const { commit } of fresh) arrived.add(commit.sha);
    return fresh.map((arrival) => {
      const brought = arrival.brought.filter((commit) => !arrived.has(commit.sha));
      for (const commit of brought) arrived.add(commit.sha);
      return brought.length === arrival.brought.length ? arrival : { ...arrival, brought };
    });
  });
}

/** Commits of the default branch on which no other of it stands: one, where all are known. */
function ends(commits: RepositoryFacts['commits']): readonly CommitRecord[] {
  const parents = new Set<string>();
  const there: CommitRecord[] = [];
  for (const commit of commits.values()) {
    if (!commit.onDefaultBranch) continue;
    there.push(commit);
    for (const parent of commit.parents) parents.add(parent);
  }
  const last = there.filter(({ sha }) => !parents.has(sha));
  return last.sort((left, right) => left.committerMs - right.committerMs || (left.sha < right.sha ? -1 : 1));
}

/** Everything that arrived, in order, put together as changes are. */
export function unitsOf(repository: RepositoryFacts, copies: Copies, style: ChangeStyle | null): readonly Change[] {
  return findChanges({
    arrivals: arrivalsOf(repository),
    style,
    // A bot's work is told apart afterwards: it may revert a change, or be part of one.
    isBot: () => false,
    wasElsewhere: (commit) => withCopies(copies, commit).some(({ onDefaultBranch }) => !onDefaultBranch),
  });
}

/** Whether programs made most of it of their own accord. */
export function isOfBots({ commits }: Pick<Change, 'commits'>): boolean {
  return 2 * commits.filter(isBot).length > commits.length;
}

/** The commits of a unit, and the merge that brought them, if one did, as the last. */
export function commitsOf({ sha, commits }: Pick<Change, 'sha' | 'commits'>, known: RepositoryFacts['commits']): readonly CommitRecord[] {
  const merge = commits.some((commit) => commit.sha === sha) ? undefined : known.get(sha);
  return merge === undefined ? commits : [...commits, merge];
}

/** How many lines its commits add and remove together, as git counts them; files that programs write left out. */
export function changedLines({ commits }: Pick<Change, 'commits'>): number {
  let lines = 0;
  for (const { files } of commits)
    for (const { path, added, removed } of files) if (!isGenerated(path)) lines += (added ?? 0) + (removed ?? 0);
  return lines;
}
