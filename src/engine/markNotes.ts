/**
 * What was said of marks, and which are snoozed: one small file each beside the ledger, under a hash of what it is about. Creating a file is the one thing
 * that only one of several windows and editors can do, without a lease and without a database, so each notice is shown by just one of them.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../ledger/makeFolder.ts';

/** Longer than any period: a note of one that is over is of no use. */
const keptForMs = 100 * 24 * 60 * 60_000;

export class MarkNotes {
  private readonly folder: string;
  /** Where no file can be written, this process remembers what it did. */
  private readonly said = new Set<string>();
  private readonly snoozed = new Map<string, number>();

  /** `ledger` is the ledger's file. */
  constructor(ledger: string) {
    this.folder = `${ledger}.marks`;
  }

  /** Whether the caller is the one to say it: true once for a key, of all processes. */
  claim(key: string, nowMs: number): boolean {
    const name = nameOf('said', key);
    if (this.said.has(name)) return false;
    this.said.add(name);
    try {
      this.begin(nowMs);
    } catch {
      return true;
    }
    try {
      writeFileSync(join(this.folder, name), '', { flag: 'wx', mode: 0o600 });
      return true;
    } catch (error) {
      return !(error instanceof Error && 'code' in error && error.code === 'EEXIST');
    }
  }

  /** Silences a mark's period until then, in every window. */
  snooze(key: string, untilMs: number, nowMs: number): void {
    const name = nameOf('snoozed', key);
    this.snoozed.set(name, untilMs);
    try {
      this.begin(nowMs);
      writeFileSync(join(this.folder, name), String(untilMs), { mode: 0o600 });
    } catch {
      // Where nothing can be written, this window alone is silent.
    }
  }

  /** Until when keys are snoozed: reads the folder once. */
  snoozes(): (key: string) => number | null {
    const names = new Set(this.names());
    return (key) => {
      const name = nameOf('snoozed', key);
      if (!names.has(name)) return this.snoozed.get(name) ?? null;
      try {
        const untilMs = Number(readFileSync(join(this.folder, name), 'utf8'));
        return Number.isFinite(untilMs) && untilMs > 0 ? untilMs : null;
      } catch {
        return null;
      }
    };
  }

  deleteAll(): void {
    this.said.clear();
    this.snoozed.clear();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private begin(nowMs: number): void {
    makeFolder(this.folder);
    for (const name of this.names()) {
      const file = join(this.folder, name);
      const modifiedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? nowMs;
      if (nowMs - modifiedMs > keptForMs) rmSync(file, { force: true });
    }
  }

  private names(): readonly string[] {
    try {
      return readdirSync(this.folder);
    } catch {
      return [];
    }
  }
}

/** No name of a repository or a branch stands in a file's name. */
function nameOf(kind: 'said' | 'snoozed', key: string): string {
  return `${kind}-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}
