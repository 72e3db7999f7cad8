/** A process that joins, sends or withdraws is killed at any moment: the next one goes on, and the collector has every week once, as it was last. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { build } from 'esbuild';
import { isoWeeksBefore } from '../../support/team/isoWeeks.ts';
import { aBody } from '../../support/team/reporterRig.ts';
import { CollectorRig } from '../../support/collector/collectorRig.ts';
import { Chance, roundsOf } from '../../support/faults/chance.ts';

const rounds = roundsOf('PAYOFF_TEAM_KILL_ROUNDS', 100);

describe('a reporter that is killed', function () {
  this.timeout(3_600_000);
  const folder = mkdtempSync(join(tmpdir(), 'payoff-team-killed-'));
  const [program, ledger, bodies, token] = ['reporter.cjs', 'ledger.sqlite', 'bodies.json', 'token'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  const weeks = isoWeeksBefore(Date.now(), 4);
  let collector: CollectorRig;
  before(async () => {
    const entryPoints = [join(import.meta.dirname, '../../support/team/reporterProcess.ts')];
    await build({ entryPoints, outfile: program, bundle: true, platform: 'node', format: 'cjs', target: 'node22', logLevel: 'error' });
    collector = await CollectorRig.start('pglite', { rate: 1_000_000, nowMs: Date.now });
    await collector.makeTeam();
  });
  after(async () => {
    await collector.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs one process, and kills it so long after it began its work; resolves to how long it worked. */
  const run = (
    what: 'join' | 'send' | 'withdraw',
    killAfterMs: number | null,
  ): Promise<{ readonly lifeMs: number; readonly killed: boolean }> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--no-warnings', program, what, ledger, bodies, token, collector.collector.url], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env.PATH, HOME: folder, NODE_COMPILE_CACHE: join(folder, 'cache') },
      });
      let [said, begunMs] = ['', 0];
      let timer: NodeJS.Timeout | undefined;
      child.stderr.on('data', (text: Buffer) => (said += text.toString()));
      child.stdout.once('data', () => {
        begunMs = performance.now();
        if (killAfterMs !== null) timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      });
      child.once('error', reject);
      child.once('close', (code, signal) => {
        clearTimeout(timer);
        if (signal !== 'SIGKILL' && code !== 0) reject(new Error(`${what} ended with ${String(code)}: ${said}`));
        else resolve({ lifeMs: performance.now() - begunMs, killed: signal === 'SIGKILL' });
      });
    });

  const stored = async (): Promise<readonly string[]> =>
    (await collector.database.query("SELECT week, body FROM reports WHERE team = 'platform' ORDER BY week, device", [])).map(
      ({ week, body }) => `${String(week)} ${/"turns":\s*(\d+)/.exec(typeof body === 'string' ? body : JSON.stringify(body))?.[1] ?? '?'}`,
    );
  const inLedger = (sql: string): unknown => {
    const database = new DatabaseSync(ledger);
    const row = database.prepare(sql).get();
    database.close();
    return row?.found;
  };
  const says = (turns: number): void => writeFileSync(bodies, JSON.stringify(weeks.map((week) => aBody(week, turns))));
  const joinAnew = async (): Promise<void> => writeFileSync(token, await collector.token('join'));

  it(`${String(rounds)} times at any moment loses no week, and leaves none twice or of a pseudonym that was withdrawn`, async () => {
    const chance = new Chance();
    says(1);
    await joinAnew();
    let lifeMs = (await run('join', null)).lifeMs;
    let [killed, withdrawals] = [0, 0];
    let kind = 'send' as 'join' | 'send' | 'withdraw';
    for (let round = 2; round < rounds + 2; round += 1) {
      const what = `round ${String(round)} (${kind}, seed ${String(chance.seed)})`;
      says(round);
      const reporter = inLedger('SELECT reporter AS found FROM team_membership');
      const ended = await run(kind, chance.next() * lifeMs * 1.1);
      if (ended.killed) killed += 1;
      else lifeMs = (lifeMs * 3 + ended.lifeMs) / 4;
      if (kind === 'withdraw') {
        // Whatever it got to: the withdrawal is not forgotten once it began, and when it is through, nothing is left.
        await run('withdraw', null);
        assert.deepEqual(await stored(), [], what);
        assert.equal(inLedger('SELECT count(*) AS found FROM team_membership, team_outbox, team_withdrawal'), 0, what);
        const late = await collector.send('PUT', `/v1/reports/${String(reporter)}/0123456789abcdef/${weeks[0] ?? ''}`, {
          token: await collector.token('ingest'),
          body: { ...aBody(weeks[0] ?? '', 1), team: 'platform', reporter, device: '0123456789abcdef', sequence: 1 },
        });
        assert.equal(late.status, 410, what);
        withdrawals += 1;
        kind = 'join';
        await joinAnew();
        continue;
      }
      // Mostly the next one is killed too, before anybody got to an end.
      if (kind === 'send' && chance.below(3) > 0) continue;
      await run(inLedger('SELECT 1 AS found FROM team_membership') === 1 ? 'send' : 'join', null);
      assert.deepEqual(
        await stored(),
        weeks.map((week) => `${week} ${String(round)}`),
        what,
      );
      assert.equal(inLedger("SELECT count(*) AS found FROM team_outbox WHERE state <> 'delivered'"), 0, what);
      kind = chance.below(6) === 0 ? 'withdraw' : 'send';
    }
    assert.ok(killed > rounds / 2, `only ${String(killed)} of ${String(rounds)} were killed before their end`);
    assert.ok(rounds < 100 || withdrawals > 2, `only ${String(withdrawals)} withdrew`);
  });
});
