import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { commands } from 'vscode';
import { commandIds } from '../../../../src/extension/commandTable.ts';
import { formatDollars } from '../../../../src/core/report/money.ts';
import { startRealClaude } from '../../../support/realClaude.ts';
import type { RealClaude } from '../../../support/realClaude.ts';
import { activated, barText, folderNamed, previewShows } from '../payoff.ts';

describe('A window with several folders', function () {
  this.timeout(120_000);
  const home = process.env.HOME ?? '';
  const clients: RealClaude[] = [];
  const runIn = async (work: string | null): Promise<number> => {
    const script = { reply: () => ({ text: 'Done.', usage: { output_tokens: 40_000 } }) };
    const claude = await startRealClaude(script, { home, ...(work === null ? {} : { work }) });
    clients.push(claude);
    return (await claude.run({ prompt: 'Say done', model: 'claude-opus-4-6' })).total_cost_usd;
  };
  after(() => Promise.all(clients.map((claude) => claude.close())));

  it('shows the live sessions of all of them as one sum, and others only in today’s', async () => {
    const api = await activated();
    await mkdir(path.join(home, '.claude/projects'), { recursive: true });
    await commands.executeCommand(commandIds.refresh);
    await commands.executeCommand(commandIds.showToday);
    await previewShows('today', /has not been used today/);
    const inside = (await runIn(folderNamed('first'))) + (await runIn(folderNamed('second')));
    const everywhere = inside + (await runIn(null));
    const bar = await barText(api, `$(pulse) ${formatDollars(Math.round(inside * 1e9))} · 2 live`);
    const today = formatDollars(Math.round(everywhere * 1e9));
    assert.match(bar.label, /2 live sessions/);
    // The report was opened before all of it, and follows by itself.
    const text = await previewShows('today', new RegExp(`^# \\\\\\${today} today\\n`));
    for (const place of ['first', 'second', 'work']) assert.match(text, new RegExp(`^\\| ${place} \\| `, 'm'));
  });

  it('logs no error', async () => assert.deepEqual((await activated()).errors(), []));
});
