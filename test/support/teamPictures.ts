/** Pictures of the team's dashboard for `docs`: a team that does not exist, in a real browser. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { launchChromium } from './chromium.ts';
import { smallerPng } from './smallerPng.ts';
import { beside, full, openTeamPage, startTeamServer } from './teamPage.ts';

/** Writes `team-light.png` and `team-dark.png` into a folder. */
export async function takeTeamPictures(folder: string): Promise<void> {
  const [browser, server] = await Promise.all([launchChromium(), startTeamServer()]);
  try {
    const token = await server.token('read', full, beside);
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, close } = await openTeamPage(browser, server, {
        token,
        colorScheme,
        viewport: { width: 1280, height: 1180 },
        deviceScaleFactor: 1.5,
      });
      await writeFile(path.join(folder, `team-${colorScheme}.png`), smallerPng(await page.screenshot()));
      await close();
    }
  } finally {
    await browser.close();
    await server.close();
  }
}
