/** What stands in the way of a team: nobody joined one, and this window's telemetry is off. */
import assert from 'node:assert/strict';
import { commands, env } from 'vscode';
import { commandIds } from '../../../../src/extension/commandTable.ts';
import { activated, previewShows } from '../payoff.ts';

describe('A team', function () {
  this.timeout(60_000);
  before(() => activated());
  after(async () => {
    await commands.executeCommand('notifications.clearAll');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is none until one was joined, and none can be joined while telemetry is off', async () => {
    assert.equal(env.isTelemetryEnabled, false);
    // Asks nothing: it ends at once, with a message that says why.
    await commands.executeCommand(commandIds.joinTeam);
    await commands.executeCommand(commandIds.withdrawFromTeam);
    await commands.executeCommand(commandIds.showTeamStatus);
    const status = await previewShows('teamStatus', /Telemetry is turned off/);
    assert.match(status, /No team is joined: nothing is sent to anybody\./);
    await commands.executeCommand(commandIds.showTeamTold);
    assert.match(await previewShows('teamTold', /No team is joined/), /sends nothing without a yes/);
  });
});
