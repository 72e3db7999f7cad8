/** What can be taken along: published figures and reports made of them, never a row. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { dailyCsv, dailyMarkdown } from '../../core/team/reports/dailyReport.ts';
import { publishedCsv, publishedJson } from '../../core/team/reports/publishedTable.ts';
import { weeklyCsv, weeklyMarkdown } from '../../core/team/reports/weeklyReport.ts';
import type { PublishedDay } from '../../core/team/otlp/publishedDay.ts';
import type { PublishedPart } from '../../core/team/published/types.ts';
import { editionsOf, publishedWeeks } from '../editions.ts';
import type { Database } from '../store/database.ts';
import type { Team } from '../teams.ts';
import type { Readers } from './readers.ts';

interface Material {
  readonly team: Team;
  readonly weeks: readonly PublishedPart[];
  readonly days: readonly PublishedDay[];
}

const files: Readonly<Record<string, (material: Material) => string>> = {
  'export.csv': ({ team, weeks, days }) => publishedCsv({ team: team.team, weeks, days }),
  'export.json': ({ team, weeks, days }) => publishedJson({ team: team.team, weeks, days }),
  'weekly.md': ({ team, weeks }) => weeklyMarkdown(team, weeks),
  'weekly.csv': ({ weeks }) => weeklyCsv(weeks),
  'daily.md': ({ team, days }) => dailyMarkdown(team, days),
  'daily.csv': ({ days }) => dailyCsv(days),
};
const types: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
};

export function exportRoutes(
  server: FastifyInstance,
  database: Database,
  { require }: Readers,
  teamOf: (request: FastifyRequest) => Promise<Team>,
): void {
  for (const [name, make] of Object.entries(files))
    server.get(`/api/teams/:team/${name}`, { onRequest: require }, async (request, reply) => {
      const team = await teamOf(request);
      const [weeks, days] = await Promise.all([publishedWeeks(database, team.team), editionsOf(database, team.team, 'claude')]);
      return sendFile(reply, team, name, make({ team, weeks, days: days.map(({ figures }) => JSON.parse(figures) as PublishedDay) }));
    });
}

/** A file of a team to be kept, of the type that its name ends with. */
export function sendFile(reply: FastifyReply, { team }: Team, name: string, text: string): FastifyReply {
  return reply
    .type(types[name.split('.').at(-1) ?? ''] ?? 'text/plain')
    .header('content-disposition', `attachment; filename="payoff-${team}-${name}"`)
    .send(text);
}
