/** What the page shows of a team: made of published editions and of what the lead typed, and of nothing else. */
import { createHash } from 'node:crypto';
import { teamDashboard } from '../../core/team/published/teamDashboard.ts';
import type { TeamDashboard } from '../../core/team/published/dashboardTypes.ts';
import type { PublishedDay } from '../../core/team/otlp/publishedDay.ts';
import type { TeamSettings } from '../../core/team/dashboard/settings.ts';
import { editionsOf, publishedWeeks } from '../editions.ts';
import { integerOf, textOf } from '../store/database.ts';
import type { Database, Queries } from '../store/database.ts';
import type { Team } from '../teams.ts';
import { readSettings } from './leadEntries.ts';

export interface TeamFigures {
  readonly team: Team;
  readonly settings: TeamSettings;
  readonly dashboard: TeamDashboard;
  readonly claude: readonly PublishedDay[];
  /** Another whenever anything of these is another. */
  readonly version: string;
}

/** What is reckoned once for a version of a team's editions and entries, and a day. */
export interface Figures {
  of(team: Team): Promise<TeamFigures>;
}

/** Claude Code's days that the page shows. */
const shownDays = 92;
/** Teams that are kept ready at a time. */
const mostKept = 500;

export function figuresOf(database: Database, nowMs: () => number): Figures {
  const kept = new Map<string, TeamFigures>();
  return {
    of: async (team) => {
      const at = nowMs();
      const version = await versionOf(database, team, at);
      const before = kept.get(team.team);
      if (before?.version === version) return before;
      const settings = await readSettings(database, team.team);
      const editions = await publishedWeeks(database, team.team);
      const made: TeamFigures = {
        team,
        settings,
        dashboard: teamDashboard(editions, settings, { team: team.team, k: team.k, nowMs: at }),
        claude: (await editionsOf(database, team.team, 'claude'))
          .slice(-shownDays)
          .map(({ figures }) => JSON.parse(figures) as PublishedDay),
        version,
      };
      kept.delete(team.team);
      kept.set(team.team, made);
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      return made;
    },
  };
}

/** Editions are never changed, so their count and the newest one's time name them; a day names what closes with time alone. */
async function versionOf(queries: Queries, { team, name, k }: Team, nowMs: number): Promise<string> {
  const [editions] = await queries.query(
    'SELECT count(*)::integer AS count, coalesce(max(published_ms), 0)::bigint AS last FROM editions WHERE team = $1',
    [team],
  );
  const entries = await queries.query('SELECT kind, month, value FROM lead_entries WHERE team = $1 ORDER BY kind, month', [team]);
  return digest([
    team,
    name,
    k,
    Math.floor(nowMs / 3_600_000),
    editions === undefined ? [] : [integerOf(editions, 'count'), integerOf(editions, 'last')],
    entries.map((row) => [textOf(row, 'kind'), textOf(row, 'month'), integerOf(row, 'value')]),
  ]);
}

/** Sixteen bytes of a hash of it, as text. */
export function digest(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);
}
