import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runCommand } from '../support/runCommand.ts';
import type { CommandResult } from '../support/runCommand.ts';

const main = path.resolve(import.meta.dirname, '../../src/cli/main.ts');

/** `payoff` as a process of its own, with the real engine, on a home folder of its own. */
describe('payoff as a process', function () {
  this.timeout(180_000);
  let home = '';
  let environment: NodeJS.ProcessEnv = {};
  const payoff = (given: readonly string[], input?: string): Promise<CommandResult> =>
    runCommand(process.execPath, [main, ...given], {
      env: environment,
      cwd: home,
      limitMs: 60_000,
      ...(input === undefined ? {} : { input }),
    });

  before(() => {
    home = mkdtempSync(path.join(tmpdir(), 'payoff-cli-'));
    environment = { PATH: process.env.PATH, HOME: home, USERPROFILE: home, TZ: 'Europe/Berlin' };
    const project = path.join(home, '.claude', 'projects', '-home-ada-loom');
    mkdirSync(project, { recursive: true });
    const usage = { input_tokens: 100, output_tokens: 200, cache_creation_input_tokens: 0, cache_read_input_tokens: 5000 };
    const lines = Array.from({ length: 400 }, (_, index) =>
      JSON.stringify({
        type: 'assistant',
        uuid: `u${String(index)}`,
        sessionId: 's1',
        timestamp: new Date(Date.UTC(2026, 10, 20, 12) - index * 86_400_000).toISOString(),
        cwd: '/home/ada/loom',
        gitBranch: `branch-${String(index)}`,
        version: '2.1.330',
        message: { id: `msg_${String(index)}`, model: 'claude-opus-4-6', role: 'assistant', content: [], stop_reason: 'end_turn', usage },
      }),
    );
    writeFileSync(path.join(project, 's1.jsonl'), `${lines.join('\n')}\n`);
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  it('reads transcripts, reports exactly, and writes nothing but JSON to standard output', async () => {
    const { code, stdout, stderr } = await payoff(['report', '--by', 'model', '--json']);
    assert.deepEqual([code, stderr], [0, '']);
    const report = JSON.parse(stdout) as { timezone: string; totals: { requests: number; costNanodollars: number } };
    assert.equal(report.timezone, 'Europe/Berlin');
    assert.deepEqual([report.totals.requests, report.totals.costNanodollars], [400, 400 * (500_000 + 5_000_000 + 2_500_000)]);
  });

  it('reads nothing twice', async () => {
    const { stdout } = await payoff(['ingest', '--json']);
    const { filesRead, newRequests, requests } = JSON.parse(stdout) as Record<string, number>;
    assert.deepEqual({ filesRead, newRequests, requests }, { filesRead: 0, newRequests: 0, requests: 400 });
  });

  it('ends quietly when a reader has seen enough', async () => {
    const child = spawn(process.execPath, [main, 'report', '--by', 'branch', '--json'], { env: environment, cwd: home });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.once('close', resolve));
    assert.deepEqual([code, stderr], [0, '']);
  });

  it('has a line for the status line, whatever it is handed', async () => {
    for (const input of ['', 'no JSON', '{"session_id":"s1"}']) {
      const { code, stdout, stderr } = await payoff(['statusline'], input);
      assert.deepEqual([code, stderr, stdout.split('\n').length], [0, '', 2]);
    }
  });

  it('says its version, and 2 for what it does not understand', async () => {
    assert.match((await payoff(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
    assert.equal((await payoff(['reprot'])).code, 2);
  });

  it('says once of each folder that was named and is not there', async () => {
    const [nowhere, neither] = [path.join(home, 'nowhere'), path.join(home, 'neither')];
    const { code, stderr } = await payoff(['report', '--claude-dir', nowhere, '--claude-dir', neither]);
    assert.equal(code, 0);
    assert.deepEqual(
      stderr.split('\n').map((line) => [line.includes(nowhere), line.includes(neither)]),
      [
        [true, false],
        [false, true],
        [false, false],
      ],
    );
  });

  it('ends with a sentence on an older Node', async () => {
    const older = path.join(home, 'older.cjs');
    writeFileSync(older, "Object.defineProperty(process, 'version', { value: 'v20.20.2' });");
    const { code, stdout, stderr } = await runCommand(process.execPath, ['--require', older, main, 'report'], { env: environment });
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /^payoff needs Node 22\.15 or newer, and this is v20\.20\.2\. .+\.\n$/);
  });

  it('doctor looks for transcripts although the ledger is something else', async () => {
    const file = path.join(home, 'other-notes.sqlite');
    mkdirSync(file);
    const { code, stdout } = await payoff(['doctor', '--ledger', file, '--json']);
    const { ledger, files, roots } = JSON.parse(stdout) as { ledger: null; files: number; roots: { found: boolean }[] };
    assert.deepEqual([code, ledger, files, roots.map(({ found }) => found)], [3, null, 1, [true, false]]);
  });

  it('ends with 3 and a sentence when the ledger is something else, which it leaves alone', async () => {
    const file = path.join(home, 'notes.sqlite');
    mkdirSync(file);
    const { code, stdout, stderr } = await payoff(['report', '--ledger', file, '--json']);
    assert.deepEqual([code, stdout], [3, '']);
    assert.match(stderr, /^payoff: .+\.\n$/);
  });

  it('says where it looked when there is nothing, and ends well', async () => {
    const empty = path.join(home, 'empty');
    mkdirSync(path.join(empty, 'projects'), { recursive: true });
    const { code, stdout } = await payoff(['report', '--claude-dir', empty, '--ledger', path.join(home, 'other.sqlite')]);
    assert.equal(code, 0);
    assert.match(stdout, /^No request of Claude Code was found\.[^]*~\/empty\/projects {2}\(0 transcripts\)/);
  });
});
