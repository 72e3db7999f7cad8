import type { Frame, Page } from 'playwright-core';

/** The frame in which VS Code shows the panel, once its page has drawn `selector`; a minute at most. */
export async function panelFrame(page: Page, selector = 'vscode-panels'): Promise<Frame> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    for (const frame of page.frames()) {
      const found = await frame.$(selector).catch(() => null); // a frame may go while it is looked at
      if (found !== null && frame !== page.mainFrame()) return frame;
    }
    if (Date.now() > deadline)
      throw new Error(
        `No frame has drawn ${selector}: ${page
          .frames()
          .map((frame) => frame.url())
          .join(' ')}`,
      );
    await page.waitForTimeout(50);
  }
}
