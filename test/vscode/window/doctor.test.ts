/** The doctor in a real window: its document, what its title offers, and a bug report without a name in it. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { errorLines, startCodeServer } from '../../support/codeServer.ts';
import type { CodeServer } from '../../support/codeServer.ts';
import type { CodeWindow } from '../../support/codeWindow.ts';
import { panelFrame } from '../../support/panelFrame.ts';
import { stageExtension } from '../../support/stageExtension.ts';
import { assistant, jsonl, sessionA } from '../../support/transcriptLines.ts';
import { removeFolder } from '../../support/removeFolder.ts';

const screenshots = path.resolve(import.meta.dirname, '../../output/screenshots');

/** Names that are nowhere but here. */
const canary = 'quilltern';

describe('The doctor in a real window', function () {
  this.timeout(240_000);
  let root: string;
  let home: string;
  let extension: string;
  let server: CodeServer;
  let window: CodeWindow;

  before(async () => {
    await mkdir(screenshots, { recursive: true });
    root = await mkdtemp(path.join(tmpdir(), `payoff-${canary}-`));
    home = path.join(root, 'home');
    const work = path.join(root, `${canary}-work`);
    const project = path.join(home, '.claude', 'projects', `-${canary}`);
    await mkdir(project, { recursive: true });
    await mkdir(work);
    const more = { cwd: work, gitBranch: canary, version: `2.1.330-${canary}` };
    await writeFile(
      path.join(project, `${sessionA}.jsonl`),
      jsonl(assistant({ more }), assistant({ model: `claude-${canary}`, more }), { type: canary }, `{"type":"${canary}`),
    );
    extension = await stageExtension(await mkdtemp(path.join(tmpdir(), 'payoff-extension-')));
    server = await startCodeServer({ version: 'newest', home });
    window = await server.openWindow({ workspace: work, extension });
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await window.statusBarItem('payoff.payoff.cost', ({ text }) => text.includes('today'));
  });
  after(async () => {
    await server.close();
    for (const folder of [root, extension]) await removeFolder(folder);
  });

  it('says what needs a hand first, and what to do', async () => {
    await window.run('Payoff: Doctor');
    await window.page.waitForSelector('.tab.active:has-text("doctor")');
    const frame = await panelFrame(window.page, '.markdown-body h1, body.vscode-body h1');
    await frame.locator('h2', { hasText: 'What needs a hand' }).waitFor();
    const text = await frame.innerText('body');
    assert.match(
      text,
      new RegExp(
        `What needs a hand\\s+The model claude-${canary} has no price yet: 1 request is counted and not in any sum\\. Update Payoff`,
      ),
    );
    assert.match(text, /Worth knowing[^]*no valid JSON[^]*1 kind of record is unknown/);
    assert.match(text, /Looked at, and well\s+The ledger passed SQLite’s own check\./);
    await window.screenshot(path.join(screenshots, 'doctor.png'));
  });

  it('copies a bug report from the document’s title, with no name of this machine in it', async () => {
    await window.page.click('.editor-actions [aria-label^="Copy Bug Report"], .editor-actions [aria-label^="Payoff: Copy Bug Report"]');
    await window.page.waitForSelector('.statusbar-item:has-text("copied a bug report")');
    const report = await window.page.evaluate<string>('navigator.clipboard.readText()');
    assert.match(report, /^### Payoff bug report\n/);
    assert.match(report, /Payoff \d+\.\d+\.\d+, code-server 4?1?\.?\d+[^,]*, Node \d+\.\d+\.\d+, SQLite 3\.\d+\.\d+, git 2\.\d+/);
    assert.match(
      report,
      /- Claude Code: 1 other\n- Models: claude-opus-5-5 \(1\), 1 unknown \(1\)\n- Records: assistant \(2\), 1 unknown \(1\)\n- Skipped lines: not-json \(1\)/,
    );
    assert.match(report, /- problem models-unpriced: requests 1, models 1\n/);
    for (const name of [canary, home, hostname(), sessionA, 'loom', '/tmp', 'ada', '@'])
      assert.ok(!report.toLowerCase().includes(name.toLowerCase()), `${name} is in\n${report}`);
    assert.deepEqual(errorLines(await server.extensionHostLog()), []);
  });
});
