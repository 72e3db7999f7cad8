import assert from 'node:assert/strict';
import { decodeJson } from '../../../src/collector/otlp/decodeJson.ts';
import { decodeProtobuf } from '../../../src/collector/otlp/decodeProtobuf.ts';
import { RefusedExport } from '../../../src/collector/otlp/exportTree.ts';
import { metricRules } from '../../../src/core/team/otlp/metricRules.ts';
import { readPoints } from '../../../src/core/team/otlp/readPoints.ts';
import { randomFrom } from '../../bench/random.ts';
import type { Random } from '../../bench/random.ts';
import { startMetricsRig } from '../../support/collector/metricsRig.ts';
import { protobufFrom } from '../../support/collector/otlpProtobuf.ts';
import { jsonFrom } from '../../support/otlpPoints.ts';

const now = Date.UTC(2026, 10, 23, 12);
const seed = Number(process.env.PAYOFF_FUZZ_SEED ?? 20261123);
const bodies = Number(process.env.PAYOFF_FUZZ_BODIES ?? 4000);
const sent = 150;

const texts = [
  '',
  '__proto__',
  "'; DROP TABLE claude_sums; --",
  '<script>alert(1)</script>',
  '\u0000',
  '\ud800',
  '$1',
  'x'.repeat(300),
  'platform',
  'claude-opus-4-6',
];
const numbers = [0, -0, 1, 2, 30, 1000, 0.1, -1, 1e15, 1e16, 1e308, Number.MAX_SAFE_INTEGER, 5e-324];

/** A well-formed export of odd values: what a hostile client with a valid token could send. */
function oddExport(random: Random): object {
  const attributes = (): Record<string, string> => ({
    ...Object.fromEntries(['model', 'query_source', random.of(texts)].map((name) => [name, random.of(texts)])),
    type: random.of([...texts, 'input', 'output', 'added', 'removed', 'user', 'cli']),
    decision: random.of(['accept', 'reject', ...texts]),
    'user.id': random.of([...texts, 'one', 'two', 'three']),
  });
  return jsonFrom({
    resource: { 'tenant.id': random.below(20) === 0 ? random.of(texts) : 'platform' },
    metrics: Array.from({ length: random.below(4) }, () => ({
      name: random.of([...metricRules.keys(), ...texts]),
      cumulative: random.below(2) === 0,
      points: Array.from({ length: random.below(4) }, () => {
        const timeMs = now + random.of([0, -1, -2, -90_000_000, 3_600_000, random.of([1e12, -now])]);
        return {
          value: random.of(numbers),
          timeMs,
          startMs: timeMs - random.of([0, 1000, 60_000, random.of([-1000, 1e11])]),
          attributes: attributes(),
        };
      }),
    })),
  });
}

/** The bytes with a few of them changed, repeated, cut off or taken out. */
function damaged(bytes: Uint8Array, random: Random): Buffer {
  let result = Buffer.from(bytes);
  for (let times = random.below(4); times > 0 && result.length > 0; times--) {
    const at = random.below(result.length);
    const length = random.below(12);
    switch (random.below(5)) {
      case 0:
        result[at] = random.below(256);
        break;
      case 1:
        result = result.subarray(0, at);
        break;
      case 2:
        result = Buffer.concat([result.subarray(0, at), result.subarray(at + length)]);
        break;
      case 3:
        result = Buffer.concat([result.subarray(0, at + length), result.subarray(at)]);
        break;
      default:
        result.fill(random.of([0, 255, 128, 91, 123, 34]), at, Math.min(at + length, result.length));
    }
  }
  return result;
}

describe(`hostile exports of metrics (seed ${seed})`, function () {
  this.timeout(300_000);

  it(`are read or refused, ${bodies} of each encoding`, () => {
    const random = randomFrom(seed);
    let read = 0;
    for (let at = 0; at < bodies; at++) {
      const json = oddExport(random);
      for (const [decode, bytes] of [
        [decodeJson, Buffer.from(JSON.stringify(json))],
        [decodeProtobuf, protobufFrom(json)],
      ] as const) {
        try {
          for (const { measure, model, amount, startUs, timeUs } of readPoints(decode(damaged(bytes, random)), now).points) {
            read += 1;
            assert.ok(Number.isInteger(amount) && amount >= 0 && amount <= 1e15 && Number.isSafeInteger(startUs) && startUs <= timeUs);
            assert.ok(/^[A-Za-z]+$/.test(measure) && /^(?:|other|claude-opus-4-6)$/.test(model));
          }
        } catch (error) {
          if (!(error instanceof RefusedExport)) throw error;
        }
      }
    }
    assert.ok(read > bodies / 20, `Only ${read} points were read.`);
  });

  it('leave the collector standing, and what others send exact', async () => {
    const rig = await startMetricsRig({ nowMs: () => now });
    try {
      const random = randomFrom(seed + 1);
      const good = (at: number): object =>
        jsonFrom({
          resource: { 'tenant.id': 'platform' },
          metrics: [
            {
              name: 'claude_code.pull_request.count',
              points: [{ value: 3, timeMs: now - at, attributes: { 'user.id': 'somebody who behaves' } }],
            },
          ],
        });
      assert.equal((await rig.send(good(0))).status, 200);
      const [before] = await rig.sums();
      const statuses = new Set<number>();
      for (let at = 0; at < sent; at++) {
        const json = oddExport(random);
        const [type, bytes] =
          random.below(2) === 0 ? ['application/json', Buffer.from(JSON.stringify(json))] : ['application/x-protobuf', protobufFrom(json)];
        const response = await rig.send(damaged(bytes, random), { type });
        statuses.add(response.status);
        await response.arrayBuffer();
        if (at % 10 === 0) assert.equal((await rig.send(good(1 + at))).status, 200);
      }
      assert.deepEqual(
        [...statuses].sort((left, right) => left - right),
        [200, 400, 403],
      );
      const rows = await rig.sums();
      assert.deepEqual(rows.find(({ person }) => person === before?.person)?.amounts, { pullRequests: 3 * (1 + sent / 10) });
      for (const { day, person, model, amounts } of rows) {
        assert.match(`${day} ${person} ${model}`, /^2026-11-2[123] [0-9a-f]{32} (?:|other|claude-opus-4-6)$/);
        for (const amount of Object.values(amounts)) assert.ok(amount >= 0 && amount <= 1e15);
      }
      assert.equal((await fetch(`${rig.collector.url}/readyz`)).status, 200);
    } finally {
      await rig.collector.close();
    }
  });
});
