import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseCollector } from '../../../src/collector/admin/commandLine.ts';
import { helpText } from '../../../src/collector/admin/help.ts';
import { joinLinkOf } from '../../../src/collector/admin/joinMessage.ts';
import { endpointOf, serveOptions, variableOf } from '../../../src/collector/configuration.ts';
import type { OptionName } from '../../../src/collector/configuration.ts';
import { mondayOfIsoWeek, weekAge } from '../../../src/collector/reports/weekAge.ts';
import { teamIdOf } from '../../../src/collector/teams.ts';

const parse = (text: string, environment: NodeJS.ProcessEnv = {}): ReturnType<typeof parseCollector> =>
  parseCollector(text.split(' ').filter(Boolean), environment, '/here');
const sentenceOf = (text: string, environment: NodeJS.ProcessEnv = {}): string => {
  const parsed = parse(text, environment);
  return parsed.kind === 'usage' ? parsed.sentence : parsed.kind;
};

describe('Settings of the collector', () => {
  it('are all in the help and in docs/collector.md, with their variables', () => {
    const document = readFileSync(path.resolve(import.meta.dirname, '../../../docs/collector.md'), 'utf8');
    for (const name of Object.keys(serveOptions) as OptionName[]) {
      assert.ok(helpText.includes(`--${name} `), name);
      assert.ok(document.includes(`\`--${name}\``) && document.includes(`\`${variableOf(name)}\``), name);
    }
  });

  it('are those of the environment unless an option says otherwise', () => {
    const parsed = parse('--port 1234', {
      PAYOFF_COLLECTOR_PORT: '99',
      PAYOFF_COLLECTOR_DATA: 'there',
      PAYOFF_COLLECTOR_RETENTION_WEEKS: '26',
    });
    assert.ok(parsed.kind === 'serve');
    const { port, data, retentionWeeks, host, databaseUrl } = parsed.configuration;
    assert.deepEqual(
      { port, data, retentionWeeks, host, databaseUrl },
      { port: 1234, data: path.resolve('/here/there'), retentionWeeks: 26, host: '127.0.0.1', databaseUrl: null },
    );
  });

  it('that cannot be are told in a sentence', () => {
    assert.match(sentenceOf('--host 10.0.0.1'), /tokens would travel readable/);
    assert.equal(sentenceOf('--host 10.0.0.1 --trust-proxy'), 'serve');
    assert.equal(sentenceOf('--tls-cert a.pem'), 'TLS needs both --tls-cert and --tls-key.');
    assert.match(sentenceOf('', { PAYOFF_COLLECTOR_TRUST_PROXY: 'perhaps' }), /is true or false/);
    assert.match(sentenceOf('--cors https://example.com/path'), /is one origin/);
    assert.match(sentenceOf('--public-url http://example.com'), /is an address such as/);
    assert.match(sentenceOf('serve --team a'), /serve does not understand --team/);
    assert.match(sentenceOf('team create A --k 2'), /--k is a whole number from 3/);
    assert.match(sentenceOf('token create --team a --kind root'), /--kind is one of join, ingest, read, lead/);
    assert.match(sentenceOf('token create --team a --team b --kind ingest'), /give --team once/);
    assert.match(sentenceOf('token create --team a --kind read --expires soon'), /--expires "soon" is not understood/);
    assert.match(sentenceOf('constructor'), /"constructor" is not a command/);
  });
});

describe('A join link', () => {
  it('carries everything behind the fragment', () => {
    const link = joinLinkOf({ endpoint: 'https://payoff.example.com/a', team: 'platform', token: 'payoff_join_x' });
    assert.equal(link, 'vscode://payoff.payoff/join#endpoint=https%3A%2F%2Fpayoff.example.com%2Fa&team=platform&token=payoff_join_x');
    assert.equal(new URL(link).search, '');
  });

  it('names only an endpoint to which tokens travel unread', () => {
    assert.equal(endpointOf('https://payoff.example.com/'), 'https://payoff.example.com');
    assert.equal(endpointOf('http://127.0.0.1:4319'), 'http://127.0.0.1:4319');
    for (const text of [
      'http://example.com',
      'ftp://example.com',
      'https://user@example.com',
      'https://example.com/?a',
      'http://127.0.0.1.example.com',
      'x',
    ])
      assert.equal(endpointOf(text), null, text);
  });
});

describe('The id of a team', () => {
  it('is its name as it may stand in an address', () => {
    assert.deepEqual(['Platform & Tools', 'Zürich', ' -a- ', '日本', `${'x'.repeat(62)} y`].map(teamIdOf), [
      'platform-tools',
      'zurich',
      'a',
      '',
      'x'.repeat(62),
    ]);
  });
});

describe('The age of a week', () => {
  it('is counted from where it begins first', () => {
    const monday = Date.UTC(2026, 10, 23);
    assert.equal(mondayOfIsoWeek('2026-W48'), monday);
    assert.equal(weekAge('2026-W48', monday - 14 * 3_600_000), 0);
    assert.equal(weekAge('2026-W48', monday - 14 * 3_600_000 - 1), -1);
    assert.equal(weekAge('2026-W53', monday), -5);
    assert.deepEqual(['2025-W53', '2026-W00', '2026-W54', 'x'].map(mondayOfIsoWeek), [null, null, null, null]);
  });
});
