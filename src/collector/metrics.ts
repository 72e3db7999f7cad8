import type { FastifyInstance } from 'fastify';
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Configuration } from './configuration.ts';
import { isLoopback } from './configuration.ts';
import { Refusal } from './errors.ts';

const secondsBuckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/**
 * `/metrics` for Prometheus: this process and its requests by route and status, nothing of any team. How many requests there are tells how many report, so
 * only this machine may ask, unless it is set otherwise.
 */
export function metricsRoute(server: FastifyInstance, audience: Configuration['metrics']): void {
  if (audience === 'off') return;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'payoff_collector_' });
  const labelNames = ['method', 'route', 'status'] as const;
  const requests = new Counter({ name: 'payoff_collector_requests_total', help: 'Requests answered.', labelNames, registers: [registry] });
  const seconds = new Histogram({
    name: 'payoff_collector_request_seconds',
    help: 'Time from request to answer.',
    labelNames: ['route'],
    buckets: secondsBuckets,
    registers: [registry],
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    requests.inc({ method: request.method, route, status: String(reply.statusCode) });
    seconds.observe({ route }, reply.elapsedTime / 1000);
  });
  server.get('/metrics', async (request, reply) => {
    if (audience === 'loopback' && !isLoopback(request.ip)) throw new Refusal(404, 'not-found', 'There is nothing at this address.');
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
