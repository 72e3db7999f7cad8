import type { FastifyInstance } from 'fastify';
import type { CollectorContext } from './context.ts';
import { Refusal } from './errors.ts';

const limitMs = 2_000;

/** `/livez`: the process answers. `/readyz`: the store does too, and the collector is not ending. */
export function healthRoutes(server: FastifyInstance, { database }: CollectorContext, isReady: () => boolean): void {
  const unlimited = { config: { rateLimit: false } } as const;
  server.get('/livez', unlimited, () => ({ live: true }));
  server.get('/readyz', unlimited, async () => {
    const answered = isReady() && (await within(limitMs, database.query('SELECT 1 AS one')));
    if (!answered) throw new Refusal(503, 'not-ready', 'The store does not answer, or the collector is starting or ending.', 5);
    return { ready: true };
  });
}

/** Whether something comes to a good end in time. */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
