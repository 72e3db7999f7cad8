import assert from 'node:assert/strict';
import { openPglite } from '../../../src/collector/store/pglite.ts';
import type { Database } from '../../../src/collector/store/database.ts';
import { migrate } from '../../../src/collector/store/migrate.ts';
import { migrations } from '../../../src/collector/store/migrations/migrations.ts';
import { aTeamWeek } from '../../support/collector/aTeamWeek.ts';
import { CollectorRig, errorCode } from '../../support/collector/collectorRig.ts';

describe('The collector answers', function () {
  this.timeout(60_000);
  let database: Database;
  before(async () => {
    database = await openPglite(null);
  });
  after(() => database.close());
  afterEach(() => database.run('TRUNCATE teams, tokens, reports, token_use'));

  /** Closing leaves the store to the next test. */
  const rigOf = (options: Parameters<typeof CollectorRig.over>[0] = {}): Promise<CollectorRig> =>
    CollectorRig.over({ ...options, database: { ...database, close: () => Promise.resolve() } });

  it('with headers under which a page can do nothing, and no other origin anything', async () => {
    const rig = await rigOf();
    const { headers } = await rig.send('GET', '/livez', { headers: { origin: 'https://elsewhere.example' } });
    assert.match(String(headers['content-security-policy']), /^default-src 'none';/);
    assert.doesNotMatch(String(headers['content-security-policy']), /unsafe/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['access-control-allow-origin'], undefined);
    await rig.close();
  });

  it('the one origin that is configured, without cookies', async () => {
    const origin = 'https://dashboards.example.com';
    const rig = await rigOf({ cors: origin });
    const asked = await rig.send('OPTIONS', '/v1/team', { headers: { origin } });
    assert.equal(asked.status, 204);
    assert.equal(asked.headers['access-control-allow-origin'], origin);
    assert.equal(asked.headers['access-control-allow-credentials'], undefined);
    const other = await rig.send('OPTIONS', '/v1/team', { headers: { origin: 'https://dashboards.example.com.evil.example' } });
    assert.equal(other.headers['access-control-allow-origin'], undefined);
    await rig.close();
  });

  it('each token so often in a minute, and no other any less', async () => {
    const rig = await rigOf({ rate: 3 });
    await rig.makeTeam();
    const [token, other] = [await rig.token('ingest'), await rig.token('ingest')];
    for (let time = 1; time <= 3; time++) assert.equal((await rig.send('GET', '/v1/team', { token })).status, 200);
    const refused = await rig.send('GET', '/v1/team', { token });
    assert.equal(`${refused.status} ${errorCode(refused)}`, '429 too-many');
    assert.ok(Number(refused.headers['retry-after']) >= 1);
    assert.equal((await rig.send('GET', '/v1/team', { token: other })).status, 200);
    await rig.close();
  });

  it('tries to sign in so often from one address, whatever else a request says', async () => {
    const rig = await rigOf();
    const statuses: number[] = [];
    for (let time = 1; time <= 21; time++) {
      const headers = { origin: rig.collector.url, authorization: `Bearer anything-${String(time)}` };
      statuses.push((await rig.send('POST', '/login', { headers, body: { token: 'nonsense' } })).status);
    }
    assert.deepEqual([statuses[0], statuses[19], statuses[20]], [401, 401, 429]);
    await rig.close();
  });

  it('a token of another kind with 403, and counts that use once', async () => {
    const rig = await rigOf();
    await rig.makeTeam();
    assert.equal((await rig.send('GET', '/v1/team', { token: await rig.token('read') })).status, 403);
    await rig.close(); // counts are written
    const uses = await database.query('SELECT action, times FROM token_use');
    assert.deepEqual(
      uses.map(({ action, times }) => `${String(action)} ${String(times)}`),
      ['GET /v1/team 1'],
    );
  });

  it('its own figures to this machine alone, and nothing of teams in them', async () => {
    const rig = await rigOf();
    await rig.makeTeam('secret-team');
    await rig.put(aTeamWeek({ team: 'secret-team' }), await rig.token('ingest', ['secret-team']));
    const { body, status } = await rig.send('GET', '/metrics');
    assert.equal(status, 200);
    assert.match(
      String(body),
      /payoff_collector_requests_total\{method="PUT",route="\/v1\/reports\/:reporter\/:device\/:week",status="200"\} 1/,
    );
    assert.doesNotMatch(String(body), /secret-team|00112233/);
    await rig.close();
    const proxied = await rigOf({ trustProxy: true });
    for (const from of ['203.0.113.9', '127.0.0.1, 203.0.113.9'])
      assert.equal((await proxied.send('GET', '/metrics', { headers: { 'x-forwarded-for': from } })).status, 404, from);
    await proxied.close();
  });

  it('and logs routes and outcomes, never an address, a token or a body', async () => {
    const rig = await rigOf();
    await rig.makeTeam();
    const token = await rig.token('ingest');
    await rig.put(aTeamWeek(), token);
    await rig.send('PUT', '/v1/reports/00112233445566778899aabbccddeeff/x/y', { token, body: '{"a":' });
    await rig.send('GET', '/nowhere/00112233445566778899aabbccddeeff?token=payoff_ingest_x', { headers: { host: 'alice.example' } });
    const logged = rig.logged.join('');
    assert.match(logged, /"route":"\/v1\/reports\/:reporter\/:device\/:week","status":200/);
    assert.doesNotMatch(logged, /00112233|payoff_ingest|127\.0\.0\.1"|alice|claude-opus/);
    await rig.close();
  });

  it('nothing from a store that a newer version has changed', async () => {
    await assert.rejects(
      migrate(database, []),
      (error: Error) => error.name === 'StoreProblem' && error.message.includes('changed by a newer version of Payoff'),
    );
    await migrate(database, migrations);
  });
});
