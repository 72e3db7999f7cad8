/** SQLite's own check of the ledger's file, not made more often than need be: a document that stays open asks every few seconds. */
import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Unexamined } from '../../core/report/doctor/finding.ts';
import { isDamage, messageOf } from '../../ledger/errors.ts';
import { checkFile } from '../../ledger/health.ts';

/** What was found sound is taken to be sound for so long. */
const soundForMs = 10 * 60_000;
/** Beyond this the check would take longer than anybody waits. */
const largestBytes = 2e9;

export class FileCheck {
  private readonly database: DatabaseSync;
  private readonly path: string;
  private soundUntilMs = -Infinity;

  constructor(database: DatabaseSync, path: string) {
    this.database = database;
    this.path = path;
  }

  /** What is wrong, `''` where nothing is. Blocks this thread while it looks. */
  run(): string | Unexamined {
    const nowMs = performance.now();
    if (nowMs < this.soundUntilMs) return '';
    try {
      if ((statSync(this.path, { throwIfNoEntry: false })?.size ?? 0) > largestBytes) return { unexamined: 'time' };
      const damage = checkFile(this.database);
      if (damage === '') this.soundUntilMs = nowMs + soundForMs;
      return damage;
    } catch (error) {
      return isDamage(error) ? messageOf(error) : { unexamined: 'failed' };
    }
  }
}
