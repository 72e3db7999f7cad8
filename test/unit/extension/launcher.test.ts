import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { commandScript } from '../../../src/core/launcher/scripts.ts';
import { wantsLauncher, writeLauncher } from '../../../src/extension/launcher.ts';

const run = promisify(execFile);

describe('the launcher', () => {
  let home = '';
  let cli = '';
  let node = '';
  beforeEach(async () => {
    // Paths as people have them, and as nobody should.
    home = path.join(await mkdtemp(path.join(tmpdir(), 'payoff-launcher-')), `Ada's "home" $(touch pwned) \\ é`);
    const extension = path.join(home, 'extensions folder', `payoff'1`);
    await mkdir(extension, { recursive: true });
    cli = path.join(extension, 'cli.cjs');
    await writeFile(cli, 'console.log(JSON.stringify({ args: process.argv.slice(2), node: process.env.ELECTRON_RUN_AS_NODE ?? null }));');
    node = path.join(home, "the editor's node");
    await symlink(process.execPath, node);
  });
  afterEach(() => rm(path.dirname(home), { recursive: true, force: true }));

  const launch = async (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<unknown> =>
    JSON.parse((await run(path.join(home, '.payoff/bin/payoff'), args, { env: { PATH: '/usr/bin:/bin', ...env } })).stdout);

  it('is only for an extension that stays: not in development, in a demo, or where the environment forbids it', () => {
    assert.equal(wantsLauncher({}, false), true);
    assert.equal(wantsLauncher({ PAYOFF_NO_LAUNCHER: '', PAYOFF_DEMO: '' }, false), true);
    assert.equal(wantsLauncher({}, true), false);
    assert.equal(wantsLauncher({ PAYOFF_NO_LAUNCHER: '1' }, false), false);
    assert.equal(wantsLauncher({ PAYOFF_DEMO: '1' }, false), false);
  });

  it('runs the extension’s command line on the editor’s Node, with every argument as it is', async () => {
    const { folder, written } = await writeLauncher({ executable: node, cli }, home, 'linux');
    assert.equal(folder, path.join(home, '.payoff/bin'));
    assert.deepEqual(written, [path.join(folder, 'payoff')]);
    const args = ['report', 'two words', `it's "quoted" $HOME`, '', '*'];
    assert.deepEqual(await launch(args), { args, node: '1' });
  });

  it('falls back to the Node of the path when the editor is gone', async () => {
    await writeLauncher({ executable: path.join(home, 'gone'), cli }, home, 'linux');
    const bin = path.join(home, 'bin');
    await mkdir(bin);
    await symlink(process.execPath, path.join(bin, 'node'));
    assert.deepEqual(await launch(['--version'], { PATH: `${bin}:/usr/bin:/bin` }), { args: ['--version'], node: null });
  });

  it('says what to do when the extension is gone', async () => {
    await writeLauncher({ executable: node, cli: `${cli}.gone` }, home, 'linux');
    await assert.rejects(launch([]), /Open the editor once to renew it/);
  });

  it('is written only when it changes, whole, and may be run', async () => {
    await writeLauncher({ executable: node, cli }, home, 'linux');
    const file = path.join(home, '.payoff/bin/payoff');
    const before = await stat(file);
    assert.equal(before.mode & 0o777, 0o755);
    assert.deepEqual((await writeLauncher({ executable: node, cli }, home, 'linux')).written, []);
    assert.equal((await stat(file)).ino, before.ino);
    await writeLauncher({ executable: process.execPath, cli }, home, 'linux');
    assert.notEqual((await stat(file)).ino, before.ino);
    assert.deepEqual(await readdir(path.dirname(file)), ['payoff']);
    assert.equal((await stat(path.join(home, '.payoff'))).mode & 0o777, 0o700);
    await chmod(file, 0o755);
  });

  it('is on Windows a batch file too, which keeps percent signs and knows its code page', async () => {
    const { written } = await writeLauncher({ executable: node, cli }, home, 'win32');
    assert.deepEqual(
      written.map((file) => path.basename(file)),
      ['payoff', 'payoff.cmd'],
    );
    const plain = commandScript({ executable: 'C:\\Program Files\\Code\\Code.exe', cli: 'C:\\100%\\cli.cjs' });
    assert.match(plain, /set "payoff_cli=C:\\100%%\\cli.cjs"\r\n/);
    assert.doesNotMatch(plain, /chcp/);
    assert.match(commandScript({ executable: 'C:\\é\\Code.exe', cli: 'C:\\cli.cjs' }), /chcp 65001/);
  });
});
