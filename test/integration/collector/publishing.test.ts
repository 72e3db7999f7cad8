import assert from 'node:assert/strict';
import type { TeamWeek } from '../../../src/core/team/teamWeek.ts';
import { basesOf, editionsOf, publishedWeeks } from '../../../src/collector/editions.ts';
import { setUpOf } from '../../../src/collector/dashboard/setUp.ts';
import { weekPublisher } from '../../../src/collector/publishWeeks.ts';
import { aBucket, aTeamWeek } from '../../support/collector/aTeamWeek.ts';
import { CollectorRig, storeKinds, testNow } from '../../support/collector/collectorRig.ts';
import { sharedPostgres } from '../../support/collector/postgres.ts';

const day = 86_400_000;
/** The usage of 2026-W46 closes seven days after Monday noon, 16 November. */
const usageCloses = Date.UTC(2026, 10, 23, 12);

const reporterOf = (person: number): string => person.toString(16).padStart(32, '0');
const reportOf = (person: number, some: Partial<TeamWeek> = {}): TeamWeek =>
  aTeamWeek({ reporter: reporterOf(person), buckets: [aBucket({ turns: 40 + person })], ...some });

for (const kind of storeKinds)
  describe(`Publishing on ${kind}`, function () {
    this.timeout(60_000);
    let rig: CollectorRig;
    let token: string;
    let teams = 0;
    let team: string;
    before(async () => {
      rig = await CollectorRig.start(kind);
    });
    after(() => rig.close());
    beforeEach(async () => {
      rig.nowMs = testNow;
      teams += 1;
      team = `team-${teams}`;
      await rig.makeTeam(team);
      token = await rig.token('ingest', [team]);
    });
    const put = (person: number, some: Partial<TeamWeek> = {}): Promise<unknown> => rig.put(reportOf(person, { team, ...some }), token);

    const published = async (): Promise<readonly string[]> =>
      (await editionsOf(rig.database, team, 'payoff')).map(({ period, part, edition }) => `${period} ${part} ${edition}`);
    const turns = async (): Promise<unknown> => {
      const [usage] = await publishedWeeks(rig.database, team);
      assert.ok(usage?.part === 'usage');
      return usage.turns;
    };

    it('says how many people are missing until there are enough, and never again', async () => {
      const missing = async (): Promise<number> => (await setUpOf(rig.database, { team, k: 5 }, '', rig.nowMs)).missingPeople;
      assert.equal(await missing(), 5);
      for (let person = 1; person <= 3; person++) await put(person);
      await put(3, { device: 'fedcba9876543210' });
      assert.equal(await missing(), 2);
      for (let person = 4; person <= 7; person++) await put(person);
      assert.equal(await missing(), 0);
      rig.nowMs = usageCloses;
      await rig.collector.tick();
      for (let person = 2; person <= 7; person++) await rig.send('DELETE', `/v1/reporters/${reporterOf(person)}`, { token });
      assert.equal(await missing(), 0);
    });

    it('waits until a week closes, then shows each part once, whatever comes late', async () => {
      for (let person = 1; person <= 6; person++) await put(person);
      rig.nowMs = usageCloses - 1;
      await rig.collector.tick();
      assert.deepEqual(await published(), []);
      rig.nowMs = usageCloses;
      await rig.collector.tick();
      assert.deepEqual(await published(), ['2026-W46 usage 1']);
      const before = await turns();
      assert.equal(before, 6 * 40 + 21);

      await put(7);
      await put(1, { sequence: 2, buckets: [aBucket({ turns: 400 })] });
      await rig.send('DELETE', `/v1/reporters/${reporterOf(2)}`, { token });
      await rig.collector.tick();
      assert.deepEqual(await published(), ['2026-W46 usage 1']);
      assert.equal(await turns(), before);

      rig.nowMs = usageCloses + 31 * day;
      await rig.collector.tick();
      const later = await published();
      assert.ok(later.includes('2026-W46 outcomes 1'), later.join());
      // One left, one came, one corrected: fewer than five, so no second edition.
      assert.ok(!later.includes('2026-W46 usage 2'));
    });

    it('waits for those who join in the first days of a team, unless it is told not to', async () => {
      team = `new-${teams}`;
      await rig.makeTeam(team, 5, usageCloses - day);
      token = await rig.token('ingest', [team]);
      for (let person = 1; person <= 6; person++) await put(person);
      rig.nowMs = usageCloses + 5 * day;
      await rig.collector.tick();
      assert.deepEqual(await published(), []);
      for (let person = 7; person <= 9; person++) await put(person);
      rig.nowMs = usageCloses + 6 * day;
      await rig.collector.tick();
      assert.deepEqual(await published(), ['2026-W46 usage 1']);
      assert.equal(await turns(), 9 * 40 + 45);

      team = `hasty-${teams}`;
      await rig.makeTeam(team, 5, rig.nowMs);
      token = await rig.token('ingest', [team]);
      for (let person = 1; person <= 6; person++) await put(person);
      await weekPublisher(rig.database, () => rig.nowMs, { atOnce: true }).run();
      assert.deepEqual(await published(), ['2026-W46 usage 1']);
    });

    it('adds up the devices of a person before it counts people', async () => {
      for (let person = 1; person <= 4; person++)
        for (const device of ['0000000000000001', '0000000000000002']) await put(person, { device });
      rig.nowMs = usageCloses;
      await rig.collector.tick();
      for (const edition of await publishedWeeks(rig.database, team)) assert.ok(edition.part === 'usage' && edition.turns === null);
    });

    it('keeps of who withdrew nothing of what an edition was made of, and of nobody once no other follows', async () => {
      for (let person = 1; person <= 6; person++) await put(person);
      rig.nowMs = usageCloses;
      await rig.collector.tick();
      const people = async (): Promise<readonly string[]> =>
        Object.keys((await basesOf(rig.database, team, '2026-W46', 'usage')).get(1)?.people ?? {});
      assert.equal((await people()).length, 6);
      await rig.send('DELETE', `/v1/reporters/${reporterOf(3)}`, { token });
      assert.deepEqual(await people(), [1, 2, 4, 5, 6].map(reporterOf));
      rig.nowMs = usageCloses + 27 * 7 * day;
      await rig.collector.tick();
      assert.deepEqual(await people(), []);
      assert.ok((await published()).includes('2026-W46 usage 1'));
    });

    it('deletes rows that are past their time, and nothing that is published', async () => {
      for (let person = 1; person <= 6; person++) await put(person);
      rig.nowMs = usageCloses;
      await rig.collector.tick();
      rig.nowMs = usageCloses + 53 * 7 * day;
      await rig.collector.tick();
      assert.deepEqual(await rig.database.query('SELECT week FROM reports WHERE team = $1', [team]), []);
      assert.ok((await published()).includes('2026-W46 usage 1'));
    });
  });

describe('Publishing by several instances', function () {
  this.timeout(60_000);

  it('makes one edition of each part', async () => {
    const databaseUrl = await (await sharedPostgres()).createDatabase();
    const rigs = await Promise.all([1, 2, 3].map(() => CollectorRig.over({ databaseUrl, connections: 3 })));
    const [rig] = rigs;
    assert.ok(rig !== undefined);
    await rig.makeTeam();
    const token = await rig.token('ingest');
    await Promise.all(Array.from({ length: 12 }, (_, person) => (rigs[person % 3] ?? rig).put(reportOf(person + 1), token)));
    for (const each of rigs) each.nowMs = usageCloses;
    await Promise.all(rigs.map((each) => each.collector.tick()));
    const editions = await editionsOf(rig.database, 'platform', 'payoff');
    assert.deepEqual(
      editions.map(({ period, part, edition }) => `${period} ${part} ${edition}`),
      ['2026-W46 usage 1'],
    );
    await Promise.all(rigs.map((each) => each.close()));
  });
});
