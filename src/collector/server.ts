/** The composition of the collector's HTTP server: what holds for all requests, then each part with its routes. */
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { LogController, fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { knownPrincipal } from './authentication.ts';
import type { CollectorContext, ServerPart } from './context.ts';
import { dashboardRoutes } from './dashboard/routes.ts';
import { Refusal, answer, answerBrokenConnection, answerErrors, refusalOf } from './errors.ts';
import { healthRoutes } from './health.ts';
import { limitRates, parseBodies } from './limits.ts';
import { metricsRoute } from './metrics.ts';
import { metricsRoutes } from './otlp/routes.ts';
import { reportRoutes } from './reports/routes.ts';
import { allowOrigin, setSecurityHeaders } from './security.ts';

/** Every part of the server; each in a scope of its own. */
const parts: readonly ServerPart[] = [reportRoutes, metricsRoutes, dashboardRoutes];

export interface ServerState {
  /** Whether the store is there and up to date: until then everything but health is answered with 503. */
  readonly isReady: () => boolean;
  readonly isEnding: () => boolean;
}

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Where logs go, a line of JSON each. */
export interface LogStream {
  write(line: string): void;
}

/** A server that does not listen yet. */
export async function buildServer(
  context: CollectorContext,
  state: ServerState,
  certificate: Certificate | null,
  stream: LogStream,
): Promise<FastifyInstance> {
  const { configuration, audit } = context;
  const server = fastify({
    serverFactory: (handler) => {
      const made = certificate === null ? createServer(handler) : createTlsServer({ ...certificate, minVersion: 'TLSv1.2' }, handler);
      // Who sends slowly does not hold a place for long.
      made.headersTimeout = 15_000;
      made.requestTimeout = 30_000;
      made.keepAliveTimeout = 72_000;
      made.maxRequestsPerSocket = 0;
      return made;
    },
    // The one proxy in front, whose word is the last: what stands before it in X-Forwarded-For anybody may have written.
    trustProxy: configuration.trustProxy ? (_address, hop) => hop === 0 : false,
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 128 },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    // What fails before there is a route would else be answered with what was sent.
    frameworkErrors: (error, request, reply) => void answer(reply, refusalOf(error, request)),
    clientErrorHandler: answerBrokenConnection,
    logController: new LogController({ disableRequestLogging: true }), // a line of its own below
    logger: { level: configuration.log, base: { pid: process.pid }, stream },
  });

  answerErrors(server);
  parseBodies(server);
  await setSecurityHeaders(server);
  if (configuration.cors !== null) allowOrigin(server, configuration.cors);
  refuseMeanwhile(server, state);
  await limitRates(server, configuration.rate);
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const principal = knownPrincipal(request);
    if (principal !== null) audit.used(principal, `${request.method} ${route}`, reply.statusCode);
    // The route's pattern, never the address: that may hold a pseudonym.
    request.log.info({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
  });
  metricsRoute(server, configuration.metrics);
  healthRoutes(server, context, () => state.isReady() && !state.isEnding());
  for (const part of parts) await server.register(async (scope) => part(scope, context));
  return server;
}

/** While the collector starts or ends, all but its health is answered with 503. */
function refuseMeanwhile(server: FastifyInstance, { isReady, isEnding }: ServerState): void {
  const always: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics']);
  server.addHook('onRequest', async (request, reply) => {
    if (isEnding()) void reply.header('connection', 'close');
    if (always.has(request.routeOptions.url ?? '')) return;
    if (isEnding()) throw new Refusal(503, 'ending', 'This collector is ending; ask again.', 5);
    if (!isReady()) throw new Refusal(503, 'starting', 'The store cannot be asked yet; try again later.', 15);
  });
}
