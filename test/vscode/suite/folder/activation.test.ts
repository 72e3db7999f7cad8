import assert from 'node:assert/strict';
import { extensions } from 'vscode';

describe('The extension in a window with one folder', () => {
  it('activates by itself', async () => {
    const payoff = extensions.getExtension('payoff.payoff');
    assert.ok(payoff, 'The extension is not there.');
    await payoff.activate();
    assert.equal(payoff.isActive, true);
  });
});
