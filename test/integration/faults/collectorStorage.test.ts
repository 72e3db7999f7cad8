/** What the collector writes to goes away, or is full, while reports come in: they are told to come again, and what was answered with 200 is kept. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { weekKey } from '../../../src/core/report/time.ts';
import { CollectorProcess } from '../../support/collector/collectorProcess.ts';
import { CollectorRig, send } from '../../support/collector/collectorRig.ts';
import { preparedStore } from '../../support/collector/preparedStore.ts';
import { TestPostgres } from '../../support/collector/postgres.ts';
import { Crowd } from '../../support/collector/reporterCrowd.ts';
import { Chance } from '../../support/faults/chance.ts';
import { SmallDisk } from '../../support/faults/smallDisk.ts';

const token = async (rig: CollectorRig): Promise<string> => {
  await rig.makeTeam();
  return rig.token('ingest');
};

describe('a collector whose PostgreSQL goes away while reports come in', function () {
  this.timeout(120_000);
  let cluster: TestPostgres;
  before(async () => {
    cluster = await TestPostgres.make();
  });
  after(() => cluster.remove());

  it('answers 503 meanwhile and nothing else, and has every report once it is back, ended or crashed', async () => {
    const rig = await CollectorRig.over({ databaseUrl: await cluster.createDatabase(), connections: 4, rate: 1_000_000 });
    const crowd = new Crowd({
      ...{ token: await token(rig), week: '2026-W46', chance: new Chance() },
      url: () => rig.collector.url,
      passing: [503],
    });
    crowd.begin(8);
    for (const how of ['SIGINT', 'SIGQUIT', 'SIGINT'] as const) {
      await crowd.more(40);
      await cluster.stop(how);
      await cluster.start();
    }
    await crowd.more(40);
    await crowd.end();
    assert.ok((crowd.answers.get(503) ?? 0) > 0, 'nobody noticed');
    await crowd.compare(rig.database);
    await rig.close();
  });
});

describe('a collector whose disk is full', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'payoff-collector-full-'));
  let disk: SmallDisk | null = null;
  let running: CollectorProcess | null = null;
  after(async () => {
    await running?.end('SIGKILL');
    disk?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says so and does not end, goes on by itself when there is room, and has lost nothing that it took', async function () {
    const data = path.join(folder, 'data');
    disk = SmallDisk.make(data, 96 * 2 ** 20);
    if (disk === null) {
      process.stderr.write('A small disk cannot be mounted here: that the collector bears a full one is not tested.\n');
      return this.skip();
    }
    const store = await preparedStore({ databaseUrl: null, folder: data });
    const collector = await CollectorProcess.start(['--rate', '1000000'], { PAYOFF_COLLECTOR_DATA: data });
    running = collector;
    const crowd = new Crowd({
      ...{ token: store.ingest, week: weekKey(Date.now() - 3_600_000, 'UTC'), chance: new Chance() },
      url: () => collector.url,
      passing: [503],
    });
    crowd.begin(8);
    await crowd.more(40);
    disk.fill(64 * 1024);
    await crowd.more(20, 503);
    const answer = await send(collector.url, 'GET', '/livez');
    assert.equal(answer.status, 200);
    disk.free();
    await crowd.more(40);
    await crowd.end();
    assert.equal(await collector.end('SIGTERM'), 0);
    await store.open((database) => crowd.compare(database));
  });
});
