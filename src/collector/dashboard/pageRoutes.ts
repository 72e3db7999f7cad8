import type { FastifyInstance } from 'fastify';
import { Refusal } from '../errors.ts';
import { pageOf, pagePolicy } from './page.ts';
import type { Page, PageFiles } from './page.ts';

const year = 31_536_000;

/** The page, which holds no figure and needs no token, and its files; they are read when they are first asked for. */
export function pageRoutes(server: FastifyInstance, files: () => Promise<PageFiles | null>): void {
  let read: Promise<Page | null> | null = null;
  const page = async (): Promise<Page> => {
    read ??= files().then((found) => (found === null ? null : pageOf(found)));
    const found = await read;
    if (found !== null) return found;
    read = null;
    throw new Refusal(503, 'no-page', 'The dashboard’s page is not there: team.js and team.css belong beside collector.cjs.');
  };
  for (const address of ['/', '/login'])
    server.get(address, async (_request, reply) => {
      const { html } = await page();
      return reply
        .header('content-security-policy', pagePolicy)
        .header('permissions-policy', 'camera=(), geolocation=(), microphone=()')
        .type('text/html; charset=utf-8')
        .send(html);
    });
  server.get('/assets/:name', async (request, reply) => {
    const { name } = request.params as { readonly name: string };
    const file = (await page()).files.get(`/assets/${name}`);
    if (file === undefined) throw new Refusal(404, 'not-found', 'There is nothing at this address.');
    return reply.header('cache-control', `public, max-age=${year}, immutable`).type(file.type).send(file.text);
  });
}
