import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { startMetricsRig, startSecondInstance } from '../../support/collector/metricsRig.ts';
import type { MetricsRig } from '../../support/collector/metricsRig.ts';
import { answerFrom, protobufFrom } from '../../support/collector/otlpProtobuf.ts';
import { sharedPostgres } from '../../support/collector/postgres.ts';
import { jsonFrom } from '../../support/otlpPoints.ts';
import type { WrittenMetric } from '../../support/otlpPoints.ts';

const now = Date.UTC(2026, 10, 23, 12);
const protobufType = 'application/x-protobuf';
const opus = { 'user.id': 'user-one', model: 'claude-opus-4-6' };

/** What a client sends of one minute. */
function minute(at: number, attributes: Record<string, string> = opus, tenant = 'platform'): object {
  const point = (value: number, more: Record<string, string> = {}) => ({
    value,
    timeMs: now - at * 60_000,
    attributes: { ...attributes, ...more },
  });
  const metrics: WrittenMetric[] = [
    { name: 'claude_code.session.count', points: [point(1)] },
    { name: 'claude_code.cost.usage', points: [point(0.1234567894, { query_source: 'main' }), point(0.5, { query_source: 'subagent' })] },
    {
      name: 'claude_code.token.usage',
      points: [point(100, { type: 'input' }), point(200, { type: 'output' }), point(3000, { type: 'cacheRead' })],
    },
    { name: 'claude_code.code_edit_tool.decision', points: [point(2, { decision: 'accept' }), point(1, { decision: 'reject' })] },
  ];
  return jsonFrom({ resource: { 'tenant.id': tenant }, metrics });
}

const ofMinute = { cost: 623_456_789, input: 100, output: 200, cacheRead: 3000, sessions: 1, editsAccepted: 2, editsRejected: 1 };

const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

const stores = ['PGlite', 'PostgreSQL'] as const;

for (const store of stores)
  describe(`Claude Code’s metrics at a collector on ${store}`, function () {
    this.timeout(120_000);
    let rig: MetricsRig;

    before(async () => {
      const databaseUrl = store === 'PGlite' ? null : await (await sharedPostgres()).createDatabase();
      rig = await startMetricsRig({ databaseUrl, nowMs: () => now });
    });
    after(() => rig.collector.close());
    beforeEach(async () => {
      for (const table of ['sums', 'exports', 'counters', 'people'])
        await rig.collector.context.database.run(`DELETE FROM claude_${table}`);
    });

    it('are added up by person, day and model, in either encoding, packed or not', async () => {
      const day = 24 * 60;
      const bodies: [Uint8Array | object, string, Record<string, string>][] = [
        [minute(1), 'application/json', {}],
        [protobufFrom(minute(2)), protobufType, {}],
        [gzipSync(JSON.stringify(minute(day))), 'application/json; charset=utf-8', { 'content-encoding': 'gzip' }],
        [gzipSync(protobufFrom(minute(3, { ...opus, 'user.id': 'user-two' }))), protobufType, { 'content-encoding': 'gzip' }],
      ];
      for (const [body, type, headers] of bodies) {
        const response = await rig.send(body, { type, headers });
        assert.equal(response.status, 200, await response.clone().text());
        assert.equal(response.headers.get('content-type')?.split(';')[0], type.split(';')[0]);
      }
      const { sessions, editsAccepted, editsRejected, ...byModel } = ofMinute;
      const rows = await rig.sums();
      const twice = (amounts: Record<string, number>) =>
        Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, 2 * amount]));
      const withoutModel = { sessions, editsAccepted, editsRejected };
      const [first] = rows;
      assert.ok(first);
      const one = first.person;
      const two = rows.find(({ person }) => person !== one)?.person;
      assert.match(one, /^[0-9a-f]{32}$/);
      const today = [
        { day: '2026-11-23', person: one, model: '', amounts: twice(withoutModel) },
        { day: '2026-11-23', person: one, model: opus.model, amounts: twice(byModel) },
        { day: '2026-11-23', person: two, model: '', amounts: withoutModel },
        { day: '2026-11-23', person: two, model: opus.model, amounts: byModel },
      ];
      assert.deepEqual(rows, [
        { day: '2026-11-22', person: one, model: '', amounts: withoutModel },
        { day: '2026-11-22', person: one, model: opus.model, amounts: byModel },
        ...today.sort((left, right) => ((left.person ?? '') < (right.person ?? '') ? -1 : left.person === right.person ? 0 : 1)),
      ]);
    });

    it('count once, whichever encoding they are repeated in, and however many times at once', async () => {
      const bodies = Array.from({ length: 5 }, (_, at) => minute(at));
      const protobuf = bodies.map((body) => protobufFrom(body));
      await Promise.all([...bodies, ...bodies].map((body) => rig.send(body)));
      await Promise.all(protobuf.map((body) => rig.send(body, { type: protobufType })));
      assert.deepEqual(await rig.total(), Object.fromEntries(Object.entries(ofMinute).map(([name, amount]) => [name, 5 * amount])));
    });

    it('grow by what totals grow, and begin anew where they fall', async () => {
      const total = (value: number, at: number, startMs = now - 3_600_000) =>
        rig.send(
          jsonFrom({
            resource: { 'tenant.id': 'platform' },
            metrics: [
              {
                name: 'claude_code.commit.count',
                cumulative: true,
                points: [{ value, startMs, timeMs: now - at * 60_000, attributes: opus }],
              },
            ],
          }),
        );
      for (const [value, at] of [
        [2, 30],
        [5, 20],
        [5, 20],
        [4, 25],
        [1, 10],
        [3, 5],
      ] as const)
        assert.equal((await total(value, at)).status, 200);
      assert.deepEqual(await rig.total(), { commits: 8 });
      await total(7, 4, now - 10 * 60_000);
      assert.deepEqual(await rig.total(), { commits: 15 });
    });

    it('are one by one too late, in the future or unknown, and the answer counts them', async () => {
      const point = { value: 1, attributes: opus };
      const body = jsonFrom({
        resource: { 'tenant.id': 'platform' },
        metrics: [
          {
            name: 'claude_code.commit.count',
            points: [
              { ...point, timeMs: now },
              { ...point, timeMs: now - 3 * 86_400_000 },
              { ...point, timeMs: now + 2 * 3_600_000 },
            ],
          },
          { name: 'my.own.metric', points: [{ ...point, timeMs: now }] },
        ],
      });
      const inJson = (await (await rig.send(body)).json()) as { partialSuccess: { rejectedDataPoints: string; errorMessage: string } };
      assert.equal(inJson.partialSuccess.rejectedDataPoints, '3');
      assert.match(inJson.partialSuccess.errorMessage, /until 2 days after its end.*60 minutes in the future.*are kept\.$/);
      const response = await rig.send(protobufFrom(body), { type: protobufType });
      assert.deepEqual(answerFrom(await bytesOf(response)), inJson);
      assert.deepEqual(await rig.total(), { commits: 1 });
      assert.deepEqual(answerFrom(await bytesOf(await rig.send(protobufFrom(minute(0)), { type: protobufType }))), {});
    });

    it('sum up to no more than a sum may be', async () => {
      for (let at = 0; at < 3; at++) {
        const points = [{ value: 1e15, timeMs: now - at * 1000, attributes: { ...opus, type: 'input' } }];
        await rig.send(jsonFrom({ resource: { 'tenant.id': 'platform' }, metrics: [{ name: 'claude_code.token.usage', points }] }));
      }
      assert.deepEqual(await rig.total(), { input: 1e15 });
    });

    it('are refused as a whole, with a status of OTLP in the request’s encoding', async () => {
      const reader = await rig.createToken('read');
      const big = Buffer.alloc(3 * 1024 * 1024, ' ');
      const points = Array.from({ length: 10_001 }, (_, at) => ({ value: 1, timeMs: now - at }));
      const many = jsonFrom({ metrics: [{ name: 'claude_code.commit.count', points }] });
      const nobody = jsonFrom({ metrics: [{ name: 'unknown', points: [{ value: 1, timeMs: now }] }] });
      const gzip = { 'content-encoding': 'gzip' };
      const cases: [string, number, Parameters<MetricsRig['send']>][] = [
        ['no token', 401, [minute(0), { token: null }]],
        ['unknown token', 401, [minute(0), { token: `payoff_ingest_${'a'.repeat(43)}` }]],
        ['token to read', 403, [minute(0), { token: reader }]],
        ['another team', 403, [minute(0, opus, 'other')]],
        ['another team in one point', 403, [minute(0, { ...opus, 'tenant.id': 'other' })]],
        ['no team', 403, [nobody]],
        ['no JSON', 400, [Buffer.from('{"resourceMetrics":[')]],
        ['no object', 400, [Buffer.from('[]')]],
        ['nothing', 400, [Buffer.from('')]],
        ['nested', 400, [Buffer.from('['.repeat(1_000_000))]],
        ['no protobuf', 400, [Buffer.from('{}'), { type: protobufType }]],
        ['broken gzip', 400, [Buffer.from('{}'), { headers: gzip }]],
        ['too large', 413, [big]],
        ['too large when unpacked', 413, [gzipSync(Buffer.alloc(9 * 1024 * 1024, ' ')), { headers: gzip }]],
        ['too many points', 413, [gzipSync(JSON.stringify(many)), { headers: gzip }]],
        ['too many messages', 413, [Buffer.alloc(1_000_000, Uint8Array.of(10, 0)), { type: protobufType }]],
        ['another type', 415, [Buffer.from('a'), { type: 'text/plain' }]],
        ['another packing', 415, [minute(0), { headers: { 'content-encoding': 'br' } }]],
      ];
      for (const [name, status, given] of cases) {
        const response = await rig.send(...given);
        assert.equal(response.status, status, name);
        if (given[1]?.type === protobufType) {
          assert.equal(response.headers.get('content-type'), protobufType, name);
          assert.match((await bytesOf(response)).toString(), /[a-z]\.$/, name);
        } else {
          const { code, message } = (await response.json()) as { code: number; message: string };
          assert.equal(typeof code, 'number', name);
          assert.match(message, /^[A-Z].*\.$|^tenant\.id .*\.$/s, name);
        }
      }
      assert.deepEqual(await rig.total(), {});
    });
  });

describe('Claude Code’s metrics at several instances on PostgreSQL', function () {
  this.timeout(120_000);

  it('count once, though both get each export again and again at the same time', async () => {
    const databaseUrl = await (await sharedPostgres()).createDatabase();
    const one = await startMetricsRig({ databaseUrl, nowMs: () => now });
    const two = await startSecondInstance(one, { databaseUrl, nowMs: () => now });
    try {
      const total = (value: number, at: number, user: string): object =>
        jsonFrom({
          resource: { 'tenant.id': 'platform' },
          metrics: [
            {
              name: 'claude_code.commit.count',
              cumulative: true,
              points: [{ value, startMs: now - 3_600_000, timeMs: now - at * 1000, attributes: { ...opus, 'user.id': user } }],
            },
          ],
        });
      const users = ['user-one', 'user-two', 'user-three'];
      const bodies = users.flatMap((user) =>
        Array.from({ length: 10 }, (_, at) => [minute(at, { ...opus, 'user.id': user }), total(20 - at, at, user)]).flat(),
      );
      // A gateway puts people together, in any order.
      const mixed = jsonFrom({
        resource: { 'tenant.id': 'platform' },
        metrics: [
          {
            name: 'claude_code.pull_request.count',
            points: [...users, ...users].reverse().map((id) => ({ value: 1, timeMs: now, attributes: { 'user.id': id } })),
          },
        ],
      });
      const responses = await Promise.all([...bodies, mixed, mixed, ...bodies].flatMap((body) => [one.send(body), two.send(body)]));
      assert.deepEqual([...new Set(responses.map(({ status }) => status))], [200]);
      const expected = Object.fromEntries(Object.entries(ofMinute).map(([name, amount]) => [name, 30 * amount]));
      assert.deepEqual(await two.total(), { ...expected, commits: 60, pullRequests: 3 });
    } finally {
      await one.collector.close();
      await two.collector.close();
    }
  });

  it('are asked for again while the database is away, and count once when it is back', async () => {
    const postgres = await sharedPostgres();
    const rig = await startMetricsRig({ databaseUrl: await postgres.createDatabase(), nowMs: () => now });
    try {
      assert.equal((await rig.send(minute(0))).status, 200);
      await postgres.stop();
      for (const type of ['application/json', protobufType]) {
        const response = await rig.send(type === protobufType ? protobufFrom(minute(1)) : minute(1), { type });
        assert.equal(response.status, 503);
        assert.match(response.headers.get('retry-after') ?? '', /^\d+$/);
        assert.equal(response.headers.get('content-type')?.split(';')[0], type);
      }
      await postgres.start();
      for (let at = 0; at < 2; at++) for (const again of [0, 1]) assert.equal((await rig.send(minute(again))).status, 200);
      assert.deepEqual(await rig.total(), Object.fromEntries(Object.entries(ofMinute).map(([name, amount]) => [name, 2 * amount])));
    } finally {
      await rig.collector.close();
    }
  });
});
