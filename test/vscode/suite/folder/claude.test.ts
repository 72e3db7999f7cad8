import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { commands } from 'vscode';
import { formatDollars } from '../../../../src/core/report/money.ts';
import { commandIds } from '../../../../src/extension/commandTable.ts';
import { startRealClaude } from '../../../support/realClaude.ts';
import type { RealClaude } from '../../../support/realClaude.ts';
import type { TestApi } from '../../../../src/extension/testApi.ts';
import { activated, barShows, barText, folderNamed, payoff } from '../payoff.ts';

interface SessionReport {
  readonly rows: readonly { readonly key: string; readonly costUsd: number }[];
}

describe('The real Claude Code while the window is open', function () {
  this.timeout(120_000);
  let api: TestApi;
  let claude: RealClaude;
  let release = (): void => undefined;
  before(async () => {
    api = await activated();
    // Claude Code is installed but was never used: its folder is there. (Where even that is missing, the slow scan finds it.)
    await mkdir(path.join(process.env.HOME ?? '', '.claude/projects'), { recursive: true });
    await commands.executeCommand(commandIds.refresh);
    const held = new Promise<void>((resolve) => (release = resolve));
    claude = await startRealClaude(
      {
        reply: async ({ turn }) => {
          if (turn === 0)
            return { tools: [{ name: 'Bash', input: { command: 'echo one', description: 'say one' } }], usage: { output_tokens: 40_000 } };
          await held;
          return { text: 'Done.', usage: { output_tokens: 30_000 } };
        },
      },
      { home: process.env.HOME ?? '', work: folderNamed('work') },
    );
  });
  after(() => claude.close());

  it('moves the bar while it runs, and agrees with the client at its end to a millionth of a dollar', async () => {
    const running = claude.run({ prompt: 'Say one', model: 'claude-opus-4-6' });
    // The client waits for its second answer: what the bar shows now came from a session that is not over.
    const early = await barShows(api, (bar) => /^\$\(pulse\) \$\d/.test(bar?.text ?? ''), 'a cost');
    release();
    const result = await running;
    assert.equal(result.is_error, false);
    const total = formatDollars(Math.round(result.total_cost_usd * 1e9));
    const bar = await barText(api, `$(pulse) ${total} · ${total} today`);
    assert.notEqual(early?.text, bar.text);
    assert.match(bar.label, new RegExp(`^Payoff: \\${total} this session, \\${total} today(?:, cache warm until \\d\\d:\\d\\d)?$`));
    assert.match(bar.tooltip, /\*\*This session\*\* .* · Opus 4\.6/);
    assert.ok(bar.tooltip.split('\n').length <= 9);
    await api.launched;
    const { rows } = (await payoff(['report', '--by', 'session', '--json'])) as SessionReport;
    assert.deepEqual(
      rows.map(({ key }) => key),
      [result.session_id],
    );
    assert.ok(Math.abs((rows[0]?.costUsd ?? 0) - result.total_cost_usd) < 1e-6, `${String(rows[0]?.costUsd)}, ${result.total_cost_usd}`);
  });
});
