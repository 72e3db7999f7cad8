import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Headers of every answer: nothing remote, no frames, no guessing of types, nothing kept by caches. A page that needs a nonce sets its own policy. */
export async function setSecurityHeaders(server: FastifyInstance): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: true,
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  });
  server.addHook('onRequest', async (_request, reply) => {
    void reply.header('cache-control', 'no-store');
  });
}

/** Lets pages of one other origin ask with a token (never with cookies); without it no origin is allowed. */
export function allowOrigin(server: FastifyInstance, origin: string): void {
  server.addHook('onRequest', async (request, reply) => {
    void reply.header('vary', 'Origin');
    if (request.headers.origin !== origin) return;
    void reply.header('access-control-allow-origin', origin);
    void reply.header('cross-origin-resource-policy', 'cross-origin');
    if (request.method !== 'OPTIONS') return;
    void reply.header('access-control-allow-methods', 'GET, POST, PUT, DELETE');
    void reply.header('access-control-allow-headers', 'authorization, content-type');
    void reply.header('access-control-max-age', '600');
    await reply.status(204).send();
  });
}
