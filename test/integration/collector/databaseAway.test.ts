import assert from 'node:assert/strict';
import { aTeamWeek } from '../../support/collector/aTeamWeek.ts';
import { CollectorRig, errorCode } from '../../support/collector/collectorRig.ts';
import { TestPostgres } from '../../support/collector/postgres.ts';

describe('The collector whose database goes away', function () {
  this.timeout(60_000);
  let cluster: TestPostgres;
  before(async () => {
    cluster = await TestPostgres.make();
  });
  after(() => cluster.remove());

  it('says so with 503 and when to come again, and works by itself when it is back', async () => {
    const databaseUrl = await cluster.createDatabase();
    const rig = await CollectorRig.over({ databaseUrl, connections: 3 });
    await rig.makeTeam();
    const token = await rig.token('ingest');
    assert.equal((await rig.put(aTeamWeek(), token)).status, 200);
    await cluster.stop();
    for (const answer of [await rig.put(aTeamWeek({ sequence: 2 }), token), await rig.send('GET', '/readyz')]) {
      assert.equal(answer.status, 503);
      assert.match(String(answer.headers['retry-after']), /^\d+$/);
      assert.match(errorCode(answer), /^(?:database-away|not-ready)$/);
    }
    assert.equal((await rig.send('GET', '/livez')).status, 200);
    await cluster.start();
    assert.deepEqual((await rig.put(aTeamWeek({ sequence: 2 }), token)).body, { stored: true });
    assert.equal((await rig.send('GET', '/readyz')).status, 200);
    assert.doesNotMatch(rig.logged.join(''), /00112233445566778899aabbccddeeff|payoff_ingest/);
    await rig.close();
  });

  it('starts without it, and makes its tables when it comes', async () => {
    const databaseUrl = await cluster.createDatabase();
    await cluster.stop();
    const rig = await CollectorRig.over({ databaseUrl, connections: 3 });
    const answer = await rig.send('GET', '/v1/team', { token: `payoff_ingest_${'A'.repeat(43)}` });
    assert.equal(`${answer.status} ${errorCode(answer)}`, '503 starting');
    await cluster.start();
    await rig.collector.ready;
    await rig.makeTeam();
    assert.equal((await rig.put(aTeamWeek(), await rig.token('ingest'))).status, 200);
    await rig.close();
  });
});
