/** Work that is set aside: what the survival test cannot see, by the branches or paths that a repository names. */
import { matchesRef, pathRules } from './globs.ts';
import type { CordonRule, RepositorySettings } from './repositorySettings.ts';

/** Whether work of a time is set aside, by its branches or because all of its files are. */
export type IsSetAside = (work: {
  /** Milliseconds UTC. */
  readonly atMs: number;
  /** Names of branches; an empty one is none. */
  readonly branches: readonly string[];
  /** From the root of the working tree. */
  readonly files: readonly string[];
}) => boolean;

export function cordonOf({ cordon }: Pick<RepositorySettings, 'cordon'>): IsSetAside {
  if (cordon.length === 0) return () => false;
  const rules = cordon.map((rule) => ({ rule, holdsPath: rule.kind === 'path' ? pathRules([rule.glob]) : null }));
  return ({ atMs, branches, files }) => {
    const inForce = rules.filter(({ rule }) => isInForce(rule, atMs));
    const byBranch = inForce.some(
      ({ rule, holdsPath }) => holdsPath === null && branches.some((branch) => branch !== '' && matchesRef(rule.glob, branch)),
    );
    return byBranch || (files.length > 0 && files.every((file) => inForce.some(({ holdsPath }) => holdsPath?.(file) === true)));
  };
}

function isInForce({ fromMs, untilMs }: CordonRule, atMs: number): boolean {
  return (fromMs === null || fromMs <= atMs) && (untilMs === null || atMs < untilMs);
}
