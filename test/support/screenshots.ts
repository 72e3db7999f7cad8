import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { writeDemo } from '../../src/start/demo.ts';
import { startCodeServer, themes } from './codeServer.ts';
import type { CodeWindow } from './codeWindow.ts';
import { panelFrame } from './panelFrame.ts';
import { smallerPng } from './smallerPng.ts';
import { stageExtension } from './stageExtension.ts';
import { takeTeamPictures } from './teamPictures.ts';
import { removeFolder } from './removeFolder.ts';

const root = path.resolve(import.meta.dirname, '../..');
const item = 'payoff.payoff.cost';
/** Nothing in the picture but the product. */
const quiet = {
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'workbench.sideBar.location': 'right',
  'window.commandCenter': false,
  'editor.minimap.enabled': false,
  'editor.renderLineHighlight': 'none',
  'workbench.tips.enabled': false,
};
const size = { width: 1000, height: 760 };
/** Twice the pixels, so that letters are sharp on the screens of today. */
const screen = { viewport: size, deviceScaleFactor: 2, timezoneId: 'Europe/Berlin' };
/** What the README's pictures may weigh each: the extension's package holds them. */
const mostBytes = 150_000;

type ThemeName = keyof typeof themes;

/** The README's pictures, which the package holds, and those of the pages in `docs`, which it does not. */
interface Folders {
  readonly readme: string;
  readonly pages: string;
}

/** Takes the looks of one theme, each as `<name>-<theme>.png`. */
async function take(theme: ThemeName, { readme, pages }: Folders): Promise<void> {
  const data = await realpath(await mkdtemp(path.join(tmpdir(), 'payoff-screenshot-')));
  const extension = await stageExtension(path.join(data, 'extension'));
  const demo = writeDemo(path.join(data, 'demo'), Date.now());
  const env = { ...demo.environment, TZ: screen.timezoneId };
  const settings = { ...quiet, 'workbench.colorTheme': themes[theme].setting };
  const server = await startCodeServer({ version: 'newest', home: data, env, settings });
  try {
    const window = await server.openWindow({ workspace: demo.folder, extension, browser: screen });
    const { page } = window;
    await page.waitForSelector(`.monaco-workbench.${themes[theme].className}`);
    await window.statusBarItem(item, ({ text }) => text.includes('today'));
    await page.keyboard.press('Control+b'); // the side bar goes
    const panel = await panelFrame(window.page, '.standing');
    const shoot = async (folder: string, name: string, clip?: Clip): Promise<void> => {
      await page.waitForTimeout(700); // what fades and moves has come to rest
      const picture = smallerPng(await page.screenshot(clip === undefined ? {} : { clip }));
      if (picture.length > mostBytes) throw new Error(`The picture ${name}-${theme} has ${String(picture.length)} bytes.`);
      await writeFile(path.join(folder, `${name}-${theme}.png`), picture);
    };

    // Git is read of the window's repository first, and of the others for the panel.
    await panel.getByText('Default branches of 3 repositories as last fetched').waitFor();
    await panel.waitForSelector('.page:not([aria-busy=true])');
    await page.mouse.move(size.width / 2, 4);
    await shoot(readme, 'overview');
    await window.statusBarTooltip(item);
    await shoot(readme, 'bar', await aboveTheBar(window));
    await page.mouse.move(size.width / 2, 4);
    await explain(panel);
    await shoot(pages, 'explain', { x: 0, y: 0, width: size.width, height: 460 });
    await page.keyboard.press('Escape');
    await panel.getByRole('tab', { name: 'Advice' }).click();
    await panel.locator('#view-advice .page:not([aria-busy=true]) .pieces').first().waitFor();
    await shoot(pages, 'advice');
  } finally {
    await server.close();
    await removeFolder(data);
  }
}

interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The tooltip with the bar below it. */
async function aboveTheBar({ page }: CodeWindow): Promise<Clip> {
  const box = await page.locator('.workbench-hover:not(.hidden)').boundingBox();
  if (box === null) throw new Error('The tooltip is not shown.');
  const y = Math.max(0, Math.floor(box.y) - 12);
  return { x: 0, y, width: Math.ceil(box.x + box.width) + 12, height: size.height - y };
}

/** Opens the reasons for the cost of a commit that two models had a part in. */
async function explain(panel: Frame): Promise<void> {
  await panel.getByRole('tab', { name: 'Shipped' }).click();
  await panel.locator('.commit-row', { hasText: 'Keep the tension when the spool changes' }).locator('.amount').click();
  await panel.locator('.reasons').waitFor();
}

/** Takes the pictures of the README and of `docs`; with a folder, those of every theme into that instead. */
export async function takeScreenshots(folder: string | undefined): Promise<void> {
  if (folder !== undefined) {
    await mkdir(folder, { recursive: true });
    for (const theme of Object.keys(themes) as ThemeName[]) await take(theme, { readme: folder, pages: folder });
    return;
  }
  const folders = { readme: path.join(root, 'media'), pages: path.join(root, 'docs/pictures') };
  await mkdir(folders.pages, { recursive: true });
  for (const theme of ['light', 'dark'] as const) await take(theme, folders);
  await takeTeamPictures(folders.pages);
}
