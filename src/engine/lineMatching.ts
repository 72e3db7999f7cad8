/** Which sessions wrote the lines of a repository's commits: what is missing is read of git, and what is known is matched. */
import type { CommitRecord, RepositoryFacts } from '../core/attribution/gitFacts.ts';
import { fileNamesOf } from '../core/attribution/fileNames.ts';
import type { FileNames } from '../core/attribution/fileNames.ts';
import { findCopies } from '../core/attribution/copies.ts';
import { leftOut } from '../core/attribution/generatedFiles.ts';
import type { LineSource } from '../core/attribution/lineMatcher.ts';
import type { Link } from '../core/attribution/link.ts';
import { byNames } from '../core/attribution/linkCommits.ts';
import { matchedLinks } from '../core/attribution/matchedLinks.ts';
import type { CommittedLines, LineMatches, WrittenEdit } from '../core/attribution/matchLines.ts';
import type { LinesTaken, Linked } from '../core/attribution/placement.ts';
import { takenLines } from '../core/attribution/takenLines.ts';
import { readCommitLines, readEditKeys, readFileLines } from '../ledger/commitLines.ts';
import { readHashKeys } from '../ledger/hashKey.ts';
import type { HashKey } from '../ledger/hashKey.ts';
import type { Ledger } from '../ledger/open.ts';
import type { PlacedEdit } from './keptCalls.ts';
import type { KeptMatchers } from './keptMatchers.ts';
import type { PatchedShas } from './patchedShas.ts';
import { commitsSinceFirstOwn, ownCandidates } from './wantedLines.ts';

export interface MatchingInput {
  readonly database: Ledger['database'];
  /** The repository's row. */
  readonly id: number;
  readonly facts: RepositoryFacts;
  /** Of the repository, in order of time. */
  readonly edits: readonly PlacedEdit[];
  /** Those under which edits were written: hashes of one are compared with those of the same only. */
  readonly keys: readonly HashKey[];
  /** The one in force. */
  readonly ownKey: HashKey;
  /** Commits whose lines were read. */
  readonly patched: PatchedShas;
  /** Commits whose squash is known. */
  readonly squashed: ReadonlySet<string>;
}

/** The keys under which edits were written. */
export function keysOfEdits(database: MatchingInput['database']): readonly HashKey[] {
  const used = readEditKeys(database);
  return readHashKeys(database).filter(({ id }) => used.has(id));
}

/** What a repository's commits and sessions have of one another. */
export interface LinkedLines {
  /** In the order of their sessions, then of their commits. */
  readonly links: readonly Link[];
  readonly taken: NonNullable<Linked['takenLines']>;
}

/**
 * SHAs of commits whose lines were not read under a key yet: first of those that may take lines of sessions, then, under the key in force, of
 * those that may undo them.
 */
export function missingLines(input: MatchingInput, key: HashKey, recorded: readonly Link[]): readonly (readonly string[])[] {
  const known = input.patched.under(key);
  const missing = (commits: readonly CommitRecord[]): readonly string[] => {
    return commits.filter(({ sha }) => !known.has(sha)).map(({ sha }) => sha);
  };
  const isUsed = input.keys.some(({ id }) => id === key.id);
  const candidates = isUsed ? missing(ownCandidates(input)) : [];
  if (key.id !== input.ownKey.id) return [candidates];
  const first = new Set(candidates);
  return [candidates, missing(commitsSinceFirstOwn(input, recorded)).filter((sha) => !first.has(sha))];
}

/** What commits changed as the ledger has it, one after the other; files that programs write or the settings name are left out. */
export function* committedLines(
  { database, id, facts }: Pick<MatchingInput, 'database' | 'id' | 'facts'>,
  key: Pick<HashKey, 'id'>,
  commits: ReadonlyMap<string, CommitRecord>,
  names: FileNames,
): Generator<CommittedLines, void, undefined> {
  const isLeftOut = leftOut(facts.record.settings);
  for (const { sha, files } of readCommitLines(database, id, key, commits.keys())) {
    const commit = commits.get(sha);
    if (commit === undefined || files.length === 0) continue;
    const kept = files.flatMap(({ position, added, removed }) => {
      const path = commit.files[position]?.path;
      return path === undefined || isLeftOut(path) ? [] : [{ file: names.nameOf(path), added, removed }];
    });
    yield { commit, files: kept };
  }
}

/** The recorded links and those by matching lines, and which commits took the lines of which edits. */
export function matchRepository(input: MatchingInput, recorded: readonly Link[], matchers: KeptMatchers): LinkedLines {
  const { facts, edits, keys } = input;
  const { commits } = facts;
  const copies = findCopies(commits);
  const names = fileNamesOf(commits);
  const matched = keys.map((key) => matchUnder(input, key, recorded, names, matchers));
  const byLines = matched.flatMap(({ matches }) => matchedLinks({ repository: facts.record.path, matches, copies, commits, recorded }));
  const links = [...recorded, ...byLines].sort(byNames);
  const sessions = new Map(edits.map(({ toolUseId, sessionId }) => [toolUseId, sessionId]));
  const taken = new Map<string, readonly LinesTaken[]>();
  for (const { taken: bySha } of matched)
    for (const [edit, takers] of takenLines({ taken: bySha, links, copies, sessionOf: (id) => sessions.get(id) })) taken.set(edit, takers);
  return { links, taken };
}

function matchUnder(input: MatchingInput, key: HashKey, recorded: readonly Link[], names: FileNames, matchers: KeptMatchers): LineMatches {
  const { database, id, facts } = input;
  const isLeftOut = leftOut(facts.record.settings);
  const edits = input.edits.flatMap(({ toolUseId, sessionId, atMs, path, file: inTree, hashKey }): readonly WrittenEdit[] => {
    if (hashKey !== key.id) return [];
    const file = names.ofEdit({ path, file: inTree });
    return file === null || isLeftOut(file) ? [] : [{ toolUseId, sessionId, atMs, file }];
  });
  const read = input.patched.under(key);
  const nameOf = ({ path }: { readonly path: string }): string | null => (isLeftOut(path) ? null : names.nameOf(path));
  const commits = ownCandidates(input)
    .filter(({ sha }) => read.has(sha))
    .map((commit) => ({ commit, files: commit.files.map(nameOf) }));
  const owners = new Map<string, Set<string>>();
  for (const { sha, sessionId } of recorded) owners.set(sha, (owners.get(sha) ?? new Set()).add(sessionId));
  const source: LineSource = readFileLines(database, id, key);
  return matchers.match(id, key, source, { edits, commits, copies: findCopies(facts.commits), recorded: owners, squashed: input.squashed });
}
