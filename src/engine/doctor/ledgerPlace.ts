/** The ledger's file and what is around it, looked at without opening it. */
import { accessSync, closeSync, constants, existsSync, openSync, readSync, rmSync, statfsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CopyFacts, DiskFacts, LedgerPlace } from '../../core/report/doctor/facts.ts';
import type { Examined } from '../../core/report/doctor/finding.ts';
import { fileSystemType, networkName } from '../../ledger/fileSystem.ts';
import { damagedCopies, updateCopies } from '../../ledger/health.ts';
import { migrations } from '../../ledger/migrations/migrations.ts';

export function lookAtPlace(path: string, home: string): LedgerPlace {
  const folder = dirname(path);
  const header = readHeader(path);
  return {
    ...header,
    knownSchema: migrations.length,
    writable: { file: !existsSync(path) || mayWrite(path), folder: !existsSync(folder) || mayWrite(folder), home: mayWrite(home) },
    tooOpen: isOpen(path, 0o077) || isOpen(folder, basename(folder) === '.payoff' ? 0o077 : 0o022),
    bytes: sizeOf(path) + sizeOf(`${path}-wal`),
    walBytes: sizeOf(`${path}-wal`),
    setAside: copiesOf(damagedCopies(path)),
    copies: copiesOf(updateCopies(path)),
  };
}

const headerBytes = 100;

/** What SQLite's header says: https://www.sqlite.org/fileformat.html, section 1.3. */
function readHeader(path: string): Pick<LedgerPlace, 'file' | 'schema'> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return { file: 'none', schema: null };
  if (!found.isFile()) return { file: 'other', schema: null };
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return { file: 'unreadable', schema: null };
  }
  try {
    const header = Buffer.alloc(headerBytes);
    const length = readSync(file, header, 0, headerBytes, 0);
    if (length === 0) return { file: 'none', schema: null };
    if (!header.toString('latin1', 0, 16).startsWith('SQLite format 3\0')) return { file: 'other', schema: null };
    return { file: 'sqlite', schema: length < headerBytes ? null : header.readUInt32BE(60) };
  } finally {
    closeSync(file);
  }
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether others may do what the bits of `mask` allow. A folder that is not Payoff's own may be looked into, since the file in it may not; where
 * others may write, they could put another file in its place, unless it is one like /tmp. Windows has no such modes.
 */
function isOpen(path: string, mask: number): boolean {
  const found = process.platform === 'win32' ? undefined : statSync(path, { throwIfNoEntry: false });
  return found !== undefined && (found.mode & mask) !== 0 && (found.mode & 0o1000) === 0;
}

function copiesOf(paths: readonly string[]): CopyFacts {
  // Their names end in when they were made.
  return { paths: [...paths].sort().reverse(), bytes: paths.reduce((sum, path) => sum + sizeOf(path) + sizeOf(`${path}-wal`), 0) };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** The log beside the ledger may grow to this before it is folded in. */
const logBytes = 32 * 1024 * 1024;
/** The next update of the schema makes a copy first. */
const roomFor = (ledgerBytes: number): number => 2 * logBytes + ledgerBytes;

export function lookAtDisk(path: string): DiskFacts {
  const { bavail, bsize, files, ffree } = statfsSync(nearestFolder(path));
  return { freeBytes: bavail * bsize, neededBytes: roomFor(sizeOf(path)), freeFiles: files === 0 ? null : ffree };
}

/** `''` on a disk of this machine; null where this system does not tell. */
export function lookAtNetwork(path: string): Examined<string> {
  if (process.platform === 'win32') return /^\\\\(?![?.]\\)/.test(path) ? 'a share' : '';
  const type = fileSystemType(nearestFolder(path));
  return type === null ? null : (networkName(type) ?? '');
}

/** Which journal SQLite can have beside the ledger, tried with a file of its own; null where none can be made. */
export function tryJournal(path: string): string | null {
  const tried = join(dirname(path), `${basename(path)}.tried-${String(process.pid)}`);
  try {
    const database = new DatabaseSync(tried);
    try {
      const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.journal_mode;
      return typeof mode === 'string' ? mode : null;
    } finally {
      database.close();
    }
  } catch {
    return null;
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmQuietly(tried + suffix);
  }
}

function rmQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It could not be made either.
  }
}

/** The folder that the ledger is or would be in, or the nearest one above it that is there. */
function nearestFolder(path: string): string {
  let folder = dirname(path);
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}
