/** A collector in this process with a made-up team, and its dashboard in a real browser. */
import { build } from 'esbuild';
import { buildOptions, bundles } from '../../esbuild.mjs';
import { addEdition } from '../../src/collector/editions.ts';
import { startCollector } from '../../src/collector/startCollector.ts';
import { writeSettings } from '../../src/collector/dashboard/leadEntries.ts';
import { createTeam } from '../../src/collector/teams.ts';
import { createToken } from '../../src/collector/tokens.ts';
import { demoEditions, demoSettings } from '../../src/core/team/published/demoTeam.ts';
import type { Collector } from '../../src/collector/startCollector.ts';
import type { TokenKind } from '../../src/collector/tokens.ts';
import type { PublishedDay } from '../../src/core/team/otlp/publishedDay.ts';
import type { PeopleSplit } from '../../src/core/team/published/types.ts';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A Monday afternoon: the same figures every time. */
export const teamNowMs = Date.UTC(2026, 10, 23, 15);
export const full = 'platform';
export const beside = 'storefront';
export const empty = 'newcomers';

export interface TeamServer {
  readonly collector: Collector;
  readonly url: string;
  /** Makes a token for teams. */
  token(kind: TokenKind, ...teams: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

/** What one of the teams is told of its costs. */
const lowerBounds: PeopleSplit = { slices: { lowerBound: { atLeast: 10, below: 15 }, complete: { atLeast: 15, below: 20 } }, others: null };

/** Two teams with published figures and one without any. */
export async function startTeamServer(): Promise<TeamServer> {
  const bundle = bundles.find(({ name }) => name === 'team');
  if (bundle === undefined) throw new Error('There is no bundle of the dashboard.');
  await build(buildOptions(bundle)); // the collector serves what is in dist
  const collector = await startCollector({
    data: null,
    databaseUrl: null,
    port: 0,
    nowMs: () => teamNowMs,
    log: 'silent',
    rate: 100_000,
    publicUrl: 'https://payoff.example.com',
  });
  const { database } = collector.context;
  const names = { [full]: 'Platform', [beside]: 'Storefront & Checkout', [empty]: 'Newcomers' };
  for (const [team, name] of Object.entries(names)) await createTeam(database, { team, name, k: 5, nowMs: teamNowMs });
  const editions = demoEditions(teamNowMs);
  for (const team of [full, beside]) {
    for (const edition of editions) {
      const { week, part, edition: number } = edition;
      await addEdition(database, team, {
        source: 'payoff',
        period: week,
        part,
        edition: number,
        publishedMs: edition.publishedAtMs,
        figures: JSON.stringify({ ...edition, team, ...(team === beside && part === 'usage' ? { lowerBounds } : {}) }),
      });
    }
    await writeSettings(database, team, demoSettings(teamNowMs));
  }
  for (const day of claudeDays(full))
    await addEdition(database, full, {
      source: 'claude',
      period: day.day,
      part: 'day',
      edition: 1,
      publishedMs: day.publishedAtMs,
      figures: JSON.stringify(day),
    });
  return {
    collector,
    url: collector.url,
    token: async (kind, ...teams) => (await createToken(database, { kind, teams, expiresMs: null, nowMs: teamNowMs })).token,
    close: () => collector.close(),
  };
}

/** Four weeks of another source; one day of it is protected. */
function claudeDays(team: string): readonly PublishedDay[] {
  return Array.from({ length: 28 }, (_, index): PublishedDay => {
    const dayMs = teamNowMs - (31 - index) * 86_400_000;
    const quiet = index % 7 === 5;
    const total = (300 + ((index * 37) % 160)) * 1e9;
    return {
      schema: 'payoff.claude-day/1',
      team,
      day: new Date(dayMs).toISOString().slice(0, 10),
      publishedAtMs: dayMs + 3 * 86_400_000,
      k: 5,
      developers: quiet ? null : { atLeast: 15, below: 20 },
      sessions: quiet ? null : 90 + index,
      cost: quiet
        ? null
        : { total, models: { slices: { 'claude-opus-5-5': total * 0.7, 'claude-sonnet-5': total * 0.25 }, others: total * 0.05 } },
      tokens: quiet
        ? null
        : { total: 410e6, classes: { slices: { input: 4e6, output: 6e6, cacheRead: 390e6, cacheCreation: 10e6 }, others: null } },
      linesAdded: quiet ? null : 5200,
      linesRemoved: quiet ? null : 1900,
      commits: quiet ? null : 61,
      pullRequests: null,
      activeUserMs: quiet ? null : 41 * 3_600_000,
      activeClaudeMs: quiet ? null : 96 * 3_600_000,
      editsAccepted: quiet ? null : 840,
      editsRejected: quiet ? null : 70,
    };
  });
}

export interface TeamBrowserPage {
  readonly page: Page;
  /** What the page's policy refused, what failed, and what was asked of another host. */
  readonly violations: string[];
  readonly close: () => Promise<void>;
}

export interface TeamPageOptions extends BrowserContextOptions {
  /** Signs in with it. */
  readonly token?: string;
  readonly team?: string;
}

export async function openTeamPage(browser: Browser, server: TeamServer, options: TeamPageOptions = {}): Promise<TeamBrowserPage> {
  const { token, team, ...contextOptions } = options;
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 1000 }, ...contextOptions });
  const page = await context.newPage();
  const violations: string[] = [];
  page.on('pageerror', (error) => violations.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url)) violations.push(`asked another host: ${request.url()}`);
  });
  await page.exposeFunction('reportViolation', (text: string) => violations.push(`policy: ${text}`));
  await page.addInitScript({
    content: `document.addEventListener('securitypolicyviolation', (event) =>
      reportViolation([event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber, event.sample].join(' ')));`,
  });
  if (token !== undefined)
    await context.addCookies([{ name: 'payoff', value: token, url: server.url, httpOnly: true, sameSite: 'Strict' }]);
  await page.goto(`${server.url}/${team === undefined ? '' : `?team=${team}`}`);
  await page.waitForSelector(token === undefined ? '.login' : 'h1');
  return { page, violations, close: () => context.close() };
}
