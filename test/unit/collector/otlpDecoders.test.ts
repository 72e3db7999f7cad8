import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeJson } from '../../../src/collector/otlp/decodeJson.ts';
import { decodeProtobuf } from '../../../src/collector/otlp/decodeProtobuf.ts';
import { RefusedExport } from '../../../src/collector/otlp/exportTree.ts';
import type { OtlpExport } from '../../../src/core/team/otlp/otlpExport.ts';
import { protobufFrom } from '../../support/collector/otlpProtobuf.ts';
import { jsonFrom } from '../../support/otlpPoints.ts';

const bytesOf = (json: unknown): Buffer => Buffer.from(JSON.stringify(json));

/** An export with the attributes of given names read out. */
function plain(exported: OtlpExport, names: ReadonlySet<string>): unknown {
  return exported.map(({ attributes, metrics }) => ({
    attributes: Object.fromEntries(attributes(names)),
    metrics: metrics.map((metric) => ({
      ...metric,
      points: metric.points.map((point) => ({ ...point, attributes: Object.fromEntries(point.attributes(names)) })),
    })),
  }));
}

const name = fc.constantFrom('claude_code.cost.usage', 'claude_code.commit.count', 'x', '__proto__', '');
const attributes = fc.dictionary(fc.constantFrom('tenant.id', 'user.id', 'model', '__proto__', 'constructor'), fc.string(), { maxKeys: 4 });
const written = fc.record({
  resource: attributes,
  metrics: fc.array(
    fc.record({
      name,
      cumulative: fc.boolean(),
      points: fc.array(
        fc.record({
          // JSON.stringify writes -0 as 0.
          value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
          timeMs: fc.integer({ min: 1, max: 4e12 }),
          startMs: fc.integer({ min: 1, max: 4e12 }),
          attributes,
        }),
        { maxLength: 4 },
      ),
    }),
    { maxLength: 4 },
  ),
});

describe('exports of metrics', () => {
  it('read the same from JSON and from protobuf', () => {
    const names = new Set(['tenant.id', 'user.id', 'constructor', '__proto__']);
    fc.assert(
      fc.property(written, (each) => {
        const json = jsonFrom(each);
        assert.deepEqual(plain(decodeProtobuf(protobufFrom(json)), names), plain(decodeJson(bytesOf(json)), names));
      }),
      { numRuns: 200 },
    );
  });

  it('have counters, other kinds, integers and times as OTLP writes them', () => {
    const point = { startTimeUnixNano: '1795397849354000999', timeUnixNano: 1795397849, asInt: '42' };
    const json = {
      resourceMetrics: [
        {
          scopeMetrics: [
            {
              metrics: [
                {
                  name: 'a',
                  sum: { aggregationTemporality: 'AGGREGATION_TEMPORALITY_CUMULATIVE', isMonotonic: true, dataPoints: [point] },
                },
                { name: 'b', sum: { aggregationTemporality: 1, isMonotonic: false, dataPoints: [{ ...point, asInt: 7 }] } },
                { name: 'c', gauge: { dataPoints: [{ timeUnixNano: '0', asDouble: 0 }] } },
                { name: 'd', histogram: { aggregationTemporality: 1, dataPoints: [{ count: '1', timeUnixNano: '5' }] } },
                { name: 'e' },
              ],
            },
            {},
          ],
        },
        {},
      ],
    };
    const at = { startUs: 1_795_397_849_354_000, timeUs: 1_795_397, attributes: {} };
    const expected = [
      { name: 'a', shape: 'counter', temporality: 'cumulative', points: [{ ...at, value: 42 }] },
      { name: 'b', shape: 'other', temporality: 'delta', points: [{ ...at, value: 7 }] },
      { name: 'c', shape: 'other', temporality: 'unknown', points: [{ ...at, startUs: null, timeUs: null, value: 0 }] },
      { name: 'd', shape: 'other', temporality: 'unknown', points: [{ ...at, startUs: null, timeUs: null, value: null }] },
      { name: 'e', shape: 'other', temporality: 'unknown', points: [] },
    ];
    const [first, second] = plain(decodeJson(bytesOf(json)), new Set()) as { metrics: unknown[] }[];
    assert.deepEqual(first?.metrics, expected);
    assert.deepEqual(second?.metrics, []);
    const [metric] = json.resourceMetrics[0]?.scopeMetrics?.[0]?.metrics ?? [];
    const sum = { aggregationTemporality: 2, isMonotonic: true, dataPoints: [point, { ...point, asInt: undefined, asDouble: 0 }, {}] };
    const protobuf = protobufFrom({ resourceMetrics: [{ scopeMetrics: [{ metrics: [{ ...metric, sum }] }] }] });
    const points = decodeProtobuf(protobuf)[0]?.metrics[0]?.points.map(({ value, startUs, timeUs }) => [value, startUs, timeUs]);
    assert.deepEqual(points, [
      [42, 1_795_397_849_354_000, 1_795_397],
      [0, 1_795_397_849_354_000, 1_795_397],
      [null, null, null],
    ]);
  });

  it('decode no attribute that nobody asks for', () => {
    // A value that is no message: whoever decodes it fails.
    const broken = Uint8Array.of(255, 255);
    const keyValue = (key: string, value: Uint8Array): number[] => [10, key.length, ...Buffer.from(key), 18, value.length, ...value];
    const nested = (field: number, bytes: readonly number[]): number[] => [(field << 3) | 2, bytes.length, ...bytes];
    const resource = [...nested(1, keyValue('user.email', broken)), ...nested(1, keyValue('user.id', Uint8Array.of(10, 1, 65)))];
    const [exported] = decodeProtobuf(Uint8Array.from(nested(1, nested(1, resource))));
    assert.deepEqual([...(exported?.attributes(new Set(['user.id'])) ?? [])], [['user.id', 'A']]);
    assert.throws(() => exported?.attributes(new Set(['user.email'])), RefusedExport);
    const strings = bytesOf({
      resourceMetrics: [
        {
          resource: {
            attributes: [{ key: 'a', value: { stringValue: 'x'.repeat(257) } }, { key: 'b', value: { intValue: '1' } }, { key: 'c' }],
          },
        },
      ],
    });
    assert.equal(decodeJson(strings)[0]?.attributes(new Set(['a', 'b', 'c'])).size, 0);
  });

  it('are refused where lengths, groups and nesting are made to do harm', () => {
    const hostile: [string, Uint8Array][] = [
      ['a length beyond the end', Uint8Array.of(10, 255, 255, 255, 255, 15)],
      ['a length beyond its message', Uint8Array.of(10, 2, 10, 100)],
      ['a varint without an end', new Uint8Array(100).fill(255)],
      ['a truncated number', Uint8Array.of(10, 13, 18, 11, 18, 9, 58, 7, 10, 5, 33, 0, 0, 0, 0)],
      ['groups in each other', new Uint8Array(1_000_000).fill(11)],
      ['an end of a group that never began', Uint8Array.of(12)],
      ['field number zero', Uint8Array.of(0, 0)],
      ['empty messages', Uint8Array.from({ length: 1_000_000 }, (_, at) => (at % 2 === 0 ? 10 : 0))],
    ];
    for (const [what, bytes] of hostile) assert.throws(() => decodeProtobuf(bytes), RefusedExport, what);
    for (const text of [
      '',
      'null',
      '[]',
      '3',
      '{"resourceMetrics":{}}',
      '{"resourceMetrics":[null]}',
      '[[',
      `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`,
      '"\ud800',
    ])
      assert.throws(() => decodeJson(Buffer.from(text)), RefusedExport, text);
    assert.throws(() => decodeJson(Uint8Array.of(34, 255, 34)), RefusedExport);
    assert.deepEqual(decodeJson(Buffer.from('{"text":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\"[["}')), []);
  });
});
