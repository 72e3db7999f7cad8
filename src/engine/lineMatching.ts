/** Which sessions wrote the lines of a repository's commits: what is missing is read of git, and what is known is matched. */
import type { CommitRecord, EditCall, RepositoryFacts } from '../core/attribution/gitFacts.ts';
import { FileNames } from '../core/attribution/fileNames.ts';
import { findCopies } from '../core/attribution/copies.ts';
import { isGenerated } from '../core/attribution/generatedFiles.ts';
import { lineKeys } from '../core/attribution/lineKeys.ts';
import type { LineKey } from '../core/attribution/lineKeys.ts';
import type { Link } from '../core/attribution/link.ts';
import { byNames } from '../core/attribution/linkCommits.ts';
import { matchedLinks } from '../core/attribution/matchedLinks.ts';
import { matchLines } from '../core/attribution/matchLines.ts';
import type { CommittedLines, LineMatches, WrittenLines } from '../core/attribution/matchLines.ts';
import type { LinesTaken, Linked } from '../core/attribution/placement.ts';
import { takenLines } from '../core/attribution/takenLines.ts';
import { trivialLines } from '../core/attribution/trivialLines.ts';
import { packHashes } from '../core/transcript/hashedLine.ts';
import { lineHash } from '../ingest/lineHash.ts';
import { readCommitLines, readEditKeys, readEditLines, readPatchedShas } from '../ledger/commitLines.ts';
import { readHashKeys } from '../ledger/hashKey.ts';
import type { HashKey } from '../ledger/hashKey.ts';
import type { Ledger } from '../ledger/open.ts';
import { commitsSinceFirstOwn, ownCandidates } from './wantedLines.ts';

export interface MatchingInput {
  readonly database: Ledger['database'];
  /** The repository's row. */
  readonly id: number;
  readonly facts: RepositoryFacts;
  /** Of the repository, in order of time. */
  readonly edits: readonly EditCall[];
  /** Those under which edits were written: hashes of one are compared with those of the same only. */
  readonly keys: readonly HashKey[];
  /** The one in force. */
  readonly ownKey: HashKey;
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
  const known = readPatchedShas(input.database, input.id, key);
  const missing = (commits: readonly CommitRecord[]): readonly string[] => {
    return commits.filter(({ sha }) => !known.has(sha)).map(({ sha }) => sha);
  };
  const isUsed = input.keys.some(({ id }) => id === key.id);
  const candidates = isUsed ? missing(ownCandidates(input)) : [];
  if (key.id !== input.ownKey.id) return [candidates];
  const first = new Set(candidates);
  return [candidates, missing(commitsSinceFirstOwn(input, recorded)).filter((sha) => !first.has(sha))];
}

/** What commits changed as the ledger has it, one after the other; files that programs write are left out. */
export function* committedLines(
  { database, id }: Pick<MatchingInput, 'database' | 'id'>,
  key: Pick<HashKey, 'id'>,
  commits: ReadonlyMap<string, CommitRecord>,
  names: FileNames,
): Generator<CommittedLines, void, undefined> {
  for (const { sha, files } of readCommitLines(database, id, key, commits.keys())) {
    const commit = commits.get(sha);
    if (commit === undefined || files.length === 0) continue;
    const kept = files.flatMap(({ position, added, removed }) => {
      const path = commit.files[position]?.path;
      return path === undefined || isGenerated(path) ? [] : [{ file: names.nameOf(path), added, removed }];
    });
    yield { commit, files: kept };
  }
}

/** The recorded links and those by matching lines, and which commits took the lines of which edits. */
export function matchRepository(input: MatchingInput, recorded: readonly Link[]): LinkedLines {
  const { facts, edits, keys } = input;
  const { commits } = facts;
  const copies = findCopies(commits);
  const matched = keys.map((key) => matchUnder(input, key, recorded));
  const byLines = matched.flatMap(({ matches }) => matchedLinks({ repository: facts.record.path, matches, copies, commits, recorded }));
  const links = [...recorded, ...byLines].sort(byNames);
  const sessions = new Map(edits.map(({ toolUseId, sessionId }) => [toolUseId, sessionId]));
  const taken = new Map<string, readonly LinesTaken[]>();
  for (const { taken: bySha } of matched)
    for (const [edit, takers] of takenLines({ taken: bySha, links, copies, sessionOf: (id) => sessions.get(id) })) taken.set(edit, takers);
  return { links, taken };
}

function matchUnder({ database, id, facts, edits }: MatchingInput, key: HashKey, recorded: readonly Link[]): LineMatches {
  const written = readEditLines(database, new Set(edits.map(({ toolUseId }) => toolUseId)), key);
  if (written.size === 0) return { matches: [], taken: new Map() };
  const names = new FileNames(facts.commits.values());
  const lines = edits.flatMap((edit): readonly WrittenLines[] => {
    const hashes = written.get(edit.toolUseId);
    const file = edit.file === '' ? names.ofAbsolute(edit.path) : names.nameOf(edit.file);
    if (hashes === undefined || file === null || isGenerated(file)) return [];
    return [{ toolUseId: edit.toolUseId, sessionId: edit.sessionId, atMs: edit.atMs, file, ...hashes }];
  });
  const candidates = new Map(ownCandidates({ facts, edits }).map((commit) => [commit.sha, commit]));
  const committed = [...committedLines({ database, id }, key, candidates, names)];
  const owners = new Map<string, Set<string>>();
  for (const { sha, sessionId } of recorded) owners.set(sha, (owners.get(sha) ?? new Set()).add(sessionId));
  return matchLines({ edits: lines, commits: committed, copies: findCopies(facts.commits), recorded: owners, trivial: trivialUnder(key) });
}

function trivialUnder({ secret }: HashKey): ReadonlySet<LineKey> {
  return new Set(lineKeys(packHashes(trivialLines, lineHash(secret))));
}
