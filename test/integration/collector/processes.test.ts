import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { aTeamWeek } from '../../support/collector/aTeamWeek.ts';
import { CollectorProcess, runAdminCommand } from '../../support/collector/collectorProcess.ts';
import { addressOf, send } from '../../support/collector/collectorRig.ts';
import { sharedPostgres } from '../../support/collector/postgres.ts';

const anHourAgo = Date.now() - 3_600_000;

/** A report of the running week, which a process with the real clock takes. */
function reportOfNow(person: number, sequence = 1): ReturnType<typeof aTeamWeek> {
  const thursday = new Date(anHourAgo + (4 - (new Date(anHourAgo).getUTCDay() || 7)) * 86_400_000);
  const week = Math.ceil(
    ((Date.UTC(thursday.getUTCFullYear(), thursday.getUTCMonth(), thursday.getUTCDate()) - Date.UTC(thursday.getUTCFullYear(), 0, 1)) /
      86_400_000 +
      1) /
      7,
  );
  return aTeamWeek({
    reporter: person.toString(16).padStart(32, '0'),
    week: `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`,
    sequence,
  });
}

describe('The collector as a process', function () {
  this.timeout(120_000);
  let folder: string;
  const running: CollectorProcess[] = [];
  const start = async (given: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CollectorProcess> => {
    const started = await CollectorProcess.start(given, environment);
    running.push(started);
    return started;
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'payoff-collector-'));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.end('SIGKILL')));
    rmSync(folder, { recursive: true, force: true });
  });

  /** The text of a new token. */
  async function tokenOf(kind: string, environment: NodeJS.ProcessEnv, given: readonly string[] = []): Promise<string> {
    const { code, stdout, stderr } = await runAdminCommand(
      ['token', 'create', '--team', 'platform', '--kind', kind, ...given],
      environment,
    );
    assert.equal(code, 0, stderr);
    return stdout.split('\n')[0] ?? '';
  }

  it('holds its folder alone, does what the command line asks meanwhile, and hands on what a killed one left', async () => {
    const data = path.join(folder, 'data');
    const environment = { PAYOFF_COLLECTOR_DATA: data };
    const first = await start([], environment);
    assert.equal(statSync(data).mode & 0o777, 0o700);
    assert.equal(statSync(path.join(data, 'admin.sock')).mode & 0o777, 0o600);
    assert.equal((await runAdminCommand(['team', 'create', 'Platform', '--k', '3'], environment)).code, 0);
    const token = await tokenOf('ingest', environment);
    const report = reportOfNow(1);
    assert.deepEqual((await send(first.url, 'PUT', addressOf(report), { token, body: report })).body, { stored: true });

    await assert.rejects(start([], environment), /Another collector uses the data folder .*set DATABASE_URL/);
    const again = await runAdminCommand(['team', 'create', 'Platform'], environment);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /is there already/);

    assert.equal(await first.end('SIGKILL'), null);
    const second = await start([], environment);
    assert.deepEqual((await send(second.url, 'PUT', addressOf(report), { token, body: report })).body, { stored: false, sequence: 1 });
    assert.equal(await second.end('SIGTERM'), 0);
    const listed = await runAdminCommand(['team', 'list'], environment);
    assert.match(listed.stdout, /^platform {2}k 3 /);
  });

  it('may be started several times at once on one PostgreSQL, and ends without losing a request', async () => {
    const DATABASE_URL = await (await sharedPostgres()).createDatabase();
    const environment = { DATABASE_URL };
    const instances = await Promise.all([1, 2, 3].map(() => start([], environment)));
    assert.equal((await runAdminCommand(['team', 'create', 'Platform'], environment)).code, 0);
    const token = await tokenOf('ingest', environment);

    const answered: number[] = [];
    let person = 0;
    let isEnding = false;
    let ending: Promise<number | null> = Promise.resolve(null);
    const [one, ...others] = instances;
    assert.ok(one !== undefined);
    // Eight clients send to one instance until it is gone; each report that is answered with 200 has to be there.
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (;;) {
          const own = ++person;
          const report = reportOfNow(own);
          try {
            const { status } = await send(one.url, 'PUT', addressOf(report), { token, body: report });
            if (status === 200) answered.push(own);
            else assert.equal(status, 503);
          } catch (error) {
            assert.ok(isEnding, String(error));
            const code = error instanceof Error && 'code' in error ? error.code : '';
            if (code === 'ECONNREFUSED') return;
            assert.equal(code, 'ECONNRESET', 'a request that was taken is answered');
          }
          if (answered.length < 40 || isEnding) continue;
          isEnding = true;
          ending = one.end('SIGTERM');
        }
      }),
    );
    assert.equal(await ending, 0);
    const client = new pg.Client({ connectionString: DATABASE_URL });
    await client.connect();
    const { rows } = await client.query<{ reporter: string }>('SELECT reporter FROM reports');
    await client.end();
    const kept = new Set(rows.map(({ reporter }) => Number.parseInt(reporter, 16)));
    assert.deepEqual(
      answered.filter((each) => !kept.has(each)),
      [],
    );
    for (const other of others) assert.deepEqual((await send(other.url, 'GET', '/readyz')).body, { ready: true });
  });

  it('speaks TLS with its own certificate', async () => {
    const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '1',
        '-keyout',
        key,
        '-out',
        cert,
        ...subject,
      ],
      { stdio: 'ignore' },
    );
    const { url } = await start(['--tls-cert', cert, '--tls-key', key], { DATABASE_URL: await (await sharedPostgres()).createDatabase() });
    assert.match(url, /^https:/);
    const get = (ca: Buffer | undefined): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request(`${url}/livez`, { agent: false, ...(ca === undefined ? {} : { ca }) }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
    assert.equal(await get(readFileSync(cert)), 200);
    await assert.rejects(get(undefined), /self-signed/);
  });

  it('refuses what would send tokens readable over a network, and settings that cannot be', async () => {
    const refused = async (given: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<string> => {
      const { code, stderr } = await runAdminCommand(given, environment);
      assert.equal(code, 2, stderr);
      return stderr;
    };
    assert.match(await refused(['--host', '0.0.0.0']), /--tls-cert.*--trust-proxy/);
    assert.match(await refused([], { PAYOFF_COLLECTOR_PORT: '70000' }), /--port \(PAYOFF_COLLECTOR_PORT\) is a whole number/);
  });
});
