/** Links of tier 6: what is left once calls, marks and lines have said what they can. */
import { findCopies } from '../core/attribution/copies.ts';
import { fileNamesOf } from '../core/attribution/fileNames.ts';
import { leftOut } from '../core/attribution/generatedFiles.ts';
import type { CommitCall, EditCall, RepositoryFacts } from '../core/attribution/gitFacts.ts';
import { inferredLinks, inferredWithinMs } from '../core/attribution/inferredLinks.ts';
import type { FileWork } from '../core/attribution/inferredLinks.ts';
import type { Link } from '../core/attribution/link.ts';
import { byNames } from '../core/attribution/linkCommits.ts';
import type { Linked } from '../core/attribution/placement.ts';
import { readHashKeys } from '../ledger/hashKey.ts';
import type { Ledger } from '../ledger/open.ts';
import { readNamingCalls } from '../ledger/shellCalls.ts';
import { knownSquashes } from './knownSquashes.ts';
import type { Places } from './places.ts';
import { shellWork } from './shellWork.ts';

export interface InferringInput {
  readonly database: Ledger['database'];
  readonly facts: RepositoryFacts;
  /** Of the repository. */
  readonly edits: readonly EditCall[];
  readonly commitCalls: readonly CommitCall[];
  /** Edits whose lines are in a linked commit say nothing of another. */
  readonly taken: NonNullable<Linked['takenLines']>;
  readonly places: Places;
}

/** The links of tiers 1 to 5 and those that are likely beside them, in the order in which links are kept. */
export function withInferred(
  links: readonly Link[],
  { database, facts, edits, commitCalls, taken, places }: InferringInput,
): readonly Link[] {
  const { record, commits } = facts;
  const names = fileNamesOf(commits);
  const nameOf = (path: string): string => names.nameOf(path);
  const copies = findCopies(commits);
  const linked = new Set(links.flatMap(({ sha }) => (copies.get(sha) ?? []).map((copy) => copy.sha).concat(sha)));
  const own = new Set(record.identityHashes);
  const unclaimed = [...commits.values()].filter(({ sha, authorHash }) => own.has(authorHash) && !linked.has(sha));
  const times = unclaimed.map(({ authorMs }) => authorMs).sort((left, right) => left - right);
  /** Whether a commit that may be linked comes soon enough after. */
  const mayLead = ({ atMs }: { readonly atMs: number }): boolean => {
    const next = times[firstAt(times, atMs - 999)];
    return next !== undefined && next - atMs <= inferredWithinMs;
  };
  const [firstMs] = times;
  const calls = firstMs === undefined ? [] : [...readNamingCalls(database, firstMs - inferredWithinMs)].filter(mayLead);
  const work: readonly FileWork[] = [
    ...edits.flatMap(({ toolUseId, sessionId, agentId, atMs, path, file: inTree }): readonly FileWork[] => {
      if (taken.has(toolUseId) || !mayLead({ atMs })) return [];
      const file = inTree === '' ? names.ofAbsolute(path) : nameOf(inTree);
      return file === null ? [] : [{ sessionId, agentId, atMs, file, changes: true }];
    }),
    ...shellWork({
      repository: record.path,
      calls,
      paths: new Set(unclaimed.flatMap(({ files }) => files.flatMap(({ path, previousPath }) => [path, previousPath ?? path]))),
      keys: readHashKeys(database),
      places,
      nameOf,
    }),
  ];
  const squashes = (): ReadonlySet<string> =>
    new Set([...knownSquashes(links, { database, facts, copies, commitCalls, places }).values()].map(({ sha }) => sha));
  const inferred = inferredLinks({ repository: facts, copies, links, squashes, work, nameOf, isLeftOut: leftOut(record.settings) });
  return inferred.length === 0 ? links : [...links, ...inferred].sort(byNames);
}

/** The place of the first of some numbers in order that is not below another. */
function firstAt(numbers: readonly number[], least: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? Infinity) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
