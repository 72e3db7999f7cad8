/** Reads git of repositories, one after the other, each as far as it can be read. */
import { t } from '../core/l10n/message.ts';
import { Folders, parentOf } from '../ingest/folders.ts';
import type { FolderIdentity } from '../ledger/batch.ts';
import { readFolders, readRecordedPaths } from '../ledger/contexts.ts';
import { isForeignKey, readHashKey } from '../ledger/hashKey.ts';
import { LeaseLost } from '../ledger/errors.ts';
import { hasGitTables, readRepositories } from '../ledger/repositories.ts';
import { LedgerWriter } from '../ledger/writer.ts';
import { GitPass, NoLease } from './gitPass.ts';
import type { GitFacts } from './gitFacts.ts';
import { gitMemory } from './gitMemory.ts';
import type { GitMemory } from './gitMemory.ts';
import type { GitPassOptions } from './gitPass.ts';
import type { GitQuery, GitReading } from './types.ts';

export interface GitReaderOptions extends Omit<GitPassOptions, 'write' | 'memory'> {
  readonly facts: GitFacts;
  /** False: git is never run. */
  readonly allowed: boolean;
  readonly identify: (folder: string) => Promise<FolderIdentity>;
  /** The repository of a folder, `''` for none. */
  readonly repositoryOf: (folder: string) => Promise<string>;
  /** Runs a change in one transaction under the lease; null when that cannot be had. */
  readonly writing: <T>(change: () => T) => Promise<{ readonly value: T } | null>;
  /** Why the lease cannot be had, in a sentence. */
  readonly noLease: () => string;
}

export class GitReader {
  private readonly options: GitReaderOptions;
  private readonly memory: GitMemory;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(options: GitReaderOptions) {
    this.options = options;
    this.memory = gitMemory(options.ledger.database, options.places);
  }

  /** Reads what is new; every repository has an answer, also one that could not be read. */
  read(query: GitQuery): Promise<readonly GitReading[]> {
    return this.between(() => this.readNow(query));
  }

  /** Runs other work with git after what is being read, and before what is read next: one process of git at a time. */
  between<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async readNow(query: GitQuery): Promise<readonly GitReading[]> {
    const { ledger, places, allowed, noLease } = this.options;
    await places.prepare(ledger.database);
    const paths = query.folders === null ? await this.everyRepository() : await this.repositoriesOf(query.folders);
    if (!allowed) return paths.map((path) => unread(path, t('Git is not run here. What was read before is shown.')));
    if (!hasGitTables(ledger.database)) return paths.map((path) => unread(path, noLease()));
    try {
      await this.identifyOldEdits();
    } catch (error) {
      if (!(error instanceof NoLease)) throw error;
    }
    let pass: GitPass | null = null;
    const readings: GitReading[] = [];
    for (const path of paths) {
      if (path === '') {
        readings.push(unread('', t('This folder is in no git repository: only its cost can be shown.')));
        continue;
      }
      pass ??= new GitPass({ ...this.options, memory: this.memory, write: (change) => this.write(change) }, this.options.facts, query);
      readings.push(await pass.read(path));
    }
    return readings;
  }

  private async repositoriesOf(folders: readonly string[]): Promise<readonly string[]> {
    return [...new Set(await Promise.all(folders.map((folder) => this.options.repositoryOf(folder))))];
  }

  /** Those that requests and edits of the ledger name, as long as they are there, and those that were read before. */
  private async everyRepository(): Promise<readonly string[]> {
    const { ledger, places, identify } = this.options;
    const named = new Set<string>();
    for (const cwd of readFolders(ledger.database).keys()) named.add(places.ofFolder(cwd).repository);
    for (const folder of new Set(readRecordedPaths(ledger.database).map(parentOf))) named.add(places.ofFolder(folder).repository);
    named.delete('');
    const rows = hasGitTables(ledger.database) ? readRepositories(ledger.database) : [];
    // Another machine's clone may be here too, at the same path or a mapped one; if not, there is nothing to read.
    const read = rows.filter(({ hashKey }) => !isForeignKey(hashKey)).map(({ path }) => path);
    for (const { path, hashKey } of rows) if (isForeignKey(hashKey)) named.add(places.map(path));
    const known = new Set(read.filter((path) => places.map(path) === path));
    const there = await Promise.all([...named].map(async (path) => known.has(path) || (await identify(path)).repository === path));
    return [...new Set([...known, ...[...named].filter((_, index) => there[index])])].sort();
  }

  /** A ledger from before git was read knows no folders of edits yet. */
  private async identifyOldEdits(): Promise<void> {
    const { ledger, places, identify, now } = this.options;
    const { database } = ledger;
    if (readRepositories(database).length > 0) return;
    const folders = new Folders(database, identify, now);
    const found = new Map<string, FolderIdentity>();
    await folders.identifyTouched(new Set(readRecordedPaths(database).map(parentOf)), found);
    if (found.size === 0) return;
    await this.write(() => {
      const writer = new LedgerWriter(database, readHashKey(database));
      for (const [folder, identity] of found) writer.writeFolder(folder, identity, now());
    });
    await places.prepare(database);
  }

  private async write<T>(change: () => T): Promise<T> {
    const { writing, noLease } = this.options;
    try {
      const written = await writing(change);
      if (written !== null) return written.value;
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
    }
    throw new NoLease(noLease());
  }
}

function unread(repository: string, problem: string): GitReading {
  return { repository, commits: 0, newCommits: 0, problem };
}
