/** One look at some files: what of them is to be read, and how much of it has been. */
import { factsVersion } from '../ledger/cursors.ts';
import type { Cursor } from '../ledger/cursors.ts';
import type { Batch } from '../ledger/batch.ts';
import { isUnchanged } from './choose.ts';
import type { FoundFile } from './discover.ts';
import type { FoundFiles } from './foundFiles.ts';
import type { Root } from './roots.ts';
import { isMissing, unreadable } from './unreadable.ts';

export interface PassOptions {
  readonly roots: readonly Root[];
  /** Folders of projects that are not there (any more): what was read from them is gone. */
  readonly missing: readonly string[];
  /** Start of the user's today, milliseconds UTC. */
  readonly startOfTodayMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: PassProgress) => void;
}

export interface PassProgress {
  readonly files: number;
  readonly filesDone: number;
  readonly bytes: number;
  readonly bytesRead: number;
  readonly todayExact: boolean;
}

export interface PassResult {
  readonly files: number;
  readonly filesRead: number;
  readonly bytes: number;
  readonly bytesRead: number;
  readonly newRequests: number;
  readonly complete: boolean;
  readonly problems: readonly string[];
}

export class Pass {
  readonly cursors: ReadonlyMap<string, Cursor>;
  readonly options: PassOptions;
  /** Sentences about what could not be read. */
  readonly problems: string[];
  private readonly found: FoundFiles;
  /** Those that changed and are not taken yet, the oldest first. */
  private readonly waiting: number[] = [];
  private readonly changed: number;
  private readonly bytes: number;
  private readonly unreadToday = new Set<string>();
  private readonly offsets = new Map<string, number>();
  private filesDone = 0;
  private bytesDone = 0;
  private bytesRead = 0;
  private newRequests = 0;

  constructor(found: FoundFiles, cursors: ReadonlyMap<string, Cursor>, options: PassOptions, problems: readonly string[] = []) {
    this.found = found;
    this.cursors = cursors;
    this.options = options;
    this.problems = [...problems];
    let bytes = 0;
    for (let index = 0; index < found.count; index += 1) {
      const file = found.at(index);
      if (isUnchanged(file, cursors.get(file.path))) continue;
      this.waiting.push(index);
      bytes += this.unread(file);
      if (file.modifiedMs >= options.startOfTodayMs) this.unreadToday.add(file.path);
    }
    this.waiting.sort((first, second) => found.modifiedMsAt(first) - found.modifiedMsAt(second));
    this.changed = this.waiting.length;
    this.bytes = bytes;
  }

  get bytesLeft(): number {
    return this.bytes - this.bytesDone;
  }

  /** Those that changed, the newest first; each is given once. */
  *files(): Generator<FoundFile, void> {
    for (let index = this.waiting.pop(); index !== undefined; index = this.waiting.pop()) yield this.found.take(index);
  }

  begin(file: FoundFile, offset: number): void {
    this.offsets.set(file.path, offset);
  }

  wrote(batch: Batch, newRequests: number): void {
    this.newRequests += newRequests;
    const from = this.offsets.get(batch.transcript.path) ?? 0;
    this.bytesRead += batch.transcript.offset - from;
    this.bytesDone = Math.min(this.bytes, this.bytesDone + batch.transcript.offset - from);
    this.offsets.set(batch.transcript.path, batch.transcript.offset);
    this.report();
  }

  done(file: FoundFile): void {
    this.filesDone += 1;
    this.offsets.delete(file.path);
    this.unreadToday.delete(file.path);
    this.report();
  }

  failed(file: FoundFile, message: string): void {
    // The system's own message names the path once more, and a file that has just gone is no problem.
    const reason = /^E[A-Z0-9]+(?=: )/.exec(message)?.[0] ?? message;
    if (!isMissing(reason)) this.problems.push(unreadable('transcript', file.path, reason));
    this.done(file);
  }

  report(): void {
    const { changed, filesDone, bytes, bytesDone } = this;
    this.options.onProgress({ files: changed, filesDone, bytes, bytesRead: bytesDone, todayExact: this.unreadToday.size === 0 });
  }

  result(complete: boolean): PassResult {
    const { found, filesDone, bytesRead, newRequests, problems } = this;
    return { files: found.count, filesRead: filesDone, bytes: found.bytes, bytesRead, newRequests, complete, problems };
  }

  private unread(file: FoundFile): number {
    const cursor = this.cursors.get(file.path);
    return cursor?.facts === factsVersion && cursor.size < file.size ? file.size - cursor.offset : file.size;
  }
}
