/** Running the user's ccusage: what it is given, and what is said when it is not there or does not answer. */
import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findCcusage } from '../../../src/compare/ccusageTool.ts';
import type { Ccusage, ToolOutput } from '../../../src/compare/ccusageTool.ts';

describe('Running ccusage', function () {
  this.timeout(120_000);
  let root: string;
  const never = new AbortController().signal;

  before(async function () {
    if (process.platform === 'win32') this.skip();
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'payoff-tool-')));
    await mkdir(path.join(root, 'bin'));
  });
  after(() => rm(root, { recursive: true, force: true }));

  /** A program that says its version, and does `body` for everything else. */
  const program = async (name: string, body: string): Promise<string> => {
    const file = path.join(root, name);
    await writeFile(file, `#!/bin/sh\nif [ "$1" = --version ]; then echo "ccusage 99.1.2"; exit; fi\n${body}\n`);
    await chmod(file, 0o755);
    return file;
  };
  const place = (limitMs = 20_000) => ({
    environment: { PATH: `${root}/bin:/usr/bin:/bin`, SECRET: 'x', CLAUDE_CONFIG_DIR: '/else' },
    home: root,
    limitMs,
  });
  const find = async (file: string): Promise<Ccusage> => {
    const found = await findCcusage(file, place(), never);
    assert.ok(!('problem' in found), JSON.stringify(found));
    return found;
  };
  const problemOf = (output: ToolOutput): string => ('problem' in output ? output.problem : '');

  it('finds it on PATH, through npm’s link to a script, without a Node on PATH', async () => {
    const script = path.join(root, 'cli.js');
    await writeFile(script, "console.log(process.argv[2] === '--version' ? 'ccusage 98.0.1' : JSON.stringify(process.argv.slice(2)))");
    await symlink(script, path.join(root, 'bin', 'ccusage'));
    const found = await findCcusage(null, place(), never);
    assert.ok(!('problem' in found), JSON.stringify(found));
    assert.equal(found.name, 'ccusage 98.0.1');
    const output = await found.daily(['/a', '/b'], 'Europe/Berlin', never);
    assert.deepEqual(output, {
      text: `${JSON.stringify(['claude', 'daily', '--json', '--offline', '--breakdown', '--timezone', 'Europe/Berlin'])}\n`,
    });
  });

  it('gives it an environment of its own: our folders and nothing of ours', async () => {
    const found = await find(await program('env', 'env | sort'));
    const output = await found.daily(['/a', '/b'], 'UTC', never);
    const lines = 'text' in output ? output.text.split('\n') : [];
    assert.ok(lines.includes('CLAUDE_CONFIG_DIR=/a,/b'), lines.join());
    assert.ok(!lines.some((line) => line.startsWith('SECRET')), lines.join());
    assert.match(problemOf(await found.daily(['/a,b'], 'UTC', never)), /comma in \/a,b/);
  });

  it('asks an older one, which has no report on Claude Code alone, for the plain report', async () => {
    const found = await find(await program('older', 'if [ "$1" = claude ]; then exit 2; fi; echo "$@"'));
    assert.deepEqual(await found.daily(['/a'], 'UTC', never), { text: 'daily --json --offline --breakdown --timezone UTC\n' });
  });

  it('says what to do where there is none, or it may not be run', async () => {
    for (const [command, text] of [
      [null, /^ccusage is not installed.*npm install --global ccusage.*report\.json/],
      ['nothing-of-that-name', /nothing-of-that-name was not found/],
      [path.join(root, 'plain'), /plain was not found, or may not be run/],
    ] as const) {
      await writeFile(path.join(root, 'plain'), 'x');
      const found = await findCcusage(command, { environment: { PATH: `.:relative:${root}/empty` }, home: root }, never);
      assert.match('problem' in found ? found.problem : '', text);
    }
  });

  it('says how it failed, with its last words', async () => {
    const found = await find(await program('fails', 'echo "reading" >&2; echo "no disk" >&2; exit 7'));
    assert.equal(problemOf(await found.daily(['/a'], 'UTC', never)), 'ccusage ended with an error (7): no disk');
  });

  it('ends it, and what it started, when it does not answer or is called off', async () => {
    const file = await program('hangs', `sleep 600 & echo $! > ${root}/child; wait`);
    // A slow machine may not even have started it by then: it is given longer.
    let child = 0;
    for (let limitMs = 300; child === 0; limitMs *= 3) {
      const found = await findCcusage(file, place(limitMs), never);
      if (!('problem' in found)) assert.match(problemOf(await found.daily(['/a'], 'UTC', never)), /did not answer within \d+ seconds?/);
      child = Number(await readFile(path.join(root, 'child'), 'utf8').catch(() => ''));
    }
    assert.ok(await isGone(child), 'its own process still runs');
    const calledOff = new AbortController();
    calledOff.abort();
    assert.equal(problemOf(await (await find(file)).daily(['/a'], 'UTC', calledOff.signal)), 'ccusage was stopped.');
  });
});

/** Gone, or ended and not yet collected by its new parent. */
async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const state = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
    if (state === '' || state.includes(') Z')) {
      try {
        if (state !== '') return true;
        process.kill(pid, 0);
      } catch {
        return true;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
