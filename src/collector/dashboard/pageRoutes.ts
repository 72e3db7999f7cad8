import type { FastifyInstance } from 'fastify';
import { pagePolicy } from './page.ts';
import type { Page } from './page.ts';

const year = 31_536_000;

/** The page, which holds no figure and needs no token, and its files. */
export function pageRoutes(server: FastifyInstance, { html, files }: Page): void {
  for (const address of ['/', '/login'])
    server.get(address, async (_request, reply) =>
      reply
        .header('content-security-policy', pagePolicy)
        .header('permissions-policy', 'camera=(), geolocation=(), microphone=()')
        .type('text/html; charset=utf-8')
        .send(html),
    );
  for (const [address, { type, text }] of files)
    server.get(address, async (_request, reply) =>
      reply.header('cache-control', `public, max-age=${year}, immutable`).type(type).send(text),
    );
}
