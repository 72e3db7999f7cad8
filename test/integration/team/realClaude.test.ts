import assert from 'node:assert/strict';
import { join } from 'node:path';
import { EngineRig } from '../../support/engineRig.ts';
import type { ScriptedReply, ScriptedRequest } from '../../support/messagesApi.ts';
import type { RealClaude } from '../../support/realClaude.ts';
import { startRealClaude } from '../../support/realClaude.ts';
import { assistant, jsonl, prompt } from '../../support/transcriptLines.ts';

const dayMs = 86_400_000;

describe('a session of the real Claude Code as a team is told of it', function () {
  this.timeout(300_000);
  let rig: EngineRig;
  let claude: RealClaude;
  let replies: readonly ScriptedReply[] = [];

  beforeEach(async () => {
    rig = await EngineRig.make();
    claude = await startRealClaude({
      reply: ({ turn, isSubagent }: ScriptedRequest) =>
        isSubagent ? { text: 'Looked.' } : (replies[Math.min(turn, replies.length - 1)] ?? { text: 'Done.' }),
    });
  });
  afterEach(async () => {
    await claude.close();
    await rig.close();
  });

  it('has its cost, its kind of work, its change, and that nobody sat at a keyboard', async () => {
    const nowMs = Date.now();
    // The week in which the record begins is not told: let it have begun before.
    const before = { at: new Date(nowMs - 15 * dayMs).toISOString(), more: { cwd: claude.work } };
    await rig.write('-before/aaaaaaaa-0000-4000-8000-000000000001.jsonl', jsonl(prompt('Begin.', before), assistant(before)));
    const content = Array.from({ length: 30 }, (_, line) => `export const value${String(line)} = ${String(line)};\n`).join('');
    replies = [
      { tools: [{ name: 'Write', input: { file_path: join(claude.work, 'weave.ts'), content } }] },
      { tools: [{ name: 'Bash', input: { command: "git add -A && git commit -q -F - <<'EOF'\nAdd weave\nEOF" } }] },
      { text: 'Done.' },
    ];
    const result = await claude.run({ prompt: 'Add weave', model: 'claude-opus-5-5' });

    const engine = await rig.open({
      claudeDirectories: [join(claude.home, '.claude'), rig.configuration],
      environment: { PATH: process.env.PATH, HOME: claude.home, GIT_CONFIG_NOSYSTEM: '1' },
      identities: ['any'],
    });
    await engine.ingest({});
    await engine.readGit({ folders: [claude.work] });
    await engine.survival.read({ folders: [claude.work], nowMs: Date.now() });
    const weeks = await engine.teamWeeks({ salt: '', repositories: false, weeks: 13, nowMs: nowMs + 8 * dayMs });
    const bucket = weeks?.flatMap(({ buckets }) => buckets).find(({ headlessSessions }) => headlessSessions > 0);
    assert.ok(bucket !== undefined, JSON.stringify(weeks));

    // Three requests that cost as much, the last of which edited nothing and came to no commit: each figure is rounded by itself.
    assert.ok(Math.abs(result.total_cost_usd - 0.0366) < 1e-6, String(result.total_cost_usd));
    const tokens = { input: 300, output: 600, cacheWrite5m: 1200, cacheWrite1h: 1800, cacheRead: 15_000, webSearches: 0 };
    assert.deepEqual(bucket.models, [{ model: 'claude-opus-5-5', requests: 3, sessions: 1, ...tokens, cost: 37_000_000, unpriced: 0 }]);
    assert.deepEqual([bucket.headlessCost, bucket.interactiveCost, bucket.unrecordedCost], [37_000_000, 0, 0]);
    assert.deepEqual([bucket.turns, bucket.atLeast, bucket.cadence], [1, false, 'unknown']);
    assert.deepEqual([bucket.standing.onDefaultBranch, bucket.standing.noEdits], [24_000_000, 12_000_000]);
    assert.deepEqual([bucket.kinds.code, bucket.kinds.noEdits], [24_000_000, 12_000_000]);
    assert.deepEqual(bucket.changes, { verified: 0, pending: 1, reverted: 0, hotfixed: 0, reopened: 0 });
    assert.equal(bucket.shippedLines, 30);
    assert.deepEqual(bucket.verification, { passed: 0, failed: 0, notRun: 1, unknown: 0 });
  });
});
