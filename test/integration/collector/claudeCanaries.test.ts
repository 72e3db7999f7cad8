import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { metricRules } from '../../../src/core/team/otlp/metricRules.ts';
import { textsInFiles } from '../../support/collector/filesHold.ts';
import { startMetricsRig } from '../../support/collector/metricsRig.ts';
import { protobufFrom } from '../../support/collector/otlpProtobuf.ts';

const now = Date.UTC(2026, 10, 23, 12);
const canary = 'Kanarienvogel';

/** Everything that the client is known to send, and what it might. */
const names = [
  ...['user.id', 'session.id', 'user.email', 'user.account_uuid', 'user.account_id', 'organization.id', 'terminal.type', 'app.version'],
  ...['query_source', 'effort', 'speed', 'agent.name', 'skill.name', 'plugin.name', 'marketplace.name', 'mcp_server.name', 'mcp_tool.name'],
  ...['tool_name', 'source', 'language', 'start_type', 'model', 'host.name', 'service.name', 'something.new', '__proto__'],
];

/** An export with a canary in every string that is not a name or a value the collector knows. */
function exportOfCanaries(number: number): object {
  const text = (place: string): string => `${canary}-${place}-${number}`;
  const list = (place: string, more: Record<string, string>): object[] => [
    ...names.filter((name) => !(name in more)).map((key) => ({ key, value: { stringValue: text(`${place}-${key}`) } })),
    { key: text(place), value: { stringValue: text(place) } },
    { key: 'list', value: { arrayValue: { values: [{ stringValue: text(place) }, { kvlistValue: { values: [{ key: text(place) }] } }] } } },
    ...Object.entries(more).map(([key, stringValue]) => ({ key, value: { stringValue } })),
  ];
  const metrics = [...metricRules].flatMap(([name, { measure }]) =>
    (typeof measure === 'string' ? [{}] : [...measure.of.keys()].map((kind) => ({ [measure.attribute]: kind }))).map((kind) => ({
      name,
      description: text('description'),
      unit: text('unit'),
      metadata: list('metadata', {}),
      sum: {
        aggregationTemporality: 1 + (number % 2),
        isMonotonic: true,
        dataPoints: [
          {
            startTimeUnixNano: `${now - 60_000}000000`,
            timeUnixNano: `${now + number}000000`,
            asDouble: 1,
            attributes: list('point', kind),
            exemplars: [{ asDouble: 1, timeUnixNano: `${now}000000`, filteredAttributes: list('exemplar', {}), spanId: '', traceId: '' }],
          },
        ],
      },
    })),
  );
  return {
    resourceMetrics: [
      {
        resource: { attributes: list('resource', { 'tenant.id': 'platform' }) },
        scopeMetrics: [
          {
            scope: { name: text('scope'), version: text('version'), attributes: list('scope', {}) },
            metrics: [...metrics, { name: text('metric'), gauge: { dataPoints: [{ asDouble: 1, attributes: list('gauge', {}) }] } }],
            schemaUrl: text('schema'),
          },
        ],
        schemaUrl: text('schema'),
      },
    ],
  };
}

describe('what is kept of Claude Code’s metrics', function () {
  this.timeout(120_000);

  it('is in the database’s files and the log without anything else that was sent', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'payoff-canaries-'));
    let log = '';
    const stream = { write: (line: string) => void (log += line) };
    try {
      const rig = await startMetricsRig({ data: folder, nowMs: () => now, log: 'debug', stream });
      for (const number of [1, 2]) {
        const json = await rig.send(exportOfCanaries(number));
        assert.equal(json.status, 200);
        const answer = await json.text();
        assert.match(answer, /"rejectedDataPoints":"1"/);
        assert.equal(answer.includes(canary), false);
        const protobuf = await rig.send(protobufFrom(exportOfCanaries(number + 2)), { type: 'application/x-protobuf' });
        assert.equal(protobuf.status, 200);
        const refused = await rig.send({ [canary]: 1, resourceMetrics: canary });
        assert.equal(refused.status, 400);
        assert.equal((await refused.text()).includes(canary), false);
      }
      const rows = await rig.sums();
      const people = [...new Set(rows.map(({ person }) => person))];
      assert.equal(people.length, 4);
      assert.deepEqual([...new Set(rows.map(({ model }) => model))].sort(), ['', 'other']);
      assert.equal((await rig.total()).cost, 4_000_000_000);
      await rig.collector.close();
      // The pseudonyms show that the files are read as they were written.
      assert.deepEqual(await textsInFiles(folder, [canary, ...people]), people);
      assert.equal(log.includes(canary), false);
      assert.ok(log.includes('/v1/metrics'));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
