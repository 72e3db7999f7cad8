import assert from 'node:assert/strict';
import { reportStore } from '../../../src/collector/reports/reportStore.ts';
import type { Queries } from '../../../src/collector/store/database.ts';
import { joinedTokens } from '../../../src/collector/store/migrations/joinedTokens.ts';
import { hashOfToken, revokeJoined } from '../../../src/collector/tokens.ts';
import { aTeamWeek } from '../../support/collector/aTeamWeek.ts';
import { addressOf, CollectorRig, errorCode, storeKinds, testNow } from '../../support/collector/collectorRig.ts';

const otherReporter = 'ffeeddccbbaa99887766554433221100';

for (const kind of storeKinds)
  describe(`The collector on ${kind}`, function () {
    this.timeout(60_000);
    let rig: CollectorRig;
    let ingest: string;
    before(async () => {
      rig = await CollectorRig.start(kind);
      await rig.makeTeam();
      await rig.makeTeam('other', 3);
      ingest = await rig.token('ingest');
    });
    after(() => rig.close());
    afterEach(async () => {
      rig.nowMs = testNow;
      await rig.database.run('DELETE FROM reports; DELETE FROM withdrawn');
    });

    const rows = async (): Promise<readonly unknown[]> =>
      (await rig.database.query('SELECT team, week, reporter, device, sequence FROM reports ORDER BY week, reporter, device')).map(
        ({ team, week, reporter, device, sequence }) => [team, week, reporter, device, sequence].join(' '),
      );

    describe('takes reports', () => {
      it('and keeps exactly what was sent', async () => {
        const report = aTeamWeek();
        assert.deepEqual((await rig.put(report, ingest)).body, { stored: true });
        const [row] = await rig.database.query('SELECT body FROM reports');
        assert.deepEqual(JSON.parse(String(row?.body)), report);
      });

      it('and keeps the one of the highest sequence, whatever comes when and how often', async () => {
        const answers = [];
        for (const sequence of [2, 2, 1, 3, 3]) answers.push((await rig.put(aTeamWeek({ sequence }), ingest)).body);
        assert.deepEqual(answers, [
          { stored: true },
          { stored: false, sequence: 2 },
          { stored: false, sequence: 2 },
          { stored: true },
          { stored: false, sequence: 3 },
        ]);
        assert.equal((await rows()).length, 1);
      });

      it('and ends at the highest sequence when they come all at once', async () => {
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, index) => rig.put(aTeamWeek({ sequence: 1 + ((index * 7) % 20) }), ingest)),
        );
        assert.ok(answers.every(({ status }) => status === 200));
        assert.deepEqual(await rows(), ['platform 2026-W46 00112233445566778899aabbccddeeff 0123456789abcdef 20']);
      });

      it('and leaves devices, people and weeks beside each other', async () => {
        for (const some of [{}, { device: 'fedcba9876543210' }, { reporter: otherReporter }, { week: '2026-W45' }])
          assert.deepEqual((await rig.put(aTeamWeek(some), ingest)).body, { stored: true });
        assert.equal((await rows()).length, 4);
      });

      it('of no week that has not begun anywhere, is too old, or is none', async () => {
        const codes = [];
        for (const week of ['2026-W48', '2026-W49', '2025-W48', '2025-W47', '2025-W46', '2025-W53']) {
          const answer = await rig.put(aTeamWeek({ week }), ingest);
          codes.push(`${week} ${answer.status} ${answer.status === 200 ? '' : errorCode(answer)}`.trim());
        }
        assert.deepEqual(codes, [
          '2026-W48 200',
          '2026-W49 422 week-in-future',
          '2025-W48 200',
          '2025-W47 422 week-too-old',
          '2025-W46 422 week-too-old',
          '2025-W53 400 invalid',
        ]);
      });
    });

    describe('refuses a report', () => {
      const refused = async (address: string, body: unknown, token = ingest): Promise<string> => {
        const answer = await rig.send('PUT', address, { token, body });
        assert.deepEqual(await rows(), []);
        return `${answer.status} ${errorCode(answer)}`;
      };
      const address = addressOf(aTeamWeek());

      it('that is not as the schema says, without repeating what was sent', async () => {
        const secret = 'alice@example.com';
        const answer = await rig.send('PUT', address, { token: ingest, body: { ...aTeamWeek(), [secret]: secret } });
        assert.equal(answer.status, 400);
        assert.doesNotMatch(JSON.stringify(answer.body), /alice/);
        assert.equal(await refused(address, { ...aTeamWeek(), activeDays: 8 }), '400 invalid');
        assert.equal(await refused(address, { ...aTeamWeek(), reporter: secret }), '400 invalid');
        assert.equal(await refused(address, []), '400 invalid');
        const wrong = await rig.send('PUT', address, {
          token: ingest,
          body: { ...aTeamWeek(), buckets: [{ ...aTeamWeek().buckets[0], turns: 'x' }] },
        });
        assert.match(JSON.stringify(wrong.body), /buckets\.0\.turns is not as the schema says/);
      });

      it('that is for another address or another team', async () => {
        assert.equal(await refused(addressOf({ ...aTeamWeek(), week: '2026-W45' }), aTeamWeek()), '400 invalid');
        assert.equal(await refused(address, aTeamWeek({ reporter: otherReporter })), '400 invalid');
        assert.equal(await refused(address, aTeamWeek({ team: 'other' })), '403 other-team');
      });

      it('that is no JSON, nested too deep, reaches into prototypes, or is too large', async () => {
        assert.equal(await refused(address, '{"schema":'), '400 malformed');
        assert.equal(await refused(address, `${'['.repeat(50_000)}${']'.repeat(50_000)}`), '400 malformed');
        assert.equal(await refused(address, JSON.stringify(aTeamWeek()).replace('{', '{"__proto__":{"team":"other"},')), '400 malformed');
        assert.equal(
          await refused(address, JSON.stringify(aTeamWeek()).replace('{', '{"constructor":{"prototype":{"k":1}},')),
          '400 malformed',
        );
        assert.equal(await refused(address, ' '.repeat(1024 * 1024 + 1)), '413 too-large');
        const typed = await rig.send('PUT', address, {
          token: ingest,
          body: 'a=b',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        });
        assert.equal(`${typed.status} ${errorCode(typed)}`, '415 media-type');
      });
    });

    describe('withdraws', () => {
      it('all rows of a pseudonym, and takes no further report of it', async () => {
        for (const some of [{}, { device: 'fedcba9876543210' }, { week: '2026-W45' }, { reporter: otherReporter }])
          await rig.put(aTeamWeek(some), ingest);
        const { reporter } = aTeamWeek();
        const withdraw = (): Promise<unknown> =>
          rig.send('DELETE', `/v1/reporters/${reporter}`, { token: ingest }).then(({ body }) => body);
        assert.deepEqual(await withdraw(), { deleted: 3 });
        assert.deepEqual(await withdraw(), { deleted: 0 });
        const late = await rig.put(aTeamWeek({ sequence: 9 }), ingest);
        assert.equal(`${late.status} ${errorCode(late)}`, '410 withdrawn');
        assert.equal((await rows()).length, 1);
        const [mark] = await rig.database.query('SELECT mark FROM withdrawn');
        assert.doesNotMatch(String(mark?.mark), new RegExp(reporter));
      });

      it('nothing of another team that has the same pseudonym', async () => {
        await rig.put(aTeamWeek({ team: 'other' }), await rig.token('ingest', ['other']));
        const { body } = await rig.send('DELETE', `/v1/reporters/${aTeamWeek().reporter}`, { token: ingest });
        assert.deepEqual(body, { deleted: 0 });
        assert.equal((await rows()).length, 1);
      });

      describe('with the token', () => {
        const withdraw = async (token: string, reporter = aTeamWeek().reporter): Promise<string> => {
          const answer = await rig.send('DELETE', `/v1/reporters/${reporter}`, { token });
          return answer.status === 200 ? JSON.stringify(answer.body) : `${answer.status} ${errorCode(answer)}`;
        };
        const joined = async (): Promise<string> => {
          const { body } = await rig.send('POST', '/v1/join', { token: await rig.token('join') });
          assert.ok(typeof body === 'object' && body !== null && 'token' in body);
          return String(body.token);
        };

        it('of a device that joined, which ends by it; whoever lost the answer is answered again', async () => {
          const [token, other] = [await joined(), await joined()];
          await rig.put(aTeamWeek(), token);
          assert.equal(await withdraw(token), '{"deleted":1}');
          const late = await rig.put(aTeamWeek({ reporter: otherReporter }), token);
          assert.equal(`${late.status} ${errorCode(late)}`, '401 token-revoked');
          assert.equal(await withdraw(token), '{"deleted":0}');
          // Of nobody else's pseudonym, which was not withdrawn.
          await rig.put(aTeamWeek({ reporter: otherReporter }), other);
          assert.equal(await withdraw(token, otherReporter), '401 token-revoked');
          assert.equal((await rows()).length, 1);
          const [{ id } = {}] = await rig.database.query('SELECT id FROM tokens WHERE hash = $1', [hashOfToken(token)]);
          const changes = await rig.database.query("SELECT actor, subject FROM audit WHERE action = 'token-revoked'");
          assert.deepEqual(changes, [{ actor: id, subject: id }]);
        });

        it('of a device that joined before tokens said so: the audit knows', async () => {
          const token = await joined();
          await rig.database.run('ALTER TABLE tokens DROP COLUMN joined');
          await rig.database.run(joinedTokens.script);
          assert.equal(await withdraw(token), '{"deleted":0}');
          const late = await rig.put(aTeamWeek(), token);
          assert.equal(errorCode(late), 'token-revoked');
          assert.equal((await rig.put(aTeamWeek({ reporter: otherReporter }), ingest)).status, 200);
        });

        it('that was made by hand, which stays; one that was revoked by hand withdraws nothing', async () => {
          const shared = await rig.token('ingest');
          await rig.put(aTeamWeek(), shared);
          assert.equal(await withdraw(shared), '{"deleted":1}');
          assert.equal((await rig.put(aTeamWeek({ reporter: otherReporter }), shared)).status, 200);
          await rig.database.query("UPDATE tokens SET revoked_ms = 1 WHERE team = 'platform' AND hash = $1", [hashOfToken(shared)]);
          assert.equal(await withdraw(shared), '401 token-revoked');
        });

        it('that ends only with the rows: where they could not be deleted, it is as before', async () => {
          const token = await joined();
          const broken = reportStore({
            ...rig.database,
            transaction: (work) =>
              rig.database.transaction((queries) =>
                work({
                  ...queries,
                  query: (text, values) =>
                    text.startsWith('DELETE FROM reports') ? Promise.reject(new Error('It is full.')) : queries.query(text, values),
                }),
              ),
          });
          const { reporter } = aTeamWeek();
          const [{ id } = {}] = await rig.database.query('SELECT id FROM tokens WHERE hash = $1', [hashOfToken(token)]);
          const also = async (queries: Queries): Promise<void> =>
            assert.equal(await revokeJoined(queries, { team: 'platform', id: String(id), nowMs: testNow }), true);
          await assert.rejects(broken.withdraw('platform', reporter, also), /full/);
          assert.equal((await rig.send('GET', '/v1/team', { token })).status, 200);
          assert.equal(await withdraw(token), '{"deleted":0}');
        });
      });

      it('also what is being written at that moment', async () => {
        const report = aTeamWeek();
        const { database } = rig;
        const meanwhile = reportStore({
          ...database,
          query: async (text, values) => {
            // The pseudonym was still there when the report was looked at; it is withdrawn before the row is written.
            if (text.startsWith('INSERT INTO reports')) assert.equal(await reportStore(database).withdraw(report.team, report.reporter), 0);
            return database.query(text, values);
          },
        });
        assert.deepEqual(await meanwhile.put(report), { kind: 'withdrawn' });
        assert.deepEqual(await rows(), []);
      });
    });

    describe('joins', () => {
      it('each device with a token of its own, by a link that expires', async () => {
        const join = await rig.token('join', ['platform'], testNow + 1000);
        const joined = await Promise.all([1, 2].map(() => rig.send('POST', '/v1/join', { token: join })));
        const bodies = joined.map(({ status, body }) => {
          assert.equal(status, 201);
          return body as Record<string, unknown>;
        });
        assert.deepEqual(Object.keys(bodies[0] ?? {}).sort(), ['k', 'name', 'salt', 'schema', 'team', 'token']);
        assert.notEqual(bodies[0]?.token, bodies[1]?.token);
        const team = await rig.send('GET', '/v1/team', { token: String(bodies[0]?.token) });
        const { token: _, ...same } = bodies[0] ?? {};
        assert.deepEqual(team.body, same);
        assert.deepEqual((await rig.put(aTeamWeek(), String(bodies[1]?.token))).body, { stored: true });
        rig.nowMs = testNow + 1000;
        const late = await rig.send('POST', '/v1/join', { token: join });
        assert.equal(`${late.status} ${errorCode(late)}`, '401 token-expired');
      });
    });

    describe('asks for a token', () => {
      it('of the right kind that is known, valid and not revoked', async () => {
        const address = addressOf(aTeamWeek());
        const tokens: Record<string, string | undefined> = {
          none: undefined,
          garbage: 'x',
          unknown: `payoff_ingest_${'A'.repeat(43)}`,
          join: await rig.token('join'),
          read: await rig.token('read'),
          lead: await rig.token('lead', ['platform', 'other']),
          expired: await rig.token('ingest', ['platform'], testNow),
          revoked: await rig.token('ingest'),
        };
        await rig.database.query(
          "UPDATE tokens SET revoked_ms = 1 WHERE team = 'platform' AND id = (SELECT max(id) FROM tokens WHERE hash = $1)",
          [hashOfToken(tokens.revoked ?? '')],
        );
        const codes: string[] = [];
        for (const [name, token] of Object.entries(tokens)) {
          const answer = await rig.send('PUT', address, { body: aTeamWeek(), ...(token === undefined ? {} : { token }) });
          codes.push(`${name} ${answer.status} ${errorCode(answer)}`);
        }
        assert.deepEqual(codes, [
          'none 401 no-token',
          'garbage 401 token-unknown',
          'unknown 401 token-unknown',
          'join 403 wrong-kind',
          'read 403 wrong-kind',
          'lead 403 wrong-kind',
          'expired 401 token-expired',
          'revoked 401 token-revoked',
        ]);
        assert.deepEqual(await rows(), []);
      });

      it('and keeps no token, only its hash', async () => {
        const token = await rig.token('ingest');
        await rig.put(aTeamWeek(), token);
        await rig.collector.context.audit.flush();
        for (const table of await tables())
          for (const row of await rig.database.query(`SELECT * FROM ${table}`))
            assert.doesNotMatch(JSON.stringify(row), new RegExp(token.split('_').at(-1) ?? 'none'));
      });

      it('and counts its use by day, without what was sent', async () => {
        const token = await rig.token('ingest');
        await rig.put(aTeamWeek(), token);
        await rig.put(aTeamWeek(), token);
        await rig.collector.context.audit.flush();
        const [id] = await rig.database.query('SELECT id FROM tokens WHERE hash = $1', [hashOfToken(token)]);
        const use = await rig.database.query('SELECT * FROM token_use WHERE token = $1', [String(id?.id)]);
        assert.deepEqual(use, [
          { team: 'platform', day: '2026-11-23', token: id?.id, action: 'PUT /v1/reports/:reporter/:device/:week', outcome: 200, times: 2 },
        ]);
      });
    });

    it('has a table for nothing whose key does not start with the team', async () => {
      const keys = await rig.database.query(`
        SELECT c.relname AS name, (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = i.indkey[0]) AS first
        FROM pg_class c LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname`);
      assert.ok(keys.length >= 8);
      // The list of schema changes is of no team: a table of reference.
      assert.deepEqual(
        keys.filter(({ name, first }) => first !== 'team' && name !== 'migrations'),
        [],
      );
    });

    async function tables(): Promise<readonly string[]> {
      const found = await rig.database.query("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace");
      return found.map(({ relname }) => String(relname));
    }
  });
