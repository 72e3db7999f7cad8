import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { formatDollars, formatTokens } from '../../../src/core/report/money.ts';
import { findCaddy, installCaddy, startCaddy } from '../../support/caddy.ts';
import type { Caddy } from '../../support/caddy.ts';
import { installChromium, launchChromium } from '../../support/chromium.ts';
import { freePort } from '../../support/collector/postgres.ts';
import { CliBundle } from '../../support/faults/cliBundle.ts';
import { asTold, clientFigures, sumOf } from '../../support/team/clientFigures.ts';
import { BuiltCollector, buildCollector } from '../../support/team/builtCollector.ts';
import { commandsBelow, readImage, repository, serviceEnvironment } from '../../support/team/deployment.ts';
import { farFromWeekEnd } from '../../support/team/farFromWeekEnd.ts';
import { TeamDeveloper } from '../../support/team/teamDeveloper.ts';

const people = [1, 2, 3, 4, 5];
const minute = 60_000;

/** A lead at a machine with a shell, who types what the README says; what a container engine would do is done by processes. */
class Lead {
  readonly shell: Record<string, string> = {};
  readonly #folder: string;
  readonly #dist: string;
  collector: BuiltCollector | null = null;
  caddy: Caddy | null = null;
  /** Where the dashboard is. */
  address = '';

  constructor(folder: string, dist: string) {
    this.#folder = folder;
    this.#dist = dist;
  }

  /** Does one line; what it prints. */
  async types(line: string): Promise<string> {
    const [, name, value] = /^echo ([A-Z_]+)=(\S+) > \.env$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) {
      // There is no such name here: localhost stands for it.
      this.shell[name] = value.replace('payoff.example.com', `localhost:${String(await freePort())}`);
      return '';
    }
    if (line === 'docker compose up -d') {
      await this.#up();
      return '';
    }
    const [, given] = /^docker compose exec collector payoff-collector ([\w -]+)$/.exec(line) ?? [];
    assert.ok(given !== undefined && this.collector !== null, `A lead can type ${JSON.stringify(line)}; this test cannot.`);
    return this.collector.run(given.split(' '));
  }

  /** As `deploy/compose.yaml` says: the collector, and once it is healthy Caddy. */
  async #up(): Promise<void> {
    const image = readImage();
    const port = await freePort();
    const here = {
      PAYOFF_COLLECTOR_HOST: '127.0.0.1',
      PAYOFF_COLLECTOR_PORT: String(port),
      PAYOFF_COLLECTOR_DATA: path.join(this.#folder, 'data'),
    };
    const inImage = { ...image.environment, ...serviceEnvironment('collector', this.shell) };
    const caddy = findCaddy();
    const direct = `http://localhost:${String(port)}`;
    this.address = caddy === undefined ? direct : (inImage.PAYOFF_COLLECTOR_PUBLIC_URL ?? '');
    const environment = { ...inImage, ...here, PAYOFF_COLLECTOR_PUBLIC_URL: this.address, PATH: process.env.PATH, HOME: this.#folder };
    this.collector = new BuiltCollector(image, { dist: this.#dist, app: path.join(this.#folder, 'app'), port, environment });
    await this.collector.start();
    if (caddy === undefined) return;
    this.caddy = await startCaddy(caddy, path.join(repository, 'deploy/Caddyfile'), {
      ...serviceEnvironment('caddy', this.shell),
      PAYOFF_UPSTREAM: `127.0.0.1:${String(port)}`,
      PAYOFF_HTTP_PORT: String(await freePort()),
    });
  }

  async goes(): Promise<void> {
    await this.caddy?.close();
    await this.collector?.end();
  }
}

describe('A lead who follows the README', function () {
  this.timeout(3 * minute);
  let folder = '';
  let cli: CliBundle | undefined;
  let browser: Browser | undefined;
  let lead: Lead | undefined;
  let developers: readonly TeamDeveloper[] = [];
  before(async function () {
    this.timeout(15 * minute);
    await installCaddy();
    // As every test in a browser: where there is none, it is run elsewhere.
    if ((await installChromium()) === undefined && process.env.CI !== 'true') this.skip();
    await farFromWeekEnd();
    folder = mkdtempSync(path.join(tmpdir(), 'payoff-fifteen-'));
    const dist = path.join(folder, 'dist');
    const [bundle, launched] = await Promise.all([CliBundle.make(), launchChromium(), buildCollector(dist)]);
    [cli, browser] = [bundle, launched];
    developers = await Promise.all(people.map((number) => TeamDeveloper.make(number, bundle, Date.now())));
    lead = new Lead(folder, dist);
  });
  after(async () => {
    await lead?.goes();
    await browser?.close();
    await Promise.all(developers.map((developer) => developer.close()));
    cli?.remove();
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  it('sees figures of five developers within fifteen minutes', async () => {
    assert.ok(lead !== undefined && browser !== undefined);
    const begunMs = Date.now();
    let said = '';
    for (const line of commandsBelow('A team in fifteen minutes')) said += await lead.types(line);

    // Each developer does what the message says that is pasted for the team.
    const [, command = ''] = /Without an editor: payoff (.+)$/m.exec(said) ?? [];
    const given = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    const trust = lead.caddy === null ? {} : { NODE_EXTRA_CA_CERTS: lead.caddy.rootCertificate };
    const all = await Promise.all(developers.map((developer) => developer.payoff([...given, '--yes'], trust)));
    for (const text of all) {
      assert.match(text, /Joined Platform \(platform\)\. A figure of the team needs 5 people\./);
      assert.match(text, /Sent: 9 weeks\./);
    }
    const published = await lead.types('docker compose exec collector payoff-collector publish');
    const week = [...published.matchAll(/^platform {2}(\S+) {2}usage$/gm)].at(-1)?.[1] ?? '';

    const [token = ''] = /^payoff_lead_\S+$/m.exec(said) ?? [];
    const context = await browser.newContext({ locale: 'en-GB', ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(lead.address);
    await page.getByLabel('Read or lead token').fill(token);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Platform' }).waitFor();
    const coverage = await page.locator('#coverage').innerText();
    const seenMs = Date.now() - begunMs;
    process.stderr.write(`      from the first command to figures: ${(seenMs / 1000).toFixed(1)} s\n`);
    assert.ok(seenMs < 15 * minute);

    // A young team has most reasons for showing nothing: each is a sentence.
    assert.doesNotMatch(await page.locator('main').innerText(), /\.\.|to say tokens|undefined|NaN|\[object/);
    assert.match(coverage, /Reporting\n5 to 9 people\n.*\nSeats\n12\n/);
    await page.getByRole('button', { name: 'Dollars and tokens as a table' }).click();
    const row = await page.getByRole('row', { name: week }).innerText();
    const clients = await Promise.all(developers.map((developer) => clientFigures(developer, week, week)));
    const spent = formatDollars(
      sumOf(clients, ({ costNanodollars }) => asTold(costNanodollars)),
      'dollars',
    );
    const tokens = sumOf(clients, (client) => sumOf(client.tokens, (part) => asTold(part.tokens)));
    assert.deepEqual(row.split('\t').slice(1), [spent, formatTokens(tokens)]);

    if (lead.caddy !== null) {
      const [cookie] = await context.cookies();
      assert.deepEqual([cookie?.secure, cookie?.httpOnly], [true, true]);
      assert.equal((await context.request.get(`${lead.address}/metrics`)).status(), 404);
    }
    await context.close();
  });
});
