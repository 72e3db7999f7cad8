import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Frame } from 'playwright-core';
import { errorLines, startCodeServer } from '../../support/codeServer.ts';
import type { CodeServer } from '../../support/codeServer.ts';
import type { CodeWindow } from '../../support/codeWindow.ts';
import { panelFrame } from '../../support/panelFrame.ts';
import { startRealClaude } from '../../support/realClaude.ts';
import type { ClaudeResult, RealClaude } from '../../support/realClaude.ts';
import { stageExtension } from '../../support/stageExtension.ts';
import { removeFolder } from '../../support/removeFolder.ts';

const screenshots = path.resolve(import.meta.dirname, '../../output/screenshots');
const item = 'payoff.payoff.cost';

interface StandingReport {
  readonly totals: { readonly costUsd: number };
  readonly standing: {
    readonly totalUsd: number;
    readonly parts: { readonly onDefaultBranch: { readonly costUsd: number; readonly commits: number } };
  };
}

describe('The panel in a real window', function () {
  this.timeout(240_000);
  let claude: RealClaude;
  let extension: string;
  let server: CodeServer;
  let window: CodeWindow;
  let result: ClaudeResult;
  let bar: Promise<{ readonly text: string; readonly accessibleName: string }>;
  const violations: string[] = [];

  before(async () => {
    await mkdir(screenshots, { recursive: true });
    extension = await stageExtension(await mkdtemp(path.join(tmpdir(), 'payoff-extension-')));
    claude = await startRealClaude({
      reply: ({ turn }) =>
        turn === 0
          ? {
              tools: [
                { name: 'Write', input: { file_path: path.join(claude.work, 'loom.txt'), content: 'weave\nweave\n' } },
                { name: 'Bash', input: { command: 'git add -A && git commit -q -m "Mend the loom"', description: 'Commit' } },
              ],
              usage: { output_tokens: 40_000 },
            }
          : { text: 'Done.', usage: { output_tokens: 400 } },
    });
    // Claude Code is installed but was never used. Where even its folder is missing, only the slow scan finds it.
    await mkdir(path.join(claude.home, '.claude/projects'), { recursive: true });
    server = await startCodeServer({ version: 'newest', home: claude.home });
    window = await server.openWindow({ workspace: claude.work, extension });
    window.page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
    });
    await window.statusBarItem(item);
    bar = window.statusBarItem(item, ({ text, accessibleName }) => /^[0-9a-f]{7} ·/.test(text) && accessibleName.includes('recorded'));
    result = await claude.run({ prompt: 'Mend the loom.', model: 'claude-opus-4-6' });
  });
  after(async () => {
    await server.close();
    await claude.close();
    await removeFolder(extension);
  });

  /** What `payoff` prints as JSON in the repository. */
  const cli = async (...args: readonly string[]): Promise<unknown> => {
    const program = path.join(extension, 'dist/cli.cjs');
    const env = { PATH: process.env.PATH, HOME: claude.home };
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args, '--json'], { env, cwd: claude.work });
    return JSON.parse(stdout) as unknown;
  };
  const shows = async (frame: Frame, text: string): Promise<void> => {
    await frame.locator('body', { hasText: text }).waitFor();
  };

  it('is told of a commit the real Claude Code makes: for some seconds the bar shows it with its cost, and then the bar is as before', async () => {
    const { text, accessibleName } = await bar;
    const sha = await claude.git('rev-parse', 'HEAD');
    const cost = result.total_cost_usd;
    assert.match(text, new RegExp(`^${sha.slice(0, 7)} · \\$\\d\\.\\d\\d$`));
    assert.match(accessibleName, new RegExp(`^Payoff: commit ${sha.slice(0, 7)} recorded, \\$`));
    assert.ok(Number(text.split('$')[1]) <= Number(cost.toFixed(2)), text);
    await window.screenshot(path.join(screenshots, 'statusBar-commit.png'));
    await window.statusBarItem(item, ({ accessibleName: name }) => name.includes('today'));
  });

  it('opens from the bar, and shows what the command line says, equal to the cent', async () => {
    await window.page.click(`.statusbar-item[id="${item}"] a`);
    const frame = await panelFrame(window.page);
    const report = (await cli('report', '--repo', claude.work)) as StandingReport;
    const { onDefaultBranch } = report.standing.parts;
    assert.equal(onDefaultBranch.commits, 1);
    assert.ok(Math.abs(report.standing.totalUsd - result.total_cost_usd) < 1e-6);
    await shows(frame, `$${report.standing.totalUsd.toFixed(2)}`);
    await shows(frame, `$${onDefaultBranch.costUsd.toFixed(2)}`);
    await window.screenshot(path.join(screenshots, 'panel-window.png'));
  });

  it('shows advice, and what the command line dismissed of it', async () => {
    await cli('advice', 'dismiss', '--rule', 'modelMix');
    await window.run('Payoff: Show What Is Worth Doing');
    const frame = await panelFrame(window.page);
    await frame.locator('.advice-part canvas').first().waitFor();
    await frame.locator('.dismissed summary', { hasText: '1 dismissed' }).click();
    await frame.getByRole('button', { name: 'Bring all back' }).click();
    await frame.locator('.dismissed').waitFor({ state: 'detached' });
    assert.deepEqual(((await cli('advice')) as { readonly dismissedRules: readonly string[] }).dismissedRules, []);
    await frame.locator('#tab-overview').click();
  });

  it('comes back whole after it was hidden, and after the window was loaded anew', async () => {
    const total = `$${result.total_cost_usd.toFixed(2)}`;
    await window.run('Payoff: Doctor');
    await window.page.waitForSelector('.tab.active:has-text("doctor")');
    await window.run('Payoff: Open the Panel');
    await shows(await panelFrame(window.page), total);
    // By VS Code's own command, which keeps what is open; a reload of the browser's may come before that.
    await Promise.all([window.page.waitForEvent('load'), window.run('Developer: Reload Window')]);
    await window.page.waitForSelector('.statusbar');
    await shows(await panelFrame(window.page), total);
  });

  it('is kept by its policy: nothing of it was refused', async () => {
    assert.deepEqual(violations, []);
    assert.deepEqual(errorLines(await server.extensionHostLog()), []);
    assert.doesNotMatch(await server.extensionHostLog(), /The panel was refused/);
  });
});
