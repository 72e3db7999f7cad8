import pg from 'pg';
import type { ClientBase } from 'pg';
import { databaseError, parseBigint } from './database.ts';
import type { Database, Queries, Row } from './database.ts';

/** By the number of a type: 20 is bigint, which pg leaves as text. */
const parsers = new Map<number, (text: string) => unknown>([[20, parseBigint]]);
const connectLimitMs = 3_000;
const queryLimitMs = 30_000;

/** PostgreSQL, through a pool; nothing is asked of it before the first query. */
export function openPostgres(url: string, { connections = 10 }: { readonly connections?: number } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectLimitMs,
    query_timeout: queryLimitMs,
    application_name: 'payoff-collector',
    keepAlive: true,
    types: {
      getTypeParser: (type, format) => parsers.get(type) ?? (pg.types.getTypeParser(type, format) as (text: string) => unknown),
    },
  });
  // A connection that idles in the pool breaks when the database goes: the next query opens another.
  pool.on('error', () => undefined);

  return {
    kind: 'postgres',
    ...queriesOf(pool),
    transaction: async (work) => {
      const client = await pool.connect().catch(rethrow);
      let broken = false;
      const onError = (): void => {
        broken = true;
      };
      client.on('error', onError);
      try {
        const queries = queriesOf(client);
        await queries.run('BEGIN');
        const result = await work(queries);
        await queries.run('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {
          broken = true;
        });
        throw error;
      } finally {
        client.off('error', onError);
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

function queriesOf(client: Pick<ClientBase, 'query'>): Queries {
  return {
    query: async (text, values = []) => (await client.query<Row>(text, [...values]).catch(rethrow)).rows,
    run: async (script) => {
      await client.query(script).catch(rethrow);
    },
  };
}

function rethrow(error: unknown): never {
  throw databaseError(error);
}
