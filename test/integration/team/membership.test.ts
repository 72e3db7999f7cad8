/** Joining, a second machine, what forbids it, withdrawing and leaving: over real ledgers, with a collector in memory. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { openLedger } from '../../../src/ledger/open.ts';
import type { Invitation } from '../../../src/team/reporter.ts';
import { answer, ingestToken, modelEndpoint, refusal } from '../../support/team/collectorModel.ts';
import { aBody, dayMs, ReporterRig } from '../../support/team/reporterRig.ts';

describe('the membership of a team', () => {
  let rig: ReporterRig;
  beforeEach(() => {
    rig = new ReporterRig();
  });
  afterEach(() => rig.close());

  const refusalOf = async (some: Partial<Invitation> = {}, machine = 'desk'): Promise<string> => {
    const offer = await rig.reporter(machine).prepare(rig.invitation(some));
    return 'refused' in offer ? `${offer.reason}: ${offer.refused}` : 'an offer';
  };

  it('is begun by a yes alone: an offer sends nothing and leaves the ledger as it is', async () => {
    assert.equal(await refusalOf(), 'an offer');
    assert.deepEqual(rig.collector.asked, []);
    const status = rig.reporter().status();
    assert.deepEqual([status.membership, status.weeks, status.code, status.problem], [null, [], '', '']);
    const send = await rig.reporter().send({ tokenOf: rig.tokenOf, due: true });
    assert.ok('reason' in send && send.reason === 'no-member');
  });

  it('is told with all that was agreed on, and without a token', async () => {
    const { membership, code } = await rig.join();
    assert.match(membership.reporter, /^[0-9a-f]{32}$/);
    assert.match(membership.device, /^[0-9a-f]{16}$/);
    assert.deepEqual(
      [membership.team, membership.name, membership.k, membership.endpoint, membership.repositories],
      ['platform', 'Platform', 5, modelEndpoint, false],
    );
    const status = rig.reporter().status();
    assert.deepEqual([status.membership, status.code], [membership, code]);
    rig.ledger().database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(rig.pathOf('desk'), 'latin1');
    assert.ok(bytes.includes(membership.reporter) && !/payoff_(join|ingest)/.test(bytes), 'a token is in the ledger');
  });

  it('takes an ingest token that was made by hand, without exchanging it', async () => {
    await rig.join('desk', { token: ingestToken });
    assert.deepEqual(
      rig.collector.asked.map(({ method, address }) => `${method} ${address}`),
      ['GET /v1/team'],
    );
    assert.equal((await rig.send()).sent, 2);
  });

  it('asks for the salt before the yes only where repositories are told apart', async () => {
    rig.bodies = [aBody('2026-W47', 1, '0123456789abcdef')];
    const reporter = rig.reporter();
    const offer = await reporter.prepare(rig.invitation({ repositories: true }));
    assert.ok('weeks' in offer && (offer.weeks[0]?.body ?? '').includes('0123456789abcdef'));
    assert.deepEqual(
      rig.collector.asked.map(({ method, address, body }) => `${method} ${address} ${String(body)}`),
      ['POST /v1/join null'],
    );
    await reporter.join(offer, { keepToken: rig.keepToken });
    assert.equal(rig.collector.asked.length, 1);
    await rig.send();
    assert.equal(rig.collector.asked.at(-1)?.body, offer.weeks[0]?.body);
    const [named] = await rig.reporter().keys();
    assert.deepEqual([named?.repository, named?.key], ['loom', reporter.status().membership?.salt]);
    rig.managed = { allowed: true, file: '', endpoint: null, team: null, repositories: false };
    assert.deepEqual(await rig.reporter().keys(), []);
    rig.managed = null;
    rig.bodies = null;
    const preview = await rig.reporter().preview();
    assert.ok('refused' in preview && preview.reason === 'restricted');
  });

  it('refuses what makes no sense, with a sentence, before anything is sent', async () => {
    assert.match(await refusalOf({ endpoint: 'http://payoff.example.com' }), /^invalid: http:.* is not encrypted/);
    assert.match(await refusalOf({ endpoint: 'payoff' }), /^invalid: "payoff" is no address/);
    assert.match(
      await refusalOf({ endpoint: 'https://ada:secret@payoff.example.com' }),
      /^invalid: The address of a collector has no name/,
    );
    assert.match(await refusalOf({ team: 'Platform Team' }), /^invalid: "Platform Team" is no team/);
    assert.match(await refusalOf({ token: 'payoff_read_0123456789abcdef' }), /^invalid: With this token/);
    assert.match(await refusalOf({ token: 'payoff_join_0123456789abcdef\r\nx: y' }), /^invalid: With this token/);
    assert.match(await refusalOf({ code: 'aaaa-bbbb' }), /^invalid: This is no code of the team/);
    assert.deepEqual(rig.collector.asked, []);
  });

  it('is not begun where the collector will not, is not reached, or says what none says', async () => {
    const offer = await rig.reporter().prepare(rig.invitation());
    assert.ok('weeks' in offer);
    for (const { response, sentence } of [
      { response: refusal(401, 'token-expired'), sentence: /^refused: .* does not take the token \(401\)/ },
      { response: { kind: 'failed', code: 'CERT_HAS_EXPIRED' } as const, sentence: /^unreachable: The certificate .* no team was joined/ },
      { response: { kind: 'failed', code: 'ECONNREFUSED' } as const, sentence: /^unreachable: .*\(ECONNREFUSED\)/ },
      {
        response: answer(200, { team: 'other', name: '', k: 5, salt: '0123456789', schema: 'payoff.team-week/1' }),
        sentence: /^refused: .*not of the team/,
      },
      {
        response: answer(201, { team: 'platform', name: '', k: 2, salt: '0123456789', schema: 'payoff.team-week/1' }),
        sentence: /^unreachable/,
      },
      {
        response: answer(201, { team: 'platform', name: '', k: 5, salt: '0123456789', schema: 'payoff.team-week/2' }),
        sentence: /^unreachable/,
      },
      {
        response: answer(201, { team: 'platform', name: '', k: 5, salt: '0123456789', schema: 'payoff.team-week/1' }),
        sentence: /^unreachable/,
      },
    ]) {
      rig.collector.instead = () => response;
      const joined = await rig.reporter().join(offer, { keepToken: () => Promise.reject(new Error('There is no token to be kept.')) });
      assert.ok('refused' in joined);
      assert.match(`${joined.reason}: ${joined.refused}`, sentence);
      assert.equal(rig.reporter().status().membership, null);
    }
  });

  it('is of one team at a time', async () => {
    await rig.join();
    assert.match(await refusalOf({ team: 'weavers' }), /^busy: You are in the team platform already/);
    assert.match(await refusalOf({ endpoint: 'https://other.example.com' }), /^busy/);
  });

  it('of a second machine is one person with two devices, which do not overwrite each other', async () => {
    const first = await rig.join('desk');
    await rig.send('desk');
    const second = await rig.join('laptop', { code: first.code.toUpperCase().replaceAll('-', ' ') });
    assert.equal(second.membership.reporter, first.membership.reporter);
    assert.notEqual(second.membership.device, first.membership.device);
    rig.bodies = [aBody('2026-W46', 1), aBody('2026-W47', 2)];
    await rig.send('laptop');
    assert.deepEqual(rig.collector.weeks(first.membership.device), ['2026-W46 1 46', '2026-W47 1 47']);
    assert.deepEqual(rig.collector.weeks(second.membership.device), ['2026-W46 2 1', '2026-W47 2 2']);
    // Withdrawn on one, nothing is left of both, and the other one stops.
    await rig.reporter('desk').withdraw({ tokenOf: rig.tokenOf });
    assert.equal(rig.collector.rows.size, 0);
    rig.bodies = [aBody('2026-W46', 1), aBody('2026-W47', 3)];
    assert.match((await rig.send('laptop')).problem, /was withdrawn, perhaps on another machine/);
    assert.equal(rig.collector.rows.size, 0);
    const again = await rig.reporter('laptop').withdraw({ tokenOf: rig.tokenOf });
    assert.ok('done' in again && again.done);
  });

  it('ends by a withdrawal: all is deleted there, and pseudonym, salt and outbox are forgotten here', async () => {
    const { membership } = await rig.join();
    await rig.send();
    const withdrawn = await rig.reporter().withdraw({ tokenOf: rig.tokenOf });
    assert.deepEqual(withdrawn, { team: 'platform', done: true, deleted: 2, problem: '' });
    const { database } = rig.ledger();
    database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(rig.pathOf('desk'), 'latin1');
    for (const gone of [membership.reporter, membership.device, membership.salt]) assert.ok(!bytes.includes(gone), gone);
    assert.equal(rig.reporter().status().membership, null);
    const next = await rig.join();
    assert.notEqual(next.membership.reporter, membership.reporter);
    assert.notEqual(next.membership.device, membership.device);
    assert.equal((await rig.send()).sent, 2);
  });

  it('is withdrawn also offline: tried again until it is done, and nothing else is sent meanwhile', async () => {
    const { membership } = await rig.join();
    await rig.send();
    rig.bodies = [aBody('2026-W46', 1), aBody('2026-W47', 1)];
    rig.collector.instead = () => ({ kind: 'failed', code: 'ENETUNREACH' });
    const withdrawn = await rig.reporter().withdraw({ tokenOf: rig.tokenOf });
    assert.ok('done' in withdrawn && !withdrawn.done);
    assert.match(withdrawn.problem, /was not reached/);
    assert.match(await refusalOf(), /^busy: The withdrawal from the team platform has not arrived/);
    const asked = rig.collector.asked.length;
    for (let day = 0; day < 30; day += 1) {
      rig.nowMs += dayMs;
      // Also against the user's own switch, and a managed one: it only deletes.
      rig.off = 'Reporting is off.';
      rig.managed = { allowed: false, file: '/etc/payoff/managed.json', broken: '' };
      const sent = await rig.send('desk', { due: true });
      assert.ok(sent.againMs !== null && sent.withdrawn === null);
    }
    assert.deepEqual([...new Set(rig.collector.asked.slice(asked).map(({ method }) => method))], ['DELETE']);
    assert.match(rig.reporter().status().problem, /has not arrived .* was not reached/);
    rig.collector.instead = () => undefined;
    rig.nowMs += dayMs;
    assert.equal((await rig.send('desk', { due: true })).withdrawn, 'platform');
    assert.deepEqual([rig.collector.rows.size, rig.collector.withdrawn.has(membership.reporter)], [0, true]);
    assert.equal(rig.reporter().status().withdrawal, null);
  });

  it('that an older backup of the ledger brings back after a withdrawal sends nothing that stays', async () => {
    await rig.join();
    await rig.send();
    rig.backUp('desk');
    await rig.reporter().withdraw({ tokenOf: rig.tokenOf });
    rig.restore('desk');
    rig.bodies = [aBody('2026-W46', 1), aBody('2026-W47', 47)];
    assert.match((await rig.send()).problem, /was withdrawn/);
    assert.equal(rig.collector.rows.size, 0);
  });

  it('is left without deleting anything there, and taken up again with the code without counting twice', async () => {
    const { membership } = await rig.join();
    await rig.send();
    const left = rig.reporter().leave();
    assert.ok('code' in left);
    assert.deepEqual([rig.reporter().status().membership, rig.collector.rows.size], [null, 2]);
    const again = await rig.join('desk', { code: left.code });
    assert.deepEqual([again.membership.reporter, again.membership.device], [membership.reporter, membership.device]);
    rig.bodies = [aBody('2026-W46', 460), aBody('2026-W47', 47)];
    await rig.send();
    assert.deepEqual(rig.collector.weeks(), ['2026-W46 2 460', '2026-W47 2 47']);
  });

  it('is not begun and sends nothing where managed settings or the user forbid it', async () => {
    await rig.join();
    const asked = rig.collector.asked.length;
    for (const [reason, sentence] of [
      ['managed', /forbid reporting to a team/],
      ['managed', /cannot be understood \(JSON\)/],
      ['managed', /allow only the team weavers at https:\/\/payoff\.example\.com\/team/],
      ['off', /Off here\./],
    ] as const) {
      const file = '/etc/payoff/managed.json';
      if (sentence.source.startsWith('forbid')) rig.managed = { allowed: false, file, broken: '' };
      else if (sentence.source.startsWith('cannot')) rig.managed = { allowed: false, file, broken: 'JSON' };
      else if (sentence.source.startsWith('allow'))
        rig.managed = { allowed: true, file, endpoint: modelEndpoint, team: 'weavers', repositories: true };
      else [rig.managed, rig.off] = [null, 'Off here.'];
      const sent = await rig.reporter().send({ tokenOf: rig.tokenOf, due: false });
      assert.ok('reason' in sent && sent.reason === reason);
      assert.match(sent.refused, sentence);
      assert.match(await refusalOf(), sentence);
      assert.match(rig.reporter().status().problem, sentence);
    }
    assert.equal(rig.collector.asked.length, asked);
  });

  it('takes endpoint and team from managed settings, and no keys of repositories against them', async () => {
    rig.managed = { allowed: true, file: '/etc/payoff/managed.json', endpoint: modelEndpoint, team: 'platform', repositories: false };
    rig.bodies = [aBody('2026-W47', 1, '0123456789abcdef')];
    const { membership } = await rig.join('desk', { endpoint: '', team: '', repositories: true });
    assert.deepEqual([membership.endpoint, membership.team, membership.repositories], [modelEndpoint, 'platform', false]);
    // Also where they came later than the yes.
    rig.managed = null;
    await rig.join('desk', { repositories: true });
    await rig.send();
    assert.ok(rig.collector.asked.at(-1)?.body?.includes('0123456789abcdef') === true);
    rig.managed = { allowed: true, file: '/etc/payoff/managed.json', endpoint: null, team: null, repositories: false };
    await rig.send();
    assert.ok(rig.collector.asked.at(-1)?.body?.includes('0123456789abcdef') === false);
  });

  it('sends nothing without a token, and keeps what is to be sent', async () => {
    await rig.join();
    const sent = await rig.reporter().send({ tokenOf: () => Promise.resolve(null), due: false });
    assert.ok('sent' in sent && sent.waiting === 2);
    assert.match(sent.problem, /There is no token of the team platform here/);
  });

  it('in a ledger that may only be read is shown, and nothing is sent or changed', async () => {
    const { membership } = await rig.join();
    rig.ledger().database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    rig.ledger().database.close();
    const opened = openLedger({ path: rig.pathOf('desk'), nowMs: rig.nowMs });
    assert.ok(opened.ok);
    const ledger = { ...opened.ledger, readOnly: true };
    const reporter = rig.reporter('desk', { ledger });
    assert.deepEqual(reporter.status().membership, membership);
    const asked = rig.collector.asked.length;
    for (const refused of [
      await reporter.send({ tokenOf: rig.tokenOf, due: false }),
      await reporter.withdraw({ tokenOf: rig.tokenOf }),
      await reporter.prepare(rig.invitation()),
      reporter.leave(),
    ])
      assert.ok('reason' in refused && refused.reason === 'ledger');
    assert.ok(Array.isArray(await reporter.preview()));
    assert.equal(rig.collector.asked.length, asked);
    ledger.database.exec('DROP TABLE team_membership');
    assert.equal(reporter.status().membership, null);
    ledger.database.close();
    rig.forgetLedger('desk');
  });
});
