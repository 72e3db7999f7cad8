/** The collector is killed while requests are under way, and started again: what it answered with 200 is there, once, as it was sent. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { weekKey } from '../../../src/core/report/time.ts';
import { CollectorProcess } from '../../support/collector/collectorProcess.ts';
import { storeKinds } from '../../support/collector/collectorRig.ts';
import { preparedStore } from '../../support/collector/preparedStore.ts';
import { Crowd } from '../../support/collector/reporterCrowd.ts';
import { sharedPostgres } from '../../support/collector/postgres.ts';
import { Chance, roundsOf } from '../../support/faults/chance.ts';

const rounds = roundsOf('PAYOFF_COLLECTOR_KILL_ROUNDS', 3);

for (const kind of storeKinds)
  describe(`a collector on ${kind} that is killed`, function () {
    this.timeout(600_000);
    const folder = mkdtempSync(path.join(tmpdir(), 'payoff-collector-killed-'));
    let running: CollectorProcess | null = null;
    after(async () => {
      await running?.end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });

    it(`${String(rounds)} times in the middle of requests has lost nothing that it took, and has nothing twice`, async () => {
      const chance = new Chance();
      const databaseUrl = kind === 'postgres' ? await (await sharedPostgres()).createDatabase() : null;
      const store = await preparedStore({ databaseUrl, folder });
      const environment = databaseUrl === null ? { PAYOFF_COLLECTOR_DATA: folder } : { DATABASE_URL: databaseUrl };
      const start = async (): Promise<CollectorProcess> => (running = await CollectorProcess.start(['--rate', '1000000'], environment));
      let current = await start();
      const crowd = new Crowd({
        ...{ token: store.ingest, week: weekKey(Date.now() - 3_600_000, 'UTC'), chance },
        url: () => current.url,
        passing: [0, 503],
      });
      crowd.begin(12);
      for (let round = 0; round < rounds; round += 1) {
        await crowd.more(60);
        await delay(chance.below(40));
        await current.end('SIGKILL');
        current = await start();
      }
      await crowd.more(20);
      await crowd.end();
      await current.end('SIGKILL');
      await store.open((database) => crowd.compare(database));
    });
  });
