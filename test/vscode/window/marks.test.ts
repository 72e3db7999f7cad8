import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorLines, startCodeServer } from '../../support/codeServer.ts';
import type { CodeServer } from '../../support/codeServer.ts';
import type { CodeWindow } from '../../support/codeWindow.ts';
import { noonZone } from '../../support/noonZone.ts';
import { stageExtension } from '../../support/stageExtension.ts';
import { assistant, jsonl, sessionA } from '../../support/transcriptLines.ts';
import { removeFolder } from '../../support/removeFolder.ts';

const item = 'payoff.payoff.cost';
const warning = `.statusbar-item.warning-kind[id="${item}"]`;
const center = '.notifications-center';
const notice = `${center} .notification-list-item:has-text("past your mark")`;

describe('A mark that is passed, in two real windows', function () {
  this.timeout(240_000);
  let root: string;
  let server: CodeServer;
  let windows: readonly CodeWindow[];

  before(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'payoff-marks-')));
    const extension = await stageExtension(path.join(root, 'extension'));
    const home = path.join(root, 'home');
    const project = path.join(home, '.claude/projects/-home-ada-loom');
    const folders = ['first', 'second'].map((name) => path.join(root, name));
    await Promise.all([project, ...folders].map((folder) => mkdir(folder, { recursive: true })));
    const at = new Date(Date.now() - 60_000).toISOString();
    await writeFile(path.join(project, `${sessionA}.jsonl`), jsonl(assistant({ at }), assistant({ at }), assistant({ at })));
    server = await startCodeServer({
      ...{ version: 'newest', home },
      settings: {
        'payoff.timezone': noonZone(),
        'payoff.marks': [{ period: 'day', first: 0.02 }],
        'payoff.currency': { code: 'EUR', perDollar: 0.5 },
      },
    });
    windows = await Promise.all(folders.map((workspace) => server.openWindow({ workspace, extension })));
  });
  after(async () => {
    await server.close();
    await removeFolder(root);
  });

  /** What stands in VS Code's list of notifications, where a toast that went stays too. */
  const noticesOf = async (): Promise<readonly number[]> => {
    const counts: number[] = [];
    for (const window of windows) {
      await window.run('Notifications: Show Notifications');
      await window.page.waitForSelector(`${center}.visible`);
      counts.push(await window.page.locator(notice).count());
    }
    return counts;
  };

  it('makes each bar warn in VS Code’s own colour, in the user’s currency, and one of them tell of it', async () => {
    for (const window of windows) {
      await window.page.waitForSelector(warning);
      const { text, accessibleName } = await window.statusBarItem(item);
      assert.match(text, /€0\.02/);
      assert.match(accessibleName, /Today: €0\.02, past the mark of €0\.01$/);
    }
    // The warning is drawn a moment before the notice is claimed.
    let told = await noticesOf();
    for (let look = 0; look < 20 && told.every((count) => count === 0); look += 1) told = await noticesOf();
    assert.deepEqual([...told].sort(), [0, 1]);
    const [window] = windows;
    assert.ok(window);
    assert.match(await window.statusBarTooltip(item), /at your rate of €0\.50 for \$1/);
  });

  it('is silent in both once it is snoozed in one', async () => {
    const counts = await noticesOf();
    const told = windows[counts.indexOf(1)];
    assert.ok(told);
    await told.page.click(`${notice} .monaco-button:has-text("Snooze Until Tomorrow")`);
    await told.page.waitForSelector(warning, { state: 'detached' });
    const [other] = windows.filter((window) => window !== told);
    assert.ok(other);
    // The other hears of it with its next look, which a refresh asks for.
    await other.run('Payoff: Refresh');
    await other.page.waitForSelector(warning, { state: 'detached' });
    assert.deepEqual(await noticesOf(), [0, 0]);
    await other.run('Payoff: Snooze a Mark');
    await other.run('Notifications: Show Notifications');
    await other.page.waitForSelector(`${center} .notification-list-item:has-text("No mark is passed")`);
    assert.deepEqual(errorLines(await server.extensionHostLog()), []);
  });

  it('is set with a few questions, and heard of at once', async () => {
    const [window] = windows;
    assert.ok(window);
    const { page } = window;
    const pick = async (label: string): Promise<void> => page.click(`.quick-input-list .monaco-list-row:has-text("${label}")`);
    await window.run('Payoff: Set a Mark');
    await pick('A month');
    await pick('Everything');
    await page.waitForSelector('.quick-input-widget:has-text("at your rate of €0.50")');
    await page.keyboard.type('0.01 900');
    await page.keyboard.press('Enter');
    await pick('In this workspace');
    await page.waitForSelector(warning);
    await window.run('Notifications: Show Notifications');
    await page.waitForSelector(`${center} .notification-list-item:has-text("This month: €0.02, past your mark of €0.01")`);
  });
});
