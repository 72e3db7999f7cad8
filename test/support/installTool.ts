/**
 * The large tools that only tests need: each has a folder in `test/tools` with its own package.json and lock file, and is installed when
 * a test first asks for it.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runOrFail } from './runCommand.ts';

const toolsFolder = path.resolve(import.meta.dirname, '../tools');
const installLimitMs = 15 * 60_000;

/**
 * Makes sure that the tool is installed as its lock file says, and resolves to its `node_modules` folder. Two processes may ask at once:
 * one installs, the other waits.
 * @param finish what has to be done once after npm is through; what it makes must lie in `node_modules`.
 */
export async function installTool(name: string, finish?: (modules: string) => Promise<void>): Promise<string> {
  const folder = path.join(toolsFolder, name);
  const modules = path.join(folder, 'node_modules');
  const stamp = path.join(modules, '.payoff-installed');
  const wanted = createHash('sha256')
    .update(await readFile(path.join(folder, 'package-lock.json')))
    .digest('hex');
  const isInstalled = (): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isInstalled()) return modules;
  const release = await lockFolder(path.join(folder, '.installing'));
  try {
    if (isInstalled()) return modules;
    const { description } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as { description: string };
    process.stderr.write(`Installing once, into test/tools/${name}: ${description}\n`);
    await npm(['ci', '--ignore-scripts'], folder);
    await finish?.(modules);
    await writeFile(stamp, wanted);
    return modules;
  } finally {
    await release();
  }
}

/** Runs npm quietly in a folder, with the Node of this process or, first in its PATH, that of `nodeFolder`. */
export async function npm(args: readonly string[], cwd: string, nodeFolder?: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const windows = process.platform === 'win32';
  const searchPath = [nodeFolder ?? path.dirname(process.execPath), process.env.PATH ?? ''].join(path.delimiter);
  return runOrFail(windows ? 'cmd.exe' : 'npm', [...(windows ? ['/d', '/s', '/c', 'npm'] : []), ...args, '--no-audit', '--no-fund'], {
    cwd,
    env: { ...process.env, ...env, PATH: searchPath },
    limitMs: installLimitMs,
  });
}

/** Takes a lock that is a folder holding its owner's process id; waits for a living owner and takes over from a dead one. */
async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const owner = path.join(folder, 'pid');
  const deadline = Date.now() + installLimitMs;
  for (;;) {
    try {
      await mkdir(folder);
      await writeFile(owner, String(process.pid));
      return () => rm(folder, { recursive: true, force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    // The owner writes its id right after it made the folder: one without an id gets a moment before it counts as dead.
    await delay(1000);
    const pid = Number(await readFile(owner, 'utf8').catch(() => '0'));
    if (!isAlive(pid)) await rm(folder, { recursive: true, force: true });
    if (Date.now() > deadline) throw new Error(`${folder} has been locked by process ${pid} for too long.`);
  }
}

function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
