import { measures } from '../../../src/core/team/otlp/measures.ts';
import type { Measure } from '../../../src/core/team/otlp/measures.ts';
import { sumColumns } from '../../../src/collector/otlp/sumColumns.ts';
import { startCollector } from '../../../src/collector/startCollector.ts';
import type { Collector, CollectorOptions } from '../../../src/collector/startCollector.ts';
import { integerOf, textOf } from '../../../src/collector/store/database.ts';
import { createTeam } from '../../../src/collector/teams.ts';
import { createToken } from '../../../src/collector/tokens.ts';
import type { TokenKind } from '../../../src/collector/tokens.ts';

/** One row of sums. */
export interface SumRow {
  readonly day: string;
  readonly person: string;
  readonly model: string;
  readonly amounts: Readonly<Partial<Record<Measure, number>>>;
}

export interface Sending {
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string | null;
}

/** A collector with one team and a token for its clients. */
export interface MetricsRig {
  readonly collector: Collector;
  readonly team: string;
  readonly token: string;
  send(body: Uint8Array | object, sending?: Sending): Promise<Response>;
  createToken(kind: TokenKind): Promise<string>;
  /** All rows, in order; amounts of zero are left out. */
  sums(): Promise<readonly SumRow[]>;
  /** Of all people, days and models. */
  total(): Promise<Readonly<Partial<Record<Measure, number>>>>;
}

const quiet = { port: 0, log: 'silent', data: null } as const;

/** Starts a collector, in memory unless a store is given, with a team of its own. */
export async function startMetricsRig(options: CollectorOptions = {}): Promise<MetricsRig> {
  const collector = await startCollector({ ...quiet, ...options });
  await collector.ready;
  const team = 'platform';
  const { database, nowMs } = collector.context;
  await createTeam(database, { team, name: 'Platform', k: 3, nowMs: nowMs() });
  const { token } = await createToken(database, { kind: 'ingest', teams: [team], expiresMs: null, nowMs: nowMs() });
  return rigOf(collector, team, token);
}

/** The rig of a further collector on the same store. */
export async function startSecondInstance({ team, token }: MetricsRig, options: CollectorOptions): Promise<MetricsRig> {
  const collector = await startCollector({ ...quiet, ...options });
  await collector.ready;
  return rigOf(collector, team, token);
}

function rigOf(collector: Collector, team: string, token: string): MetricsRig {
  const { database, nowMs } = collector.context;
  const sums = async (): Promise<readonly SumRow[]> => {
    const rows = await database.query('SELECT * FROM claude_sums WHERE team = $1 ORDER BY day, person, model', [team]);
    return rows.map((row) => ({
      day: textOf(row, 'day'),
      person: textOf(row, 'person'),
      model: textOf(row, 'model'),
      amounts: Object.fromEntries(
        sumColumns.map(({ measure, column }) => [measure, integerOf(row, column)] as const).filter(([, amount]) => amount !== 0),
      ),
    }));
  };
  return {
    collector,
    team,
    token,
    send: (body, { type = 'application/json', headers = {}, token: given = token } = {}) =>
      fetch(`${collector.url}/v1/metrics`, {
        method: 'POST',
        headers: { 'content-type': type, ...(given === null ? {} : { authorization: `Bearer ${given}` }), ...headers },
        body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
      }),
    createToken: async (kind) => (await createToken(database, { kind, teams: [team], expiresMs: null, nowMs: nowMs() })).token,
    sums,
    total: async () => {
      const rows = await sums();
      const total = measures.map((measure) => [measure, rows.reduce((sum, { amounts }) => sum + (amounts[measure] ?? 0), 0)] as const);
      return Object.fromEntries(total.filter(([, amount]) => amount !== 0));
    },
  };
}
