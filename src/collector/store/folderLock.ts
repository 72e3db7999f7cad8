/**
 * PGlite has no lock of its own, and two processes on one folder would destroy it. The lock is one of the operating system's, by way of SQLite: it is gone
 * the moment its holder is, however that ended, and holds between containers that share a volume, where the id of a process says nothing.
 */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StoreProblem } from './database.ts';

export interface FolderLock {
  /** Notes where the holder can be talked to. */
  tell(address: string): void;
  release(): void;
}

/** Another process has the folder. */
export class FolderInUse extends StoreProblem {
  readonly folder: string;

  constructor(folder: string) {
    super(`Another collector uses the data folder ${folder}. Several instances need PostgreSQL: set DATABASE_URL.`);
    this.folder = folder;
  }
}

const lockFile = (folder: string): string => path.join(folder, 'collector.lock');
const addressFile = (folder: string): string => path.join(folder, 'collector.address');

/** The folder for this process alone, made where it is missing; throws FolderInUse while another process has it. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { DatabaseSync } = await import('node:sqlite'); // only where a folder is locked: Node 22 complains of it
  let database;
  try {
    database = new DatabaseSync(lockFile(folder));
    chmodSync(lockFile(folder), 0o600);
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (isBusy(error)) throw new FolderInUse(folder);
    throw new StoreProblem(`${folder} cannot be locked: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const held = database;
  writeFileSync(addressFile(folder), '', { mode: 0o600 });
  return {
    tell: (address) => writeFileSync(addressFile(folder), address, { mode: 0o600 }),
    release: () => held.close(),
  };
}

/** Where the holder of the folder can be talked to; empty while it has not said. */
export function addressOfHolder(folder: string): string {
  try {
    return readFileSync(addressFile(folder), 'utf8');
  } catch {
    return '';
  }
}

function isBusy(error: unknown): boolean {
  const sqliteBusy = 5;
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy;
}
