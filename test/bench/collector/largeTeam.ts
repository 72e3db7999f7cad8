import type { Database } from '../../../src/collector/store/database.ts';
import { weekAfter, weekOfMs } from '../../../src/core/team/published/closing.ts';
import { team } from './prepare.ts';
import { someReports } from './reportsLine.ts';

/** The last weeks of which every part has closed, the newest first. */
export function closedWeeks(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => weekAfter(weekOfMs(Date.now()), -8 - at));
}

/** Writes the reports of so many people for each of the weeks, by SQL alone. */
export async function seedReports(database: Database, weeks: readonly string[], people: number): Promise<void> {
  const samples = someReports().map((report) => JSON.stringify({ ...report, team, reporter: 'REPORTER', week: 'WEEK' }));
  for (const week of weeks)
    await database.query(
      `INSERT INTO reports (team, week, reporter, device, sequence, body)
       SELECT $1, $2, person, '0000000000000000', 1, replace(replace(($3::text[])[1 + number % $4::integer], 'REPORTER', person), 'WEEK', $2)
       FROM (SELECT number, lpad(to_hex(number), 32, '0') AS person FROM generate_series(1, $5::integer) AS number) AS people`,
      [team, week, samples, samples.length, people],
    );
}

/** Lets what is published of a week stand for other weeks too. */
export async function repeatEditions(database: Database, published: string, weeks: readonly string[]): Promise<void> {
  await database.query(
    `INSERT INTO editions (team, source, period, part, edition, published_ms, figures)
     SELECT team, source, week, part, edition, published_ms, replace(figures, period, week)
     FROM editions CROSS JOIN unnest($3::text[]) AS week WHERE team = $1 AND period = $2`,
    [team, published, weeks],
  );
}
