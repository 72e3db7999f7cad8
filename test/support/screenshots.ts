import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeDemo } from '../../src/start/demo.ts';
import { startCodeServer, themes } from './codeServer.ts';
import { stageExtension } from './stageExtension.ts';
import type { CodeWindow } from './codeWindow.ts';

const root = path.resolve(import.meta.dirname, '../..');
const item = 'payoff.payoff.cost';
/** Nothing in the picture but the product. */
const quiet = {
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'editor.minimap.enabled': false,
  'editor.renderLineHighlight': 'none',
  'workbench.tips.enabled': false,
};

interface Look {
  readonly theme: (typeof themes)[keyof typeof themes];
  readonly width: number;
  readonly height: number;
  readonly file: string;
}

/** Today's report with the tooltip above the bar: what a newcomer sees first. */
async function take({ theme, width, height, file }: Look): Promise<void> {
  const data = await realpath(await mkdtemp(path.join(tmpdir(), 'payoff-screenshot-')));
  const extension = await stageExtension(path.join(data, 'extension'));
  const demo = writeDemo(path.join(data, 'demo'), Date.now());
  const env = { ...demo.environment, TZ: 'Europe/Berlin' };
  const server = await startCodeServer({
    version: 'newest',
    home: data,
    env,
    settings: { ...quiet, 'workbench.colorTheme': theme.setting },
  });
  try {
    const window = await server.openWindow({ workspace: demo.folder, extension });
    await window.page.setViewportSize({ width, height });
    await window.page.waitForSelector(`.monaco-workbench.${theme.className}`);
    await window.statusBarItem(item, ({ text }) => text.includes('today'));
    await window.page.keyboard.press('Control+b'); // the side bar goes
    await window.page.click(`.statusbar-item[id="${item}"] a`);
    await showsReport(window);
    await window.page.mouse.move(width / 2, height / 3);
    await window.statusBarTooltip(item);
    await window.page.waitForTimeout(500); // the tooltip fades in
    await window.screenshot(file);
  } finally {
    await server.close();
    await rm(data, { recursive: true, force: true });
  }
}

/** The report is shown in VS Code's Markdown preview: a frame in a frame, of which the inner one is exchanged as it loads. */
async function showsReport({ page }: CodeWindow): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const counts = page.frames().map((frame) =>
      frame
        .getByText('Where it went')
        .count()
        .catch(() => 0),
    );
    if ((await Promise.all(counts)).some((count) => count > 0)) return;
    if (Date.now() > deadline) throw new Error('The report was not shown within 30 s.');
    await page.waitForTimeout(100);
  }
}

/** Takes media/screenshot.png; with a folder, every look (themes, a narrow window) into that instead. */
export async function takeScreenshots(folder: string | undefined): Promise<void> {
  if (folder === undefined) {
    await take({ theme: themes.dark, width: 1100, height: 620, file: path.join(root, 'media/screenshot.png') });
    return;
  }
  await mkdir(folder, { recursive: true });
  for (const [name, theme] of Object.entries(themes))
    await take({ theme, width: 1100, height: 620, file: path.join(folder, `${name}.png`) });
  await take({ theme: themes.dark, width: 420, height: 520, file: path.join(folder, 'narrow.png') });
}
