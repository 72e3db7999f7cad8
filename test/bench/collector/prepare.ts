/** What every line about the collector needs: the program as it is shipped, stores, and a folder of its own. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { buildOptions, bundles, collectorBundle, pgliteParts } from '../../../esbuild.mjs';
import type { Database } from '../../../src/collector/store/database.ts';
import { migrate } from '../../../src/collector/store/migrate.ts';
import { migrations } from '../../../src/collector/store/migrations/migrations.ts';
import { openStore } from '../../../src/collector/store/openStore.ts';
import { createTeam } from '../../../src/collector/teams.ts';
import { createToken } from '../../../src/collector/tokens.ts';
import { TestPostgres } from '../../support/collector/postgres.ts';
import { benchFolder } from '../corpus.ts';
import { familyCpuMs, MeasuredProcess } from './serverProcess.ts';

export const storeKinds = ['PGlite', 'PostgreSQL'] as const;
export type StoreKind = (typeof storeKinds)[number];

export const team = 'platform';

export interface BenchStore {
  readonly kind: StoreKind;
  readonly ingest: string;
  readonly lead: string;
  /** Opens it for this process while no collector has it. */
  open<T>(work: (database: Database) => Promise<T>): Promise<T>;
  /** Starts a collector on it, on a processor of its own. */
  serve(): Promise<MeasuredProcess>;
  /** Processor time of the database's own processes so far; NaN where it is part of the collector. */
  databaseCpuMs(): number;
}

export interface Bench {
  readonly folder: string;
  readonly quick: boolean;
  readonly seconds: number;
  readonly pairs: number;
  readonly developers: number;
  readonly stores: readonly StoreKind[];
  /** An empty store with one team and its tokens. */
  store(kind: StoreKind): Promise<BenchStore>;
  bare(): Promise<MeasuredProcess>;
  close(): Promise<void>;
}

export type BenchChoice = Pick<Bench, 'quick' | 'seconds' | 'pairs' | 'developers' | 'stores'>;

export async function prepareBench(choice: BenchChoice): Promise<Bench> {
  mkdirSync(benchFolder, { recursive: true });
  const folder = mkdtempSync(path.join(benchFolder, 'collector-'));
  await bundle(folder);
  let cluster: TestPostgres | null = null;
  const bench: Bench = {
    ...choice,
    folder,
    store: async (kind) => {
      if (kind === 'PostgreSQL') cluster ??= await TestPostgres.make({ durable: true });
      const databaseUrl = kind === 'PostgreSQL' && cluster !== null ? await cluster.createDatabase() : null;
      return storeOf(bench, kind, databaseUrl, () => (cluster === null ? NaN : familyCpuMs(cluster.processId)));
    },
    bare: () => MeasuredProcess.start(bench, path.join(import.meta.dirname, 'bareServer.ts'), []),
    close: async () => {
      await cluster?.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return bench;
}

async function storeOf(bench: Bench, kind: StoreKind, databaseUrl: string | null, databaseCpuMs: () => number): Promise<BenchStore> {
  const data = databaseUrl === null ? mkdtempSync(path.join(bench.folder, 'data-')) : null;
  const open = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
    const store = await openStore({ databaseUrl, folder: data, connections: 2 });
    try {
      return await work(store.database);
    } finally {
      await store.close();
    }
  };
  const made = await open(async (database) => {
    await migrate(database, migrations);
    const nowMs = Date.now();
    await createTeam(database, { team, name: 'Platform', k: 5, nowMs });
    const token = async (which: 'ingest' | 'lead'): Promise<string> =>
      (await createToken(database, { kind: which, teams: [team], expiresMs: null, nowMs })).token;
    return { ingest: await token('ingest'), lead: await token('lead') };
  });
  const environment = data === null ? { DATABASE_URL: databaseUrl ?? '' } : { PAYOFF_COLLECTOR_DATA: data };
  return {
    kind,
    ...made,
    open,
    serve: () =>
      MeasuredProcess.start(bench, path.join(bench.folder, 'collector.cjs'), ['serve', '--port', '0', '--rate', '1000000'], environment),
    databaseCpuMs: () => (kind === 'PGlite' ? NaN : databaseCpuMs()),
  };
}

/** As it is shipped, but not into `dist`, which others may be using. */
async function bundle(folder: string): Promise<void> {
  const page = bundles.filter(({ name }) => name === 'team');
  await Promise.all([collectorBundle, ...page].map((each) => build({ ...buildOptions(each), outdir: folder, metafile: false })));
  const parts = path.resolve(import.meta.dirname, '../../../node_modules/@electric-sql/pglite/dist');
  for (const name of pgliteParts) copyFileSync(path.join(parts, name), path.join(folder, name));
}
