import assert from 'node:assert/strict';
import { commands, window } from 'vscode';
import { commandIds } from '../../../../src/extension/commandTable.ts';
import { activated, activeText, barText } from '../payoff.ts';

describe('Commands', () => {
  it('refresh, and show today’s report and doctor as read-only documents', async () => {
    await barText(await activated(), 'today');
    // The command line of the test before had the lease; a refresh takes it back at once.
    await commands.executeCommand(commandIds.refresh);
    await commands.executeCommand(commandIds.showToday);
    assert.match(activeText(), /^# \w{3} \d{4}-\d\d-\d\d: \$\d/);
    assert.match(activeText(), /^ {4}work +\$/m);
    assert.match(activeText(), /^ {4}claude-opus-4-6 +\$/m);
    assert.equal(window.activeTextEditor?.document.languageId, 'markdown');
    await commands.executeCommand(commandIds.doctor);
    assert.match(activeText(), /^# Payoff: doctor\n/);
    assert.match(activeText(), /Ingests +vscode \(process \d+, \d+ s ago\)/);
    await commands.executeCommand('workbench.action.closeAllEditors');
  });
});
