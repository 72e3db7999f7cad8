import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { publishedDays } from '../../../src/collector/otlp/publishDays.ts';
import { textsInFiles } from '../../support/collector/filesHold.ts';
import { startMetricsRig } from '../../support/collector/metricsRig.ts';
import type { MetricsRig } from '../../support/collector/metricsRig.ts';
import { startRealClaude } from '../../support/realClaude.ts';
import type { ClaudeResult, RealClaude } from '../../support/realClaude.ts';

/** Ways to have the client send, beside the block of settings in the documentation: each in the environment of one developer. */
const ways = [
  { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
  {
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'cumulative',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
  },
];

/** At its end the client waits for its last export only so long, by itself two seconds: on a slow machine what it sends then would be lost. */
const patience = { CLAUDE_CODE_OTEL_SHUTDOWN_TIMEOUT_MS: '60000', CLAUDE_CODE_OTEL_FLUSH_TIMEOUT_MS: '60000' };

/** The documented block of settings, with a collector, a team and a token in it. */
async function documentedSettings({ collector, team, token }: MetricsRig): Promise<object> {
  const documentation = await readFile(new URL('../../../docs/claude-metrics.md', import.meta.url), 'utf8');
  const block = /```json\n(.*?)```/s.exec(documentation)?.[1] ?? '';
  const filled = block
    .replace('https://payoff.example.com', collector.url)
    .replace('payoff_ingest_TOKEN', token)
    .replace('tenant.id=TEAM', `tenant.id=${team}`);
  assert.ok(filled.includes(collector.url) && filled.includes(token));
  return JSON.parse(filled) as object;
}

/** A developer with a client of their own, whose session writes a file, asks a subagent, commits and edits, with usage that no other has. */
async function developer(number: number): Promise<RealClaude> {
  const usage = { input_tokens: 101 + number, output_tokens: 333 + 7 * number, cache_read_input_tokens: 12_345 + number };
  const claude: RealClaude = await startRealClaude({
    reply: ({ turn, isSubagent }) => {
      if (isSubagent) return { text: 'Looked.', usage };
      const file = `${claude.work}/a.txt`;
      const tools = [
        { name: 'Write', input: { file_path: file, content: 'one\ntwo\n' } },
        { name: 'Task', input: { description: 'Look', prompt: 'SUBAGENT look', subagent_type: 'general-purpose' } },
        { name: 'Bash', input: { command: 'git add -A && git commit -qm "Add a"' } },
        { name: 'Edit', input: { file_path: file, old_string: 'one', new_string: 'uno\ndue' } },
      ][turn];
      // Slow enough for several exports of a cumulative total.
      return tools === undefined ? { text: 'Done.', usage } : { tools: [tools], usage, delayMs: 150 };
    },
  });
  return claude;
}

async function run(claude: RealClaude, rig: MetricsRig, number: number): Promise<ClaudeResult> {
  const way = ways[number];
  if (way === undefined) await claude.writeSettings(await documentedSettings(rig));
  const { collector, team, token } = rig;
  const environment = {
    CLAUDE_CODE_ENABLE_TELEMETRY: '1',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_METRIC_EXPORT_INTERVAL: '100',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer ${token}`,
    OTEL_RESOURCE_ATTRIBUTES: `tenant.id=${team}`,
    ...way,
  };
  return claude.run({
    prompt: 'Add a file',
    model: number === 2 ? 'claude-haiku-4-5-20251001' : 'claude-opus-4-6',
    env: { DISABLE_TELEMETRY: '', ...patience, ...(way === undefined ? {} : environment) },
  });
}

describe('the real Claude Code’s metrics', function () {
  this.timeout(600_000);
  let folder: string;
  let rig: MetricsRig;
  let laterMs = 0;
  let isClosed = false;
  let clients: readonly RealClaude[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'payoff-real-metrics-'));
    rig = await startMetricsRig({ data: folder, nowMs: () => Date.now() + laterMs });
    clients = await Promise.all([0, 1, 2].map(developer));
  });
  after(async () => {
    if (!isClosed) await rig.collector.close();
    for (const claude of clients) await claude.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('come as what the client itself says that it cost, by either protocol, as increases and as totals', async () => {
    const results = await Promise.all(clients.map((claude, number) => run(claude, rig, number)));
    const rows = await rig.sums();
    const people = [...new Set(rows.map(({ person }) => person))];
    assert.equal(people.length, 3);
    const costOf = (person: string): number => rows.reduce((sum, row) => sum + (row.person === person ? (row.amounts.cost ?? 0) : 0), 0);
    for (const { total_cost_usd: dollars } of results) {
      const nearest = Math.min(...people.map((person) => Math.abs(costOf(person) / 1e9 - dollars)));
      assert.ok(dollars > 0 && nearest < 1e-6, `$${dollars}, off by $${nearest}`);
    }
    const said = results.flatMap(({ modelUsage }) => Object.values(modelUsage));
    const { cost, activeClaudeMs, ...total } = await rig.total();
    assert.ok(Math.abs((cost ?? 0) / 1e9 - results.reduce((sum, { total_cost_usd }) => sum + total_cost_usd, 0)) < 1e-6);
    assert.ok((activeClaudeMs ?? 0) > 0);
    assert.deepEqual(total, {
      input: said.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
      output: said.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
      cacheRead: said.reduce((sum, { cacheReadInputTokens }) => sum + cacheReadInputTokens, 0),
      cacheCreation: said.reduce((sum, { cacheCreationInputTokens }) => sum + cacheCreationInputTokens, 0),
      sessions: 3,
      linesAdded: 3 * 5,
      linesRemoved: 3,
      commits: 3,
      editsAccepted: 3 * 2,
    });

    if (new Set(rows.map(({ day }) => day)).size === 1) {
      // Else midnight was in between, and neither day has three people.
      laterMs = 4 * 86_400_000;
      await rig.collector.tick();
      const [day] = await publishedDays(rig.collector.context.database, rig.team);
      assert.deepEqual([day?.cost?.total, day?.sessions, day?.developers?.atLeast], [cost, 3, 3]);
    }

    const ids = await Promise.all(clients.map(async ({ home }) => userIdOf(await readFile(path.join(home, '.claude.json'), 'utf8'))));
    await rig.collector.close();
    isClosed = true;
    assert.deepEqual(
      await textsInFiles(folder, [...ids, ...results.map(({ session_id: id }) => id), 'session.id', 'user.email', 'query_source']),
      [],
    );
  });
});

/** The installation's id, which the client sends as `user.id`. */
function userIdOf(json: string): string {
  const { userID } = JSON.parse(json) as { userID?: string };
  assert.match(userID ?? '', /^[0-9a-f]{32,}$/);
  return userID ?? '';
}
