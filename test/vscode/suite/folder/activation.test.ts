import assert from 'node:assert/strict';
import { commands, extensions, window } from 'vscode';
import { commandIds } from '../../../../src/extension/commandTable.ts';
import { activated, barText } from '../payoff.ts';

describe('The extension in a window with one folder', () => {
  it('activates by itself', async () => {
    const payoff = extensions.getExtension('payoff.payoff');
    assert.ok(payoff, 'The extension is not there.');
    await payoff.activate();
    assert.equal(payoff.isActive, true);
  });

  it('has registered every command when activation returns', async () => {
    await activated();
    const registered = new Set(await commands.getCommands(true));
    assert.deepEqual(
      Object.values(commandIds).filter((id) => !registered.has(id)),
      [],
    );
  });

  it('says so where Claude Code has never run, and opens nothing', async () => {
    const bar = await barText(await activated(), 'no sessions yet');
    assert.equal(bar.text, '$(pulse) no sessions yet');
    assert.equal(bar.label, 'Payoff: no Claude Code session found yet');
    assert.deepEqual(window.visibleTextEditors, []);
  });
});
