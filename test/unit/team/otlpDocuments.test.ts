import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { metricNames, repositoryAttribute, resourceAttributes, weekAttribute } from '../../../src/team/otlp/metricNames.ts';
import { weekPoints } from '../../../src/team/otlp/weekPoints.ts';
import { aTeamWeek } from '../../support/collector/aTeamWeek.ts';

const document = readFileSync('docs/otlp-metrics.md', 'utf8');
const dashboard = readFileSync('deploy/grafana/payoff.json', 'utf8');

/** As Prometheus names them: points are underscores, the unit is a suffix unless it is a count or in the name already. */
const prometheusNames = new Map(
  Object.values(metricNames).map(({ name, unit, attributes }) => {
    const plain = name.replaceAll('.', '_');
    return [
      unit === 'USD' ? `${plain}_USD` : plain,
      [weekAttribute, repositoryAttribute, ...attributes].map((each) => each.replaceAll('.', '_')),
    ];
  }),
);

describe('metrics of a week', () => {
  it('are listed in their document, with their attributes', () => {
    for (const { name, unit, description, attributes } of Object.values(metricNames)) {
      const cells = [`\`${name}\``, unit.replace(/[{}]/g, ''), description, attributes.map((each) => `\`${each}\``).join(', ')];
      const row = document.split('\n').find((line) => line.startsWith(`| \`${name}\` `)) ?? assert.fail(name);
      assert.deepEqual(
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
        cells,
      );
    }
    for (const attribute of resourceAttributes) assert.ok(document.includes(`\`${attribute}\``), attribute);
  });

  it('have the attributes that the catalogue says, each metric', () => {
    const points = weekPoints(aTeamWeek());
    for (const [key, { attributes }] of Object.entries(metricNames)) {
      const own = points.filter(({ metric }) => metric === key);
      assert.notEqual(own.length, 0, key);
      const common = key === 'activeDays' ? [weekAttribute] : [weekAttribute, repositoryAttribute];
      for (const point of own) assert.deepEqual(Object.keys(point.attributes).sort(), [...common, ...attributes].sort());
    }
  });

  it('are what the Grafana dashboard asks for, by labels that they have', () => {
    const expressions = [...dashboard.matchAll(/"expr": "((?:[^"\\]|\\.)*)"/g)].map(([, text]) => JSON.parse(`"${text ?? ''}"`) as string);
    assert.ok(expressions.length >= 10);
    for (const expression of expressions) {
      const [asked, ...others] = [...new Set([...expression.matchAll(/\b(payoff_\w+)\{/g)].map(([, name]) => name ?? ''))];
      for (const name of [asked ?? '', ...others]) assert.ok(prometheusNames.has(name), `${name} in ${expression}`);
      const labels = prometheusNames.get(asked ?? '') ?? [];
      const used = [...expression.matchAll(/by \(([^)]*)\)|[{,] ?(payoff_\w+)=/g)].flatMap(([, by, one]) => (by ?? one ?? '').split(', '));
      assert.notEqual(used.length, 0, expression);
      for (const label of used) assert.ok(labels.includes(label), `${label} in ${expression}`);
    }
  });
});
