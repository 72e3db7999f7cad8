import { firstOpenDay, forgottenUs, lastPublishableDay, utcDay } from '../../core/team/otlp/openDays.ts';
import { publishDay } from '../../core/team/otlp/publishDay.ts';
import type { PersonRow } from '../../core/team/otlp/publishDay.ts';
import type { PublishedDay } from '../../core/team/otlp/publishedDay.ts';
import { writeChange } from '../audit.ts';
import { addEdition, editionsOf } from '../editions.ts';
import type { Database, Queries } from '../store/database.ts';
import { integerOf, textOf } from '../store/database.ts';
import { locks, publishingLock } from '../store/locks.ts';
import type { Team } from '../teams.ts';
import { sumColumns } from './sumColumns.ts';

/** How a day of Claude Code's metrics stands among the editions: source `claude`, the day as the period, this part, edition 1, and never another. */
export const dayPart = 'day';

/**
 * Publishes the days of a team that closed, and deletes what they were made of, all at once: of a person nothing is left of a day whose figures are made,
 * told or not. What only kept points from being counted twice goes as soon as none can come any more. What another instance is at is left to it.
 * @returns the days that were published
 */
export async function publishDays(database: Database, { team, k }: Pick<Team, 'team' | 'k'>, nowMs: number): Promise<readonly string[]> {
  return database.transaction(async (queries) => {
    const [lock] = await queries.query('SELECT pg_try_advisory_xact_lock($1::integer, $2::integer) AS taken', [
      locks.application,
      publishingLock(`${team} days`),
    ]);
    if (lock?.taken !== true) return [];
    const last = lastPublishableDay(nowMs);
    const days = await queries.query('SELECT DISTINCT day FROM claude_sums WHERE team = $1 AND day <= $2 ORDER BY day', [team, last]);
    const published: string[] = [];
    for (const row of days) {
      const day = textOf(row, 'day');
      const figures = publishDay({ team, day, k, nowMs }, await rowsOf(queries, team, day));
      if (figures !== null && (await publish(queries, figures))) published.push(day);
    }
    await queries.query('DELETE FROM claude_sums WHERE team = $1 AND day <= $2', [team, last]);
    await forget(queries, team, nowMs);
    return published;
  });
}

/** Every published day of a team, the oldest first. */
export async function publishedDays(queries: Queries, team: string): Promise<readonly PublishedDay[]> {
  return (await editionsOf(queries, team, 'claude')).map(({ figures }) => JSON.parse(figures) as PublishedDay);
}

/** Whether it was not there yet. */
async function publish(queries: Queries, figures: PublishedDay): Promise<boolean> {
  const { team, day, publishedAtMs } = figures;
  const edition = {
    source: 'claude',
    period: day,
    part: dayPart,
    edition: 1,
    publishedMs: publishedAtMs,
    figures: JSON.stringify(figures),
  } as const;
  const added = await addEdition(queries, team, edition);
  if (added) await writeChange(queries, { team, actor: 'collector', action: 'published', subject: `${day} claude` }, publishedAtMs);
  return added;
}

async function forget(queries: Queries, team: string, nowMs: number): Promise<void> {
  const openUs = Date.parse(`${firstOpenDay(nowMs)}T00:00:00Z`) * 1000;
  const goneUs = forgottenUs(nowMs);
  await queries.query('DELETE FROM claude_exports WHERE team = $1 AND time_us < $2', [team, openUs]);
  await queries.query('DELETE FROM claude_counters WHERE team = $1 AND last_us < $2', [team, goneUs]);
  await queries.query('DELETE FROM claude_people WHERE team = $1 AND last_day < $2', [team, utcDay(goneUs / 1000)]);
}

async function rowsOf(queries: Queries, team: string, day: string): Promise<readonly PersonRow[]> {
  const rows = await queries.query('SELECT * FROM claude_sums WHERE team = $1 AND day = $2', [team, day]);
  return rows.map((row) => ({
    person: textOf(row, 'person'),
    model: textOf(row, 'model'),
    amounts: Object.fromEntries(sumColumns.map(({ measure, column }) => [measure, integerOf(row, column)])),
  }));
}
