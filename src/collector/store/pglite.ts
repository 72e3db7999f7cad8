import { mkdir } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import type { PGliteInterface, Transaction } from '@electric-sql/pglite';
import { databaseError, parseBigint, StoreProblem } from './database.ts';
import type { Database, Queries, Row } from './database.ts';

const bigint = 20;

/** PGlite in a folder that nobody else uses now (`folderLock.ts`), or in memory where none is given. Its large parts lie beside it, and beside the bundle. */
export async function openPglite(folder: string | null): Promise<Database> {
  if (folder !== null) await mkdir(folder, { recursive: true, mode: 0o700 });
  const database = await open(folder);
  return {
    kind: 'pglite',
    ...queriesOf(database),
    transaction: (work) => database.transaction((transaction) => work(queriesOf(transaction))),
    close: () => database.close(),
  };
}

async function open(folder: string | null): Promise<PGliteInterface> {
  try {
    return await PGlite.create({ dataDir: folder ?? 'memory://', parsers: { [bigint]: parseBigint } });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreProblem(`The data folder ${folder ?? 'in memory'} cannot be opened: ${reason}.`);
  }
}

function queriesOf(database: PGliteInterface | Transaction): Queries {
  return {
    query: async (text, values = []) => (await database.query<Row>(text, [...values]).catch(rethrow)).rows,
    run: async (script) => {
      await database.exec(script).catch(rethrow);
    },
  };
}

function rethrow(error: unknown): never {
  throw databaseError(error);
}
