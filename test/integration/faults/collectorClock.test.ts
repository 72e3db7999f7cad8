/** Clocks that are wrong: the clients', and the collector's own, which jumps. */
import assert from 'node:assert/strict';
import { editionsOf } from '../../../src/collector/editions.ts';
import { weekAge } from '../../../src/collector/reports/weekAge.ts';
import { weekKey } from '../../../src/core/report/time.ts';
import { aBucket, aTeamWeek } from '../../support/collector/aTeamWeek.ts';
import { CollectorRig, errorCode, testNow } from '../../support/collector/collectorRig.ts';
import { Chance } from '../../support/faults/chance.ts';

const day = 86_400_000;
const year = 365 * day;
const personOf = (person: number): string => person.toString(16).padStart(32, '0');

describe('a collector and clocks that are wrong', function () {
  this.timeout(60_000);
  let rig: CollectorRig;
  let token: string;
  let steadyMs: number;
  beforeEach(async () => {
    steadyMs = 0;
    rig = await CollectorRig.start('pglite', { rate: 1_000_000, steadyMs: () => steadyMs });
    await rig.collector.tick(); // the first is over
    await rig.makeTeam();
    token = await rig.token('ingest');
  });
  afterEach(() => rig.close());

  const rows = async (): Promise<readonly string[]> =>
    (await rig.database.query('SELECT week, reporter FROM reports ORDER BY reporter')).map(
      ({ week, reporter }) => `${String(week)} ${String(reporter)}`,
    );
  const published = async (): Promise<readonly string[]> =>
    (await editionsOf(rig.database, 'platform', 'payoff')).map(({ period, part, edition }) => `${period} ${part} ${edition}`);

  it('takes the weeks of clients as far as they can be, and those that were set right', async () => {
    const chance = new Chance();
    const expected: string[] = [];
    for (let person = 1; person <= 120; person += 1) {
      const theirs = testNow + (chance.below(1200) - 600) * day;
      const report = aTeamWeek({ reporter: personOf(person), week: weekKey(theirs, 'UTC') });
      const age = weekAge(report.week, testNow) ?? NaN;
      const answer = await rig.put(report, token);
      if (answer.status === 200) expected.push(`${report.week} ${report.reporter}`);
      else assert.equal(errorCode(answer), age < 0 ? 'week-in-future' : 'week-too-old');
      assert.equal(answer.status, age >= 0 && age <= 52 ? 200 : 422, report.week);
      if (person % 10 > 0 || answer.status === 200) continue;
      const right = { ...report, week: '2026-W47' };
      assert.equal((await rig.put(right, token)).status, 200);
      expected.push(`${right.week} ${right.reporter}`);
    }
    assert.deepEqual(await rows(), expected);
  });

  it('deletes and publishes nothing by a clock that has just jumped, and all that is due once it keeps step', async () => {
    for (let person = 1; person <= 6; person += 1)
      await rig.put(aTeamWeek({ reporter: personOf(person), buckets: [aBucket({ turns: 40 + person })] }), token);
    const before = await rows();
    const goOn = (nowMs: number, hours: number): void => {
      rig.nowMs = nowMs;
      steadyMs += hours * 3_600_000;
    };

    goOn(testNow + 10 * year, 1);
    await rig.collector.tick();
    assert.deepEqual([await rows(), await published()], [before, []]);
    assert.ok(rig.logged.some((line) => line.includes('the clock has jumped')));
    assert.equal((await rig.send('GET', '/v1/team', { token })).status, 200);

    goOn(testNow - 20 * year, 1);
    await rig.collector.tick();
    const early = await rig.put(aTeamWeek({ reporter: personOf(7) }), token);
    assert.equal(`${early.status} ${errorCode(early)}`, '422 week-in-future');

    // The hour in which it was set right is let go by; the one behind it is not.
    goOn(testNow + 3_600_000, 1);
    await rig.collector.tick();
    assert.deepEqual([await rows(), await published()], [before, []]);
    goOn(testNow + 7_200_000, 1);
    await rig.collector.tick();
    assert.deepEqual([await rows(), await published()], [before, ['2026-W46 usage 1']]);

    // A clock that goes back publishes nothing twice.
    goOn(testNow - day, 1);
    for (let hour = 0; hour < 3; hour += 1) {
      await rig.collector.tick();
      goOn(rig.nowMs + 3_600_000, 1);
    }
    assert.deepEqual([await rows(), await published()], [before, ['2026-W46 usage 1']]);
  });
});
