/** What waits in the outbox gets to the collector, whatever fails on the way: with a clock that stands and a collector in memory. */
import assert from 'node:assert/strict';
import { refusal, answer } from '../../support/team/collectorModel.ts';
import { aBody, dayMs, hourMs, ReporterRig } from '../../support/team/reporterRig.ts';

describe('delivery of a team’s weeks', () => {
  let rig: ReporterRig;
  beforeEach(() => {
    rig = new ReporterRig();
  });
  afterEach(() => rig.close());

  it('sends the oldest week first, each once, and nothing again until it changes', async () => {
    await rig.join();
    const sent = await rig.send();
    assert.deepEqual([sent.sent, sent.waiting, sent.refused, sent.problem], [2, 0, [], '']);
    assert.deepEqual(
      rig.collector.asked.map(({ method, address }) => `${method} ${address.replace(/[0-9a-f]{16,}/g, '*')}`),
      ['POST /v1/join', 'PUT /v1/reports/*/*/2026-W46', 'PUT /v1/reports/*/*/2026-W47'],
    );
    assert.equal((await rig.send()).sent, 0);
    assert.equal(rig.collector.asked.length, 3);
    rig.bodies = [aBody('2026-W46', 460), aBody('2026-W47', 47)];
    assert.equal((await rig.send()).sent, 1);
    assert.deepEqual(rig.collector.weeks(), ['2026-W46 2 460', '2026-W47 1 47']);
  });

  it('sends the very bytes that were shown before the yes', async () => {
    const reporter = rig.reporter();
    const offer = await reporter.prepare(rig.invitation());
    assert.ok('weeks' in offer);
    assert.deepEqual(rig.collector.asked, [], 'something was sent before the yes');
    assert.equal(rig.reporter().status().membership, null);
    await reporter.join(offer, { keepToken: rig.keepToken });
    await rig.send();
    assert.deepEqual(
      rig.collector.asked.slice(1).map(({ body }) => body),
      offer.weeks.map(({ body }) => body),
    );
    const preview = await rig.reporter().preview();
    assert.deepEqual(
      preview,
      offer.weeks.map((week) => ({ ...week, state: 'delivered' })),
    );
  });

  it('makes the weeks at most once an hour by itself, and at once when asked', async () => {
    await rig.join();
    const due = { due: true };
    assert.equal((await rig.send('desk', due)).sent, 2);
    const before = rig.composed;
    rig.bodies = [aBody('2026-W47', 470)];
    rig.nowMs += hourMs - 1;
    assert.equal((await rig.send('desk', due)).sent, 0);
    assert.equal(rig.composed, before);
    rig.nowMs += 1;
    assert.equal((await rig.send('desk', due)).sent, 1);
    rig.bodies = [aBody('2026-W47', 471)];
    assert.equal((await rig.send()).sent, 1);
    // A clock that was set back by a year.
    rig.nowMs -= 365 * dayMs;
    rig.bodies = [aBody('2026-W47', 472)];
    assert.equal((await rig.send('desk', due)).sent, 1);
  });

  it('keeps everything through a month offline, and then sends of each week only the newest, the oldest week first', async () => {
    await rig.join();
    rig.collector.instead = () => ({ kind: 'failed', code: 'ENOTFOUND' });
    rig.chance = 0.999;
    const start = rig.nowMs;
    let tries = 0;
    while (rig.nowMs < start + 30 * dayMs) {
      const week = 47 + Math.floor((rig.nowMs - start) / (7 * dayMs));
      rig.bodies = [46, 47, 48, 49, 50, 51].filter((number) => number <= week).map((number) => aBody(`2026-W${String(number)}`, week));
      const sent = await rig.send('desk', { due: true });
      tries += 1;
      assert.match(sent.problem, /was not reached \(ENOTFOUND\)/);
      assert.ok(sent.againMs !== null && sent.againMs > rig.nowMs - 1 && sent.againMs <= rig.nowMs + hourMs);
      rig.nowMs = Math.max(sent.againMs, rig.nowMs + 60_000);
    }
    const asked = rig.collector.asked.length;
    assert.ok(tries > 600 && asked < 900, `${String(tries)} looks, ${String(asked)} requests`);
    rig.collector.instead = () => undefined;
    const back = rig.nowMs;
    for (let sent = 0; sent === 0;) {
      const result = await rig.send('desk', { due: true });
      sent = result.sent;
      rig.nowMs = Math.max(rig.nowMs + 1, result.againMs ?? 0);
    }
    assert.ok(rig.nowMs <= back + 2 * hourMs, 'it took longer than the longest wait');
    assert.deepEqual(
      rig.collector.weeks().map((row) => row.replace(/ \d+ /, ' ')),
      ['2026-W46 51', '2026-W47 51', '2026-W48 51', '2026-W49 51', '2026-W50 51', '2026-W51 51'],
    );
    const arrived = rig.collector.asked.slice(asked).map(({ address }) => address.slice(-8));
    assert.deepEqual(arrived, ['2026-W46', '2026-W47', '2026-W48', '2026-W49', '2026-W50', '2026-W51']);
  });

  it('waits longer from try to try, up to an hour, and by chance', async () => {
    await rig.join();
    rig.collector.instead = () => ({ kind: 'failed', code: 'ECONNREFUSED' });
    const waits: number[] = [];
    for (const chance of [0.999, 0.999, 0.999, 0.999, 0.999, 0.999, 0.999, 0.999, 0]) {
      rig.chance = chance;
      await rig.send();
      const { nextMs = null } = rig.reporter().status().weeks[0] ?? {};
      waits.push(Math.round(((nextMs ?? 0) - rig.nowMs) / 1000));
    }
    assert.deepEqual(waits, [60, 120, 240, 480, 959, 1918, 3596, 3596, 0]);
  });

  it('waits as long as the collector asks, also when a person is impatient', async () => {
    await rig.join();
    rig.collector.instead = () => refusal(429, 'too-many', '120');
    await rig.send();
    rig.collector.instead = () => undefined;
    const asked = rig.collector.asked.length;
    rig.nowMs += 119_000;
    const impatient = await rig.send();
    assert.match(impatient.problem, /asks to wait \(429\)/);
    assert.equal(rig.collector.asked.length, asked);
    rig.nowMs += 60_000;
    assert.equal((await rig.send()).sent, 2);
  });

  it('is not stopped by a wait without end, or by a clock that was set back meanwhile', async () => {
    await rig.join();
    rig.collector.instead = () => refusal(503, 'busy', '99999999999');
    await rig.send();
    rig.collector.instead = () => undefined;
    rig.nowMs += 24 * hourMs + 60_000;
    assert.equal((await rig.send()).sent, 2);
    rig.bodies = [aBody('2026-W46', 1), aBody('2026-W47', 1)];
    rig.collector.instead = () => refusal(503, 'busy', '3600');
    await rig.send();
    rig.collector.instead = () => undefined;
    rig.nowMs -= 365 * dayMs;
    assert.equal((await rig.send()).sent, 2);
  });

  for (const { status, code, sentence } of [
    { status: 401, code: 'token-revoked', sentence: /does not take the token any more/ },
    { status: 403, code: 'other-team', sentence: /of another team/ },
    { status: 410, code: 'withdrawn', sentence: /was withdrawn/ },
  ])
    it(`stops at ${String(status)}, and says why`, async () => {
      await rig.join();
      rig.collector.instead = ({ method }) => (method === 'PUT' ? refusal(status, code) : undefined);
      assert.match((await rig.send()).problem, sentence);
      const asked = rig.collector.asked.length;
      rig.collector.instead = () => undefined;
      rig.nowMs += 100 * dayMs;
      const later = await rig.send('desk', { due: true });
      assert.deepEqual([later.sent, later.waiting, later.againMs], [0, 2, null]);
      assert.equal(rig.collector.asked.length, asked, 'it went on by itself');
      assert.match(rig.reporter().status().problem, sentence);
      const { code: before } = rig.reporter().status();
      const { code: after } = await rig.join();
      assert.equal(before === after, status !== 410, 'a new token keeps the pseudonym, unless it was withdrawn');
      assert.equal((await rig.send()).sent, 2);
    });

  for (const { status, code } of [
    { status: 400, code: 'invalid' },
    { status: 413, code: 'too-large' },
    { status: 422, code: 'week-too-old' },
  ])
    it(`does not send a week again that was refused with ${String(status)}, until it changes, and sends the others`, async () => {
      await rig.join();
      rig.collector.instead = ({ address }) => (address.endsWith('W46') ? refusal(status, code) : undefined);
      const sent = await rig.send();
      assert.equal(sent.sent, 1);
      assert.match(sent.refused.join(), new RegExp(`2026-W46 \\(${String(status)} ${code}\\)`));
      rig.nowMs += dayMs;
      rig.collector.instead = () => undefined;
      assert.deepEqual(
        [
          (await rig.send()).sent,
          rig
            .reporter()
            .status()
            .weeks.map(({ state }) => state),
        ],
        [0, ['refused', 'delivered']],
      );
      rig.bodies = [aBody('2026-W46', 1), aBody('2026-W47', 47)];
      assert.equal((await rig.send()).sent, 1);
      assert.deepEqual(rig.collector.weeks(), ['2026-W46 2 1', '2026-W47 1 47']);
    });

  it('sends a week again that has not begun by the clock of the collector', async () => {
    await rig.join();
    rig.collector.instead = ({ address }) => (address.endsWith('W47') ? refusal(422, 'week-in-future') : undefined);
    assert.match((await rig.send()).problem, /has not begun yet: is the clock/);
    rig.collector.instead = () => undefined;
    assert.equal((await rig.send()).sent, 1);
  });

  it('takes the page of a portal, a redirect and an answer that is none for no answer of the collector', async () => {
    await rig.join();
    for (const strange of [
      answer(200, undefined),
      answer(302, undefined),
      answer(403, undefined),
      answer(401, {}),
      answer(200, { stored: 1 }),
    ]) {
      rig.collector.instead = () => strange;
      const sent = await rig.send();
      assert.deepEqual([sent.sent, sent.waiting], [0, 2]);
      assert.match(sent.problem, /did not answer as a collector does/);
      rig.nowMs += dayMs;
    }
    rig.collector.instead = () => answer(200, { stored: false, sequence: 0 });
    assert.equal((await rig.send()).waiting, 2);
    rig.collector.instead = () => undefined;
    rig.nowMs += dayMs;
    assert.equal((await rig.send('desk', { due: true })).sent, 2);
  });

  it('goes round a week at which the collector fails, and leaves the collector alone when it fails again', async () => {
    rig.bodies = [44, 45, 46, 47].map((week) => aBody(`2026-W${String(week)}`, week));
    await rig.join();
    rig.collector.instead = ({ address }) => (address.endsWith('W44') ? refusal(500, 'internal') : undefined);
    assert.deepEqual([(await rig.send()).sent, rig.collector.weeks().length], [3, 3]);
    rig.bodies = rig.bodies.map(({ week }) => aBody(week, 1));
    rig.collector.instead = () => refusal(500, 'internal');
    const asked = rig.collector.asked.length;
    await rig.send();
    assert.equal(rig.collector.asked.length, asked + 2);
  });

  it('sends again what may not have arrived, and the collector has each week once', async () => {
    await rig.join();
    rig.collector.losesAnswers = true;
    await rig.send();
    rig.collector.losesAnswers = false;
    const sent = await rig.send();
    assert.deepEqual([sent.sent, sent.waiting], [2, 0]);
    assert.deepEqual(rig.collector.weeks(), ['2026-W46 2 46', '2026-W47 1 47']);
  });

  it('catches up from an older backup of the ledger, where the collector has higher numbers', async () => {
    await rig.join();
    await rig.send();
    rig.backUp('desk');
    for (const turns of [100, 200, 300]) {
      rig.bodies = [aBody('2026-W46', turns), aBody('2026-W47', 47)];
      await rig.send();
    }
    assert.deepEqual(rig.collector.weeks(), ['2026-W46 4 300', '2026-W47 1 47']);
    rig.restore('desk');
    rig.bodies = [aBody('2026-W46', 999), aBody('2026-W47', 47)];
    assert.equal((await rig.send()).sent, 1);
    assert.deepEqual(rig.collector.weeks(), ['2026-W46 5 999', '2026-W47 1 47']);
    // And where the very number is taken by other bytes, and the first answer is lost.
    rig.restore('desk');
    rig.collector.rows.clear();
    rig.bodies = [aBody('2026-W46', 1), aBody('2026-W47', 47)];
    await rig.send();
    rig.restore('desk');
    rig.bodies = [aBody('2026-W46', 2), aBody('2026-W47', 47)];
    rig.collector.losesAnswers = true;
    await rig.send();
    rig.collector.losesAnswers = false;
    await rig.send();
    assert.match(rig.collector.weeks()[0] ?? '', /^2026-W46 \d+ 2$/);
  });

  it('does not follow a collector that counts up without end', async () => {
    await rig.join();
    rig.collector.instead = ({ body }) => answer(200, { stored: false, sequence: Number(/"sequence":(\d+)/.exec(body ?? '')?.[1]) + 7 });
    const asked = rig.collector.asked.length;
    assert.deepEqual([(await rig.send()).waiting, rig.collector.asked.length - asked], [2, 8]);
    rig.collector.instead = () => answer(200, { stored: false, sequence: Number.MAX_SAFE_INTEGER });
    assert.equal((await rig.send()).waiting, 2);
    rig.collector.instead = () => undefined;
    assert.equal((await rig.send()).sent, 2);
  });

  it('empties a week of which nothing is left, but for the last before those that are told', async () => {
    rig.bodies = [43, 44, 45, 46].map((week) => aBody(`2026-W${String(week)}`, week));
    await rig.join();
    await rig.send();
    rig.bodies = [aBody('2026-W46', 46), aBody('2026-W47', 47)];
    assert.equal((await rig.send()).sent, 3);
    assert.deepEqual(rig.collector.weeks(), ['2026-W43 2 0', '2026-W44 2 0', '2026-W45 1 45', '2026-W46 1 46', '2026-W47 1 47']);
    assert.equal((await rig.send()).sent, 0);
    rig.bodies = [];
    assert.equal((await rig.send()).sent, 0);
  });

  it('holds a year of weeks', async () => {
    const weeks = Array.from({ length: 53 }, (_, index) => `2026-W${String(index + 1).padStart(2, '0')}`);
    rig.bodies = weeks.map((week) => aBody(week, 1));
    await rig.join();
    assert.equal((await rig.send()).sent, 53);
    rig.bodies = weeks.map((week, index) => aBody(week, index < 40 ? 1 : 2));
    assert.equal((await rig.send()).sent, 13);
    assert.equal(rig.collector.weeks().length, 53);
    assert.equal(rig.collector.weeks().filter((row) => row.endsWith(' 1 1')).length, 40);
  });

  it('does not send what somebody changed in the outbox, and makes it anew', async () => {
    await rig.join();
    const { database } = rig.ledger();
    for (const change of [
      'body = replace(body, \'"turns":46\', \'"turns":46,"name":"Ada"\')',
      "body = replace(body, '2026-W46', '2026-W45')",
      'body = replace(body, \'"turns":46\', \'"turns": 46\')',
      "body = 'no JSON'",
      'sequence = 7',
    ]) {
      database.exec(`UPDATE team_outbox SET state = 'waiting', ${change} WHERE week = '2026-W46'`);
      rig.bodies = null;
      const tampered = await rig.send();
      assert.match(tampered.refused.join(), /2026-W46 in the outbox is not what was put there/, change);
      rig.bodies = [aBody('2026-W46', 46), aBody('2026-W47', 47)];
      await rig.send();
      assert.match(rig.collector.weeks()[0] ?? '', /^2026-W46 \d+ 46$/);
    }
    assert.ok(rig.collector.asked.every(({ body }) => body?.includes('Ada') !== true));
  });

  it('lets one process send at a time, and goes on after one that is gone', async () => {
    await rig.join();
    const held: (() => void)[] = [];
    const slow = rig.reporter('desk', {
      call: async (call) => {
        await new Promise<void>((resolve) => held.push(resolve));
        return rig.collector.call(call);
      },
    });
    const sending = slow.send({ tokenOf: rig.tokenOf, due: false });
    while (held.length === 0) await new Promise((done) => setImmediate(done));
    assert.match((await rig.send()).problem, /Another process is sending/);
    assert.equal(rig.collector.asked.length, 1);
    // As if it had been killed: nobody has its number any more.
    rig.ledger().database.exec('UPDATE team_device SET pid = 2147483647');
    assert.equal((await rig.send()).sent, 2);
    held.shift()?.();
    assert.ok('sent' in (await sending));
    assert.deepEqual([rig.collector.weeks(), held.length], [['2026-W46 1 46', '2026-W47 1 47'], 0]);
  });
});
