/** The ccusage that the user has installed: found and run as a process of its own, offline, and never fetched. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inARow } from '../core/report/words.ts';
import { formatCount } from '../core/report/money.ts';
import { t } from '../core/l10n/message.ts';
import { probeTranscript } from '../core/report/compare/ccusageRates.ts';

export interface ToolPlace {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** How long an answer may take, two minutes when left out. */
  readonly limitMs?: number;
}

export interface Ccusage {
  /** `ccusage 20.0.24`. */
  readonly name: string;
  /** Its daily report on Claude Code's transcripts in these configuration folders, as JSON. */
  daily(configurations: readonly string[], timezone: string, signal: AbortSignal): Promise<ToolOutput>;
  /** Its report on made-up lines that tell its prices of these models. */
  prices(models: readonly string[], signal: AbortSignal): Promise<ToolOutput>;
}

export type ToolOutput = { readonly text: string } | { readonly problem: string };

const usualLimitMs = 120_000;
const mostBytes = 64 * 1024 * 1024;

/** Of the environment of whoever starts us a program needs only these. */
const passedOn = [
  'PATH',
  'Path',
  'SystemRoot',
  'SYSTEMROOT',
  'APPDATA',
  'LOCALAPPDATA',
  'TEMP',
  'TMP',
  'TMPDIR',
  'XDG_CONFIG_HOME',
  'LANG',
];

/** What to do where there is none. */
const installHint = (): string =>
  t(
    'Install it with npm install --global ccusage, name it with --command, or make its report yourself: ccusage daily --json --breakdown > report.json, then payoff compare ccusage report.json.',
  );

/** Finds the program: `command` (a path, or a name on PATH), else `ccusage`. */
export async function findCcusage(
  command: string | null,
  place: ToolPlace,
  signal: AbortSignal,
): Promise<Ccusage | { readonly problem: string }> {
  const wanted = command ?? 'ccusage';
  const file = /[\\/]/.test(wanted) ? await asProgram(path.resolve(wanted)) : await onPath(wanted, place.environment);
  if (file === null) {
    const where =
      command === null ? t('ccusage is not installed: it is not on PATH.') : t('{0} was not found, or may not be run.', command);
    return { problem: inARow(where, installHint()) };
  }
  const tool = new Tool(file, place);
  const version = await tool.run(['--version'], {}, signal);
  if ('problem' in version) return version;
  const number = /\d+\.\d+\.\d+[\w.-]*/.exec(version.text)?.[0] ?? '';
  return {
    name: `ccusage ${number}`.trim(),
    daily: (configurations, timezone, runSignal) => daily(tool, configurations, timezone, runSignal),
    prices: (models, runSignal) => prices(tool, models, runSignal),
  };
}

async function daily(tool: Tool, configurations: readonly string[], timezone: string, signal: AbortSignal): Promise<ToolOutput> {
  const split = configurations.find((each) => each.includes(','));
  if (split !== undefined)
    return { problem: t('ccusage takes the comma in {0} for the end of a folder’s name, so that it cannot be asked about it.', split) };
  const environment = { CLAUDE_CONFIG_DIR: configurations.join(',') };
  const options = ['daily', '--json', '--offline', '--breakdown', '--timezone', timezone];
  // Since version 18 the plain report is on every tool's use; older ones have no report on Claude Code alone.
  const own = await tool.run(['claude', ...options], environment, signal);
  return 'text' in own || signal.aborted ? own : tool.run(options, environment, signal);
}

async function prices(tool: Tool, models: readonly string[], signal: AbortSignal): Promise<ToolOutput> {
  const folder = await mkdtemp(path.join(tmpdir(), 'payoff-prices-'));
  try {
    const project = path.join(folder, 'projects', 'price');
    await mkdir(project, { recursive: true });
    await writeFile(path.join(project, 'price.jsonl'), probeTranscript(models));
    return await daily(tool, [folder], 'UTC', signal);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** ccusage is a script that starts a program: where there are groups of processes, both are one, so that both can be ended. */
const ownGroup = process.platform !== 'win32';

function killTree(child: ChildProcess): void {
  try {
    if (ownGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    child.kill('SIGKILL'); // it ended meanwhile, or never began
  }
}

class Tool {
  readonly #file: string;
  readonly #place: ToolPlace;

  constructor(file: string, place: ToolPlace) {
    this.#file = file;
    this.#place = place;
  }

  run(args: readonly string[], more: Readonly<Record<string, string>>, signal: AbortSignal): Promise<ToolOutput> {
    const { environment, home, limitMs = usualLimitMs } = this.#place;
    const script = /\.[cm]?js$/.test(this.#file);
    const env: NodeJS.ProcessEnv = { HOME: home, USERPROFILE: home, NO_COLOR: '1', ...more };
    for (const name of passedOn) if (environment[name] !== undefined) env[name] = environment[name];
    // A script runs on the Node that runs us, which in an editor is the editor's own.
    if (script) env.ELECTRON_RUN_AS_NODE = '1';
    const command = script ? process.execPath : this.#file;
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      let said = '';
      let ended: string | null = null;
      const child = spawn(command, script ? [this.#file, ...args] : [...args], {
        cwd: home,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
        windowsHide: true,
        detached: ownGroup,
      });
      const end = (why: string): void => {
        ended ??= why;
        killTree(child);
      };
      const timer = setTimeout(
        () => end(t('ccusage did not answer within {0} seconds and was stopped.', formatCount(Math.round(limitMs / 1000)))),
        limitMs,
      );
      const abort = (): void => end(t('ccusage was stopped.'));
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      child.stdout.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > mostBytes) end(t('ccusage answered with more than 64 MB and was stopped.'));
        else chunks.push(chunk);
      });
      child.stderr.on('data', (chunk: Buffer) => {
        if (said.length < 2000) said += chunk.toString('utf8');
      });
      let settled = false;
      const settle = (output: ToolOutput): void => {
        if (settled) return;
        settled = true;
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        resolve(output);
      };
      child.on('error', (error) => settle({ problem: ended ?? t('ccusage could not be run: {0}.', error.message) }));
      child.on('close', (code) => {
        if (ended !== null) settle({ problem: ended });
        else if (code === 0) settle({ text: Buffer.concat(chunks).toString('utf8') });
        else
          settle({
            problem:
              lastLine(said) === ''
                ? t('ccusage ended with an error ({0}).', String(code))
                : t('ccusage ended with an error ({0}): {1}', String(code), lastLine(said)),
          });
      });
    });
  }
}

/** Empty where it said nothing. */
function lastLine(said: string): string {
  const line = said
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .at(-1);
  return line?.slice(0, 300) ?? '';
}

async function onPath(name: string, environment: ToolPlace['environment']): Promise<string | null> {
  // A relative entry would mean whatever folder we happen to be in.
  const folders = (environment.PATH ?? environment.Path ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  for (const folder of folders) {
    const file = await asProgram(path.join(folder, name));
    if (file !== null) return file;
  }
  return null;
}

/** The file that can be run, without the links that lead to it: on Windows that of an `.exe`, or the script behind npm's `.cmd`, which only a shell could run. */
async function asProgram(file: string): Promise<string | null> {
  if (process.platform !== 'win32') {
    const target = await realpath(file).catch(() => null);
    return target !== null && (await isProgram(target)) ? target : null;
  }
  const candidates = [file, `${file}.exe`, path.join(path.dirname(file), 'node_modules/ccusage/src/cli.js')];
  for (const candidate of candidates) if (/\.(?:exe|[cm]?js)$/i.test(candidate) && (await isProgram(candidate))) return candidate;
  return null;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    if (!(await stat(file)).isFile()) return false;
    // A script is run by Node, whether or not it may be run by itself.
    if (!/\.[cm]?js$/.test(file)) await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
