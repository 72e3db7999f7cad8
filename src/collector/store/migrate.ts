import type { Database } from './database.ts';
import { StoreProblem, textOf } from './database.ts';
import { locks } from './locks.ts';
import type { Migration } from './migrations/migration.ts';

/**
 * Brings the schema up to date, in one transaction and under a lock: of several instances that start at once one does it, the others wait for it.
 * A store that a newer version has changed is refused.
 */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<void> {
  await database.transaction(async (queries) => {
    await queries.query('SELECT pg_advisory_xact_lock($1::integer, $2::integer)', [locks.application, locks.migrating]);
    await queries.run('CREATE TABLE IF NOT EXISTS migrations (name text NOT NULL PRIMARY KEY)');
    const done = new Set((await queries.query('SELECT name FROM migrations')).map((row) => textOf(row, 'name')));
    const known = new Set(migrations.map(({ name }) => name));
    const unknown = [...done].filter((name) => !known.has(name));
    if (unknown.length > 0)
      throw new StoreProblem(
        `The store was changed by a newer version of Payoff (${unknown.join(', ')}): run that version, or restore a backup.`,
      );
    for (const { name, script } of migrations) {
      if (done.has(name)) continue;
      await queries.run(script);
      await queries.query('INSERT INTO migrations (name) VALUES ($1)', [name]);
    }
  });
}
