/** What the ledger holds of git, kept in memory: commits are read once, and where each stands is worked out again when refs moved. */
import { saidStored } from '../core/l10n/keptText.ts';
import type { DatabaseSync } from 'node:sqlite';
import { reach } from '../core/attribution/reach.ts';
import type { Head, Reach } from '../core/attribution/reach.ts';
import type { CommitRecord, RepositoryFacts, SessionMark } from '../core/attribution/gitFacts.ts';
import type { SurvivalRow } from '../core/outcomes/survival.ts';
import { hexOf } from '../core/transcript/hex.ts';
import { normalAddress } from '../git/logParser.ts';
import { lineHash } from '../ingest/lineHash.ts';
import { versionOf } from '../ledger/changes.ts';
import { countWithoutHints } from '../ledger/commitHints.ts';
import { hasForeignCommits, readCommits, readSessionMarks } from '../ledger/commits.ts';
import type { StoredCommit } from '../ledger/commits.ts';
import { readHashKeys } from '../ledger/hashKey.ts';
import { readOpenPaths } from '../ledger/links.ts';
import { readSurvival, survivalExtent } from '../ledger/survival.ts';
import { extentOf, hasGitTables, readRepositories, readRepository } from '../ledger/repositories.ts';
import type { StoredHead, StoredRepository } from '../ledger/repositories.ts';
import { asRead, haveSameSize, readLinkedRows } from './linkedRows.ts';
import type { LinkedRows } from './linkedRows.ts';
import type { Places } from './places.ts';

/** One repository as it was when the ledger was last asked. */
export interface KeptRepository extends LinkedRows {
  readonly facts: RepositoryFacts;
  readonly survival: readonly SurvivalRow[];
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
  /** See `survivalExtent`. */
  readonly survivalExtent: string;
  /** Whether some of the commits are another ledger's: their hashes may become this one's own. */
  readonly foreign: boolean;
}

export class GitFacts {
  private readonly database: DatabaseSync;
  private readonly identities: readonly string[];
  private readonly changed = new Set<string>();
  private readonly kept = new Map<string, Kept>();
  /** See `versionOf`, when the ledger was last looked at. */
  private version = -1;
  /** Whether nobody else wrote to the ledger between the last two looks. */
  private alone = false;

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
    const version = versionOf(this.database);
    this.alone = version === this.version;
    this.version = version;
    const stored = hasGitTables(this.database) ? readRepositories(this.database) : [];
    const paths = new Set(stored.map(({ path }) => path));
    for (const path of this.kept.keys()) {
      if (paths.has(path)) continue;
      this.kept.delete(path);
      changed.add(path);
    }
    for (const repository of stored) {
      if (this.refreshOne(repository)) changed.add(repository.path);
      this.refreshSurvival(repository);
    }
  }

  get(path: string): KeptRepository | null {
    return this.kept.get(path) ?? null;
  }

  /** A repository's links, and what was found with them, where the ledger surely has the same; else undefined. */
  currentRows(path: string): LinkedRows | undefined {
    const kept = this.kept.get(path);
    if (kept === undefined || kept.stored.linked === '' || versionOf(this.database) !== this.version) return undefined;
    const { id, linked } = readRepository(this.database, path) ?? { id: 0, linked: '' };
    const isSame = id === kept.stored.id && linked === kept.stored.linked && haveSameSize(this.database, id, kept);
    return isSame ? kept : undefined;
  }

  /** Keeps what was written of a repository a moment ago, so that it is not read again. Where more than that is new it is read. */
  adopt(path: string, rows: LinkedRows, openPaths: ReadonlySet<string>): void {
    const kept = this.kept.get(path);
    const stored = readRepository(this.database, path);
    if (kept === undefined || stored === null || stored.linked === '' || versionOf(this.database) !== this.version) return;
    if (JSON.stringify({ ...kept.stored, linked: stored.linked }) !== JSON.stringify(stored)) return;
    const facts = { ...kept.facts, openPaths };
    this.kept.set(path, { ...kept, stored, extent: '', facts, ...asRead(rows, facts.commits, kept) });
    this.changed.add(path);
  }

  /** Every repository under the path that it has here: one that was moved since git was last read is the one it is called now. */
  calledHere(places: Places): readonly KeptRepository[] {
    return [...this.kept].flatMap(([recorded, { facts, links, takenLines, undoings, survival }]) => {
      const more = { takenLines, undoings, survival };
      // While git is read there for the first time its commits are not all known: that is not read yet.
      if (facts.record.readAtMs === 0) return [];
      const path = places.map(recorded);
      if (path === recorded) return [{ facts, links, ...more }];
      if (this.kept.has(path)) return [];
      const renamed = links.map((link) => ({ ...link, repository: path }));
      return [{ facts: { ...facts, record: { ...facts.record, path } }, links: renamed, ...more }];
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
    // Commits at the edge of a shallow clone are others once more of it is there.
    const same = isSame && known.stored.shallowSinceMs === stored.shallowSinceMs ? known : null;
    // What was made anew has another digest; others may make it anew twice between two looks.
    const isLinkedSo = this.alone && known !== null && stored.linked !== '' && known.stored.linked === stored.linked;
    const linked = isLinkedSo && haveSameSize(this.database, stored.id, known) ? known : readLinkedRows(this.database, stored);
    const { links, takenLines, undoings } = linked;
    const openPaths = readOpenPaths(this.database, stored.id);
    const added = readCommits(this.database, stored.id, same?.lastId ?? 0);
    const commits = same === null ? added.commits : [...same.commits, ...added.commits];
    const record = { ...recordOf(stored), identityHashes: this.identityHashes(stored, commits) };
    const facts = { record, commits: this.place(stored, commits, same?.facts.commits), openPaths };
    this.kept.set(stored.path, {
      stored,
      extent,
      facts,
      links,
      takenLines,
      undoings,
      survival: same?.survival ?? [],
      survivalExtent: same?.survivalExtent ?? '',
      commits,
      lastId: added.lastId,
      withoutHints: countWithoutHints(this.database, stored.id, added.lastId),
      foreign: hasForeignCommits(this.database, stored.id),
    });
    return true;
  }

  /** It comes long after everything else, and moves no cost. */
  private refreshSurvival({ id, path }: StoredRepository): void {
    const kept = this.kept.get(path);
    const extent = survivalExtent(this.database, id);
    if (kept === undefined || kept.survivalExtent === extent) return;
    this.kept.set(path, { ...kept, survival: readSurvival(this.database, id), survivalExtent: extent });
  }

  private identityHashes({ identityHashes }: StoredRepository, commits: readonly StoredCommit[]): readonly string[] {
    if (this.identities.includes('any')) return [...new Set(commits.map(({ authorHash }) => authorHash))];
    if (this.identities.length === 0) return identityHashes;
    const hashes = readHashKeys(this.database).map(({ secret }) => lineHash(secret));
    const given = this.identities.flatMap((address) => hashes.map((hash) => hexOf(hash(normalAddress(address)))));
    return [...new Set([...identityHashes, ...given])];
  }

  private place(
    stored: StoredRepository,
    commits: readonly StoredCommit[],
    before: ReadonlyMap<string, CommitRecord> | undefined,
  ): ReadonlyMap<string, CommitRecord> {
    return placeCommits(stored, commits, readSessionMarks(this.database, stored.id), before);
  }
}

/** The commits with where each of them stands among the refs, by SHA. `before`: how the same commits were placed, which most are still. */
export function placeCommits(
  { heads, defaultBranch, defaultSha }: Pick<StoredRepository, 'heads' | 'defaultBranch' | 'defaultSha'>,
  commits: readonly StoredCommit[],
  marks: ReadonlyMap<string, readonly SessionMark[]>,
  before: ReadonlyMap<string, CommitRecord> = new Map(),
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
    const stands = reached.get(commit.sha) ?? onNoRef;
    const known = before.get(commit.sha);
    if (known !== undefined && named === undefined && known.sessionMarks === commit.sessionMarks && isPlacedSo(known, stands)) {
      placed.set(commit.sha, known);
      continue;
    }
    const sessionMarks = named === undefined ? commit.sessionMarks : [...commit.sessionMarks, ...named];
    placed.set(commit.sha, { ...commit, sessionMarks, ...stands });
  }
  return placed;
}

function isPlacedSo(known: CommitRecord, { branch, onDefaultBranch, reachable, heldBy }: Reach): boolean {
  return known.branch === branch && known.onDefaultBranch === onDefaultBranch && known.reachable === reachable && known.heldBy === heldBy;
}

const onNoRef: Reach = { branch: '', onDefaultBranch: false, reachable: false };

/** A ref as attribution knows it: `HEAD` is a working tree on no branch. */
function headOf({ ref, sha }: StoredHead): Head {
  if (ref.startsWith('refs/heads/')) return { name: ref.slice('refs/heads/'.length), sha, kind: 'branch' };
  const remote = /^refs\/remotes\/[^/]+\/(.+)$/.exec(ref)?.[1];
  if (remote !== undefined) return { name: remote, sha, kind: 'remote' };
  return ref === 'HEAD' ? { name: '', sha, kind: 'workingTree' } : { name: ref.replace(/^refs\/tags\//, ''), sha, kind: 'tag' };
}

function recordOf(stored: StoredRepository): RepositoryFacts['record'] {
  const { path, defaultBranch, upstream, fetchedAtMs, readAtMs, shallowSinceMs, identityHashes, problem, heads } = stored;
  const { settings, settingsProblem } = stored;
  const record = { path, defaultBranch, upstream, fetchedAtMs, readAtMs, shallowSinceMs, identityHashes, problem, heads };
  return settings === null
    ? record
    : { ...record, settings, settingsProblem: settingsProblem === null ? null : saidStored(settingsProblem) };
}
