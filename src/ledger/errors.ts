import { t } from '../core/l10n/message.ts';

/** What an error means for the ledger: whether something outside explains it, and the sentence that a person reads. */

const busy = 5;
const readOnly = 8;
const inputOutput = 10;
const corrupt = 11;
const full = 13;
const cannotOpen = 14;
const notADatabase = 26;

/** Primary result codes that say nothing about the ledger's content: no permission, a lock, no memory, a disk that fails or is full. */
const outside: ReadonlySet<number> = new Set([3, busy, 6, 7, readOnly, 9, inputOutput, full, cannotOpen, 15, 22, 23]);

/** Thrown by a write whose lease another process has taken: nothing of it was written. */
export class LeaseLost extends Error {
  constructor() {
    super('Another process took over the ledger; this write was dropped and will be made by that process.');
    this.name = 'LeaseLost';
  }
}

/** Thrown where the ledger does not hold what a write left in it. */
export class LedgerDefect extends Error {}

/** SQLite's primary result code of an error that `node:sqlite` threw, null for any other error. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether another process holds the lock that was waited for. */
export function isLocked(error: unknown): boolean {
  return sqliteCode(error) === busy;
}

/** Whether SQLite itself says that the file is damaged. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === corrupt || code === notADatabase;
}

/**
 * Whether a damaged ledger may be behind an error: also a column that holds what was never written there. Only a look at the whole
 * ledger can tell (`findDamage`).
 */
export function mayBeDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  if (code !== null) return !outside.has(code);
  return defects.some((defect) => error instanceof defect);
}

/** What reading a column throws that holds another type, no JSON, or a number beyond 2^53. */
const defects = [LedgerDefect, TypeError, SyntaxError, RangeError];

/** Why the ledger could not be written or read just now, what was kept, and what to do: whole sentences. */
export function troubleSentence(error: unknown): string {
  switch (sqliteCode(error)) {
    case full:
      return t(
        'The disk that holds the ledger is full, so nothing new was written. What the ledger held is kept. Free some space: reading goes on from there by itself.',
      );
    case busy:
      return t(
        'Another process is in the middle of writing the ledger and does not end (stopped, or on a disk that hangs), so nothing new was written. What the ledger held is kept, and reading goes on once that process does or is gone.',
      );
    case readOnly:
      return t(
        'The ledger may not be written any more (its file, folder or disk became read-only). What it held is kept and shown. Give yourself the permission: reading goes on from there by itself.',
      );
    case inputOutput:
    case cannotOpen:
      return t(
        "The disk that holds the ledger did not take a write or give a read ({0}). What the ledger held is kept. Check the disk's space and health; it is tried again.",
        messageOf(error),
      );
    case corrupt:
    case notADatabase:
      return t(
        'The ledger is damaged ({0}). Nothing was overwritten. It is set aside and filled anew from the transcripts that are still there the next time it is opened.',
        messageOf(error),
      );
    default:
      return t('The ledger could not be used just now ({0}). What it held is kept, and it is tried again.', messageOf(error));
  }
}
