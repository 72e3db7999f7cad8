import assert from 'node:assert/strict';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorLines, startCodeServer, themes } from '../../support/codeServer.ts';
import type { CodeServer } from '../../support/codeServer.ts';
import { startRealClaude } from '../../support/realClaude.ts';
import type { ClaudeResult, RealClaude } from '../../support/realClaude.ts';
import { stageExtension } from '../../support/stageExtension.ts';
import { removeFolder } from '../../support/removeFolder.ts';

const screenshots = path.resolve(import.meta.dirname, '../../output/screenshots');
const item = 'payoff.payoff.cost';

describe('Two windows at once', function () {
  this.timeout(240_000);
  let claude: RealClaude | undefined;
  let result: ClaudeResult;
  let extension: string;

  before(async () => {
    await mkdir(screenshots, { recursive: true });
    extension = await stageExtension(await mkdtemp(path.join(tmpdir(), 'payoff-extension-')));
    claude = await startRealClaude({ reply: () => ({ text: 'Done.', usage: { output_tokens: 40_000 } }) });
    result = await claude.run({ prompt: 'Say that it is done.', model: 'claude-opus-4-6' });
  });
  after(async () => {
    await claude?.close();
    await removeFolder(extension);
  });

  const withServer = async (settings: Record<string, string>, check: (server: CodeServer) => Promise<void>): Promise<void> => {
    const server = await startCodeServer({ version: 'newest', home: claude?.home ?? '', settings });
    try {
      await check(server);
    } finally {
      await server.close();
    }
  };

  it('both show what the real Claude Code says that it cost', () =>
    withServer({}, async (server) => {
      const dollars = `$${result.total_cost_usd.toFixed(2)}`;
      const folders = [claude?.work ?? '', claude?.home ?? ''];
      const windows = await Promise.all(folders.map((workspace) => server.openWindow({ workspace, extension })));
      for (const window of windows) await window.statusBarItem(item, ({ text }) => text.includes(`${dollars} today`));
      assert.deepEqual(errorLines(await server.extensionHostLog()), []);
    }));

  for (const [name, theme] of Object.entries(themes))
    it(`are readable in the theme ${theme.setting}`, () =>
      withServer({ 'workbench.colorTheme': theme.setting }, async (server) => {
        const window = await server.openWindow({ workspace: claude?.work ?? '', extension });
        await window.page.waitForSelector(`.monaco-workbench.${theme.className}`);
        const { accessibleName } = await window.statusBarItem(item, ({ text }) => text.includes('today'));
        assert.notEqual(accessibleName, '');
        await window.screenshot(path.join(screenshots, `statusBar-${name}.png`));
      }));
});
