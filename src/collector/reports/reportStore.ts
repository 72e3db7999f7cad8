/** The rows of reports: the latest of each week, reporter and device. Every statement names its team. */
import type { TeamWeek } from '../../core/team/teamWeek.ts';
import type { Database, Queries, Value } from '../store/database.ts';
import { integerOf, textOf } from '../store/database.ts';
import { locks, publishingLock } from '../store/locks.ts';
import { together } from '../store/together.ts';
import { markOf, teamSecret } from '../teams.ts';

export type StoredReport =
  { readonly kind: 'stored' } | { readonly kind: 'newerThere'; readonly sequence: number } | { readonly kind: 'withdrawn' };

export interface ReportStore {
  /** Keeps a report unless one of the same or a higher sequence is there, or its pseudonym was withdrawn. */
  put(report: TeamWeek): Promise<StoredReport>;
  /** Deletes all of a pseudonym for good, and does `also` in the same transaction; how many rows there were. */
  withdraw(team: string, reporter: string, also?: (queries: Queries) => Promise<void>): Promise<number>;
  /** Whether the pseudonym's withdrawal has begun. */
  isWithdrawn(team: string, reporter: string): Promise<boolean>;
}

const mostTogether = 200;

const keyOf = ({ week, reporter, device }: TeamWeek): string => `${week} ${reporter} ${device}`;

/** Reports of a store; of each team those that come at the same time are written together. */
export function reportStore(database: Database): ReportStore {
  const writers = new Map<string, (report: TeamWeek) => Promise<StoredReport>>();
  const secrets = new Map<string, string>();

  async function secretOf(team: string): Promise<string> {
    const secret = secrets.get(team) ?? (await teamSecret(database, team));
    secrets.set(team, secret);
    return secret;
  }

  /**
   * Written first and asked for withdrawal afterwards: a withdrawal leaves its mark before it deletes, so whichever of the two comes later removes the row,
   * without a lock.
   */
  async function write(team: string, reports: readonly TeamWeek[]): Promise<readonly StoredReport[]> {
    const secret = await secretOf(team);
    const marks = reports.map(({ reporter }) => markOf(secret, reporter));
    const before = await markedOf(database, team, marks);
    const live = reports.filter((_, index) => !before.has(marks[index] ?? ''));
    const stored = live.length === 0 ? new Set<string>() : await upsert(database, team, live);
    const after = live.length === 0 ? before : await markedOf(database, team, marks);
    const kept = await sequencesOf(
      database,
      team,
      live.filter((report) => !stored.has(keyOf(report))),
    );
    const late = reports.filter((report, index) => after.has(marks[index] ?? '') && stored.has(keyOf(report)));
    for (const { reporter } of late) await database.query('DELETE FROM reports WHERE team = $1 AND reporter = $2', [team, reporter]);
    return reports.map((report, index) => {
      if (after.has(marks[index] ?? '')) return { kind: 'withdrawn' };
      if (stored.has(keyOf(report))) return { kind: 'stored' };
      return { kind: 'newerThere', sequence: kept.get(keyOf(report)) ?? report.sequence };
    });
  }

  function writerOf(team: string): (report: TeamWeek) => Promise<StoredReport> {
    const writer =
      writers.get(team) ?? together((reports: readonly TeamWeek[]) => write(team, reports), { most: mostTogether, key: keyOf });
    writers.set(team, writer);
    return writer;
  }

  return {
    put: (report) => writerOf(report.team)(report),
    withdraw: async (team, reporter, also) => {
      const mark = markOf(await secretOf(team), reporter);
      await database.query('INSERT INTO withdrawn (team, mark) VALUES ($1, $2) ON CONFLICT (team, mark) DO NOTHING', [team, mark]);
      return database.transaction(async (queries) => {
        // Publishing reads rows and keeps what they had in an edition: it is over, or has not begun.
        await queries.query('SELECT pg_advisory_xact_lock($1::integer, $2::integer)', [locks.application, publishingLock(team)]);
        await also?.(queries);
        await queries.query('DELETE FROM edition_people WHERE team = $1 AND reporter = $2', [team, reporter]);
        return (await queries.query('DELETE FROM reports WHERE team = $1 AND reporter = $2 RETURNING week', [team, reporter])).length;
      });
    },
    isWithdrawn: async (team, reporter) => (await markedOf(database, team, [markOf(await secretOf(team), reporter)])).size > 0,
  };
}

async function markedOf(queries: Queries, team: string, marks: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await queries.query('SELECT mark FROM withdrawn WHERE team = $1 AND mark = ANY($2::text[])', [team, [...new Set(marks)]]);
  return new Set(rows.map((row) => textOf(row, 'mark')));
}

/** Keys of the reports that were written; in one order everywhere, so that two instances do not wait for each other. */
async function upsert(queries: Queries, team: string, reports: readonly TeamWeek[]): Promise<ReadonlySet<string>> {
  const values: Value[] = [team];
  const rows = [...reports]
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
    .map((report) => {
      const first = values.length + 1;
      values.push(report.week, report.reporter, report.device, report.sequence, JSON.stringify(report));
      return `($1, $${first}, $${first + 1}, $${first + 2}, $${first + 3}::integer, $${first + 4})`;
    });
  const stored = await queries.query(
    `INSERT INTO reports (team, week, reporter, device, sequence, body) VALUES ${rows.join(', ')}
     ON CONFLICT (team, week, reporter, device) DO UPDATE SET sequence = excluded.sequence, body = excluded.body
     WHERE reports.sequence < excluded.sequence
     RETURNING week, reporter, device`,
    values,
  );
  return new Set(stored.map((row) => `${textOf(row, 'week')} ${textOf(row, 'reporter')} ${textOf(row, 'device')}`));
}

async function sequencesOf(queries: Queries, team: string, reports: readonly TeamWeek[]): Promise<ReadonlyMap<string, number>> {
  const sequences = new Map<string, number>();
  for (const report of reports) {
    const [row] = await queries.query('SELECT sequence FROM reports WHERE team = $1 AND week = $2 AND reporter = $3 AND device = $4', [
      team,
      report.week,
      report.reporter,
      report.device,
    ]);
    if (row !== undefined) sequences.set(keyOf(report), integerOf(row, 'sequence'));
  }
  return sequences;
}
