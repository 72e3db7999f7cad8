import assert from 'node:assert/strict';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorLines, startCodeServer } from '../../support/codeServer.ts';
import type { CodeServer } from '../../support/codeServer.ts';
import type { CodeWindow } from '../../support/codeWindow.ts';
import { panelFrame } from '../../support/panelFrame.ts';
import { startRealClaude } from '../../support/realClaude.ts';
import type { ClaudeResult, RealClaude } from '../../support/realClaude.ts';
import { stageExtension } from '../../support/stageExtension.ts';
import { removeFolder } from '../../support/removeFolder.ts';

const screenshots = path.resolve(import.meta.dirname, '../../output/screenshots');
const subject = 'Mend <b>the</b> $(alert) loom';

describe('What a commit cost, asked in a real window', function () {
  this.timeout(240_000);
  let claude: RealClaude;
  let extension: string;
  let server: CodeServer;
  let window: CodeWindow;
  let result: ClaudeResult;
  let sha: string;

  before(async () => {
    await mkdir(screenshots, { recursive: true });
    extension = await stageExtension(await mkdtemp(path.join(tmpdir(), 'payoff-extension-')));
    claude = await startRealClaude({
      reply: ({ turn }) =>
        turn === 0
          ? {
              tools: [
                { name: 'Write', input: { file_path: path.join(claude.work, 'loom.txt'), content: 'weave\nweave\n' } },
                { name: 'Bash', input: { command: `git add -A && git commit -q -m '${subject}'`, description: 'Commit' } },
              ],
              usage: { output_tokens: 40_000 },
            }
          : { text: 'Done.', usage: { output_tokens: 400 } },
      sideReply: () => ({ text: 'Loom mending' }),
    });
    result = await claude.run({ prompt: 'Mend the loom.', model: 'claude-opus-4-6' });
    sha = await claude.git('rev-parse', 'HEAD');
    server = await startCodeServer({ version: 'newest', home: claude.home });
    window = await server.openWindow({ workspace: claude.work, extension });
    await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await window.statusBarItem('payoff.payoff.cost', ({ text }) => text.includes('today'));
  });
  after(async () => {
    await server.close();
    await claude.close();
    await removeFolder(extension);
  });

  const picked = (text: string): Promise<string> => window.page.innerText(`.quick-input-list .monaco-list-row:has-text("${text}")`);
  const pick = (text: string): Promise<void> => window.page.click(`.quick-input-list .monaco-list-row:has-text("${text}")`);
  /** The text of the Markdown preview in front. */
  const preview = async (title: string, begin: string | RegExp = /\w/): Promise<string> => {
    await window.page.waitForSelector(`.tab.active:has-text("${title}")`);
    const frame = await panelFrame(window.page, '.markdown-body h1, body.vscode-body h1');
    await frame.locator('h1', { hasText: begin }).waitFor();
    return frame.innerText('body');
  };
  const close = (): Promise<void> => window.run('View: Close All Editors');

  it('is in the tree beside source control, whose items say all of it to a screen reader', async () => {
    await window.page.click('.activitybar [aria-label^="Source Control"]');
    const header = await window.page.waitForSelector('.pane-header:has-text("Payoff: Today")');
    assert.equal(await header.getAttribute('aria-expanded'), 'false');
    await header.click();
    const row = await window.page.waitForSelector('.pane:has(.pane-header:has-text("Payoff: Today")) .monaco-list-row:has-text("Mend")');
    const label = (await row.getAttribute('aria-label')) ?? '';
    assert.ok(label.startsWith(`Commit ${subject}, $1.0`), label);
    assert.match(label, /, \$1\.0\d, on main, \d\d:\d\d$/);
    const tree = await window.page.innerText('.pane:has(.pane-header:has-text("Payoff: Today"))');
    assert.match(tree, /Where the \$1\.0\d spent here today is/);
    assert.match(tree, /on main/);
    await window.screenshot(path.join(screenshots, 'todayTree.png'));
    await row.click();
    assert.match(await preview(`Cost of ${sha.slice(0, 7)}`), /\$1\.0\d/);
    await close();
  });

  it('is picked among the recent commits by its subject, and explained in sentences that add up', async () => {
    await window.run('Payoff: Explain a Commit');
    const row = await picked('Mend');
    assert.match(row, /\$1\.0\d · [0-9a-f]{7}/);
    await pick('Mend');
    const text = await preview(`Cost of ${sha.slice(0, 7)}`);
    assert.match(text, /own record/);
    assert.ok(text.includes(sha));
    assert.doesNotMatch(text, /tester@example|Tester|Mend the loom\./); // neither person nor prompt
    await window.screenshot(path.join(screenshots, 'explainCommit.png'));
    await close();
  });

  it('is the session’s too, which is explained at once while it is the only live one', async () => {
    await window.run('Payoff: Explain This Session');
    await window.page.waitForSelector(`.tab.active:has-text("Cost of"), .quick-input-list .monaco-list-row`);
    if ((await window.page.$('.tab.active:has-text("Cost of")')) === null) await window.page.keyboard.press('Enter');
    const text = await preview(`Cost of ${result.session_id.slice(0, 7)}`);
    assert.ok(text.includes(`$${result.total_cost_usd.toFixed(2)}`), text);
    await close();
  });

  it('is asked of the open file', async () => {
    await window.page.keyboard.press('Control+P');
    await window.page.waitForSelector('.quick-input-widget input');
    await window.page.keyboard.type('loom.txt');
    await pick('loom.txt');
    await window.page.waitForSelector('.tab.active:has-text("loom.txt")');
    await window.run('Payoff: What Did This File Cost?');
    assert.match(await preview('Cost of loom.txt'), /\$1\.0\d/);
    await close();
  });

  it('is handed out as a receipt without path or person', async () => {
    await window.run('Payoff: Copy Receipt');
    await picked('Mend');
    await pick('Mend');
    await window.page.waitForSelector('.statusbar-item:has-text("receipt is in the clipboard")');
    const receipt = await window.page.evaluate<string>('navigator.clipboard.readText()');
    assert.match(receipt, /\$1\.0\d/);
    assert.ok(!receipt.includes(claude.work) && !/tester/i.test(receipt), receipt);
    assert.equal(receipt.trim().split('\n').length, 5, receipt);
  });

  it('is compared with what Claude Code says itself, and with an amount of the Console', async () => {
    await window.run('Payoff: Why Is This Different?');
    assert.match(await picked('Runs the ccusage'), /offline/);
    await pick('The totals that the client wrote');
    await pick('All days');
    const text = await preview('Payoff: why is this different');
    const said = `$${result.total_cost_usd.toFixed(2)}`;
    assert.ok(text.startsWith(`Claude Code says ${said}, Payoff ${said}: the same`), text);
    await window.screenshot(path.join(screenshots, 'whyDifferent.png'));
    await close();
    await window.run('Payoff: Why Is This Different?');
    await pick('An amount in the Console');
    await window.page.waitForSelector('.quick-input-widget input[placeholder="123.45"]');
    await window.page.keyboard.type('99.00');
    await window.page.keyboard.press('Enter');
    await pick('This month');
    const ofConsole = await preview('Payoff: why is this different', 'The Console');
    assert.match(ofConsole, /The Console says \$99\.00.* apart, none of it explained\./);
    assert.match(ofConsole, /other machines/);
    await close();
  });

  it('is in the budget review of the quarter, a document of one’s own', async () => {
    await window.run('Payoff: Write the Budget Review');
    await pick('so far');
    await pick('All repositories');
    await pick('to be forwarded as it is');
    await window.page.waitForSelector('.tab.active:has-text("Untitled")');
    const text = (await window.page.innerText('.editor-instance .view-lines')).replaceAll('\u00a0', ' ');
    assert.match(text, /# Claude Code in \d{4}-Q\d: what it cost and what stayed/);
    assert.match(text, /\$1\.0\d at list price\./);
    await window.screenshot(path.join(screenshots, 'budgetReview.png'));
    await window.run('View: Revert and Close Editor');
  });

  it('left no error in the log', async () => assert.deepEqual(errorLines(await server.extensionHostLog()), []));
});
