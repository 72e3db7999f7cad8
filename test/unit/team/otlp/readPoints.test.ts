import assert from 'node:assert/strict';
import type { OtlpExport } from '../../../../src/core/team/otlp/otlpExport.ts';
import { readPoints } from '../../../../src/core/team/otlp/readPoints.ts';
import { rejectedPoints, rejectionText } from '../../../../src/core/team/otlp/rejections.ts';
import type { WrittenPoint } from '../../../support/otlpPoints.ts';
import { exportFrom } from '../../../support/otlpPoints.ts';

const now = Date.UTC(2026, 10, 23, 12);
const hour = 3_600_000;
const user = { 'user.id': 'one', 'tenant.id': 'team' };

function read(name: string, point: Partial<WrittenPoint>, cumulative = false) {
  const { attributes, ...rest } = point;
  const written = { value: 1, timeMs: now, ...rest, attributes: { ...user, ...attributes } };
  return readPoints(exportFrom({ metrics: [{ name, cumulative, points: [written] }] }), now);
}

const reasonOf = (...given: Parameters<typeof read>): string | undefined => [...read(...given).rejected.keys()][0];

describe('points of Claude Code’s metrics', () => {
  it('are amounts of one measure each', () => {
    const cases: [string, number, Record<string, string>, string, number][] = [
      ['claude_code.cost.usage', 0.0660000004, { model: 'claude-opus-4-6' }, 'cost', 66_000_000],
      ['claude_code.token.usage', 400, { type: 'input', model: 'claude-opus-4-6' }, 'input', 400],
      ['claude_code.token.usage', 5, { type: 'output' }, 'output', 5],
      ['claude_code.token.usage', 5, { type: 'cacheRead' }, 'cacheRead', 5],
      ['claude_code.token.usage', 5, { type: 'cacheCreation' }, 'cacheCreation', 5],
      ['claude_code.session.count', 1, {}, 'sessions', 1],
      ['claude_code.lines_of_code.count', 5, { type: 'added' }, 'linesAdded', 5],
      ['claude_code.lines_of_code.count', 5, { type: 'removed' }, 'linesRemoved', 5],
      ['claude_code.commit.count', 2, {}, 'commits', 2],
      ['claude_code.pull_request.count', 2, {}, 'pullRequests', 2],
      ['claude_code.active_time.total', 0.3254, { type: 'user' }, 'activeUserMs', 325],
      ['claude_code.active_time.total', 0.3256, { type: 'cli' }, 'activeClaudeMs', 326],
      ['claude_code.code_edit_tool.decision', 3, { decision: 'accept' }, 'editsAccepted', 3],
      ['claude_code.code_edit_tool.decision', 3, { decision: 'reject' }, 'editsRejected', 3],
    ];
    for (const [name, value, attributes, measure, amount] of cases) {
      const { points, rejected } = read(name, { value, attributes });
      assert.deepEqual([points[0]?.measure, points[0]?.amount, rejected.size], [measure, amount, 0], name);
    }
  });

  it('have canonical models that the price table knows, and no other names', () => {
    const modelOf = (model: string): string | undefined => read('claude_code.cost.usage', { attributes: { model } }).points[0]?.model;
    assert.equal(modelOf('us.anthropic.claude-opus-4-6-20260205-v1:0'), 'claude-opus-4-6');
    assert.equal(modelOf('claude-sonnet-4-5-20250929[1m]'), 'claude-sonnet-4-5');
    assert.equal(modelOf('claude-of-alice'), 'other');
    assert.equal(modelOf('__proto__'), 'other');
    assert.equal(read('claude_code.cost.usage', {}).points[0]?.model, 'other');
    assert.equal(read('claude_code.lines_of_code.count', { attributes: { type: 'added', model: 'claude-opus-4-6' } }).points[0]?.model, '');
  });

  it('are told from those of another series, made-up models too', () => {
    const tellingOf = (attributes: Record<string, string>): string | undefined =>
      read('claude_code.cost.usage', { attributes }).points[0]?.telling;
    const series = [
      { model: 'claude-opus-4-6', query_source: 'main' },
      { model: 'claude-opus-4-6', query_source: 'subagent' },
      { model: 'claude-opus-4-6', 'agent.name': 'main' },
      { model: 'mine-1' },
      { model: 'mine-2' },
    ];
    assert.equal(new Set(series.map(tellingOf)).size, series.length);
    assert.equal(
      tellingOf({ model: 'claude-opus-4-6', 'session.id': 'one' }),
      tellingOf({ model: 'claude-opus-4-6', 'session.id': 'other', 'user.email': 'somebody@example.invalid' }),
    );
  });

  it('are refused one by one, each with a reason', () => {
    assert.equal(reasonOf('claude_code.something.new', {}), 'unknown-metric');
    assert.equal(reasonOf('claude_code.token.usage', { attributes: { type: 'thinking' } }), 'unknown-kind');
    assert.equal(reasonOf('claude_code.token.usage', {}), 'unknown-kind');
    assert.equal(reasonOf('claude_code.commit.count', { attributes: { 'user.id': '' } }), 'no-user');
    assert.equal(reasonOf('claude_code.commit.count', { value: 0.5 }), 'no-amount');
    assert.equal(reasonOf('claude_code.commit.count', { value: -1 }), 'no-amount');
    assert.equal(reasonOf('claude_code.commit.count', { value: NaN }), 'no-amount');
    assert.equal(reasonOf('claude_code.commit.count', { value: Infinity }), 'no-amount');
    assert.equal(reasonOf('claude_code.cost.usage', { value: 1_000_001 }), 'no-amount');
    assert.equal(reasonOf('claude_code.commit.count', { startMs: now + 1 }), 'no-time');
    assert.equal(reasonOf('claude_code.commit.count', { timeMs: now + hour + 1 }), 'in-the-future');
    assert.equal(reasonOf('claude_code.commit.count', { timeMs: now + hour }), undefined);
  });

  it('are taken until two days after their UTC day', () => {
    const firstTaken = Date.UTC(2026, 10, 21);
    assert.equal(reasonOf('claude_code.commit.count', { timeMs: firstTaken }), undefined);
    assert.equal(reasonOf('claude_code.commit.count', { timeMs: firstTaken - 1 }), 'too-late');
  });

  it('are taken of counters alone', () => {
    const metric = { name: 'claude_code.commit.count', points: [] };
    const [point] =
      exportFrom({ metrics: [{ ...metric, points: [{ value: 1, timeMs: now, attributes: user }] }] })[0]?.metrics[0]?.points ?? [];
    assert.ok(point);
    for (const kind of [
      { shape: 'other', temporality: 'delta' },
      { shape: 'counter', temporality: 'unknown' },
    ] as const) {
      const exported: OtlpExport = [{ attributes: () => new Map<string, string>(), metrics: [{ ...metric, ...kind, points: [point] }] }];
      assert.deepEqual([...readPoints(exported, now).rejected], [['not-a-counter', 1]]);
    }
  });

  it('name their team themselves or by their resource', () => {
    const point = { value: 1, timeMs: now, attributes: { 'user.id': 'one' } };
    const metrics = [{ name: 'claude_code.commit.count', points: [point] }];
    assert.deepEqual([...readPoints(exportFrom({ metrics }), now).tenants], [null]);
    assert.deepEqual([...readPoints(exportFrom({ resource: { 'tenant.id': 'a' }, metrics }), now).tenants], ['a']);
    const both = exportFrom({
      resource: { 'tenant.id': 'a' },
      metrics: [{ name: 'unknown', points: [{ ...point, attributes: { 'tenant.id': 'b' } }] }],
    });
    assert.deepEqual([...readPoints(both, now).tenants].sort(), ['a', 'b']);
  });

  it('are counted in a sentence', () => {
    const rejected = new Map([
      ['too-late', 2],
      ['no-user', 1],
    ] as const);
    assert.equal(rejectedPoints(rejected), 3);
    assert.equal(
      rejectionText(rejected),
      '2 data points not taken: a day (UTC) takes points until 2 days after its end. ' +
        '1 data point not taken: without user.id people cannot be counted.',
    );
    assert.equal(rejectionText(new Map()), '');
  });
});
