import assert from 'node:assert/strict';
import { installChromium, launchChromium } from '../../../support/chromium.ts';
import { axeFindings } from '../../../support/panelAxe.ts';
import { beside, empty, full, openTeamPage, startTeamServer } from '../../../support/teamPage.ts';
import type { Browser } from 'playwright-core';
import type { TeamPageOptions, TeamServer } from '../../../support/teamPage.ts';

const looks: Readonly<Record<string, TeamPageOptions>> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'high contrast, dark': { colorScheme: 'dark', contrast: 'more' },
  'high contrast, light': { colorScheme: 'light', contrast: 'more' },
  'forced colours': { colorScheme: 'light', forcedColors: 'active' },
  phone: { colorScheme: 'light', viewport: { width: 320, height: 740 } },
};
const sections = [
  ...['coverage', 'cuts', 'paying-off', 'budget', 'distribution', 'quadrants', 'patterns', 'dormant', 'models', 'lengths', 'where'],
  ...['review', 'plan', 'allocation', 'side-by-side', 'claude', 'calendar', 'privacy', 'settings'],
];

describe('The dashboard of a team', function () {
  this.timeout(60_000);
  let browser: Browser;
  let server: TeamServer;
  let lead = '';
  let reader = '';
  before(async function () {
    this.timeout(15 * 60_000);
    await installChromium();
    [browser, server] = await Promise.all([launchChromium(), startTeamServer()]);
    lead = await server.token('lead', full, beside);
    reader = await server.token('read', full);
  });
  after(() => Promise.all([browser.close(), server.close()]));

  for (const [name, options] of Object.entries(looks))
    it(`has nothing that axe objects to, nothing its policy refuses, and fits: ${name}`, async () => {
      const { page, violations, close } = await openTeamPage(browser, server, { ...options, token: lead });
      assert.deepEqual(await axeFindings(page), []);
      assert.deepEqual(violations, []);
      const [inside = 0, outside = 0] = await page.evaluate<number[]>(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      );
      assert.ok(inside <= outside, `${String(inside)} pixels wide in ${String(outside)}`);
      await close();
    });

  it('has every section, coverage first, each in the list at the side', async () => {
    const { page, close } = await openTeamPage(browser, server, { token: lead });
    const ids = await page.evaluate<string[]>("[...document.querySelectorAll('.section')].map(({ id }) => id)");
    assert.deepEqual(ids, sections);
    const links = await page.evaluate<string[]>(
      "[...document.querySelectorAll('.sections-nav a')].map((each) => each.getAttribute('href').slice(1))",
    );
    assert.deepEqual(links, sections);
    await close();
  });

  it('says of the dollars how many people’s are lower bounds, and where that is not told, so', async () => {
    const textOf = async (team: string): Promise<readonly string[]> => {
      const { page, close } = await openTeamPage(browser, server, { token: lead, team });
      await page.locator('#cuts button[aria-label$=" as a table"]').first().click();
      const texts = await Promise.all(
        ['.page-head .sentence', '#cuts .table-twin', '#cuts .figure-foot'].map((at) => page.locator(at).first().innerText()),
      );
      await close();
      return texts;
    };
    const [told = '', rows = '', foot = ''] = await textOf(beside);
    assert.match(
      told,
      /spent at least \$[\d,]+ at list price.* The costs of 10 to 14 people are lower bounds\. A change that stayed cost at least \$/,
    );
    assert.match(rows, /at least \$/);
    assert.match(foot, /The costs of 10 to 14 people are lower bounds\./);
    const untold = await textOf(full);
    for (const text of [untold[0], untold[2]]) assert.match(text ?? '', /It is not told how many of the costs are lower bounds\./);
    assert.doesNotMatch(untold.join(), /at least \$/);
  });

  it('has a table for every picture, and shows it', async () => {
    const { page, close, violations } = await openTeamPage(browser, server, { token: reader });
    const figures = page.locator('.figure');
    const count = await figures.count();
    assert.ok(count >= 15, String(count));
    const pressed = await page.evaluate<number>(`(() => {
      const buttons = [...document.querySelectorAll('button[aria-label$=" as a table"]')];
      for (const button of buttons) button.click();
      return buttons.length;
    })()`);
    assert.equal(pressed, count, 'each has the button');
    assert.equal(await page.locator('.figure > .table-twin').count(), count);
    assert.equal(await page.locator('canvas').count(), 0, 'no picture is left in a table’s place');
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(violations, []);
    await close();
  });

  it('asks for a token, says what is wrong with one, and forgets it', async () => {
    const ingest = await server.token('ingest', full);
    const { page, violations, close } = await openTeamPage(browser, server);
    assert.deepEqual(await axeFindings(page), []);
    const field = page.getByLabel('Read or lead token');
    const say = async (token: string, words: RegExp): Promise<void> => {
      await field.fill(token);
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText(words).waitFor();
    };
    await say(`payoff_read_${'A'.repeat(43)}`, /not known here/);
    await say(ingest, /takes reports and shows nothing/);
    await field.fill(reader);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Platform' }).waitFor();
    const [cookie] = await page.context().cookies();
    assert.equal(cookie?.httpOnly, true);
    assert.equal(cookie.sameSite, 'Strict');
    assert.equal(await page.evaluate('document.cookie'), '');
    assert.equal(await page.locator('#settings').count(), 0, 'a reader types nothing');
    assert.equal(await page.locator('#side-by-side').count(), 0, 'one team has none beside it');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await field.waitFor();
    assert.deepEqual(await page.context().cookies(), []);
    assert.deepEqual(violations, []);
    await close();
  });

  it('says below k what is missing, checks the set-up, and marks what is made up', async () => {
    const { page, violations, close } = await openTeamPage(browser, server, { token: await server.token('read', empty) });
    const setUp = await page.locator('#set-up').innerText();
    assert.match(setUp, /5 more people have to report\./);
    assert.match(setUp, /There is no valid token for joining/);
    assert.match(setUp, /No report has come yet/);
    assert.match(setUp, /https:\/\/payoff\.example\.com/);
    const outside = await page.evaluate<string[]>(
      "[...document.querySelectorAll('.section')].filter((each) => each.closest('.made-up') === null).map(({ id }) => id)",
    );
    assert.deepEqual(outside, ['set-up', 'claude', 'calendar', 'privacy']);
    assert.equal(await page.locator('.made-up').count(), await page.locator('.made-up-label').count());
    assert.match(await page.locator('#privacy').innerText(), /reporter[\s\S]*pseudonym/);
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(violations, []);
    await close();
  });

  it('keeps what a lead types, and shows what follows', async () => {
    const own = await server.token('lead', beside);
    const { page, close, violations } = await openTeamPage(browser, server, { token: own });
    await page.getByLabel('Seats', { exact: true }).fill('70');
    await page.getByLabel('Growth factor').last().fill('1.5');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Not saved: the growth factor cannot be read.').waitFor();
    await page.getByLabel('Growth factor').last().fill('1.3');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    assert.match(await page.locator('#coverage').innerText(), /Seats\s+70/);
    assert.match(await page.locator('#plan').innerText(), /own factor is 1\.30/);
    const csv = 'usage_date_utc,model,workspace,cost_usd\n2026-11-02,m,Claude Code,100.25\n2026-11-03,m,Other,"0.75"\n';
    await page.locator('#set-export').setInputFiles({ name: 'cost.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByText('Read $101.00 in 1 months. It holds 2 workspaces').waitFor();
    assert.match(await page.getByLabel('Invoices by month, dollars').inputValue(), /2026-11 101$/);
    assert.deepEqual(violations, []);
    await close();
  });

  it('moves the growth factor for one reader alone', async () => {
    const { page, close } = await openTeamPage(browser, server, { token: reader });
    const next = page.locator('#plan .tile').last();
    const before = await next.innerText();
    await page.locator('#growth').fill('1.3');
    assert.notEqual(await next.innerText(), before);
    assert.match(await page.locator('#plan').innerText(), /own factor is 1\.20/);
    await close();
  });

  it('moves nothing for those who asked for less movement, and prints on white without its tools', async () => {
    const { page, close } = await openTeamPage(browser, server, { token: reader, colorScheme: 'dark', reducedMotion: 'reduce' });
    assert.equal(await page.evaluate('document.getAnimations().length'), 0);
    await page.emulateMedia({ media: 'print' });
    await page.locator('body.vscode-light').waitFor();
    assert.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(255, 255, 255)');
    for (const hidden of ['.sections-nav', '.top-tools', '.figure-tools'])
      assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
    await close();
  });

  it('can be walked through with the keyboard', async () => {
    const { page, close } = await openTeamPage(browser, server, { token: reader });
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to the figures');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate('document.activeElement.id'), 'content');
    await page.getByText('Download', { exact: true }).focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.getByRole('link', { name: 'Weekly report, CSV' }).isVisible(), true);
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('link', { name: 'Weekly report, CSV' }).isVisible(), false);
    await close();
  });
});
