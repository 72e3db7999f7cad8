import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { commands, ConfigurationTarget, Uri, workspace } from 'vscode';
import { commandIds } from '../../../../src/extension/commandTable.ts';
import { formatDollars } from '../../../../src/core/report/money.ts';
import { startRealClaude } from '../../../support/realClaude.ts';
import type { RealClaude } from '../../../support/realClaude.ts';
import { activated, barText, folderNamed, previewShows } from '../payoff.ts';

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
    // The client looks into git itself: by the real one, which notes nothing.
    const noting = process.env.PATH;
    process.env.PATH = process.env.PAYOFF_TEST_PATH ?? noting;
    claude = await startRealClaude(script, { home, work: folderNamed('work') });
    const { total_cost_usd: total } = await claude.run({ prompt: 'Say done', model: 'claude-opus-4-6' });
    process.env.PATH = noting;
    const bar = await barText(api, 'today');
    assert.equal(bar.text, `$(pulse) ${formatDollars(Math.round(total * 1e9))} today`);
  });

  it('runs no git: not for its folder, not for the panel, a tree or an explanation', async () => {
    const calls = process.env.PAYOFF_TEST_GIT_CALLS ?? '';
    const noted = (): Promise<string> => readFile(calls, 'utf8').catch(() => '');
    assert.equal(await noted(), '');
    const work = folderNamed('work');
    const api = await activated();
    await commands.executeCommand(commandIds.openPanel);
    while (api.panel().received < 2) await delay(20); // it has asked for its first view
    await commands.executeCommand(commandIds.explainFile, Uri.file(path.join(work, 'loom.txt')));
    await previewShows({ reference: path.join(work, 'loom.txt'), kind: 'file', folder: work }, /^# /);
    await commands.executeCommand('payoff.today.focus');
    await commands.executeCommand(commandIds.refresh);
    await commands.executeCommand(commandIds.doctor);
    await previewShows('doctor', /^# Payoff: doctor\n/);
    assert.equal(await noted(), '');
    await promisify(execFile)('git', ['--version']); // what would be noted
    assert.equal(await noted(), '--version\n');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('takes no file’s name from the folder’s settings', async () => {
    const before = workspace.getConfiguration('payoff').get('ledger');
    const set = workspace.getConfiguration('payoff').update('ledger', '/tmp/elsewhere.sqlite', ConfigurationTarget.Workspace);
    await Promise.resolve(set).catch(() => undefined); // a setting of the machine cannot be written there at all
    assert.equal(workspace.getConfiguration('payoff').get('ledger'), before);
  });

  it('logs no error', async () => assert.deepEqual((await activated()).errors(), []));
});
