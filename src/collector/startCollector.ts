import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { audit as auditOf } from './audit.ts';
import { authentication } from './authentication.ts';
import type { Configuration } from './configuration.ts';
import { defaultConfiguration } from './configuration.ts';
import type { CollectorContext } from './context.ts';
import { describeError } from './errors.ts';
import { regularWork } from './regularWork.ts';
import { schedule } from './schedule.ts';
import { buildServer } from './server.ts';
import type { LogStream } from './server.ts';
import { clockWatch } from './steadyClock.ts';
import type { Database } from './store/database.ts';
import { DatabaseAway, StoreProblem } from './store/database.ts';
import { migrate } from './store/migrate.ts';
import { migrations } from './store/migrations/migrations.ts';
import { openStore } from './store/openStore.ts';
import type { OpenedStore } from './store/openStore.ts';
import type { FolderLock } from './store/folderLock.ts';

const hour = 3_600_000;
const flushMs = 5_000;
const againMs = 2_000;
const endingLimitMs = 10_000;

export interface CollectorOptions extends Partial<Configuration> {
  /** The clock; this machine's unless it is given. */
  readonly nowMs?: () => number;
  /** A clock that only counts, in milliseconds; this machine's, or `nowMs` where that is given. */
  readonly steadyMs?: () => number;
  /** Where logs go; standard output unless it is given. */
  readonly stream?: LogStream;
  /** A store that is open already: it is closed with the collector. */
  readonly database?: Database;
}

export interface Collector {
  /** `http://127.0.0.1:4319`, with the port that was free. */
  readonly url: string;
  readonly port: number;
  readonly context: CollectorContext;
  /** The lock on PGlite's folder, if there is one. */
  readonly lock: FolderLock | null;
  /** Resolves when the store is there and up to date: at once, unless the database was away at the start. */
  readonly ready: Promise<void>;
  /** Publishes what is due, and deletes what is past its time. */
  tick(): Promise<void>;
  /** Lets requests that are under way end (ten seconds at most), then closes the store. */
  close(): Promise<void>;
}

/** Starts a collector in this process; throws StoreProblem where its folder or its database cannot be used. */
export async function startCollector(options: CollectorOptions = {}): Promise<Collector> {
  const { nowMs = Date.now, stream = process.stdout, database: given, ...others } = options;
  const { steadyMs = options.nowMs ?? (() => performance.now()), ...settings } = others;
  const configuration: Configuration = { ...defaultConfiguration, ...settings };
  const certificate =
    configuration.tls === null
      ? null
      : { cert: await readFile(configuration.tls.cert, 'utf8'), key: await readFile(configuration.tls.key, 'utf8') };
  const store: OpenedStore =
    given === undefined
      ? await openStore({ databaseUrl: configuration.databaseUrl, folder: configuration.data, connections: configuration.connections })
      : { database: given, lock: null, close: () => given.close() };
  const { database, lock } = store;

  const audit = auditOf(database, nowMs);
  const context: CollectorContext = { configuration, database, audit, authentication: authentication(database, nowMs), nowMs };
  let isReady = false;
  let isEnding = false;
  const server = await buildServer(context, { isReady: () => isReady, isEnding: () => isEnding }, certificate, stream);
  const onError = (what: string) => (error: unknown) => server.log.error(describeError(error), what);

  const works = regularWork(context);
  const hasKeptStep = clockWatch(nowMs, steadyMs);
  const workThrough = async (): Promise<void> => {
    if (!hasKeptStep()) {
      server.log.warn('the clock has jumped: what is due waits until it keeps step');
      return;
    }
    for (const each of works) await each().catch(onError('regular work failed'));
  };
  const work = schedule(workThrough, hour, onError('regular work failed'));
  const flushing = schedule(() => audit.flush(), flushMs, onError('audit could not be written'));

  async function closeAll(): Promise<void> {
    isEnding = true;
    const timer = setTimeout(() => server.server.closeAllConnections(), endingLimitMs);
    await server.close();
    clearTimeout(timer);
    await work.stop();
    await flushing.stop();
    await audit.flush().catch(onError('audit could not be written'));
    await store.close();
  }

  async function prepare(): Promise<void> {
    await migrate(database, migrations);
    isReady = true;
    void work.now();
  }

  async function prepareWhenBack(): Promise<void> {
    for (;;) {
      await delay(againMs, undefined, { ref: false });
      if (isEnding) return;
      try {
        await prepare();
        server.log.info('the store is there');
        return;
      } catch (error) {
        if (!(error instanceof DatabaseAway)) throw error;
      }
    }
  }

  let ready: Promise<void>;
  try {
    await server.listen({ host: configuration.host, port: configuration.port });
    ready = prepare();
    await ready;
  } catch (error) {
    if (!(error instanceof DatabaseAway)) {
      await closeAll();
      throw isInUse(error) ? new StoreProblem(`Port ${configuration.port} of ${configuration.host} is in use.`) : error;
    }
    server.log.warn('the store cannot be asked yet');
    ready = prepareWhenBack();
    ready.catch(onError('the store cannot be used'));
  }

  const { port } = server.server.address() as AddressInfo;
  const host = configuration.host.includes(':') ? `[${configuration.host}]` : configuration.host;
  return {
    url: `${certificate === null ? 'http' : 'https'}://${host}:${port}`,
    port,
    context,
    lock,
    ready,
    tick: () => work.now(),
    close: closeAll,
  };
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
