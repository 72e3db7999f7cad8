import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeDemo } from '../../../src/start/demo.ts';
import { errorLines, startCodeServer } from '../../support/codeServer.ts';
import type { CodeServer } from '../../support/codeServer.ts';
import type { CodeWindow } from '../../support/codeWindow.ts';
import { manifestFile, readTexts } from '../../support/l10n/bundles.ts';
import { demoNames, pseudoLocale, pseudoText, pseudoTexts, untranslatedIn } from '../../support/l10n/pseudo.ts';
import { cutOn, saidOn } from '../../support/l10n/saidOn.ts';
import { panelFrame } from '../../support/panelFrame.ts';
import { stageExtension } from '../../support/stageExtension.ts';
import { removeFolder } from '../../support/removeFolder.ts';

const item = 'payoff.payoff.cost';
const manifest = readTexts(manifestFile());
/** A text of the manifest as this window has it. */
const said = (key: string): string => pseudoText(manifest[key] ?? '');

describe('A window in another language', function () {
  this.timeout(240_000);
  let root: string;
  let server: CodeServer;
  let window: CodeWindow;
  let names: readonly string[];
  const violations: string[] = [];

  before(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'payoff-language-')));
    const extension = await stageExtension(path.join(root, 'extension'));
    const write = (file: string, texts: unknown): Promise<void> => writeFile(path.join(extension, file), JSON.stringify(texts));
    await write(`l10n/bundle.l10n.${pseudoLocale}.json`, pseudoTexts());
    await write(`package.nls.${pseudoLocale}.json`, pseudoTexts(manifest));
    const [home, work] = [path.join(root, 'home'), path.join(root, 'work')];
    await Promise.all([mkdir(home), mkdir(work)]);
    const demo = writeDemo(work, Date.now());
    names = await demoNames();
    server = await startCodeServer({ version: 'newest', home, env: demo.environment, language: pseudoLocale });
    window = await server.openWindow({ workspace: demo.folder, extension });
    window.page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
    });
    await window.statusBarItem(item, ({ text }) => text.includes('$'));
  });
  after(async () => {
    await server.close();
    await removeFolder(root);
  });

  const translated = (texts: readonly string[]): void =>
    assert.deepEqual(
      texts.filter((text) => untranslatedIn(text, names) !== ''),
      [],
    );

  it('has a bar that speaks it, to the eye and to the ear, and a tooltip', async () => {
    const { text, accessibleName } = await window.statusBarItem(item);
    translated([text, accessibleName]);
    assert.match(`${text} ${accessibleName}`, /⟦/);
    translated((await window.statusBarTooltip(item)).split('\n'));
  });

  it('has a panel that speaks it, with figures of its reader, from what was written into the page', async () => {
    await window.page.click(`.statusbar-item[id="${item}"] a`);
    const frame = await panelFrame(window.page, '.page.overview, .headline .sentence');
    await frame.waitForSelector('.skeleton', { state: 'detached' });
    translated(await saidOn(frame));
    assert.deepEqual(await cutOn(frame), []);
    assert.equal(await frame.evaluate('document.documentElement.lang'), pseudoLocale);
    assert.deepEqual(violations, []);
  });

  it('has commands and documents that speak it', async () => {
    await window.run(said('command.showToday'));
    const today = await panelFrame(window.page, '.markdown-body h1, #preview h1, body.vscode-body h1');
    translated([...(await saidOn(today))]);
    await window.run(said('command.doctor'));
    await window.page.waitForSelector(`.tab.active:has-text("${pseudoText('Payoff: doctor')}")`);
    // Its buttons know it in every language.
    await window.page.waitForSelector(`.editor-actions .action-label[aria-label^="${said('command.copyBugReport')}"]`);
  });

  it('logs no error', async () => {
    // This language pack has no words for VS Code's own extensions, which each of them says.
    const errors = errorLines(await server.extensionHostLog()).filter(
      (line) => !line.includes('No bundle location found for extension vscode.'),
    );
    assert.deepEqual(errors, []);
  });
});
