/** The dashboard: its page, signing in, a team's figures, what a lead types, and what can be taken along. */
import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { demoDashboard } from '../../core/team/published/demoTeam.ts';
import { sideBySide } from '../../core/team/published/sideBySide.ts';
import { teamCosts } from '../../core/team/published/teamCosts.ts';
import { allocationCsv } from '../../core/team/reports/allocationReport.ts';
import { teamSettingsSchema } from '../../core/team/dashboard/settings.ts';
import type { SideBySideTeam, TeamDashboard } from '../../core/team/published/dashboardTypes.ts';
import type { SettingsAnswer, TeamAnswer, TeamList } from '../../core/team/dashboard/api.ts';
import { writeChange } from '../audit.ts';
import type { ServerPart } from '../context.ts';
import { Refusal } from '../errors.ts';
import { fieldPathIn } from '../reports/fieldPath.ts';
import { readTeam } from '../teams.ts';
import type { Team } from '../teams.ts';
import { exportRoutes, sendFile } from './exportRoutes.ts';
import { digest, figuresOf } from './figures.ts';
import type { TeamFigures } from './figures.ts';
import { writeSettings } from './leadEntries.ts';
import { builtPageFiles } from './page.ts';
import { pageRoutes } from './pageRoutes.ts';
import { readers } from './readers.ts';
import { setUpOf } from './setUp.ts';
import { signInRoutes } from './signIn.ts';

/** Where `team.js` and `team.css` may be: beside the bundle, or in `dist` where the sources are run. */
function pageFolders(): readonly string[] {
  return typeof __dirname === 'string' ? [__dirname] : [fileURLToPath(new URL('../../../dist', import.meta.url))];
}

function namedDashboard({ team, dashboard }: TeamFigures): SideBySideTeam {
  return { team: team.team, name: team.name, dashboard };
}

/** The made-up team's figures are the same for a day. */
function demoOf(): (nowMs: number) => TeamDashboard {
  let kept: { readonly day: number; readonly figures: TeamDashboard } | null = null;
  return (nowMs) => {
    const day = Math.floor(nowMs / 86_400_000);
    if (kept?.day !== day) kept = { day, figures: demoDashboard(nowMs) };
    return kept.figures;
  };
}

const settingsPath = fieldPathIn(teamSettingsSchema);

/** The schema's own sentence where it has one; the library's words would repeat what was sent. */
function whyNot({ message, path }: v.InferIssue<typeof teamSettingsSchema>): string {
  return message.startsWith('Invalid ') ? `${settingsPath(path)} is not as it has to be.` : message;
}

export const dashboardRoutes: ServerPart = async (server, context) => {
  const { database, configuration, nowMs } = context;
  await server.register(cookie);
  const reader = readers(server, context);
  const figures = figuresOf(database, nowMs);
  const demo = demoOf();

  pageRoutes(server, () => builtPageFiles(pageFolders()));
  signInRoutes(server, context);

  const teamOf = async (request: FastifyRequest): Promise<Team> => {
    const team = await readTeam(database, reader.team(request));
    if (team === null) throw new Refusal(404, 'no-team', 'There is no such team any more.');
    return team;
  };
  const readable = async (request: FastifyRequest): Promise<readonly Team[]> => {
    const teams = await Promise.all(reader.of(request).teams.map((id) => readTeam(database, id)));
    return teams.filter((team) => team !== null);
  };

  const readFigures = async (request: FastifyRequest): Promise<readonly TeamFigures[]> =>
    Promise.all((await readable(request)).map((each) => figures.of(each)));

  server.get('/api/teams', { onRequest: reader.require }, async (request): Promise<TeamList> => {
    const teams = await readable(request);
    return { teams: teams.map(({ team, name, k }) => ({ id: team, name, k })).sort((a, b) => (a.name < b.name ? -1 : 1)) };
  });

  server.get('/api/teams/:team/figures', { onRequest: reader.require }, async (request, reply) => {
    const team = await teamOf(request);
    const { dashboard, claude, settings, version } = await figures.of(team);
    const all = await readFigures(request);
    const beside = all.length < 2 ? [] : all;
    const endpoint = configuration.publicUrl ?? `${request.protocol}://${request.host}`;
    const setUp = await setUpOf(database, team, endpoint, nowMs());
    const lead = reader.of(request).kind === 'lead';
    const tag = `"${digest([version, beside.map((each) => each.version), setUp, lead])}"`;
    void reply.header('etag', tag).header('cache-control', 'private, no-cache');
    if (request.headers['if-none-match'] === tag) return reply.status(304).send();
    const answer: TeamAnswer = {
      figures: dashboard,
      claude,
      sideBySide: beside.length === 0 ? null : sideBySide(beside.map(namedDashboard), nowMs()),
      demo: dashboard.state === 'belowK' ? demo(nowMs()) : null,
      setUp,
      settings: lead ? settings : null,
    };
    return reply.send(answer);
  });

  server.get('/api/teams/:team/settings', { onRequest: reader.require }, async (request): Promise<SettingsAnswer> => {
    reader.teamOfLead(request);
    return (await figures.of(await teamOf(request))).settings;
  });

  server.put('/api/teams/:team/settings', { onRequest: reader.require }, async (request, reply) => {
    const team = reader.teamOfLead(request);
    const typed = v.safeParse(teamSettingsSchema, request.body);
    if (!typed.success) throw new Refusal(400, 'invalid', `This cannot be: ${whyNot(typed.issues[0])}`);
    const actor = reader.of(request).id;
    await database.transaction(async (queries) => {
      await writeSettings(queries, team, typed.output);
      await writeChange(queries, { team, actor, action: 'entries-changed', subject: 'settings' }, nowMs());
    });
    return reply.send(typed.output);
  });

  exportRoutes(server, database, reader, teamOf);

  server.get('/api/teams/:team/allocation.csv', { onRequest: reader.require }, async (request, reply) => {
    const team = await teamOf(request);
    const { allocation } = (await figures.of(team)).dashboard;
    const costs = teamCosts((await readFigures(request)).map(namedDashboard), nowMs());
    return sendFile(reply, team, 'allocation.csv', allocationCsv({ team: team.team, allocation, costs }));
  });
};
