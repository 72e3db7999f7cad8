import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startCodeServer } from '../../support/codeServer.ts';
import type { CodeServer } from '../../support/codeServer.ts';
import type { CodeWindow } from '../../support/codeWindow.ts';
import { startRealClaude } from '../../support/realClaude.ts';
import type { RealClaude } from '../../support/realClaude.ts';
import { stageExtension } from '../../support/stageExtension.ts';
import { removeFolder } from '../../support/removeFolder.ts';

const item = 'payoff.payoff.cost';

describe('Deleting at the user’s word', function () {
  this.timeout(240_000);
  let claude: RealClaude;
  let extension: string;
  let server: CodeServer;
  let window: CodeWindow;

  before(async () => {
    extension = await stageExtension(await mkdtemp(path.join(tmpdir(), 'payoff-extension-')));
    claude = await startRealClaude({ reply: () => ({ text: 'Done.', usage: { output_tokens: 40_000 } }) });
    await claude.run({ prompt: 'Say that it is done.', model: 'claude-opus-4-6' });
    server = await startCodeServer({ version: 'newest', home: claude.home });
    window = await server.openWindow({ workspace: claude.work, extension });
    await window.statusBarItem(item, ({ text }) => text.includes('$1.0'));
  });
  after(async () => {
    await server.close();
    await claude.close();
    await removeFolder(extension);
  });

  const dialog = async (): Promise<string> => (await window.page.waitForSelector('.monaco-dialog-box')).innerText();
  const press = (button: string): Promise<void> => window.page.click(`.monaco-dialog-box .monaco-button:has-text("${button}")`);

  it('names what goes, and does nothing when it is cancelled', async () => {
    await window.run('Payoff: Delete Everything');
    assert.match(await dialog(), /Delete everything that Payoff recorded\?[^]*1 request, \$1\.0\d since 20\d\d-\d\d: everything/);
    await press('Cancel');
    await window.statusBarItem(item, ({ text }) => text.includes('$1.0'));
  });

  it('forgets the open folder’s repository, which no later reading brings back', async () => {
    await window.run('Payoff: Forget This Repository');
    assert.match(await dialog(), /Forget everything about work\?[^]*1 request, \$1\.0[^]*is not read again/);
    await press('Forget');
    await window.statusBarItem(item, ({ text }) => !text.includes('$1.0'));
    await window.run('Payoff: Refresh');
    await window.run('Payoff: Delete Everything');
    assert.match(await dialog(), /0 requests, \$0\.00: everything/);
    await press('Delete Everything');
    const { text } = await window.statusBarItem(item, ({ accessibleName }) => /no Claude Code session|\$0\.00 today/.test(accessibleName));
    assert.doesNotMatch(text, /\$[1-9]/);
  });
});
