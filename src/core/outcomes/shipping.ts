/** When a change came to production: on to the default branch, or to what a repository says stands for production. */
import { withCopies } from '../attribution/copies.ts';
import type { Copies } from '../attribution/copies.ts';
import type { RepositoryFacts } from '../attribution/gitFacts.ts';
import type { Change } from './changes.ts';
import { matchesRef } from './globs.ts';
import { mergesDefault } from './hints.ts';
import { mainline } from './mainline.ts';
import type { ShippedRef } from './repositorySettings.ts';

/** Milliseconds UTC; null where it has not. */
export type ShippedAt = (unit: Change) => number | null;

/**
 * By a branch: when it, or a copy of each of its commits, arrived there. By tags: when the first that matches and holds it was made, by the
 * time of the tagged commit.
 */
export function shippedBy(repository: RepositoryFacts, copies: Copies, shippedRef: ShippedRef | null): ShippedAt {
  if (shippedRef === null) return ({ shippedAtMs }) => shippedAtMs;
  const times = shippedRef.kind === 'branch' ? byBranch(repository, shippedRef.pattern) : byTags(repository, shippedRef.pattern);
  const { commits } = repository;
  return (unit) => {
    const itself = times.get(unit.sha);
    if (itself !== undefined) return itself;
    const each = unit.commits.map((commit) => {
      const there = withCopies(copies, commit).flatMap(({ sha }) => times.get(sha) ?? []);
      return there.length === 0 ? null : Math.min(...there);
    });
    const shipped = each.filter((ms) => ms !== null);
    return shipped.length === 0 || shipped.length < each.length || !commits.has(unit.sha) ? null : Math.max(...shipped);
  };
}

function byBranch(repository: RepositoryFacts, name: string): ReadonlyMap<string, number> {
  const { record, commits } = repository;
  const times = new Map<string, number>();
  const heads = record.heads ?? [];
  const remote = heads.find(({ ref }) => /^refs\/remotes\/[^/]+\/(.+)$/.exec(ref)?.[1] === name);
  const head = remote ?? heads.find(({ ref }) => ref === `refs/heads/${name}`);
  if (head === undefined) return times;
  const line = mainline({ commits, headSha: head.sha, mergesDefault: (commit) => mergesDefault(commit, name) });
  for (const { commit, brought } of line) for (const { sha } of [commit, ...brought]) times.set(sha, commit.committerMs);
  return times;
}

function byTags({ record, commits }: RepositoryFacts, glob: string): ReadonlyMap<string, number> {
  const tags = (record.heads ?? []).flatMap(({ ref, sha }) => {
    const name = /^refs\/tags\/(.+)$/.exec(ref)?.[1];
    const commit = name !== undefined && matchesRef(glob, name) ? commits.get(sha) : undefined;
    return commit === undefined ? [] : [commit];
  });
  tags.sort((left, right) => left.committerMs - right.committerMs || (left.sha < right.sha ? -1 : 1));
  const times = new Map<string, number>();
  for (const tag of tags) {
    const waiting = [tag.sha];
    for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
      const commit = times.has(sha) ? undefined : commits.get(sha);
      if (commit === undefined) continue;
      times.set(sha, tag.committerMs);
      waiting.push(...commit.parents);
    }
  }
  return times;
}
