/** The reporter's side: joining, weekly reports, withdrawal. */
import { safeParse } from 'valibot';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { teamWeekSchema, teamWeekSchemaName } from '../../core/team/teamWeek.ts';
import type { TeamWeek } from '../../core/team/teamWeek.ts';
import { principalOf, teamOf, tokenOf } from '../authentication.ts';
import type { CollectorContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { integerOf } from '../store/database.ts';
import { readTeam } from '../teams.ts';
import type { Team } from '../teams.ts';
import { createToken, revokeJoined, teamOfRevokedJoined } from '../tokens.ts';
import { fieldPathIn } from './fieldPath.ts';
import { reportStore } from './reportStore.ts';
import { weekAge } from './weekAge.ts';

/** Devices of one team that may be known at once: a join link that got into the wrong hands fills no disk. */
const mostTokens = 100_000;
const fieldPath = fieldPathIn(teamWeekSchema);
const reporterPattern = /^[0-9a-f]{32}$/;

interface ReportAddress {
  readonly reporter: string;
  readonly device: string;
  readonly week: string;
}

/** Routes under `/v1` that the reporter asks. */
export function reportRoutes(server: FastifyInstance, context: CollectorContext): void {
  const { database, authentication, configuration, nowMs, audit } = context;
  const reports = reportStore(database);

  server.post('/v1/join', { onRequest: authentication.require('join') }, async (request, reply) => {
    const team = await knownTeam(context, teamOf(request));
    const [count] = await database.query("SELECT count(*) AS tokens FROM tokens WHERE team = $1 AND kind = 'ingest'", [team.team]);
    if (count !== undefined && integerOf(count, 'tokens') >= mostTokens) throw new Refusal(429, 'too-many', 'This team is full.', 3600);
    const { id, token } = await createToken(database, {
      ...{ kind: 'ingest', teams: [team.team], expiresMs: null, joined: true },
      nowMs: nowMs(),
    });
    await audit.changed({ team: team.team, actor: principalOf(request).id, action: 'device-joined', subject: id });
    return reply.status(201).send({ ...describeTeam(team), token });
  });

  server.get('/v1/team', { onRequest: authentication.require('ingest') }, async (request) =>
    describeTeam(await knownTeam(context, teamOf(request))),
  );

  server.put<{ Params: ReportAddress }>(
    '/v1/reports/:reporter/:device/:week',
    { onRequest: authentication.require('ingest'), bodyLimit: configuration.reportBytes },
    async (request) => {
      const report = reportOf(request);
      const age = weekAge(report.week, nowMs());
      if (age === null) throw invalid('There is no such week.');
      if (age < 0) throw new Refusal(422, 'week-in-future', 'The week has not begun.');
      if (age > configuration.retentionWeeks)
        throw new Refusal(422, 'week-too-old', `Weeks are kept for ${configuration.retentionWeeks} weeks; this one is older.`);
      const stored = await reports.put(report);
      switch (stored.kind) {
        case 'stored':
          return { stored: true };
        case 'newerThere':
          return { stored: false, sequence: stored.sequence };
        case 'withdrawn':
          throw new Refusal(410, 'withdrawn', 'All of this pseudonym was withdrawn: join again to report under a new one.');
      }
    },
  );

  server.delete<{ Params: { reporter: string } }>('/v1/reporters/:reporter', { onRequest: mayWithdraw }, async (request) => {
    const { reporter } = request.params;
    if (!reporterPattern.test(reporter)) throw invalid('A pseudonym has 32 hexadecimal digits.');
    const { id } = principalOf(request);
    const team = teamOf(request);
    const deleted = await reports.withdraw(team, reporter, async (queries) => {
      const revoked = await revokeJoined(queries, { team, id, nowMs: nowMs() });
      if (revoked) await audit.changed({ team, actor: id, action: 'token-revoked', subject: id }, queries);
    });
    return { deleted };
  });

  /** Lets through as everywhere; and whoever asks again because the answer was lost, with the token that ended by it, is told once more that all is gone. */
  async function mayWithdraw(request: FastifyRequest<{ Params: { reporter: string } }>, reply: FastifyReply): Promise<void> {
    try {
      await authentication.require('ingest')(request, reply);
    } catch (error) {
      const { reporter } = request.params;
      const isRevoked = error instanceof Refusal && error.code === 'token-revoked' && reporterPattern.test(reporter);
      const team = isRevoked ? await teamOfRevokedJoined(database, tokenOf(request) ?? '') : null;
      if (team === null || !(await reports.isWithdrawn(team, reporter))) throw error;
      return reply.send({ deleted: await reports.withdraw(team, reporter) });
    }
  }
}

/** The body as a report, held against the schema, the address and the token. */
function reportOf(request: FastifyRequest<{ Params: ReportAddress }>): TeamWeek {
  const { success, output, issues } = safeParse(teamWeekSchema, request.body, { abortEarly: true });
  if (!success) throw invalid(`It is no ${teamWeekSchemaName}: ${fieldPath(issues[0].path)} is not as the schema says.`);
  const { reporter, device, week } = request.params;
  if (output.reporter !== reporter || output.device !== device || output.week !== week)
    throw invalid('The report and its address are not about the same.');
  if (output.team !== teamOf(request)) throw new Refusal(403, 'other-team', 'This token is for another team.');
  return output;
}

function invalid(sentence: string): Refusal {
  return new Refusal(400, 'invalid', sentence);
}

async function knownTeam({ database }: CollectorContext, id: string): Promise<Team> {
  const team = await readTeam(database, id);
  if (team === null) throw new Refusal(404, 'no-team', 'This team is not there any more.');
  return team;
}

function describeTeam({ team, name, k, salt }: Team): object {
  return { team, name, k, salt, schema: teamWeekSchemaName };
}
