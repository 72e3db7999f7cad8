/** Where points of Claude Code's metrics are added up. Every statement names its team; the same SQL on PGlite and PostgreSQL. */
import { utcDay } from '../../core/team/otlp/openDays.ts';
import { settle } from '../../core/team/otlp/settle.ts';
import type { Counter, DaySum, KeyedPoint, Remembered, SeenExport } from '../../core/team/otlp/settle.ts';
import type { CounterMark } from '../../core/team/otlp/counters.ts';
import type { Database, Queries } from '../store/database.ts';
import { integerOf, textOf } from '../store/database.ts';
import { largestSum, sumColumns } from './sumColumns.ts';

/** How many points were added, and how many had been counted before. */
export interface KeptPoints {
  readonly counted: number;
  readonly repeated: number;
}

/**
 * Adds points to the sums, each once, whoever sends it again and to whichever instance: all or nothing, one request of a person after the other. The row
 * of a person is the lock, taken in one order everywhere; what is remembered is read behind it.
 */
export function keepPoints(database: Database, team: string, points: readonly KeyedPoint[], nowMs: number): Promise<KeptPoints> {
  if (points.length === 0) return Promise.resolve({ counted: 0, repeated: 0 });
  return database.transaction(async (queries) => {
    await lockPeople(queries, team, [...new Set(points.map(({ person }) => person))].sort(), utcDay(nowMs));
    const { sums, remember, repeated } = settle(points, await readRemembered(queries, team, points), nowMs);
    await addSums(queries, team, sums);
    await writeExports(queries, team, remember.exports);
    await writeCounters(queries, team, remember.counters);
    return { counted: points.length - repeated, repeated };
  });
}

/** Whether Claude Code's metrics of a team have ever come, as far as it is still known. */
export async function metricsHaveCome(queries: Queries, team: string): Promise<boolean> {
  const rows = await queries.query(
    `SELECT 1 AS came FROM claude_people WHERE team = $1
     UNION ALL SELECT 1 AS came FROM editions WHERE team = $1 AND source = 'claude' LIMIT 1`,
    [team],
  );
  return rows.length > 0;
}

async function lockPeople(queries: Queries, team: string, people: readonly string[], day: string): Promise<void> {
  await queries.query(
    `INSERT INTO claude_people (team, person, last_day) SELECT $1, person, $3 FROM unnest($2::text[]) AS each(person) ORDER BY person
     ON CONFLICT (team, person) DO UPDATE SET last_day = GREATEST(claude_people.last_day, excluded.last_day)`,
    [team, people, day],
  );
}

async function readRemembered(queries: Queries, team: string, points: readonly KeyedPoint[]): Promise<Remembered> {
  const deltas = points.filter(({ cumulative }) => !cumulative);
  const totals = points.filter(({ cumulative }) => cumulative);
  const exports =
    deltas.length === 0
      ? []
      : await queries.query(
          'SELECT person, time_us, points FROM claude_exports WHERE team = $1 AND person = ANY($2::text[]) AND time_us = ANY($3::text[]::bigint[])',
          [team, distinct(deltas, 'person'), distinct(deltas, 'timeUs')],
        );
  const counters =
    totals.length === 0
      ? []
      : await queries.query(
          'SELECT person, series, since_us, marks FROM claude_counters WHERE team = $1 AND person = ANY($2::text[]) AND series = ANY($3::text[])',
          [team, distinct(totals, 'person'), distinct(totals, 'series')],
        );
  return {
    exports: exports.map((row) => ({
      person: textOf(row, 'person'),
      timeUs: integerOf(row, 'time_us'),
      points: new Set(textOf(row, 'points').split(' ')),
    })),
    counters: counters.map((row) => ({
      person: textOf(row, 'person'),
      series: textOf(row, 'series'),
      state: { sinceUs: integerOf(row, 'since_us'), marks: marksOf(textOf(row, 'marks')) },
    })),
  };
}

async function addSums(queries: Queries, team: string, sums: readonly DaySum[]): Promise<void> {
  const rows = new Map<string, Map<string, DaySum>>();
  for (const sum of sums) {
    const key = `${sum.day} ${sum.person} ${sum.model}`;
    rows.set(key, (rows.get(key) ?? new Map<string, DaySum>()).set(sum.measure, sum));
  }
  if (rows.size === 0) return;
  const heads = [...rows.values()].flatMap((row) => [...row.values()].slice(0, 1));
  const amounts = sumColumns.map(({ measure }) => [...rows.values()].map((row) => String(row.get(measure)?.amount ?? 0)));
  const columns = sumColumns.map(({ column }) => column);
  await queries.query(
    `INSERT INTO claude_sums (team, day, person, model, ${columns.join(', ')})
     SELECT $1, each.* FROM unnest($2::text[], $3::text[], $4::text[], ${columns.map((_, at) => `$${at + 5}::text[]::bigint[]`).join(', ')}) AS each
     ON CONFLICT (team, day, person, model) DO UPDATE SET
     ${columns.map((column) => `${column} = LEAST(claude_sums.${column} + excluded.${column}, ${largestSum})`).join(', ')}`,
    [team, heads.map(({ day }) => day), heads.map(({ person }) => person), heads.map(({ model }) => model), ...amounts],
  );
}

async function writeExports(queries: Queries, team: string, exports: readonly SeenExport[]): Promise<void> {
  if (exports.length === 0) return;
  await queries.query(
    `INSERT INTO claude_exports (team, person, time_us, points)
     SELECT $1, each.* FROM unnest($2::text[], $3::text[]::bigint[], $4::text[]) AS each
     ON CONFLICT (team, person, time_us) DO UPDATE SET points = excluded.points`,
    [
      team,
      exports.map(({ person }) => person),
      exports.map(({ timeUs }) => String(timeUs)),
      exports.map(({ points }) => [...points].join(' ')),
    ],
  );
}

async function writeCounters(queries: Queries, team: string, counters: readonly Counter[]): Promise<void> {
  if (counters.length === 0) return;
  await queries.query(
    `INSERT INTO claude_counters (team, person, series, since_us, last_us, marks)
     SELECT $1, each.* FROM unnest($2::text[], $3::text[], $4::text[]::bigint[], $5::text[]::bigint[], $6::text[]) AS each
     ON CONFLICT (team, person, series) DO UPDATE SET since_us = excluded.since_us, last_us = excluded.last_us, marks = excluded.marks`,
    [
      team,
      counters.map(({ person }) => person),
      counters.map(({ series }) => series),
      counters.map(({ state }) => String(state.sinceUs)),
      counters.map(({ state }) => String(state.marks.at(-1)?.timeUs ?? state.sinceUs)),
      counters.map(({ state }) => state.marks.map(({ timeUs, total }) => `${timeUs}:${total}`).join(' ')),
    ],
  );
}

function marksOf(text: string): readonly CounterMark[] {
  return text.split(' ').map((mark) => {
    const [timeUs, total] = mark.split(':');
    return { timeUs: Number(timeUs), total: Number(total) };
  });
}

function distinct(points: readonly KeyedPoint[], name: keyof KeyedPoint): readonly string[] {
  return [...new Set(points.map((point) => String(point[name])))];
}
