import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startMessagesApi } from './messagesApi.ts';
import type { MessagesApi, MessagesScript } from './messagesApi.ts';
import { runCommand, runOrFail } from './runCommand.ts';
import { installClaudeCode } from './tools.ts';

/** What `claude -p --output-format json` prints at its end, as far as tests read it. */
export interface ClaudeResult {
  readonly session_id: string;
  readonly is_error: boolean;
  readonly result: string;
  readonly num_turns: number;
  /** The client's own total by its own price table, in dollars: what every reader of its transcripts has to reproduce. */
  readonly total_cost_usd: number;
  readonly modelUsage: Readonly<Record<string, ClaudeModelUsage>>;
}

export interface ClaudeModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadInputTokens: number;
  readonly cacheCreationInputTokens: number;
  readonly webSearchRequests: number;
  readonly costUSD: number;
}

export interface ClaudeRun {
  readonly prompt: string;
  readonly model: string;
  /** Id of the session to go on with. */
  readonly resume?: string;
  /** With `resume`: go on in a session of its own that begins with a copy. */
  readonly fork?: boolean;
  /** More of the client's own options. */
  readonly args?: readonly string[];
  /** Added to an environment that has nothing of the caller's but PATH. */
  readonly env?: Readonly<Record<string, string>>;
  /** Text on standard input, which the client adds to the prompt. */
  readonly stdin?: string;
  /** Working folder, `work` when left out. */
  readonly cwd?: string;
  readonly limitMs?: number;
  /** Aborted: the client is killed on the spot, and the run rejected. */
  readonly signal?: AbortSignal;
}

export interface RealClaude {
  /** HOME of every run; transcripts lie under `.claude/projects` in it. */
  readonly home: string;
  /** A git repository on branch main with one empty commit. */
  readonly work: string;
  readonly api: MessagesApi;
  /** Runs the client once to its end; rejects when it prints no result or takes longer than its limit (two minutes). */
  run(run: ClaudeRun): Promise<ClaudeResult>;
  /** All transcript files of this HOME, subagents' too, absolute, sorted. */
  transcripts(): Promise<string[]>;
  /** Writes `.claude/settings.json` of this HOME: hooks, status line. */
  writeSettings(settings: object): Promise<void>;
  /** Runs git in `work` and resolves to its output without the last line break. */
  git(...args: readonly string[]): Promise<string>;
  /** Stops the API and removes the folders. */
  close(): Promise<void>;
}

export interface ClaudePlace {
  /** HOME to use instead of one of its own; it is kept by `close`. */
  readonly home?: string;
  /** Folder to work in instead of one of its own, made a repository unless it is one; it is kept by `close`. */
  readonly work?: string;
}

/**
 * The real Claude Code with a scripted API, a HOME and a repository of its own, all in one temporary folder. Installs the client (364 MB)
 * when it is missing: give the hook that calls this a generous timeout.
 */
export async function startRealClaude(script: MessagesScript, place: ClaudePlace = {}): Promise<RealClaude> {
  const claude = await installClaudeCode();
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'payoff-claude-')));
  const home = place.home ?? path.join(root, 'home');
  const work = place.work ?? path.join(root, 'work');
  await mkdir(path.join(home, '.claude'), { recursive: true });
  const git = async (...args: readonly string[]): Promise<string> =>
    (await runOrFail('git', ['-C', work, ...args], { env: environment(home) })).replace(/\n$/, '');
  if (!existsSync(path.join(work, '.git'))) {
    await runOrFail('git', ['init', '-q', '-b', 'main', work], { env: environment(home) });
    await git('config', 'user.name', 'Tester');
    await git('config', 'user.email', 'tester@example.invalid');
    await git('commit', '-q', '--allow-empty', '-m', 'Begin');
  }
  const api = await startMessagesApi(script);

  const run = async (options: ClaudeRun): Promise<ClaudeResult> => {
    const { code, stdout, stderr } = await runCommand(claude, commandLine(options), {
      cwd: options.cwd ?? work,
      env: { ...environment(home), ...clientEnvironment(api.url), ...options.env },
      limitMs: options.limitMs ?? 120_000,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.stdin === undefined ? {} : { input: options.stdin }),
    });
    try {
      return JSON.parse(stdout) as ClaudeResult;
    } catch {
      throw new Error(`claude exited with ${String(code)} and no result: ${stderr}${stdout}`);
    }
  };

  return {
    home,
    work,
    api,
    run,
    git,
    transcripts: async () => {
      const projects = path.join(home, '.claude/projects');
      const names = await readdir(projects, { recursive: true }).catch(() => []);
      return names
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => path.join(projects, name))
        .sort();
    },
    writeSettings: (settings) => writeFile(path.join(home, '.claude/settings.json'), JSON.stringify(settings)),
    close: async () => {
      await api.close();
      await rm(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function commandLine({ prompt, model, resume, fork, args }: ClaudeRun): string[] {
  return [
    '-p',
    prompt,
    ...['--permission-mode', 'bypassPermissions', '--output-format', 'json', '--model', model],
    ...(resume === undefined ? [] : ['--resume', resume]),
    ...(fork === true ? ['--fork-session'] : []),
    ...(args ?? []),
  ];
}

function environment(home: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: home, USERPROFILE: home, GIT_CONFIG_NOSYSTEM: '1' };
}

function clientEnvironment(url: string): NodeJS.ProcessEnv {
  return {
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: 'not-a-key',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
    DISABLE_AUTOUPDATER: '1',
    IS_SANDBOX: '1', // bypassPermissions is refused to root without it
  };
}
