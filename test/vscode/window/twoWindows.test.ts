import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { errorLines, startCodeServer, themes } from '../../support/codeServer.ts';
import type { CodeServer } from '../../support/codeServer.ts';
import type { CodeWindow } from '../../support/codeWindow.ts';
import { startRealClaude } from '../../support/realClaude.ts';
import type { ClaudeResult, RealClaude } from '../../support/realClaude.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const screenshots = path.join(root, 'test/output/screenshots');
const item = 'payoff.payoff.cost';

describe('Two windows at once', function () {
  this.timeout(240_000);
  let claude: RealClaude | undefined;
  let server: CodeServer | undefined;
  let result: ClaudeResult;

  before(async () => {
    await mkdir(screenshots, { recursive: true });
    claude = await startRealClaude({ reply: () => ({ text: 'Done.', usage: { output_tokens: 40_000 } }) });
    result = await claude.run({ prompt: 'Say that it is done.', model: 'claude-opus-4-6' });
    server = await startCodeServer({ version: 'newest', home: claude.home });
  });
  after(async () => {
    await server?.close();
    await claude?.close();
  });

  const open = (workspace: string): Promise<CodeWindow> => {
    assert.ok(server);
    return server.openWindow({ workspace, extension: root });
  };

  it('both show what the real Claude Code says that it cost', async () => {
    assert.ok(server && claude);
    const dollars = `$${result.total_cost_usd.toFixed(2)}`;
    const windows = await Promise.all([open(claude.work), open(claude.home)]);
    for (const window of windows) await window.statusBarItem(item, ({ text }) => text.includes(`${dollars} today`));
    assert.deepEqual(errorLines(await server.extensionHostLog()), []);
  });

  for (const [name, theme] of Object.entries(themes))
    it(`are readable in the theme ${theme}`, async () => {
      assert.ok(server && claude);
      await server.setSettings({ 'workbench.colorTheme': theme });
      const window = await open(claude.work);
      const { accessibleName } = await window.statusBarItem(item, ({ text }) => text.includes('today'));
      assert.notEqual(accessibleName, '');
      await window.screenshot(path.join(screenshots, `statusBar-${name}.png`));
      await window.close();
    });
});
