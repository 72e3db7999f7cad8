/**
 * What was published, for good: a row is never changed or deleted. Beside it, what an edition of a week was made of, person by person, as long as another
 * edition may follow: that is shown nowhere.
 */
import type { Contribution, EditionBasis, PartName, PublishedPart } from '../core/team/published/types.ts';
import { integerOf, textOf } from './store/database.ts';
import type { Queries } from './store/database.ts';

/** Weekly reports of Payoff, and Claude Code's own metrics: apart everywhere. */
export type EditionSource = 'payoff' | 'claude';

export interface Edition {
  readonly source: EditionSource;
  /** `2026-W47`, or a day. */
  readonly period: string;
  readonly part: string;
  readonly edition: number;
  readonly publishedMs: number;
  /** JSON. */
  readonly figures: string;
}

/** Every edition of a team's figures from one source, the oldest period first, each part's editions in their order. */
export async function editionsOf(queries: Queries, team: string, source: EditionSource): Promise<readonly Edition[]> {
  const rows = await queries.query(
    `SELECT period, part, edition, published_ms, figures FROM editions WHERE team = $1 AND source = $2 ORDER BY period, part, edition`,
    [team, source],
  );
  return rows.map((row) => ({
    source,
    period: textOf(row, 'period'),
    part: textOf(row, 'part'),
    edition: integerOf(row, 'edition'),
    publishedMs: integerOf(row, 'published_ms'),
    figures: textOf(row, 'figures'),
  }));
}

/** Every edition of the weeks of a team's reports, as it was published. */
export async function publishedWeeks(queries: Queries, team: string): Promise<readonly PublishedPart[]> {
  return (await editionsOf(queries, team, 'payoff')).map(({ figures }) => JSON.parse(figures) as PublishedPart);
}

/** Publishes; false where that edition is there already: it stays as it is. */
export async function addEdition(queries: Queries, team: string, edition: Edition): Promise<boolean> {
  const rows = await queries.query(
    `INSERT INTO editions (team, source, period, part, edition, published_ms, figures) VALUES ($1, $2, $3, $4, $5::integer, $6::bigint, $7)
     ON CONFLICT (team, source, period, part, edition) DO NOTHING RETURNING edition`,
    [team, edition.source, edition.period, edition.part, edition.edition, edition.publishedMs, edition.figures],
  );
  return rows.length > 0;
}

/** Keeps what an edition of a week was made of. */
export async function keepBasis(
  queries: Queries,
  team: string,
  { week, part, edition }: Pick<PublishedPart, 'week' | 'part' | 'edition'>,
  { people, whole }: EditionBasis,
): Promise<void> {
  await queries.query('INSERT INTO edition_whole (team, week, part, edition, whole) VALUES ($1, $2, $3, $4::integer, $5)', [
    team,
    week,
    part,
    edition,
    JSON.stringify(whole),
  ]);
  const reporters = Object.entries(people);
  await queries.query(
    `INSERT INTO edition_people (team, week, part, edition, reporter, contribution)
     SELECT $1, $2, $3, $4::integer, given.reporter, given.contribution FROM unnest($5::text[], $6::text[]) AS given (reporter, contribution)`,
    [team, week, part, edition, reporters.map(([reporter]) => reporter), reporters.map(([, contribution]) => JSON.stringify(contribution))],
  );
}

/** What the editions of a part of a week were made of, by edition; without those who withdrew, and without editions of which it is not kept any more. */
export async function basesOf(queries: Queries, team: string, week: string, part: PartName): Promise<ReadonlyMap<number, EditionBasis>> {
  const wholes = await queries.query('SELECT edition, whole FROM edition_whole WHERE team = $1 AND week = $2 AND part = $3', [
    team,
    week,
    part,
  ]);
  const rows = await queries.query(
    'SELECT edition, reporter, contribution FROM edition_people WHERE team = $1 AND week = $2 AND part = $3 ORDER BY edition, reporter',
    [team, week, part],
  );
  const people = new Map<number, Record<string, Contribution>>();
  for (const row of rows) {
    const edition = people.get(integerOf(row, 'edition')) ?? {};
    edition[textOf(row, 'reporter')] = JSON.parse(textOf(row, 'contribution')) as Contribution;
    people.set(integerOf(row, 'edition'), edition);
  }
  return new Map(
    wholes.map((row) => {
      const edition = integerOf(row, 'edition');
      return [edition, { people: people.get(edition) ?? {}, whole: JSON.parse(textOf(row, 'whole')) as EditionBasis['whole'] }];
    }),
  );
}

/** Deletes what the editions of a part of a week were made of: no further one follows. */
export async function dropBases(queries: Queries, team: string, week: string, part: string): Promise<void> {
  for (const table of ['edition_people', 'edition_whole'])
    await queries.query(`DELETE FROM ${table} WHERE team = $1 AND week = $2 AND part = $3`, [team, week, part]);
}
