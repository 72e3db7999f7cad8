import type { SetUp } from '../../core/team/dashboard/api.ts';
import { integerOf } from '../store/database.ts';
import type { Queries } from '../store/database.ts';
import type { Team } from '../teams.ts';

/** What a lead looks at before there are figures. How many people are missing is told until there are enough, and never again. */
export async function setUpOf(queries: Queries, { team, k }: Pick<Team, 'team' | 'k'>, endpoint: string, nowMs: number): Promise<SetUp> {
  const has = async (text: string, values: readonly (string | number)[]): Promise<boolean> =>
    (await queries.query(`SELECT 1 AS found WHERE EXISTS (${text})`, values)).length > 0;
  const isPublished = await has('SELECT 1 FROM editions WHERE team = $1', [team]);
  return {
    endpoint,
    tokenMade: await has(
      "SELECT 1 FROM tokens WHERE team = $1 AND kind IN ('join', 'ingest') AND revoked_ms IS NULL AND (expires_ms IS NULL OR expires_ms > $2::bigint)",
      [team, nowMs],
    ),
    firstReport: await has('SELECT 1 FROM reports WHERE team = $1', [team]),
    missingPeople: isPublished ? 0 : Math.max(0, k - (await reportersUpTo(queries, team, k))),
    firstMetrics: await has(
      "SELECT 1 FROM claude_sums WHERE team = $1 UNION ALL SELECT 1 FROM editions WHERE team = $1 AND source = 'claude'",
      [team],
    ),
  };
}

/** How many people have reported anything, counted no further than asked. */
async function reportersUpTo(queries: Queries, team: string, most: number): Promise<number> {
  const [row] = await queries.query(
    'SELECT count(*)::integer AS people FROM (SELECT DISTINCT reporter FROM reports WHERE team = $1 LIMIT $2::integer) AS reporters',
    [team, most],
  );
  return row === undefined ? 0 : integerOf(row, 'people');
}
