import type { SetUp } from '../../core/team/dashboard/api.ts';
import type { Queries } from '../store/database.ts';

/** What a lead looks at before there are figures: yes or no, never how many. */
export async function setUpOf(queries: Queries, team: string, endpoint: string, nowMs: number): Promise<SetUp> {
  const has = async (text: string, values: readonly (string | number)[]): Promise<boolean> =>
    (await queries.query(`SELECT 1 AS found WHERE EXISTS (${text})`, values)).length > 0;
  return {
    endpoint,
    tokenMade: await has(
      "SELECT 1 FROM tokens WHERE team = $1 AND kind IN ('join', 'ingest') AND revoked_ms IS NULL AND (expires_ms IS NULL OR expires_ms > $2::bigint)",
      [team, nowMs],
    ),
    firstReport: await has('SELECT 1 FROM reports WHERE team = $1', [team]),
    firstMetrics: await has(
      "SELECT 1 FROM claude_sums WHERE team = $1 UNION ALL SELECT 1 FROM editions WHERE team = $1 AND source = 'claude'",
      [team],
    ),
  };
}
