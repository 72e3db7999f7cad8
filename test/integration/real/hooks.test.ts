/** The real Claude Code runs what `payoff hook install` put into its settings: at its start, at its end, and after it was killed. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import type { ScriptedReply, ScriptedRequest } from '../../support/messagesApi.ts';
import { startRealClaude } from '../../support/realClaude.ts';
import type { RealClaude } from '../../support/realClaude.ts';
import { runCommand } from '../../support/runCommand.ts';
import type { CommandResult } from '../../support/runCommand.ts';

const main = resolve(import.meta.dirname, '../../../src/cli/main.ts');
const model = 'claude-sonnet-5';

describe('hooks in the real Claude Code', function () {
  this.timeout(240_000);
  let claude: RealClaude;
  let settings = '';
  let log = '';
  let ledger = '';
  const asked: string[] = [];
  let reply: (request: ScriptedRequest) => ScriptedReply | Promise<ScriptedReply> = () => ({ text: 'Done.' });
  before(async function () {
    this.timeout(300_000);
    claude = await startRealClaude({
      reply: (request) => {
        asked.push(JSON.stringify(request.body));
        return reply(request);
      },
    });
    settings = join(claude.home, '.claude/settings.json');
    log = join(claude.home, '.payoff/hook.log');
    ledger = join(claude.home, '.payoff/ledger.sqlite');
  });
  after(() => claude.close());

  const payoff = (...given: readonly string[]): Promise<CommandResult> =>
    runCommand(process.execPath, [main, ...given], {
      cwd: claude.work,
      env: { PATH: process.env.PATH, HOME: claude.home, USERPROFILE: claude.home },
      limitMs: 120_000,
    });
  const logged = (): readonly string[] => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []);
  const until = async (what: string, holds: () => boolean): Promise<void> => {
    const endMs = Date.now() + 90_000;
    while (!holds()) {
      assert.ok(Date.now() < endMs, `${what} was waited for in vain; the log: ${logged().join('\n')}`);
      await wait(50);
    }
  };
  const count = (event: string): number => logged().filter((line) => line.includes(` ${event}: `)).length;
  const requests = (): number => {
    const database = new DatabaseSync(ledger, { readOnly: true });
    try {
      return Number(database.prepare('SELECT count(*) AS n FROM request').get()?.n);
    } finally {
      database.close();
    }
  };
  const answered = (): number => claude.api.requests.filter(({ isSideCall }) => !isSideCall).length;

  it('are shown before they are written, and only written after a yes', async () => {
    writeFileSync(settings, '{\n  "cleanupPeriodDays": 99\n}\n', { mode: 0o640 });
    const { code, stdout, stderr } = await payoff('hook', 'install');
    assert.deepEqual([code, stderr], [1, 'payoff: Nothing is written without a yes: give --yes where nobody can be asked.\n']);
    assert.match(stdout, /^~\/\.claude\/settings\.json\n/);
    assert.match(stdout, /^\+ {2}"hooks": \{$/m);
    assert.equal(readFileSync(settings, 'utf8'), '{\n  "cleanupPeriodDays": 99\n}\n');
    assert.ok(!existsSync(join(claude.home, '.payoff')));
    assert.deepEqual(await payoff('hook', 'status'), {
      code: 0,
      stdout: '~/.claude/settings.json has no hook of Payoff: payoff hook install adds them.\n',
      stderr: '',
    });
  });

  it('read a session when it ends, and say nothing to the model', async () => {
    assert.equal((await payoff('hook', 'install', '--yes')).code, 0);
    assert.equal(statSync(settings).mode & 0o777, 0o640);
    reply = ({ turn }) =>
      turn === 0 ? { tools: [{ name: 'Write', input: { file_path: join(claude.work, 'a.ts'), content: 'one\n' } }] } : { text: 'Done.' };
    await claude.run({ prompt: 'Add a', model });
    await until('the end', () => count('session-end') === 1);
    // The work of the start goes on behind the session, and may come to its end after the session's own.
    await until('the start', () => count('session-start') === 1);
    assert.equal(requests(), answered());
    assert.ok(asked.length >= 2);
    for (const body of asked) assert.ok(!/\.payoff|hook run|session-start|SessionStart/.test(body), 'the model was told of the hook');
    for (const file of await claude.transcripts())
      assert.ok(!/hook_(?:non_)?blocking_error|hook_additional_context/.test(readFileSync(file, 'utf8')));
  });

  it('sweep at the next start what a killed session left', async () => {
    const killed = new AbortController();
    const [before, ends] = [requests(), count('session-end')];
    let held = false;
    reply = async ({ turn }) => {
      await until('the start', () => count('session-start') === 2);
      if (turn === 0) return { tools: [{ name: 'Bash', input: { command: 'echo 1' } }] };
      held = true;
      return new Promise(() => undefined);
    };
    const run = claude.run({ prompt: 'Work on', model, signal: killed.signal });
    const ended = run.then(
      () => 'ended',
      () => 'killed',
    );
    await until('the second request', () => held);
    // Claude Code writes a moment after it has read.
    const id = claude.api.requests.findLast(({ isSideCall }) => !isSideCall)?.id ?? '';
    const isWritten = async (): Promise<boolean> => (await claude.transcripts()).some((file) => readFileSync(file, 'utf8').includes(id));
    while (!(await isWritten())) await wait(50);
    killed.abort();
    assert.equal(await ended, 'killed');
    assert.deepEqual([requests(), count('session-end')], [before, ends]);

    // The next session is held until its start has swept.
    reply = async () => {
      await until('the sweep', () => count('session-start') === 3);
      assert.equal(requests(), before + 1);
      return { text: 'Done.' };
    };
    const { is_error, result } = await claude.run({ prompt: 'Again', model });
    assert.equal(is_error, false, result);
    await until('the end', () => count('session-end') === ends + 1);
    assert.equal(requests(), before + 2);
  });

  it('do no harm when many sessions end at once, and wherever their work fails', async () => {
    const before = logged().length;
    const all = await Promise.all(Array.from({ length: 6 }, () => payoff('hook', 'run', 'session-end')));
    for (const { code, stdout, stderr } of all) assert.deepEqual([code, stdout, stderr], [0, '', '']);
    await until('one of them', () => logged().length > before);
    for (const line of logged()) assert.match(line, /^\S+ session-(?:start|end): \d+ new requests in \d+ files\.$/);
    // A ledger that cannot be one: the session does not notice, and the log says it.
    const bad = join(claude.home, 'bad');
    mkdirSync(join(bad, 'ledger.sqlite'), { recursive: true });
    const { code, stdout, stderr } = await payoff('hook', 'run', 'session-start', '--ledger', join(bad, 'ledger.sqlite'));
    assert.deepEqual([code, stdout, stderr], [0, '', '']);
    await until('a line about it', () => existsSync(join(bad, 'hook.log')));
    assert.deepEqual((await payoff('hook', 'run', 'something-new')).code, 0);
  });

  it('are taken out without a trace in the settings', async () => {
    assert.match((await payoff('hook', 'status')).stdout, /has Payoff's hooks for SessionStart and SessionEnd\.\nWhat they did last:\n/);
    assert.equal((await payoff('hook', 'uninstall', '--yes')).code, 0);
    assert.equal(readFileSync(settings, 'utf8'), '{\n  "cleanupPeriodDays": 99\n}\n');
    assert.equal((await payoff('hook', 'uninstall', '--yes')).code, 0);
  });
});
