import assert from 'node:assert/strict';
import cookiePlugin from '@fastify/cookie';
import { fastify } from 'fastify';
import { givenToken, keepToken } from '../../src/collector/dashboard/session.ts';
import { hashOfToken } from '../../src/collector/tokens.ts';
import { beside, empty, full, startTeamServer } from '../support/teamPage.ts';
import type { TeamServer } from '../support/teamPage.ts';
import type { TeamAnswer } from '../../src/core/team/dashboard/api.ts';
import type { TeamSettings } from '../../src/core/team/dashboard/settings.ts';

describe('The routes of the dashboard', function () {
  this.timeout(60_000);
  let server: TeamServer;
  let lead = '';
  let reader = '';
  before(async () => {
    server = await startTeamServer();
    lead = await server.token('lead', full);
    reader = await server.token('read', full);
  });
  after(() => server.close());

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => fetch(`${server.url}${path}`, { headers });
  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
  const cookie = (token: string): Record<string, string> => ({ cookie: `payoff=${token}` });
  const codeOf = async (response: Response): Promise<unknown> => ((await response.json()) as { error: { code: unknown } }).error.code;
  const settingsOf = async (): Promise<TeamSettings> =>
    (await (await get(`/api/teams/${full}/settings`, bearer(lead))).json()) as TeamSettings;

  it('serve a page without figures under a policy without exceptions, with files that may be kept for good', async () => {
    const page = await get('/');
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
    assert.doesNotMatch(policy, /unsafe|data:|https?:|\*/);
    assert.equal(page.headers.get('cache-control'), 'no-store');
    const html = await page.text();
    assert.doesNotMatch(html, / style=| on\w+=|<script>|Platform/);
    const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
    assert.equal(addresses.length, 3);
    for (const address of addresses) {
      const file = await get(address);
      assert.equal(file.status, 200, address);
      assert.match(file.headers.get('cache-control') ?? '', /immutable/);
    }
    assert.equal((await get('/assets/other.js')).status, 404);
  });

  it('show figures to read and lead tokens of the team, and to nobody else', async () => {
    const address = `/api/teams/${full}/figures`;
    assert.equal((await get(address)).status, 401);
    assert.equal((await get(address, bearer(`payoff_read_${'x'.repeat(43)}`))).status, 401);
    assert.equal(await codeOf(await get(address, bearer(await server.token('ingest', full)))), 'wrong-kind');
    assert.equal(await codeOf(await get(address, bearer(await server.token('join', full)))), 'wrong-kind');
    assert.equal(await codeOf(await get(address, bearer(await server.token('read', beside)))), 'other-team');
    assert.equal(await codeOf(await get('/api/teams/no-such-team/figures', bearer(reader))), 'other-team', 'as of one that is there');
    for (const headers of [bearer(reader), cookie(reader), bearer(lead)]) assert.equal((await get(address, headers)).status, 200);
    const teams = await (await get('/api/teams', bearer(reader))).json();
    assert.deepEqual(teams, { teams: [{ id: full, name: 'Platform', k: 5 }] });
  });

  it('answer with a tag, and with nothing where nothing has changed', async () => {
    const first = await get(`/api/teams/${full}/figures`, bearer(reader));
    const tag = first.headers.get('etag') ?? '';
    assert.match(tag, /^"[\w-]{22}"$/);
    const again = await get(`/api/teams/${full}/figures`, { ...bearer(reader), 'if-none-match': tag });
    assert.equal(again.status, 304);
    assert.equal(await again.text(), '');
    assert.notEqual((await get(`/api/teams/${full}/figures`, bearer(lead))).headers.get('etag'), tag, 'a lead is answered more');
  });

  it('answer without a row, a pseudonym, a salt or a token, and without what the lead typed to a reader', async () => {
    const { database } = server.collector.context;
    const pseudonym = 'ab'.repeat(16);
    await database.query('INSERT INTO reports (team, week, reporter, device, sequence, body) VALUES ($1, $2, $3, $4, 1, $5)', [
      full,
      '2026-W47',
      pseudonym,
      'cd'.repeat(8),
      '{"canary":"x-canary-x"}',
    ]);
    const [team] = await database.query('SELECT salt, secret FROM teams WHERE team = $1', [full]);
    const texts = await Promise.all(
      ['figures', 'export.json', 'export.csv', 'allocation.csv', 'weekly.md', 'weekly.csv', 'daily.md', 'daily.csv'].map(async (name) =>
        (await get(`/api/teams/${full}/${name}`, bearer(lead))).text(),
      ),
    );
    for (const text of texts)
      for (const secret of [pseudonym, 'cd'.repeat(8), 'x-canary-x', String(team?.salt), String(team?.secret), lead])
        assert.ok(!text.includes(secret), secret);
    const answer = JSON.parse(await (await get(`/api/teams/${full}/figures`, bearer(reader))).text()) as TeamAnswer;
    assert.equal(answer.settings, null);
    assert.equal(answer.figures.state, 'published');
    assert.equal(answer.demo, null);
  });

  it('give a team below k demo figures and the state of its set-up, and none of its own', async () => {
    const token = await server.token('read', empty);
    const answer = JSON.parse(await (await get(`/api/teams/${empty}/figures`, bearer(token))).text()) as TeamAnswer;
    assert.equal(answer.figures.state, 'belowK');
    assert.equal(answer.demo?.team, 'demo');
    assert.deepEqual(answer.setUp, {
      ...{ endpoint: 'https://payoff.example.com', tokenMade: false, firstReport: false, missingPeople: 5, firstMetrics: false },
    });
    await server.token('join', empty);
    const later = JSON.parse(await (await get(`/api/teams/${empty}/figures`, bearer(token))).text()) as TeamAnswer;
    assert.equal(later.setUp.tokenMade, true);
  });

  it('take what a lead types from the page itself or with a header, whole or not at all', async () => {
    const before = await settingsOf();
    const typed: TeamSettings = {
      ...before,
      seats: 41,
      invoices: [{ month: '2026-10', nanodollars: 123_450_000_000 }],
      budgets: [
        { month: '2026-08', nanodollars: 5_000_000_000_000 },
        { month: '2026-11', nanodollars: 6_000_000_000_000 },
        { month: '2026-12', nanodollars: null },
      ],
      dormant: { by: 'tokens', below: 5000 },
    };
    const put = (headers: Record<string, string>, body: unknown = typed, team = full): Promise<Response> =>
      fetch(`${server.url}/api/teams/${team}/settings`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    assert.equal(await codeOf(await put(bearer(reader))), 'lead-only');
    assert.equal(await codeOf(await put(bearer(lead), typed, beside)), 'other-team');
    assert.equal(await codeOf(await put(cookie(lead))), 'other-site', 'a cookie without a word of where it comes from');
    assert.equal(await codeOf(await put({ ...cookie(lead), origin: 'https://elsewhere.example.com' })), 'other-site');
    assert.equal(await codeOf(await put({ ...cookie(lead), 'sec-fetch-site': 'same-site' })), 'other-site');
    assert.equal((await get(`/api/teams/${full}/settings`, bearer(reader))).status, 403);
    for (const wrong of [
      { ...typed, seats: -1 },
      { ...typed, seats: 1.5 },
      { ...typed, growthFactor: 2 },
      { ...typed, invoices: [{ month: '2026-13', nanodollars: 1 }] },
      { ...typed, invoices: [{ month: '2026-12', nanodollars: null }] },
      { ...typed, invoices: [...typed.invoices, ...typed.invoices] },
      { ...typed, budgets: [...typed.budgets, ...typed.budgets] },
      { ...typed, people: ['somebody'] },
      { seats: 1 },
      [],
    ])
      assert.equal(await codeOf(await put(bearer(lead), wrong)), 'invalid', JSON.stringify(wrong));
    assert.deepEqual(await settingsOf(), before, 'nothing of it was kept');
    assert.equal((await put({ ...cookie(lead), origin: server.url })).status, 200);
    assert.deepEqual(await settingsOf(), typed);
    assert.equal((await put(bearer(lead), before)).status, 200);
    assert.deepEqual(await settingsOf(), before);
    const changes = await server.collector.context.database.query(
      "SELECT action, subject FROM audit WHERE team = $1 AND action = 'entries-changed'",
      [full],
    );
    assert.equal(changes.length, 2);
  });

  it('sign in only from the page itself, with a cookie that scripts and other sites do not have', async () => {
    const post = (path: string, headers: Record<string, string>, body: unknown): Promise<Response> =>
      fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const own = { origin: server.url };
    assert.equal((await post('/login', {}, { token: reader })).status, 403);
    assert.equal((await post('/login', { origin: 'https://elsewhere.example.com' }, { token: reader })).status, 403);
    assert.equal((await post('/login', own, { token: 'nonsense' })).status, 401);
    assert.equal((await post('/login', own, {})).status, 400);
    const signedIn = await post('/login', own, { token: ` ${reader} ` });
    assert.equal(signedIn.status, 204);
    const set = signedIn.headers.get('set-cookie') ?? '';
    assert.match(set, /^payoff=payoff_read_[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    const out = await post('/logout', own, {});
    assert.match(out.headers.get('set-cookie') ?? '', /payoff=;/);
    const form = await fetch(`${server.url}/login`, {
      method: 'POST',
      headers: { ...own, 'content-type': 'application/x-www-form-urlencoded' },
      body: `token=${reader}`,
    });
    assert.equal(form.status, 415, 'a form of another site cannot be read at all');
  });

  it('let the cookie travel over HTTPS alone where the browser came by it, as a trusted proxy says', async () => {
    for (const trustProxy of [true, false]) {
      const behind = fastify({ trustProxy });
      await behind.register(cookiePlugin);
      behind.get('/in', async (request, reply) => {
        keepToken(request, reply, 'payoff_read_x');
        return reply.send({ given: givenToken(request) });
      });
      const headers = { 'x-forwarded-proto': 'https', cookie: 'payoff=payoff_read_plain' };
      const answer = await behind.inject({ url: '/in', headers });
      const set = String(answer.headers['set-cookie']);
      assert.equal(/^__Host-payoff=payoff_read_x; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/.test(set), trustProxy, set);
      const plain = { token: 'payoff_read_plain', by: 'cookie' };
      assert.deepEqual(
        answer.json<{ given: unknown }>().given,
        trustProxy ? null : plain,
        'one without the prefix is not taken over HTTPS',
      );
      await behind.close();
    }
  });

  it('end a session with its token, at once', async () => {
    const token = await server.token('read', full);
    assert.equal((await get('/api/teams', cookie(token))).status, 200);
    await server.collector.context.database.query('UPDATE tokens SET revoked_ms = 1 WHERE hash = $1', [hashOfToken(token)]);
    const ended = await get('/api/teams', cookie(token));
    assert.equal(ended.status, 401);
    assert.match(ended.headers.get('set-cookie') ?? '', /payoff=;/);
  });

  it('export what is published: every figure once, and protected ones as such', async () => {
    const json = await get(`/api/teams/${full}/export.json`, bearer(reader));
    assert.equal(json.headers.get('content-disposition'), `attachment; filename="payoff-${full}-export.json"`);
    const whole = JSON.parse(await json.text()) as { schema: string; payoff: { week: string; part: string }[]; claude: unknown[] };
    assert.equal(whole.schema, 'payoff.published-figures/1');
    assert.ok(whole.payoff.length > 50);
    assert.equal(whole.claude.length, 28);
    const csv = await (await get(`/api/teams/${full}/export.csv`, cookie(reader))).text();
    const lines = csv.trimEnd().split('\r\n');
    assert.equal(lines[0], 'source,period,part,edition,figure,value,protected,unit');
    assert.ok(lines.some((line) => /^payoff,2026-W\d\d,usage,1,cost\.total,\d+,,microdollars$/.test(line)));
    assert.ok(lines.some((line) => /^claude,2026-\d\d-\d\d,day,1,pullRequests,,yes,$/.test(line)));
    assert.equal(new Set(lines.map((line) => line.split(',').slice(0, 5).join())).size, lines.length, 'no figure twice');
    const teamsIn = async (token: string): Promise<readonly string[]> => {
      const table = await (await get(`/api/teams/${full}/allocation.csv`, bearer(token))).text();
      return [...table.matchAll(/^team,([^,]+),[^,]*,\d+,microdollars,/gm)].map(([, team = '']) => team);
    };
    assert.deepEqual(await teamsIn(reader), [full], 'of no team that the token may not read');
    assert.deepEqual(await teamsIn(await server.token('read', full, beside)), [full, beside]);
    const weekly = await (await get(`/api/teams/${full}/weekly.md`, bearer(reader))).text();
    assert.match(weekly, /^# Platform: Claude Code by week\n/);
    assert.match(weekly, /Sessions \| \d/);
    const daily = await (await get(`/api/teams/${full}/daily.csv`, bearer(reader))).text();
    assert.match(daily, /^Day \(UTC\),Sessions,Active developers,Spent,Tokens,Models\r\n2026-11-19,117,15 to 19,\$/);
  });
});
