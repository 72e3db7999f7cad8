import { weekKey } from '../core/report/time.ts';
import type { Database } from './store/database.ts';
import { locks } from './store/locks.ts';
import { listTeams } from './teams.ts';

const week = 7 * 86_400_000;
const auditDays = 400;

/** Deletes what is past its time, team by team, unless another instance is at it: rows of reports, old counts of token use. What is published stays. */
export async function applyRetention(database: Database, retentionWeeks: number, nowMs: number): Promise<void> {
  const firstKept = weekKey(nowMs - retentionWeeks * week, 'UTC');
  const firstDay = new Date(nowMs - auditDays * 86_400_000).toISOString().slice(0, 10);
  await database.transaction(async (queries) => {
    const [lock] = await queries.query('SELECT pg_try_advisory_xact_lock($1::integer, $2::integer) AS taken', [
      locks.application,
      locks.retention,
    ]);
    if (lock?.taken !== true) return;
    for (const { team } of await listTeams(queries)) {
      await queries.query('DELETE FROM reports WHERE team = $1 AND week < $2', [team, firstKept]);
      await queries.query('DELETE FROM token_use WHERE team = $1 AND day < $2', [team, firstDay]);
      await queries.query('DELETE FROM tokens WHERE team = $1 AND (expires_ms < $2::bigint OR revoked_ms < $2::bigint)', [
        team,
        nowMs - auditDays * 86_400_000,
      ]);
    }
  });
}
