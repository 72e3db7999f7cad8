/** What the ledger holds of git, kept in memory: commits are read once, and where each stands is worked out again when refs moved. */
import type { DatabaseSync } from 'node:sqlite';
import { reach } from '../core/attribution/reach.ts';
import type { Head } from '../core/attribution/reach.ts';
import type { CommitRecord, RepositoryFacts, SessionMark } from '../core/attribution/gitFacts.ts';
import type { Link } from '../core/attribution/link.ts';
import { hexOf } from '../core/transcript/hex.ts';
import { normalAddress } from '../git/logParser.ts';
import { lineHash } from '../ingest/lineHash.ts';
import { countWithoutHints } from '../ledger/commitHints.ts';
import { hasForeignCommits, readCommits, readSessionMarks } from '../ledger/commits.ts';
import type { StoredCommit } from '../ledger/commits.ts';
import { readHashKeys } from '../ledger/hashKey.ts';
import type { Linked } from '../core/attribution/placement.ts';
import { readTakenEdits } from '../ledger/commitLines.ts';
import { readLinks, readOpenPaths } from '../ledger/links.ts';
import { extentOf, hasGitTables, readRepositories } from '../ledger/repositories.ts';
import type { StoredHead, StoredRepository } from '../ledger/repositories.ts';
import type { Places } from './places.ts';

/** One repository as it was when the ledger was last asked. */
export interface KeptRepository {
  readonly facts: RepositoryFacts;
  readonly links: readonly Link[];
  readonly takenLines: NonNullable<Linked['takenLines']>;
}

interface Kept extends KeptRepository {
  readonly stored: StoredRepository;
  /** How much there is of a repository whose links are to be made anew: only then facts come without its row. */
  readonly extent: string;
  /** In the order in which they were added. */
  readonly commits: readonly StoredCommit[];
  readonly lastId: number;
  /** How many of the commits have no hints yet: those may come without a new commit. */
  readonly withoutHints: number;
  /** Whether some of the commits are another ledger's: their hashes may become this one's own. */
  readonly foreign: boolean;
}

export class GitFacts {
  private readonly database: DatabaseSync;
  private readonly identities: readonly string[];
  private readonly changed = new Set<string>();
  private readonly kept = new Map<string, Kept>();

  /** @param identities addresses that are this user's beside those of git's settings; `any` for everybody's */
  constructor(database: DatabaseSync, identities: readonly string[]) {
    this.database = database;
    this.identities = identities;
  }

  /** Paths of the repositories of which anything changed since this was last asked, as the ledger records them. */
  takeChanged(): ReadonlySet<string> {
    const changed = new Set(this.changed);
    this.changed.clear();
    return changed;
  }

  /** Looks at what changed in the ledger. */
  refresh(): void {
    const { changed } = this;
    const stored = hasGitTables(this.database) ? readRepositories(this.database) : [];
    const paths = new Set(stored.map(({ path }) => path));
    for (const path of this.kept.keys()) {
      if (paths.has(path)) continue;
      this.kept.delete(path);
      changed.add(path);
    }
    for (const repository of stored) if (this.refreshOne(repository)) changed.add(repository.path);
  }

  get(path: string): KeptRepository | null {
    return this.kept.get(path) ?? null;
  }

  /** Every repository under the path that it has here: one that was moved since git was last read is the one it is called now. */
  calledHere(places: Places): readonly KeptRepository[] {
    return [...this.kept].flatMap(([recorded, { facts, links, takenLines }]) => {
      // While git is read there for the first time its commits are not all known: that is not read yet.
      if (facts.record.readAtMs === 0) return [];
      const path = places.map(recorded);
      if (path === recorded) return [{ facts, links, takenLines }];
      if (this.kept.has(path)) return [];
      const renamed = links.map((link) => ({ ...link, repository: path }));
      return [{ facts: { ...facts, record: { ...facts.record, path } }, links: renamed, takenLines }];
    });
  }

  /** Whether anything of the repository is another than before. */
  private refreshOne(stored: StoredRepository): boolean {
    const before = this.kept.get(stored.path);
    const known = before?.stored.id === stored.id ? before : null;
    // Whatever git says of a repository, its row is written with it; an import writes the row first, and then what is in it.
    const extent = stored.linked === '' && stored.readAtMs > 0 ? extentOf(this.database, stored.id) : '';
    if (known?.extent === extent && JSON.stringify(known.stored) === JSON.stringify(stored)) return false;
    const isSame = known?.foreign === false && known.withoutHints === countWithoutHints(this.database, stored.id, known.lastId);
    const same = isSame ? known : null;
    const links = readLinks(this.database, stored);
    const openPaths = readOpenPaths(this.database, stored.id);
    const takenLines = readTakenEdits(this.database, stored.id);
    const added = readCommits(this.database, stored.id, same?.lastId ?? 0);
    const commits = same === null ? added.commits : [...same.commits, ...added.commits];
    const record = { ...recordOf(stored), identityHashes: this.identityHashes(stored, commits) };
    const facts = { record, commits: this.place(stored, commits), openPaths };
    this.kept.set(stored.path, {
      stored,
      extent,
      facts,
      links,
      takenLines,
      commits,
      lastId: added.lastId,
      withoutHints: countWithoutHints(this.database, stored.id, added.lastId),
      foreign: hasForeignCommits(this.database, stored.id),
    });
    return true;
  }

  private identityHashes({ identityHashes }: StoredRepository, commits: readonly StoredCommit[]): readonly string[] {
    if (this.identities.includes('any')) return [...new Set(commits.map(({ authorHash }) => authorHash))];
    if (this.identities.length === 0) return identityHashes;
    const hashes = readHashKeys(this.database).map(({ secret }) => lineHash(secret));
    const given = this.identities.flatMap((address) => hashes.map((hash) => hexOf(hash(normalAddress(address)))));
    return [...new Set([...identityHashes, ...given])];
  }

  private place(stored: StoredRepository, commits: readonly StoredCommit[]): ReadonlyMap<string, CommitRecord> {
    return placeCommits(stored, commits, readSessionMarks(this.database, stored.id));
  }
}

/** The commits with where each of them stands among the refs, by SHA. */
export function placeCommits(
  { heads, defaultBranch, defaultSha }: Pick<StoredRepository, 'heads' | 'defaultBranch' | 'defaultSha'>,
  commits: readonly StoredCommit[],
  marks: ReadonlyMap<string, readonly SessionMark[]>,
): ReadonlyMap<string, CommitRecord> {
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
  const reached = reach({
    commits: bySha,
    heads: heads.map(headOf),
    defaultHead: defaultSha === '' ? null : { name: defaultBranch, sha: defaultSha },
  });
  const placed = new Map<string, CommitRecord>();
  for (const commit of commits) {
    const named = marks.get(commit.sha);
    const sessionMarks = named === undefined ? commit.sessionMarks : [...commit.sessionMarks, ...named];
    placed.set(commit.sha, { ...commit, sessionMarks, ...(reached.get(commit.sha) ?? onNoRef) });
  }
  return placed;
}

const onNoRef = { branch: '', onDefaultBranch: false, reachable: false };

/** A ref as attribution knows it: `HEAD` is a working tree on no branch. */
function headOf({ ref, sha }: StoredHead): Head {
  if (ref.startsWith('refs/heads/')) return { name: ref.slice('refs/heads/'.length), sha, kind: 'branch' };
  const remote = /^refs\/remotes\/[^/]+\/(.+)$/.exec(ref)?.[1];
  if (remote !== undefined) return { name: remote, sha, kind: 'remote' };
  return ref === 'HEAD' ? { name: '', sha, kind: 'workingTree' } : { name: ref.replace(/^refs\/tags\//, ''), sha, kind: 'tag' };
}

function recordOf(stored: StoredRepository): RepositoryFacts['record'] {
  const { path, defaultBranch, upstream, fetchedAtMs, readAtMs, shallowSinceMs, identityHashes, problem, settings, settingsProblem } =
    stored;
  const record = { path, defaultBranch, upstream, fetchedAtMs, readAtMs, shallowSinceMs, identityHashes, problem };
  return settings === null ? record : { ...record, settings, settingsProblem };
}
