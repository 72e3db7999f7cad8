import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import { exportWeek, startOfWeek } from '../../../src/team/otlp/exportWeek.ts';
import { metricNames, resourceAttributes, weekAttribute } from '../../../src/team/otlp/metricNames.ts';
import { otlpSettings } from '../../../src/team/otlp/otlpSettings.ts';
import type { OtlpSettings } from '../../../src/team/otlp/otlpSettings.ts';
import { weekPoints } from '../../../src/team/otlp/weekPoints.ts';
import type { Point } from '../../../src/team/otlp/weekPoints.ts';
import { aBucket, aTeamWeek } from '../../support/collector/aTeamWeek.ts';
import { startRealCollector } from '../../support/team/realCollector.ts';
import { startOtlpReceiver } from '../../support/team/otlpReceiver.ts';
import type { Exported, OtlpReceiver } from '../../support/team/otlpReceiver.ts';

const nowMs = Date.UTC(2026, 10, 23, 10, 0, 0, 125);

describe('a week as metrics of OpenTelemetry', () => {
  let receiver: OtlpReceiver;
  const saved = { ...process.env };

  before(async () => {
    receiver = await startOtlpReceiver();
  });
  after(async () => {
    process.env = saved;
    await receiver.close();
  });
  beforeEach(() => {
    process.env = { ...saved };
  });

  /** The exporter reads the environment of its process. */
  const settingsOf = (variables: Readonly<Record<string, string>>): OtlpSettings => {
    Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...variables });
    const settings = otlpSettings(process.env);
    assert.ok(!('problem' in settings), JSON.stringify(settings));
    return settings;
  };
  const lastBody = (): Exported => receiver.received.at(-1)?.body ?? assert.fail('Nothing was received.');

  for (const [protocol, type] of [
    ['http/protobuf', 'application/x-protobuf'],
    ['http/json', 'application/json'],
  ] as const)
    it(`has every amount once in ${protocol}, with its week and no finer time`, async () => {
      const week = aTeamWeek({ buckets: [aBucket(), aBucket({ repository: '0123456789abcdef', atLeast: true })] });
      const settings = settingsOf({ OTEL_EXPORTER_OTLP_PROTOCOL: protocol });
      assert.equal(await exportWeek(settings, { week, before: null, nowMs }), undefined);
      const { path, headers } = receiver.received.at(-1) ?? assert.fail('Nothing was received.');
      assert.deepEqual([path, headers['content-type']], ['/v1/metrics', type]);
      const { resource } = lastBody();
      assert.deepEqual(Object.keys(resource.attributes).sort(), [...resourceAttributes].sort());
      assert.deepEqual(pointsIn(lastBody()), sorted(weekPoints(week)));
      for (const { sum, name } of lastBody().scopeMetrics[0].metrics) {
        assert.deepEqual([sum.aggregationTemporality, sum.isMonotonic], ['cumulative', false], name);
        for (const { startTimeUnixNano, timeUnixNano } of sum.dataPoints)
          assert.deepEqual([startTimeUnixNano, timeUnixNano], [BigInt(startOfWeek('2026-W46')) * 1_000_000n, BigInt(nowMs) * 1_000_000n]);
      }
    });

  it('is only what a correction changes where sums of what was added are asked for', async () => {
    const settings = settingsOf({ OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta' });
    const first = aTeamWeek();
    const second = aTeamWeek({ sequence: 2, buckets: [aBucket({ turns: 41, headlessCost: 1_500_000_000, headlessSessions: 0 })] });
    await exportWeek(settings, { week: first, before: null, nowMs });
    const whole = sorted(weekPoints(first).filter(({ value }) => value !== 0));
    assert.deepEqual(pointsIn(lastBody()), whole);
    await exportWeek(settings, { week: second, before: first, nowMs });
    assert.deepEqual(
      pointsIn(lastBody()).map(({ metric, value }) => [metric, value]),
      [
        ['entranceCost', 1.5],
        ['turns', 1],
      ],
    );
    assert.ok(lastBody().scopeMetrics[0].metrics.every(({ sum }) => sum.aggregationTemporality === 'delta'));
    await exportWeek(settings, { week: { ...second, buckets: [] }, before: second, nowMs });
    assert.equal(pointsIn(lastBody()).find(({ metric }) => metric === 'turns')?.value, -41);
  });

  it('goes where the standard variables say, with their headers', async () => {
    const settings = settingsOf({
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${receiver.url}/tenant/metrics`,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://elsewhere.example',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc,x-scope=team',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    });
    assert.equal(await exportWeek(settings, { week: aTeamWeek(), before: null, nowMs }), undefined);
    const { path, headers } = receiver.received.at(-1) ?? assert.fail('Nothing was received.');
    assert.equal(path, '/tenant/metrics');
    assert.deepEqual([headers.authorization, headers['x-scope'], headers['content-encoding']], ['Bearer abc', 'team', 'gzip']);
  });

  it('says why a collector did not take it', async () => {
    receiver.answers.push(400);
    const problem = await exportWeek(settingsOf({}), { week: aTeamWeek(), before: null, nowMs });
    assert.match(problem?.reason ?? '', /\S/);
    const before = receiver.received.length;
    assert.equal(await exportWeek(settingsOf({}), { week: aTeamWeek(), before: null, nowMs }), undefined);
    assert.equal(receiver.received.length, before + 1);
  });

  it('is sent to no address without TLS but this machine’s, and in no encoding but the two', () => {
    const problemOf = (environment: Record<string, string>): string => {
      const settings = otlpSettings(environment);
      return 'problem' in settings ? settings.problem : '';
    };
    assert.match(problemOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://metrics.example' }), /not encrypted/);
    assert.match(problemOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'metrics' }), /no address/);
    assert.match(
      problemOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://metrics.example', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }),
      /http\/protobuf or http\/json, not as "grpc"/,
    );
    assert.match(problemOf({}), /set OTEL_EXPORTER_OTLP_ENDPOINT/);
    const url = 'http://localhost:4318/v1/metrics';
    assert.deepEqual(otlpSettings({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: url }), {
      url,
      protocol: 'http/protobuf',
      temporality: 'cumulative',
    });
  });
});

describe('a real OpenTelemetry collector', () => {
  it('takes a week (its binary is named by OTELCOL)', async function () {
    const binary = process.env.OTELCOL ?? '';
    if (binary === '') this.skip();
    const collector = await startRealCollector(binary);
    try {
      for (const protocol of ['http/protobuf', 'http/json'] as const) {
        const settings = { url: `${collector.url}/v1/metrics`, protocol, temporality: 'cumulative' } as const;
        assert.equal(await exportWeek(settings, { week: aTeamWeek(), before: null, nowMs }), undefined);
      }
      for (const { name } of Object.values(metricNames)) await collector.says(`Name: ${name}`);
    } finally {
      await collector.close();
    }
  });
});

/** What was received, as points of the catalogue. */
function pointsIn({ scopeMetrics: [{ metrics }] }: Exported): readonly Point[] {
  const keys = new Map(Object.entries(metricNames).map(([key, { name }]) => [name as string, key as Point['metric']]));
  return sorted(
    metrics.flatMap(({ name, unit, description, sum }) => {
      const metric = keys.get(name) ?? assert.fail(`${name} is not in the catalogue.`);
      assert.deepEqual([unit, description], [metricNames[metric].unit, metricNames[metric].description]);
      return sum.dataPoints.map(({ attributes, asDouble }) => {
        assert.ok(attributes[weekAttribute]);
        return { metric, value: asDouble, attributes };
      });
    }),
  );
}

function sorted(points: readonly Point[]): readonly Point[] {
  const text = ({ metric, attributes }: Point): string => `${metric} ${JSON.stringify(Object.entries(attributes).sort())}`;
  return [...points].sort((left, right) => (text(left) < text(right) ? -1 : 1));
}
