/**
 * Reads what is new of git into the ledger and links it with the sessions. Every write is short and made under the lease, so that a pass can
 * be ended at any time: refs count as known only once all of their commits are in the ledger.
 */
import { createHash } from 'node:crypto';
import type { CommitCall } from '../core/attribution/gitFacts.ts';
import { findCopies } from '../core/attribution/copies.ts';
import { linkCommits } from '../core/attribution/linkCommits.ts';
import { takeEdits } from '../core/attribution/takeEdits.ts';
import type { readPatches } from '../git/patches.ts';
import type { readHints } from '../git/readHints.ts';
import type { CommitQuery, DescribeRepository, FullShas, GitOptions, GitProblem, MovesSince, OpenPaths } from '../git/types.ts';
import type { ReadCommits, ReadMarks, RepositoryDescription } from '../git/types.ts';
import { readSessionIds } from '../ledger/calls.ts';
import { countCommits, readCommits, shaLookup, writeCommits, writeSessionMarks } from '../ledger/commits.ts';
import type { StoredCommit } from '../ledger/commits.ts';
import { ForgottenMoments } from '../ledger/forgotten.ts';
import { isForeignKey, readHashKey } from '../ledger/hashKey.ts';
import type { HashKey } from '../ledger/hashKey.ts';
import { writeOpenPaths } from '../ledger/links.ts';
import type { Ledger } from '../ledger/open.ts';
import { editsBeforeLastCommit } from '../ledger/commitLines.ts';
import { namingCallsBeforeLastCommit } from '../ledger/shellCalls.ts';
import { readRepositories, readRepository, unreadRepository, writeRepository } from '../ledger/repositories.ts';
import type { RepositoryState, StoredRepository } from '../ledger/repositories.ts';
import { ForeignHashes } from './foreignHashes.ts';
import { withInferred } from './inferring.ts';
import type { PlacedEdit } from './keptCalls.ts';
import { knownSquashes, placedPullRequests } from './knownSquashes.ts';
import { keysOfEdits, matchRepository } from './lineMatching.ts';
import type { LinkedLines, MatchingInput } from './lineMatching.ts';
import { readRecorded, readRewritten } from './lostCommits.ts';
import type { LostInput } from './lostCommits.ts';
import type { GitFacts } from './gitFacts.ts';
import type { GitMemory } from './gitMemory.ts';
import { writeLinkedRows } from './linkedRows.ts';
import type { LinkedRows } from './linkedRows.ts';
import type { Places } from './places.ts';
import { readMissingLines } from './patchReading.ts';
import { renewHints } from './renewHints.ts';
import { sameState, stateOf, withSettings } from './foundState.ts';
import type { Found } from './foundState.ts';
import type { GitQuery, GitReading } from './types.ts';

/** What is asked of git. */
export interface Git {
  readonly describe: DescribeRepository;
  readonly readCommits: ReadCommits;
  readonly readMarks: ReadMarks;
  readonly openPaths: OpenPaths;
  readonly fullShas: FullShas;
  readonly movesSince: MovesSince;
  readonly readHints: typeof readHints;
  readonly readPatches: typeof readPatches;
}

export interface GitPassOptions {
  readonly ledger: Ledger;
  readonly git: Git;
  readonly places: Places;
  readonly environment: GitOptions['environment'];
  readonly now: () => number;
  readonly memory: GitMemory;
  /** Runs a change in one transaction under the lease. @throws NoLease when that cannot be had. */
  readonly write: <T>(change: () => T) => Promise<T>;
}

/** Another process writes the ledger and does not let this one in, or the ledger is read-only. */
export class NoLease extends Error {}

/** Somebody deleted what this pass was adding to. */
class Deleted extends Error {}

/** Rows of one transaction at the most: far below 250 ms, after which others would feel the lock. */
const rowsAtOnce = 8_000;

/** Where nothing moved, the files that are not committed and the time of the reading are renewed this often. */
const renewAfterMs = 60 * 60_000;

/** Raised when links are found by other rules: those of before are then made anew. */
const linkRules = 9;

/** As many files are looked at for whether they are committed, the ones edited last. */
const mostCandidates = 2_000;

export class GitPass {
  private readonly options: GitPassOptions;
  private readonly query: GitQuery;
  private readonly facts: GitFacts;
  private readonly key: HashKey;
  private readonly hashes: ForeignHashes;
  private calls: readonly CommitCall[];
  /** Of the repository that is being read. */
  private newCommits = 0;

  /** `places` is prepared. */
  constructor(options: GitPassOptions, facts: GitFacts, query: GitQuery) {
    this.options = options;
    this.query = query;
    this.facts = facts;
    const { database } = options.ledger;
    this.key = readHashKey(database);
    this.hashes = new ForeignHashes(database, this.key);
    // Calls of another ledger become this one's own without anything else of their transcripts.
    if (this.hashes.any) options.memory.calls.drop();
    this.calls = options.memory.calls.calls();
  }

  /** Reads one repository. What could not be read is said in the answer; nothing is thrown. */
  async read(path: string): Promise<GitReading> {
    const before = readRepository(this.options.ledger.database, path);
    this.newCommits = 0;
    const count = (added: number): void => {
      this.newCommits += added;
      this.query.onProgress?.({ repository: path, commits: this.newCommits });
    };
    let problem: string | null;
    try {
      problem = await this.readInto(path, before, count);
    } catch (error) {
      problem = this.sentenceOf(error);
    }
    const after = readRepository(this.options.ledger.database, path);
    const commits = after === null ? 0 : countCommits(this.options.ledger.database, after.id);
    return { repository: path, commits, newCommits: this.newCommits, problem };
  }

  private async readInto(path: string, before: StoredRepository | null, count: (added: number) => void): Promise<string | null> {
    const { git, now } = this.options;
    const described = await git.describe(path, { ...this.gitOptions(), hash: this.hashes.hash });
    if (!described.ok) {
      // What another machine's git said of a clone that is not here stays as it was said.
      const isElsewhere = before !== null && isForeignKey(before.hashKey);
      if (isElsewhere) return described.problem.sentence;
      if (described.problem.reason !== 'cancelled' && before !== null && before.problem !== described.problem.sentence)
        await this.write(() => this.save(path, { ...before, problem: described.problem.sentence }));
      return described.problem.sentence;
    }
    const found = await withSettings(path, described.value, before ?? unreadRepository, this.gitOptions());
    const moved = before === null || JSON.stringify(before.heads) !== JSON.stringify(found.heads);
    // Before the new commits are there it says nothing.
    let linked = moved ? '' : this.digest(path, found, before.incomplete);
    const old = before === null || Math.abs(now() - before.readAtMs) > renewAfterMs;
    if (before !== null && !moved && !old && before.linked === linked && sameState(before, found)) return null;

    const known = before ?? (await this.begin(path));
    // Sessions were imported since the links were made: their commits may be any, so that all are hashed under their keys.
    const again = this.hashes.any && before?.linked === '';
    // A clone that was shallow has older commits behind the same heads.
    const deepened = before !== null && before.shallowSinceMs !== null && before.shallowSinceMs !== found.shallowSinceMs;
    const anew = again || deepened || known.incomplete;
    const exclude = anew ? [] : shasOf(known);
    const unread = moved || anew ? await this.readCommits(path, { include: shasOf(found), exclude, partial: found.partial }, count) : null;
    // What is newer than a damaged commit is known, and judged by itself.
    if (unread !== null && unread.reason !== 'damaged') return unread.sentence;
    const [incomplete, problem] = [unread !== null, unread?.sentence ?? null];
    // New commits may be later than edits that were in none before.
    if ((await this.adopt(path)) || moved || anew) linked = this.digest(path, found, incomplete);
    if (before?.linked !== linked) {
      const lost = await readRecorded(this.lost(path, found, count), this.calls);
      if (lost !== null && lost.reason !== 'damaged') return lost.sentence;
      const renewal = { database: this.options.ledger.database, repository: this.idOf(path), path, readHints: git.readHints };
      const unhinted = await renewHints({ ...renewal, git: this.gitOptions(), write: (change) => this.write(change) });
      if (unhinted !== null) return unhinted;
    }
    let rewritten = 0;
    const counted = (added: number): void => {
      rewritten += added;
      count(added);
    };
    const moves = await readRewritten(this.lost(path, found, counted), before?.readAtMs ?? 0, () => this.editsOf(path));
    if (moves !== null && moves.reason !== 'damaged') return moves.sentence;
    if (found.marksState !== (before?.marksState ?? '')) {
      const marks = await git.readMarks(path, this.gitOptions());
      if (!marks.ok) return marks.problem.sentence;
      await this.write(() => writeSessionMarks(this.options.ledger.database, this.idOf(path), marks.value));
    }
    // Links are made anew for what was rewritten, also where this ends before they are.
    const state = { ...stateOf(found), linked: rewritten > 0 ? '' : (before?.linked ?? ''), readAtMs: now(), problem, incomplete };
    await this.write(() => this.save(path, state));
    return (await this.link(path, { ...state, linked }, { renew: state.linked !== linked, worktrees: found.worktrees })) ?? problem;
  }

  /**
   * Adds a repository that was never read here. Of one that was read under another path before it moved the commits come along, those
   * included that git has no more. Returns whose refs are known so.
   */
  private async begin(path: string): Promise<Pick<RepositoryState, 'heads' | 'incomplete'>> {
    const { ledger, places } = this.options;
    const { database } = ledger;
    await this.write(() => this.save(path, unreadRepository));
    const moved = readRepositories(database).find(
      (other) => other.path !== path && places.map(other.path) === path && !isForeignKey(other.hashKey),
    );
    if (moved === undefined) return unreadRepository;
    for (const commits of portions(readCommits(database, moved.id, 0).commits))
      await this.write(() => writeCommits(database, this.idOf(path), commits, this.key));
    return moved;
  }

  /** Streams commits into the ledger; returns why that ended early. */
  private async readCommits(
    path: string,
    query: Pick<CommitQuery, 'include' | 'exclude' | 'partial'>,
    count: (added: number) => void,
    isWanted: (commit: StoredCommit) => boolean = () => true,
  ): Promise<GitProblem | null> {
    const { ledger, git } = this.options;
    const keptFromMs = this.forgottenUntil(path);
    for await (const answer of git.readCommits(path, { ...query, hash: this.hashes.hash }, this.gitOptions())) {
      if (!answer.ok) return answer.problem;
      for (const commits of portions(answer.value.filter((commit) => commit.authorMs >= keptFromMs && isWanted(commit))))
        count(await this.write(() => writeCommits(ledger.database, this.idOf(path), commits, this.key)));
    }
    return null;
  }

  /** Whether imported hashes became this ledger's own. */
  private async adopt(path: string): Promise<boolean> {
    if (!this.hashes.any) return false;
    const { calls } = this.options.memory;
    const adopted = await this.write(() => this.hashes.adopt(this.idOf(path)));
    if (adopted > 0) {
      calls.drop();
      this.calls = calls.calls();
    }
    return adopted > 0;
  }

  /** What lost commits are found by; those that come are counted. */
  private lost(path: string, found: RepositoryDescription, count: (added: number) => void): LostInput {
    const { ledger, git } = this.options;
    const exclude = shasOf(found);
    return {
      ...{ database: ledger.database, git, gitOptions: this.gitOptions(), path, id: this.idOf(path), found },
      read: (include, isWanted) => this.readCommits(path, { include, exclude, partial: found.partial }, count, isWanted),
    };
  }

  private editsOf(path: string): readonly PlacedEdit[] {
    const { memory, now } = this.options;
    return memory.calls.edits(path, now());
  }

  /** Renews the links when there is something new to link, and the files that are not committed yet. */
  private async link(
    path: string,
    state: RepositoryState,
    { renew, worktrees }: { readonly renew: boolean; readonly worktrees: readonly string[] },
  ): Promise<string | null> {
    const { ledger, git, places } = this.options;
    const { database } = ledger;
    this.facts.refresh();
    const kept = this.facts.get(path);
    if (kept === null) throw new Deleted();
    const { commits } = kept.facts;
    const edits = this.editsOf(path);
    const calls = this.callsOf(path);
    let found: LinkedLines = { links: kept.links, taken: kept.takenLines };
    let { undoings } = kept;
    if (renew) {
      const recorded = linkCommits({ repository: path, commits, calls, edits, sessionIds: readSessionIds(database) });
      const squashes = knownSquashes(recorded, {
        ...{ database, facts: kept.facts, copies: findCopies(commits), commitCalls: calls, places },
      });
      const input: MatchingInput = {
        ...{ database, id: this.idOf(path), facts: kept.facts, edits, keys: keysOfEdits(database), ownKey: this.key },
        patched: this.options.memory.patched.of(this.idOf(path)),
        squashed: new Set(squashes.keys()),
      };
      const problem = await readMissingLines({
        ...{ readPatches: git.readPatches, gitOptions: this.gitOptions(), path, input, recorded },
        write: (change) => this.write(change),
        onProgress: (linesRead, linesMissing) =>
          this.query.onProgress?.({ repository: path, commits: this.newCommits, linesRead, linesMissing }),
      });
      if (problem !== null) return problem;
      const byLines = matchRepository(input, recorded, this.options.memory.matchers);
      found = {
        ...byLines,
        links: withInferred(byLines.links, { database, facts: kept.facts, edits, commitCalls: calls, taken: byLines.taken, places }),
      };
      undoings = this.options.memory.undoings.find(input, found.links);
    }
    const { links } = found;
    const linked = { repositories: new Map([[path, kept.facts]]), links, takenLines: found.taken };
    const taken = takeEdits({ edits, linked, commitCalls: this.calls });
    const left = edits.filter(({ toolUseId }) => !taken.has(toolUseId)).map((edit) => edit.path);
    const candidates = [...new Set(left.reverse())].slice(0, mostCandidates);
    const open = candidates.length === 0 ? null : await git.openPaths(path, candidates, { ...this.gitOptions(), worktrees });
    if (open !== null && !open.ok) return open.problem.sentence;

    let rows: LinkedRows = { links, takenLines: found.taken, undoings };
    const openPaths = open?.value ?? new Set<string>();
    await this.write(() => {
      const id = this.idOf(path);
      if (renew) rows = writeLinkedRows(database, { id, path }, rows, this.facts.currentRows(path));
      writeOpenPaths(database, id, openPaths);
      this.save(path, state);
    });
    this.facts.adopt(path, rows, openPaths);
    return null;
  }

  /** Differs whenever there may be something else to link. */
  private digest(path: string, found: Found, incomplete: boolean): string {
    const edits = editsBeforeLastCommit(this.options.ledger.database, path);
    const named = namingCallsBeforeLastCommit(this.options.ledger.database, path);
    const { heads, defaultBranch, shallowSinceMs, marksState, identityHashes, settings } = found;
    const hash = createHash('sha256');
    const git = [heads, defaultBranch, shallowSinceMs, marksState, identityHashes, settings?.exclude ?? [], settings?.style ?? null];
    const pulls = placedPullRequests(this.options.ledger.database, this.options.places).filter(({ repository }) => repository === path);
    const numbers = [...new Set(pulls.map(({ number, branch }) => `${String(number)} ${branch}`))].sort();
    hash.update(JSON.stringify([linkRules, git, incomplete, this.callsOf(path), edits, named, numbers]));
    return hash.digest('hex').slice(0, 32);
  }

  /**
   * Calls that may have made a commit here: those of this repository, those of no known one, and those that do not show their folder and
   * recorded a commit that their session's own repository does not have.
   */
  private callsOf(path: string): readonly CommitCall[] {
    const { database } = this.options.ledger;
    const lookups = new Map<string, (beginning: string) => boolean>();
    const isThere = ({ repository, operation, printed }: CommitCall): boolean => {
      let isKnown = lookups.get(repository);
      if (isKnown === undefined) {
        const stored = readRepository(database, repository);
        isKnown = stored === null ? () => false : shaLookup(database, stored.id);
        lookups.set(repository, isKnown);
      }
      const recorded = [...(operation === null ? [] : [operation.sha]), ...printed.map(({ sha }) => sha)];
      return recorded.length === 0 || recorded.some(isKnown);
    };
    return this.calls.flatMap((call) => {
      if (call.repository === path || call.repository === '') return [call];
      return call.anywhere === true && !isThere(call) ? [{ ...call, repository: '' }] : [];
    });
  }

  /** What the user had forgotten stays so: commits of before are not read again, milliseconds UTC. */
  private forgottenUntil(path: string): number {
    return new ForgottenMoments(this.options.ledger.database).keptFromMs(path, path);
  }

  /** Call inside a write. */
  private save(path: string, state: RepositoryState): void {
    writeRepository(this.options.ledger.database, path, state, this.key);
  }

  private idOf(path: string): number {
    const stored = readRepository(this.options.ledger.database, path);
    if (stored === null) throw new Deleted();
    return stored.id;
  }

  private write<T>(change: () => T): Promise<T> {
    this.query.signal?.throwIfAborted();
    return this.options.write(() => {
      // Hashes under a key that was deleted could be compared with nothing.
      if (readHashKey(this.options.ledger.database).id !== this.key.id) throw new Deleted();
      return change();
    });
  }

  private gitOptions(): GitOptions {
    const { signal } = this.query;
    return { environment: this.options.environment, ...(signal === undefined ? {} : { signal }) };
  }

  private sentenceOf(error: unknown): string {
    if (this.query.signal?.aborted === true) return 'Reading git was ended early. What was read is kept; the rest follows the next time.';
    if (error instanceof NoLease) return error.message;
    if (error instanceof Deleted) return 'The ledger was emptied while git was read. The next reading begins anew.';
    const reason = error instanceof Error ? error.message : String(error);
    return `What git said could not be kept (${reason}). What the ledger held is kept; it is tried again the next time.`;
  }
}

/** Commits in portions that make one short transaction each. */
function* portions(commits: readonly StoredCommit[]): Generator<readonly StoredCommit[]> {
  let portion: StoredCommit[] = [];
  let rows = 0;
  for (const commit of commits) {
    if (rows > 0 && rows + 1 + commit.files.length > rowsAtOnce) {
      yield portion;
      [portion, rows] = [[], 0];
    }
    portion.push(commit);
    rows += 1 + commit.files.length;
  }
  if (portion.length > 0) yield portion;
}

function shasOf({ heads }: Pick<RepositoryDescription, 'heads'>): readonly string[] {
  return [...new Set(heads.map(({ sha }) => sha))];
}
