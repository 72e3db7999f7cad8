/** The least that takes the same reports: the same HTTP library, which parses the same JSON and answers. What the collector takes beyond it is its own. */
import { fastify } from 'fastify';

const server = fastify({ logger: false, bodyLimit: 1024 * 1024 });
server.put('/v1/reports/:reporter/:device/:week', () => ({ stored: true }));
server.addContentTypeParser('application/x-protobuf', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.post('/v1/metrics', () => ({}));
process.once('SIGTERM', () => process.exit());
process.stderr.write(`The bare server listens on ${await server.listen({ port: 0, host: '127.0.0.1' })}.\n`);
