import { demoWeeks } from '../../../src/core/team/published/demoTeam.ts';
import type { TeamWeek } from '../../../src/core/team/teamWeek.ts';
import { median } from '../measure.ts';
import type { Row } from '../table.ts';
import { requestText } from './connection.ts';
import { runLoad } from './load.ts';
import type { LoadResult } from './load.ts';
import { team } from './prepare.ts';
import type { Bench, BenchStore } from './prepare.ts';
import type { MeasuredProcess } from './serverProcess.ts';
import { figuresOf } from './wording.ts';

/** Reports of the last weeks of the made-up team, which are as large as real ones. */
export function someReports(): readonly TeamWeek[] {
  const weeks = demoWeeks(Date.now()).filter(({ buckets }) => buckets.length > 0);
  return weeks.slice(-150);
}

/** Pseudonym of a person by number. */
export function reporterOf(person: number): string {
  return person.toString(16).padStart(32, '0');
}

/** Reports of so many developers, first each one's first, then each one's second, which replaces it. */
function reportStream(developers: number, token: string): () => string {
  const samples = someReports().map((report) => ({ ...report, team }));
  let at = 0;
  return () => {
    const sample = samples[(at % developers) % samples.length];
    if (sample === undefined) throw new Error('There is no report to send.');
    const report = { ...sample, reporter: reporterOf(at % developers), sequence: 1 + Math.floor(at / developers) };
    at += 1;
    return requestText(
      'PUT',
      `/v1/reports/${report.reporter}/${report.device}/${report.week}`,
      { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      JSON.stringify(report),
    );
  };
}

const connections = 64;
/** What the collector is made for: reports a second on one core. */
const bound = 1000;

/** How many reports one core takes, beside the least that could take them; then how long each takes at the rate that is promised. */
export async function reportsLine(bench: Bench): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const kind of bench.stores) {
    const store = await bench.store(kind);
    const [server, bare] = [await store.serve(), await bench.bare()];
    const next = reportStream(bench.developers, store.ingest);
    const run = (of: MeasuredProcess, pace: number | null = null): Promise<LoadResult> =>
      runLoad({ server: of, next, connections, seconds: bench.seconds, pace });
    await runLoad({ server, next, connections, seconds: 2, pace: null });
    await runLoad({ server: bare, next, connections, seconds: 1, pace: null });
    const [own, peer, database]: [LoadResult[], LoadResult[], number[]] = [[], [], []];
    for (let pair = 0; pair < bench.pairs; pair += 1) {
      const before = store.databaseCpuMs();
      const result = await run(server);
      own.push(result);
      database.push((store.databaseCpuMs() - before) / (result.perSecond * bench.seconds));
      peer.push(await run(bare));
    }
    const paced = await run(server, bound);
    const kept = await endAndCount(server, store);
    await bare.end();
    const bytes = Math.round(median(someReports().map((report) => JSON.stringify(report).length)));
    rows.push(
      ...figuresOf({
        what: `reports, ${kind}`,
        own,
        peer,
        database,
        note: `${bytes} bytes each, ${connections} connections; bound ${bound}`,
      }),
      {
        what: `reports, ${kind}, at ${bound} a second`,
        figure: `p50 ${paced.p50.toFixed(1)} ms, p99 ${paced.p99.toFixed(0)} ms`,
        note: `${paced.perSecond.toFixed(0)} a second were answered; the server’s core was ${(paced.busy * 100).toFixed(0)} % busy; ${kept} rows at the end`,
      },
    );
  }
  return rows;
}

/** Ends it and looks whether it kept what it said: a row for each developer who was told so. */
async function endAndCount(server: MeasuredProcess, store: BenchStore): Promise<number> {
  await server.end();
  return store.open(async (database) => {
    const [row] = await database.query('SELECT count(*)::integer AS rows FROM reports WHERE team = $1', [team]);
    return Number(row?.rows);
  });
}
