import assert from 'node:assert/strict';
import type { PublishedDay } from '../../../src/core/team/otlp/publishedDay.ts';
import { publishDays } from '../../../src/collector/otlp/publishDays.ts';
import { metricsHaveCome } from '../../../src/collector/otlp/pointStore.ts';
import { textOf } from '../../../src/collector/store/database.ts';
import { startMetricsRig } from '../../support/collector/metricsRig.ts';
import type { MetricsRig } from '../../support/collector/metricsRig.ts';
import { sharedPostgres } from '../../support/collector/postgres.ts';
import { jsonFrom } from '../../support/otlpPoints.ts';

const hour = 3_600_000;
const morning = Date.UTC(2026, 10, 20, 9);

/** What a user sends: a session, and the total of a counter that began in the morning. */
function day(user: string, timeMs: number): object {
  const attributes = { 'user.id': user, model: 'claude-opus-4-6', type: 'input' };
  return jsonFrom({
    resource: { 'tenant.id': 'platform' },
    metrics: [
      { name: 'claude_code.session.count', points: [{ value: 1, timeMs, attributes }] },
      { name: 'claude_code.token.usage', cumulative: true, points: [{ value: timeMs - morning, startMs: morning, timeMs, attributes }] },
    ],
  });
}

for (const store of ['PGlite', 'PostgreSQL'] as const)
  describe(`days of Claude Code’s metrics on ${store}`, function () {
    this.timeout(120_000);
    let rig: MetricsRig;
    let now = morning;

    const tables = ['sums', 'exports', 'counters', 'people'] as const;
    const counts = async (): Promise<Record<string, number>> => {
      const all = await Promise.all(
        tables.map(
          async (table) => [table, (await rig.collector.context.database.query(`SELECT team FROM claude_${table}`)).length] as const,
        ),
      );
      return Object.fromEntries(all);
    };
    const editions = async (): Promise<PublishedDay[]> => {
      const rows = await rig.collector.context.database.query("SELECT figures FROM editions WHERE source = 'claude' ORDER BY period");
      return rows.map((row) => JSON.parse(textOf(row, 'figures')) as PublishedDay);
    };
    const publish = (): Promise<unknown> => publishDays(rig.collector.context.database, { team: 'platform', k: 3 }, now);

    before(async () => {
      const databaseUrl = store === 'PGlite' ? null : await (await sharedPostgres()).createDatabase();
      rig = await startMetricsRig({ databaseUrl, nowMs: () => now });
    });
    after(() => rig.collector.close());

    it('are published once, three days after they began, and leave nothing of anybody', async () => {
      const { database } = rig.collector.context;
      assert.equal(await metricsHaveCome(database, 'platform'), false);
      for (const user of ['one', 'two', 'three']) {
        now = morning + hour;
        assert.equal((await rig.send(day(user, now))).status, 200);
        now = morning + 24 * hour;
        await rig.send(day(user, now));
      }
      assert.equal(await metricsHaveCome(database, 'platform'), true);
      assert.deepEqual(await counts(), { sums: 12, exports: 6, counters: 3, people: 3 });

      now = Date.UTC(2026, 10, 23, 0, 59);
      await publish();
      assert.deepEqual(await editions(), []);
      // Its day has closed: it is too late, though nothing is published.
      const late = (await (await rig.send(day('four', morning + hour))).json()) as { partialSuccess: { rejectedDataPoints: string } };
      assert.equal(late.partialSuccess.rejectedDataPoints, '2');

      now = Date.UTC(2026, 10, 23, 1);
      await Promise.all([publish(), publish()]);
      const [first, ...others] = await editions();
      assert.deepEqual(others, []);
      assert.deepEqual(
        [first?.day, first?.sessions, first?.tokens?.total, first?.developers, first?.cost],
        ['2026-11-20', 3, 3 * hour, { atLeast: 3, below: 6 }, null],
      );
      assert.deepEqual(await counts(), { sums: 6, exports: 3, counters: 3, people: 3 });

      now = Date.UTC(2026, 10, 24, 1);
      await rig.collector.tick();
      await publish();
      assert.deepEqual(
        (await editions()).map(({ day, tokens }) => [day, tokens?.total]),
        [
          ['2026-11-20', 3 * hour],
          ['2026-11-21', 3 * 23 * hour],
        ],
      );
      assert.deepEqual(await counts(), { sums: 0, exports: 0, counters: 3, people: 3 });
    });

    it('of fewer than k people are not published, and their rows go all the same', async () => {
      const before = (await editions()).length;
      await rig.send(day('one', now));
      now += 4 * 24 * hour;
      await publish();
      assert.equal((await editions()).length, before);
      assert.deepEqual(await counts(), { sums: 0, exports: 0, counters: 3, people: 3 });
    });

    it('leave no pseudonym behind once a client is silent', async () => {
      now += 40 * 24 * hour;
      await publish();
      assert.deepEqual(await counts(), { sums: 0, exports: 0, counters: 0, people: 0 });
      assert.equal(await metricsHaveCome(rig.collector.context.database, 'platform'), true);
    });
  });
