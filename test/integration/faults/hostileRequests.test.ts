/** Ten thousand hostile requests, and connections that are none: the collector stands, tells nothing, and keeps nothing but what it should. */
import assert from 'node:assert/strict';
import { Agent, request as ask } from 'node:http';
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Ajv from 'ajv';
import schema from '../../../schemas/team-week.schema.json' with { type: 'json' };
import { aTeamWeek } from '../../support/collector/aTeamWeek.ts';
import { CollectorRig } from '../../support/collector/collectorRig.ts';
import { canary, hostileRequest } from '../../support/collector/hostileRequests.ts';
import type { HostileRequest, Tokens } from '../../support/collector/hostileRequests.ts';
import { Chance, roundsOf } from '../../support/faults/chance.ts';

const requests = roundsOf('PAYOFF_HOSTILE_REQUESTS', 10_000);
const together = 16;
const megabyte = 2 ** 20;

interface Answered {
  readonly status: number;
  readonly text: string;
}

/** What no answer may hold: a place in the code or on the disk, a statement, a driver's words, or what was sent. */
const leak = new RegExp(
  `${canary}|node_modules|\\.[cm]?[jt]s:\\d|/work/|/home/|\\bat \\w+ \\(|INSERT INTO|SELECT [a-z]+,|relation "|syntax error|SQLSTATE|PGlite|Error:`,
);

describe('hostile requests', function () {
  this.timeout(300_000);
  const agent = new Agent({ keepAlive: true, maxSockets: together });
  let rig: CollectorRig;
  let tokens: Tokens;
  before(async () => {
    rig = await CollectorRig.start('pglite', { rate: 1_000_000 });
    await rig.makeTeam();
    await rig.makeTeam('other');
    const [join, ingest, read, lead] = await Promise.all((['join', 'ingest', 'read', 'lead'] as const).map((kind) => rig.token(kind)));
    assert.ok(join !== undefined && ingest !== undefined && read !== undefined && lead !== undefined);
    tokens = { join, ingest, read, lead };
  });
  after(async () => {
    agent.destroy();
    await rig.close();
  });

  const send = ({ method, path, headers, body }: HostileRequest): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const { port } = rig.collector;
      const length = body === null ? {} : { 'content-length': String(body.length) };
      const request = ask({ host: '127.0.0.1', port, method, path, agent, headers: { ...headers, ...length } }, (response) => {
        let text = JSON.stringify(response.headers);
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      });
      request.on('error', reject);
      request.end(body ?? undefined);
    });

  const good = new Map<string, string>();
  /** Addresses of hostile reports that were answered with 200. */
  const taken = new Set<string>();
  /** A report of somebody who behaves. */
  async function sendGood(): Promise<void> {
    const report = aTeamWeek({ reporter: (good.size + 1).toString(16).padStart(32, '0') });
    good.set(report.reporter, JSON.stringify(report));
    const answer = await rig.put(report, tokens.ingest);
    assert.deepEqual([answer.status, answer.body], [200, { stored: true }]);
  }

  const heapBytes = (): number => {
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    return process.memoryUsage().heapUsed;
  };

  it(`${String(requests)} of any kind are answered, and tell and leave nothing`, async () => {
    const chance = new Chance();
    const statuses = new Map<number, number>();
    const accepted = new Map<string, number>();
    const before = heapBytes();
    let sent = 0;
    const one = async (): Promise<void> => {
      while (sent < requests) {
        sent += 1;
        if (sent % 50 === 0) await sendGood();
        const request = hostileRequest(chance, tokens);
        const { status, text } = await send(request).catch((error: unknown) => {
          throw new Error(`${request.method} ${request.path.slice(0, 200)} was not answered: ${String(error)}`);
        });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        const what = `${request.method} ${request.path.slice(0, 300)} ${request.body?.toString().slice(0, 300) ?? ''}: ${String(status)}`;
        assert.ok(status >= 200 && status < 500, what);
        assert.doesNotMatch(text.replaceAll(tokens.read, ''), leak, what);
        assert.doesNotMatch(text, /^HTTP/m, what);
        if (status === 200 && request.method === 'PUT') taken.add(request.path);
        if (status < 300) {
          const route = `${request.method} ${request.path.split('/').slice(0, 3).join('/')}`;
          accepted.set(route, (accepted.get(route) ?? 0) + 1);
        }
      }
    };
    await Promise.all(Array.from({ length: together }, one));
    assert.ok(heapBytes() - before < 40 * megabyte, `${String((heapBytes() - before) / megabyte)} MB more`);
    // Enough of each came through, so that what is stored says something.
    for (const status of [200, 400, 401, 403, 404, 413, 415, 422, 429])
      assert.ok(statuses.has(status), `${String(status)} was never answered`);
    for (const route of ['PUT /v1/reports', 'POST /v1/join', 'DELETE /v1/reporters', 'PUT /api/teams'])
      assert.ok(accepted.has(route), route);
    await nothingIsThereThatShouldNot(accepted.get('POST /v1/join') ?? 0);
  });

  it('that are no HTTP, too long, too slow, cut off or sent all at once are ended, and others are answered', async () => {
    const head = (more: string): string => `PUT /v1/reports/a/b/c HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${tokens.ingest}\r\n${more}`;
    const json = 'content-type: application/json\r\n';
    const raw = [
      `${canary}\r\n\r\n`,
      '\u0016\u0003\u0001\u0002',
      'GET / HTTP/9.9\r\n\r\n',
      'GET / HTTP/1.1\r\n\r\n',
      `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
      `GET / HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(5000)}\r\n`,
      `GET / HTTP/1.1\r\nhost: x\r\n${canary}: ${'b'.repeat(100_000)}\r\n\r\n`,
      `GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n`,
      head(`${json}content-length: -1\r\n\r\n{}`),
      head(`${json}content-length: 99999999999999999999\r\n\r\n{}`),
      head(`${json}content-length: 3\r\ncontent-length: 2\r\n\r\n{}`),
      head(`${json}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`),
      head(`${json}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`),
      head(`${json}transfer-encoding: chunked\r\n\r\n${'1\r\n \r\n'.repeat(2000)}0\r\n\r\n`),
      head(`${json}transfer-encoding: chunked\r\n\r\n${`10000\r\n${' '.repeat(0x10000)}\r\n`.repeat(24)}0\r\n\r\n`),
      head(`${json}content-length: 999999999\r\n\r\n${' '.repeat(1000)}`),
      head(`${json}expect: 100-continue\r\ncontent-length: 2\r\n\r\n{}`),
      `GET /livez HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n`,
      `GET /livez HTTP/1.1\r\nhost: x\r\n\r\n`.repeat(300),
    ];
    for (const text of raw) assert.doesNotMatch(await exchange(text), leak, text.slice(0, 200));
    const pipelined = await exchange(`GET /livez HTTP/1.1\r\nhost: x\r\n\r\n`.repeat(200), 60_000);
    assert.equal(pipelined.split('{"live":true}').length - 1, 200);

    // Those who send a byte now and then hold nothing but their own connection.
    const slow = Array.from({ length: 200 }, () => connect(rig.collector.port, '127.0.0.1'));
    for (const socket of slow) {
      socket.on('error', () => undefined);
      socket.write(head(`${json}content-length: 5000\r\n\r\n{`));
    }
    const dripping = setInterval(() => slow.forEach((socket) => socket.write(' ')), 20);
    for (let time = 0; time < 20; time += 1) await sendGood();
    clearInterval(dripping);
    for (const socket of slow) socket.destroy();
    await sendGood();
    await nothingIsThereThatShouldNot(null);
  });

  /** Sends bytes and reads until the other side is silent or ends. */
  const exchange = (text: string, silentMs = 1500): Promise<string> =>
    new Promise((resolve) => {
      let answer = '';
      const socket = connect(rig.collector.port, '127.0.0.1', () => socket.end(Buffer.from(text, 'latin1')));
      socket.setTimeout(silentMs, () => socket.destroy());
      socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(answer));
    });

  /** Looks through all tables: only the good reports, and hostile ones that are as the schema says. */
  async function nothingIsThereThatShouldNot(joined: number | null): Promise<void> {
    const { database, audit } = rig.collector.context;
    await audit.flush();
    const tables = await database.query("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace");
    for (const { relname } of tables)
      assert.doesNotMatch(JSON.stringify(await database.query(`SELECT * FROM ${String(relname)}`)), new RegExp(canary), String(relname));
    assert.doesNotMatch(rig.logged.join(''), new RegExp(`${canary}|"level":50|payoff_(?:join|ingest|read|lead)_`));

    const isValid = new Ajv({ schemaId: 'auto' }).compile(schema);
    const rows = await database.query('SELECT team, week, reporter, device, sequence, body FROM reports ORDER BY reporter');
    for (const { team, week, reporter, device, sequence, body } of rows) {
      const report = JSON.parse(String(body)) as Record<string, unknown>;
      assert.ok(isValid(report), String(body));
      assert.deepEqual(
        [report.team, report.week, report.reporter, report.device, report.sequence],
        [team, week, reporter, device, sequence],
      );
      const address = `/v1/reports/${String(reporter)}/${String(device)}/${String(week)}`;
      assert.ok(team === 'platform' && (taken.has(address) || good.get(String(reporter)) === body), address);
    }
    assert.deepEqual(
      rows.map(({ reporter }) => String(reporter)).filter((reporter) => !reporter.startsWith('f')),
      [...good.keys()],
    );
    assert.deepEqual(
      (await database.query('SELECT team, name, k FROM teams ORDER BY team')).map(({ team, name, k }) => [team, name, k]),
      ['other', 'platform'].map((team) => [team, `Team ${team}`, 5]),
    );
    if (joined !== null) {
      const made = await database.query(
        "SELECT kind, count(*)::integer AS count FROM tokens WHERE team = 'platform' GROUP BY kind ORDER BY kind",
      );
      assert.deepEqual(
        made.map(({ kind, count }) => [kind, count]),
        [
          ['ingest', 1 + joined],
          ['join', 1],
          ['lead', 1],
          ['read', 1],
        ],
      );
    }
    for (const table of ['editions', 'edition_people', 'claude_people', 'claude_sums'])
      assert.deepEqual(await database.query(`SELECT * FROM ${table}`), [], table);
    for (const { team, kind, month, value } of await database.query('SELECT team, kind, month, value FROM lead_entries')) {
      assert.ok(team === 'platform' && Number.isSafeInteger(value) && Number(value) >= 0);
      assert.match(
        `${String(kind)} ${String(month)}`,
        /^(?:(?:seats|growth|budget) |threshold (?:below|activeDays|turns)|invoice \d{4}-\d\d)$/,
      );
    }
  }
});
