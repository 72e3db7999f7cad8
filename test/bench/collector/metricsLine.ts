import { protobufFrom } from '../../support/collector/otlpProtobuf.ts';
import { jsonFrom } from '../../support/otlpPoints.ts';
import type { WrittenMetric } from '../../support/otlpPoints.ts';
import type { Row } from '../table.ts';
import { requestText } from './connection.ts';
import { runLoad } from './load.ts';
import type { LoadResult } from './load.ts';
import { team } from './prepare.ts';
import type { Bench } from './prepare.ts';
import type { MeasuredProcess } from './serverProcess.ts';
import { figuresOf } from './wording.ts';

const connections = 64;

/** What one client says of a minute in which it worked: two models, ten points. */
function exportOf(person: number, timeMs: number): object {
  const of = (attributes: Record<string, string>, value: number) => ({
    value,
    timeMs,
    attributes: { 'user.id': `user-${person}`, ...attributes },
  });
  const tokens = ['input', 'output', 'cacheRead', 'cacheCreation'].map((type, at) =>
    of({ type, model: 'claude-opus-4-6' }, 100 * (at + 1)),
  );
  const metrics: WrittenMetric[] = [
    { name: 'claude_code.session.count', points: [of({}, 1)] },
    {
      name: 'claude_code.cost.usage',
      points: [
        of({ model: 'claude-opus-4-6', query_source: 'main' }, 0.1234),
        of({ model: 'claude-haiku-4-5', query_source: 'auxiliary' }, 0.01),
      ],
    },
    { name: 'claude_code.token.usage', points: tokens },
    { name: 'claude_code.active_time.total', points: [of({ type: 'user' }, 12.5), of({ type: 'cli' }, 31.25)] },
    { name: 'claude_code.lines_of_code.count', points: [of({ type: 'added' }, 24)] },
  ];
  return jsonFrom({ resource: { 'tenant.id': team }, metrics });
}

/** Exports of Claude Code's own metrics, protobuf as the client sends it, each of another person than the one before. */
export async function metricsLine(bench: Bench): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const kind of bench.stores) {
    const store = await bench.store(kind);
    const [server, bare] = [await store.serve(), await bench.bare()];
    const startMs = Date.now() - 3_600_000;
    let at = 0;
    const next = (): Buffer => {
      const body = protobufFrom(exportOf(at % bench.developers, startMs + at));
      at += 1;
      const head = requestText('POST', '/v1/metrics', {
        authorization: `Bearer ${store.ingest}`,
        'content-type': 'application/x-protobuf',
        'content-length': String(body.length),
      });
      return Buffer.concat([Buffer.from(head), body]);
    };
    const run = (of: MeasuredProcess, seconds = bench.seconds): Promise<LoadResult> =>
      runLoad({ server: of, next, connections, seconds, pace: null });
    for (const each of [server, bare]) await run(each, 1);
    const [own, peer, database]: [LoadResult[], LoadResult[], number[]] = [[], [], []];
    for (let pair = 0; pair < bench.pairs; pair += 1) {
      const before = store.databaseCpuMs();
      const result = await run(server);
      own.push(result);
      database.push((store.databaseCpuMs() - before) / (result.perSecond * bench.seconds));
      peer.push(await run(bare));
    }
    await server.end();
    await bare.end();
    rows.push(
      ...figuresOf({ what: `OTLP exports, ${kind}`, own, peer, database, note: `ten points each, protobuf, ${connections} connections` }),
    );
  }
  return rows;
}
