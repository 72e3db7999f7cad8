/** A real clone and the transcript of a session that works in it, each edit and commit made with the real git at a time of its own. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EngineRig } from './engineRig.ts';
import { assistant, jsonl, prompt, sessionA, toolResult, toolUse } from './transcriptLines.ts';

export const ownAddress = 'ada@example.invalid';

/** The variables that git is run with: a PATH, and no configuration of this machine. */
export function gitEnvironment(rig: Pick<EngineRig, 'root' | 'home'>): Readonly<Record<string, string | undefined>> {
  return { PATH: process.env.PATH, HOME: rig.home, GIT_CONFIG_NOSYSTEM: '1' };
}

export class GitWork {
  readonly clone: string;
  private readonly rig: Pick<EngineRig, 'root' | 'home'>;

  /** Makes a repository with one commit, whose address is this clone's own. */
  constructor(rig: Pick<EngineRig, 'root' | 'home'>, name = 'loom', beginsMs = Date.parse('2026-11-01T08:00:00Z')) {
    this.rig = rig;
    this.clone = join(rig.root, name);
    execFileSync('git', ['init', '-q', '-b', 'main', this.clone], { env: gitEnvironment(rig) });
    this.git('config', 'user.email', ownAddress);
    this.git('config', 'user.name', 'Ada');
    this.git('config', 'commit.gpgsign', 'false');
    this.write('README', 'Loom\n');
    this.commit('Begin', beginsMs);
  }

  git(...args: readonly string[]): string {
    return this.gitAt(this.clone, {}, ...args);
  }

  gitAt(folder: string, environment: Readonly<Record<string, string>>, ...args: readonly string[]): string {
    const env = { ...gitEnvironment(this.rig), ...environment } as NodeJS.ProcessEnv;
    return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  write(file: string, content: string, folder = this.clone): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }

  /** Commits everything; returns the full SHA. */
  commit(subject: string, atMs: number, folder = this.clone): string {
    const date = `${String(Math.floor(atMs / 1000))} +0000`;
    const dates = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    this.gitAt(folder, dates, 'add', '-A');
    this.gitAt(folder, dates, 'commit', '-q', '-m', subject);
    return this.gitAt(folder, {}, 'rev-parse', 'HEAD').trim();
  }
}

/**
 * Noon UTC two days ago, where stories begin that the engine judges by the real clock: a fixed day would have its windows open for two weeks and
 * closed for ever after.
 */
export const lastNoonMs = (Math.floor(Date.now() / 86_400_000) - 2) * 86_400_000 + 43_200_000;

/** The transcript of one session, written step by step; each request costs one cent. */
export class SessionLines {
  readonly lines: object[] = [];
  private readonly sessionId: string;
  private readonly cwd: string;
  private readonly branch: string;
  private calls = 0;
  private nowMs: number;

  constructor(cwd: string, { sessionId = sessionA, startMs = lastNoonMs, branch = 'main' } = {}) {
    this.cwd = cwd;
    this.sessionId = sessionId;
    this.nowMs = startMs;
    this.branch = branch;
    this.lines.push(prompt('Do it.', this.next()));
  }

  /** Milliseconds UTC of the last line. */
  get atMs(): number {
    return this.nowMs;
  }

  /** A request that only answers. */
  says(): this {
    this.lines.push(assistant(this.next()));
    return this;
  }

  /** A request whose call writes a file. */
  edits(path: string, content: string): this {
    const id = this.call('Write', { file_path: path, content });
    this.lines.push(toolResult(id, { type: 'create', filePath: path, content, structuredPatch: [], originalFile: null }, this.next()));
    return this;
  }

  /** A request whose call runs `git commit`, made by `make` a second into the call; returns what that returns. */
  commits(subject: string, make: (atMs: number) => string, command = `git commit -m "${subject}"`): string {
    const id = this.call('Bash', { command });
    const sha = make(this.nowMs + 1000);
    const stdout = `[${this.branch} ${sha.slice(0, 7)}] ${subject}\n 1 file changed\n`;
    const result = { stdout, stderr: '', interrupted: false, gitOperation: { commit: { sha: sha.slice(0, 7), kind: 'committed' } } };
    this.lines.push(toolResult(id, result, this.next(3000)));
    return sha;
  }

  /** A request whose call opens a pull request. */
  opensPullRequest(url: string, number: number): this {
    const id = this.call('Bash', { command: 'gh pr create --fill' });
    const gitOperation = { pr: { number, url, action: 'created' } };
    this.lines.push(toolResult(id, { stdout: `${url}\n`, stderr: '', interrupted: false, gitOperation }, this.next()));
    return this;
  }

  text(): string {
    return jsonl(...this.lines);
  }

  private call(name: string, input: object): string {
    const id = `toolu_${this.sessionId}_${String((this.calls += 1))}`;
    this.lines.push(assistant({ ...this.next(), content: [toolUse(id, name, input)], stopReason: 'tool_use' }));
    return id;
  }

  private next(afterMs = 10_000): { at: string; sessionId: string; more: Readonly<Record<string, unknown>> } {
    this.nowMs += afterMs;
    return { at: new Date(this.nowMs).toISOString(), sessionId: this.sessionId, more: { cwd: this.cwd, gitBranch: this.branch } };
  }
}

/** A session with two commits and a last word; six requests. */
export function twoCommits(work: GitWork): { readonly lines: SessionLines; readonly first: string; readonly second: string } {
  const lines = new SessionLines(work.clone);
  const change = (file: string): ((atMs: number) => string) => {
    work.write(file, `${file}\n`);
    return (atMs) => work.commit(`Add ${file}`, atMs);
  };
  lines.says().edits(join(work.clone, 'a.ts'), 'a.ts\n');
  const first = lines.commits('Add a.ts', change('a.ts'));
  lines.edits(join(work.clone, 'b.ts'), 'b.ts\n');
  const second = lines.commits('Add b.ts', change('b.ts'));
  lines.says();
  return { lines, first, second };
}
