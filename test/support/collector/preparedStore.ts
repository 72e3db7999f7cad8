import { migrate } from '../../../src/collector/store/migrate.ts';
import { migrations } from '../../../src/collector/store/migrations/migrations.ts';
import type { Database } from '../../../src/collector/store/database.ts';
import { openStore } from '../../../src/collector/store/openStore.ts';
import type { StorePlace } from '../../../src/collector/store/openStore.ts';
import { createTeam } from '../../../src/collector/teams.ts';
import { createToken } from '../../../src/collector/tokens.ts';
import type { TokenKind } from '../../../src/collector/tokens.ts';

/** A store with one team, `platform`, for collectors that are processes of their own. */
export interface PreparedStore {
  /** A token of that team. */
  readonly ingest: string;
  readonly lead: string;
  /** Opens it in this process; not while a collector has a folder. */
  open<T>(work: (database: Database) => Promise<T>): Promise<T>;
}

export async function preparedStore(place: StorePlace): Promise<PreparedStore> {
  const open = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
    const store = await openStore({ connections: 2, ...place });
    try {
      return await work(store.database);
    } finally {
      await store.close();
    }
  };
  const tokens = await open(async (database) => {
    await migrate(database, migrations);
    const nowMs = Date.now();
    await createTeam(database, { team: 'platform', name: 'Platform', k: 5, nowMs });
    const token = async (kind: TokenKind): Promise<string> =>
      (await createToken(database, { kind, teams: ['platform'], expiresMs: null, nowMs })).token;
    return { ingest: await token('ingest'), lead: await token('lead') };
  });
  return { ...tokens, open };
}
