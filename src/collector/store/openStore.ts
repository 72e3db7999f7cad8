import path from 'node:path';
import type { Database } from './database.ts';
import { lockFolder } from './folderLock.ts';
import type { FolderLock } from './folderLock.ts';

export interface OpenedStore {
  readonly database: Database;
  /** The lock on PGlite's folder; null for PostgreSQL and in memory. */
  readonly lock: FolderLock | null;
  /** Closes the database, then gives the folder free. */
  close(): Promise<void>;
}

/** Where rows are kept: `databaseUrl` if there is one, else a folder, else memory (for tests). */
export interface StorePlace {
  readonly databaseUrl: string | null;
  readonly folder: string | null;
  readonly connections?: number;
}

/** Opens the store; throws FolderInUse where another process holds the folder. Each driver is loaded only where it is used. */
export async function openStore({ databaseUrl, folder, connections = 10 }: StorePlace): Promise<OpenedStore> {
  if (databaseUrl !== null) {
    const { openPostgres } = await import('./postgres.ts');
    const database = openPostgres(databaseUrl, { connections });
    return { database, lock: null, close: () => database.close() };
  }
  const { openPglite } = await import('./pglite.ts');
  const lock = folder === null ? null : await lockFolder(folder);
  try {
    const database = await openPglite(folder === null ? null : path.join(folder, 'database'));
    const close = async (): Promise<void> => {
      await database.close();
      lock?.release();
    };
    return { database, lock, close };
  } catch (error) {
    lock?.release();
    throw error;
  }
}
