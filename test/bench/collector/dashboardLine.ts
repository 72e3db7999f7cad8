/** A team of ten thousand: what its dashboard takes to answer, and what it takes to publish one of its weeks. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { weekPublisher } from '../../../src/collector/publishWeeks.ts';
import type { Database } from '../../../src/collector/store/database.ts';
import { settingsAtFirst } from '../../../src/core/team/dashboard/settings.ts';
import { megabytes, milliseconds, percentile } from '../measure.ts';
import type { Row } from '../table.ts';
import { Connection, requestText } from './connection.ts';
import { closedWeeks, repeatEditions, seedReports } from './largeTeam.ts';
import { team } from './prepare.ts';
import type { Bench, BenchStore } from './prepare.ts';

const yearOfWeeks = 52;
const bound = 'bound 300 ms';

export async function dashboardLine(bench: Bench): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const kind of bench.stores) {
    const store = await bench.store(kind);
    const [newest = '', ...older] = closedWeeks(bench.quick ? 6 : yearOfWeeks);
    rows.push(
      ...(await store.open(async (database) => {
        await seedReports(database, [newest], bench.developers);
        const published = await publishing(database, `${kind}, ${bench.developers} people`);
        await seedReports(database, older, bench.developers);
        await repeatEditions(database, newest, older);
        return published;
      })),
    );
    rows.push(...(await asking(bench, store, 1 + older.length)));
  }
  return rows;
}

/** Publishes what is due: three parts of one week; then looks again. */
async function publishing(database: Database, of: string): Promise<readonly Row[]> {
  const publisher = weekPublisher(database, Date.now);
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const cpuBefore = process.cpuUsage();
  loop.enable();
  const startMs = performance.now();
  const published = await publisher.run();
  const tookMs = performance.now() - startMs;
  loop.disable();
  const { user, system } = process.cpuUsage(cpuBefore);
  const againMs = performance.now();
  if ((await publisher.run()).length > 0) throw new Error('What is published was published again.');
  return [
    {
      what: `publishing a week, ${of}`,
      figure: `${milliseconds(tookMs)} (processor ${milliseconds((user + system) / 1000)})`,
      note: `${published.map(({ part }) => part).join(', ')}, from ${of.split(', ')[1] ?? ''}; nothing else was done for ${milliseconds(loop.max / 1e6)} at most; nothing changed, then ${milliseconds(performance.now() - againMs)}`,
    },
  ];
}

async function asking(bench: Bench, store: BenchStore, weeks: number): Promise<readonly Row[]> {
  const server = await store.serve();
  const connection = await Connection.open(server.port);
  const headers = { authorization: `Bearer ${store.lead}` };
  const times = bench.quick ? 5 : 40;
  const timed = async (request: string, status = 200): Promise<{ readonly ms: number; readonly bytes: number }> => {
    const startMs = performance.now();
    const answer = await connection.ask(request);
    if (answer.status !== status) throw new Error(`Answered with ${answer.status}: ${answer.body.toString()}`);
    return { ms: performance.now() - startMs, bytes: answer.body.length };
  };
  const figures = requestText('GET', `/api/teams/${team}/figures`, headers);
  const first = await timed(figures);

  const [anew, kept, page]: [number[], number[], number[]] = [[], [], []];
  let cpuMs = 0;
  for (let time = 1; time <= times; time += 1) {
    // What a lead types makes everything anew.
    const typed = JSON.stringify({ ...settingsAtFirst, seats: 10_000 + time });
    await timed(requestText('PUT', `/api/teams/${team}/settings`, { ...headers, 'content-type': 'application/json' }, typed));
    const before = server.cpuMs();
    anew.push((await timed(figures)).ms);
    cpuMs += server.cpuMs() - before;
    kept.push((await timed(figures)).ms);
    page.push((await timed(requestText('GET', '/', {}))).ms);
  }
  const peak = server.peakBytes();
  connection.close();
  await server.end();
  const row = (what: string, all: readonly number[], note: string): Row => ({
    what: `${what}, ${store.kind}`,
    figure: `p50 ${milliseconds(percentile(all, 50))}, p99 ${milliseconds(percentile(all, 99))}`,
    note,
  });
  const size = `${bench.developers} people, ${weeks} weeks, ${(first.bytes / 1000).toFixed(0)} kB`;
  return [
    {
      what: `figures for the first time, ${store.kind}`,
      figure: milliseconds(first.ms),
      note: `${size}; right after the start, while the collector looks what is due; ${bound}`,
    },
    row('figures made anew', anew, `after something changed; ${milliseconds(cpuMs / times)} of processor time each; ${bound}`),
    row('figures that are kept', kept, `of ${times}; ${bound}`),
    row('the page', page, `without its script; the collector took ${megabytes(peak)} of memory at most`),
  ];
}
