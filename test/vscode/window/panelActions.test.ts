import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { errorLines, startCodeServer } from '../../support/codeServer.ts';
import type { CodeServer } from '../../support/codeServer.ts';
import type { CodeWindow } from '../../support/codeWindow.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { GitWork, SessionLines } from '../../support/gitWork.ts';
import { panelFrame } from '../../support/panelFrame.ts';
import { PanelReader } from '../../support/panelReader.ts';
import { stageExtension } from '../../support/stageExtension.ts';
import { removeFolder } from '../../support/removeFolder.ts';

const dialogs = { 'files.simpleDialog.enable': true, 'window.dialogStyle': 'custom' };

describe('What the panel does to the machine, in a real window', function () {
  this.timeout(240_000);
  let rig: EngineRig;
  let work: GitWork;
  let sha: string;
  let extension: string;
  let server: CodeServer;
  let window: CodeWindow;
  let frame: Frame;
  let panel: PanelReader;

  before(async () => {
    extension = await stageExtension(await mkdtemp(path.join(tmpdir(), 'payoff-extension-')));
    rig = await EngineRig.make();
    work = new GitWork(rig);
    const lines = new SessionLines(work.clone);
    lines.edits(path.join(work.clone, 'loom.txt'), 'weave\n');
    work.write('loom.txt', 'weave\n');
    sha = lines.commits('Add loom.txt', (atMs) => work.commit('Add loom.txt', atMs));
    await rig.write('-work/session.jsonl', lines.text());
    server = await startCodeServer({ version: 'newest', home: rig.home, settings: dialogs });
    window = await server.openWindow({ workspace: work.clone, extension });
    await window.statusBarItem('payoff.payoff.cost', ({ text }) => text.includes('today'));
    await window.run('Payoff: Open the Panel');
    frame = await panelFrame(window.page);
    panel = new PanelReader(frame);
    await panel.view('overview');
    await panel.filter('Period', 'All time');
  });
  after(async () => {
    await server.close();
    await rig.close();
    await removeFolder(extension);
  });

  /** Exports what is shown as CSV up to the question where to; resolves to the path that is offered. */
  const exportCsv = async (): Promise<string> => {
    await panel.click('.menu > button');
    await panel.click('[role=menuitem]:has-text("CSV")');
    // It shows the name, and what lies beside it, once it has looked into the folder; until then it takes nothing in.
    await window.page.waitForSelector('.quick-input-list .monaco-list-row:has-text(".git")');
    while (!(await window.page.inputValue(field)).endsWith('.csv')) await window.page.waitForTimeout(50);
    return window.page.inputValue(field);
  };
  /** What is accepted while it still looks into a folder is not heard: once more, then. */
  const accept = async (): Promise<void> => {
    const widget = window.page.locator('.quick-input-widget');
    while (await widget.isVisible()) {
      await widget
        .locator('.monaco-button', { hasText: 'OK' })
        .click({ timeout: 2_000 })
        .catch(() => undefined); // it may have gone meanwhile
      await window.page.waitForTimeout(500);
    }
  };
  const field = '.quick-input-widget input[type="text"]';
  const says = (sentence: RegExp): Promise<void> => frame.locator('.toast', { hasText: sentence }).waitFor();
  const dialog = '.monaco-dialog-box';
  const press = (button: string): Promise<void> => window.page.click(`${dialog} .monaco-button:has-text("${button}")`);
  const exclude = async (glob: string): Promise<void> => {
    await frame.locator('#exclude-glob input').fill(glob);
    await frame.locator('#exclude-glob input').press('Enter');
  };

  it('opens over the whole width of the editor that is in front', async () => {
    assert.equal(await window.page.locator('.editor-group-container').count(), 1);
  });

  it('saves what is shown where the user says, and nothing when they think better of it', async () => {
    const offered = await exportCsv();
    assert.match(offered, /loom\/payoff overview \d{4}-\d\d-\d\d\.csv$/);
    await window.page.keyboard.press('Escape');
    await window.page.waitForSelector('.quick-input-widget', { state: 'hidden' });
    assert.equal(existsSync(offered), false);
    assert.equal(await exportCsv(), offered);
    await accept();
    await says(/Saved\./);
    assert.match(await readFile(offered, 'utf8'), /^part,label,costUsd,/);
  });

  it('says what became of a file that could not be saved, and what to do', async () => {
    await exportCsv();
    await window.page.fill(field, '/proc/sys/cost.csv'); // a folder that is there, and takes no file of anybody
    await accept();
    await says(/“cost\.csv” was not saved: .+\. Nothing was changed\. Choose .+\.$/);
  });

  it('opens a commit’s changes in VS Code’s own editor', async () => {
    await panel.view('shipped');
    const entry = `#view-shipped .commit-row[data-id="${sha}"]`;
    await panel.click(`${entry} .entry-fold`);
    await panel.click(`${entry} .entry-actions button:has-text("Open commit")`);
    await window.page.waitForSelector(`.tab.active:has-text("Commit ${sha.slice(0, 7)}")`);
    await window.page.waitForSelector('.multiDiffEntry, .multi-diff-root-floating-menu, .monaco-component.multiDiffEditor');
    await window.page.click('.tab:has-text("Payoff")');
    frame = await panelFrame(window.page);
    panel = new PanelReader(frame);
  });

  it('leaves a folder out once the user has agreed, and never one that is named by halves', async () => {
    await panel.view('data');
    await exclude('work/private');
    await says(/work\/private would fit no folder/);
    assert.equal(await window.page.locator(dialog).count(), 0);
    await exclude('~/private/**');
    assert.match(await (await window.page.waitForSelector(dialog)).innerText(), /Exclude ~\/private\/\*\*\?[^]*payoff\.exclude/);
    await press('Cancel');
    await window.page.waitForSelector(dialog, { state: 'detached' });
    assert.equal(await panel.has('.globs'), false);
    await exclude('~/private/**');
    await window.page.waitForSelector(dialog);
    await press('Exclude');
    await says(/Excluded from now on\./);
    await frame.locator('.globs li', { hasText: '/private/**' }).waitFor(); // the ledger has heard of it
  });

  it('left no error in the log', async () => assert.deepEqual(errorLines(await server.extensionHostLog()), []));
});
