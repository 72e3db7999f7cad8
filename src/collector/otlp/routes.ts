/** Claude Code's own metrics come in here, by OTLP over HTTP. */
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { readPoints } from '../../core/team/otlp/readPoints.ts';
import type { ReadExport } from '../../core/team/otlp/readPoints.ts';
import { teamOf } from '../authentication.ts';
import type { CollectorContext } from '../context.ts';
import { Refusal, refusalOf } from '../errors.ts';
import { teamSecret } from '../teams.ts';
import { encodingOf, exportAnswer, jsonType, protobufType, statusAnswer } from './answers.ts';
import { decodeJson } from './decodeJson.ts';
import { decodeProtobuf } from './decodeProtobuf.ts';
import { RefusedExport } from './exportTree.ts';
import { inflate } from './inflate.ts';
import { bodyBytes } from './limits.ts';
import { keepPoints } from './pointStore.ts';
import { keyPoints } from './pseudonyms.ts';

/** One token may stand in the managed settings of a whole company, each client of which sends once a minute. */
const clientsOfOneToken = 100;

/** `POST /v1/metrics`: answers, refusals too, are OTLP's, in the encoding of the request. */
export function metricsRoutes(server: FastifyInstance, { database, authentication, configuration, nowMs }: CollectorContext): void {
  const secrets = new Map<string, string>();
  const secretOf = async (team: string): Promise<string> => {
    const secret = secrets.get(team) ?? (await teamSecret(database, team));
    secrets.set(team, secret);
    return secret;
  };

  server.removeAllContentTypeParsers();
  server.addContentTypeParser([jsonType, protobufType], { parseAs: 'buffer', bodyLimit: bodyBytes }, (_request, body, done) =>
    done(null, body),
  );
  server.setErrorHandler<FastifyError | Refusal>((error, request, reply) => {
    const { status, message, retryAfter } = refusalOf(error, request);
    const encoding = encodingOf(request.headers['content-type']);
    if (retryAfter !== null) void reply.header('retry-after', String(retryAfter));
    if (status === 401) void reply.header('www-authenticate', 'Bearer');
    return reply
      .status(status)
      .type(encoding)
      .send(statusAnswer(status, status === 415 ? mediaTypes : message, encoding));
  });

  server.post(
    '/v1/metrics',
    {
      onRequest: authentication.require('ingest'),
      bodyLimit: bodyBytes,
      config: { rateLimit: { max: configuration.rate * clientsOfOneToken } },
    },
    async (request, reply) => {
      const team = teamOf(request);
      const { points, rejected, tenants } = await readRequest(request, nowMs());
      for (const tenant of tenants) if (tenant !== team) throw otherTenant(tenant);
      await keepPoints(database, team, keyPoints(points, await secretOf(team)), nowMs());
      if (rejected.size > 0) request.log.info({ rejected: Object.fromEntries(rejected) }, 'points not taken');
      const encoding = encodingOf(request.headers['content-type']);
      return reply.type(encoding).send(exportAnswer(rejected, encoding));
    },
  );
}

const mediaTypes = `The body has to be ${jsonType} or ${protobufType}, packed with gzip or not at all.`;

/** What of the body may be counted; attributes are decoded where they are read, so that a malformed one shows only there. */
async function readRequest(request: FastifyRequest, nowMs: number): Promise<ReadExport> {
  if (!Buffer.isBuffer(request.body)) throw new Refusal(400, 'malformed', 'There is no body.');
  const body = await inflate(request.body, request.headers['content-encoding']);
  const decode = encodingOf(request.headers['content-type']) === protobufType ? decodeProtobuf : decodeJson;
  try {
    return readPoints(decode(body), nowMs);
  } catch (error) {
    if (!(error instanceof RefusedExport)) throw error;
    throw error.tooLarge ? new Refusal(413, 'too-large', error.message) : new Refusal(400, 'malformed', error.message);
  }
}

/** A developer who is in two teams, or an old setting: nothing of the export is taken. */
function otherTenant(tenant: string | null): Refusal {
  return tenant === null
    ? new Refusal(403, 'no-tenant', 'The export names no team: set OTEL_RESOURCE_ATTRIBUTES to tenant.id=TEAM.')
    : new Refusal(403, 'other-team', 'tenant.id names another team than the token is for.');
}
