import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import { commandIds } from '../../../../src/extension/commandTable.ts';
import { formatDollars } from '../../../../src/core/report/money.ts';
import { startRealClaude } from '../../../support/realClaude.ts';
import type { RealClaude } from '../../../support/realClaude.ts';
import { activated, barText, folderNamed } from '../payoff.ts';

describe('A window in Restricted Mode', function () {
  this.timeout(120_000);
  let claude: RealClaude | undefined;
  after(() => claude?.close());

  it('is one', () => assert.equal(workspace.isTrusted, false));

  it('shows today’s total, also of a session in its folder', async () => {
    const api = await activated();
    const home = process.env.HOME ?? '';
    await mkdir(path.join(home, '.claude/projects'), { recursive: true });
    await commands.executeCommand(commandIds.refresh);
    const script = { reply: () => ({ text: 'Done.', usage: { output_tokens: 40_000 } }) };
    claude = await startRealClaude(script, { home, work: folderNamed('work') });
    const { total_cost_usd: total } = await claude.run({ prompt: 'Say done', model: 'claude-opus-4-6' });
    const bar = await barText(api, 'today');
    assert.equal(bar.text, `$(pulse) ${formatDollars(Math.round(total * 1e9))} today`);
  });

  it('takes no file’s name from the folder’s settings', async () => {
    const before = workspace.getConfiguration('payoff').get('ledger');
    const set = workspace.getConfiguration('payoff').update('ledger', '/tmp/elsewhere.sqlite', ConfigurationTarget.Workspace);
    await Promise.resolve(set).catch(() => undefined); // a setting of the machine cannot be written there at all
    assert.equal(workspace.getConfiguration('payoff').get('ledger'), before);
  });

  it('logs no error', async () => assert.deepEqual((await activated()).errors(), []));
});
