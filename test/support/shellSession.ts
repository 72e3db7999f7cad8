/** The transcript of a session whose commands are really run, each at a time of its own, with what the client records of them. */
import { spawnSync } from 'node:child_process';
import { writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assistant, jsonl, prompt, toolResult, toolUse } from './transcriptLines.ts';

export interface ShellSessionOptions {
  readonly sessionId: string;
  /** Where the session was started. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly startMs: number;
  /** False: a client that does not record its git operations yet. */
  readonly records?: boolean;
}

/** Each request costs one cent, each step takes a second. */
export class ShellSession {
  readonly lines: object[] = [];
  /** Milliseconds UTC of the last line. */
  atMs: number;
  readonly sessionId: string;
  private readonly options: ShellSessionOptions;
  private calls = 0;
  private branch: string;

  constructor(options: ShellSessionOptions) {
    this.options = options;
    this.sessionId = options.sessionId;
    this.atMs = options.startMs;
    this.branch = this.currentBranch();
    this.lines.push(prompt('Do it.', this.next(0)));
  }

  /** Writes a file below the session's folder, as an edit. */
  edits(file: string, content = `${file}\n`): this {
    const path = join(this.options.cwd, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    const id = this.call('Write', { file_path: path, content });
    this.lines.push(toolResult(id, { type: 'create', filePath: path, content, structuredPatch: [], originalFile: null }, this.next()));
    return this;
  }

  /** Runs a command with bash while the clock stands; git's author and committer times are then. */
  runs(command: string): this {
    const id = this.call('Bash', { command });
    this.atMs += 1000;
    const { cwd, environment, records = true } = this.options;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd, encoding: 'utf8', env: at(this.atMs, environment) });
    this.branch = this.currentBranch();
    if (status !== 0) {
      this.lines.push(toolResult(id, `Error: Exit code ${String(status)}\n${stdout}${stderr}`, { ...this.next(), isError: true }));
      return this;
    }
    // As the real client does: of a command with a commit the first line that announces one.
    const [, sha] = /\bgit\b[^\n]*\b(?:commit|ci)\b/.test(command) ? (/^\[\S+ (?:\(root-commit\) )?([0-9a-f]+)\]/m.exec(stdout) ?? []) : [];
    const operation = sha === undefined || !records ? {} : { gitOperation: { commit: { sha, kind: 'committed' } } };
    this.lines.push(toolResult(id, { stdout, stderr, interrupted: false, ...operation }, this.next()));
    return this;
  }

  text(): string {
    return jsonl(...this.lines);
  }

  private currentBranch(): string {
    const { cwd, environment } = this.options;
    return spawnSync('git', ['branch', '--show-current'], { cwd, encoding: 'utf8', env: environment }).stdout.trim();
  }

  private call(name: string, input: object): string {
    const id = `toolu_${this.options.sessionId.slice(0, 8)}_${String((this.calls += 1))}`;
    this.lines.push(assistant({ ...this.next(), content: [toolUse(id, name, input)], stopReason: 'tool_use' }));
    return id;
  }

  private next(afterMs = 1000): { readonly at: string; readonly sessionId: string; readonly more: Readonly<Record<string, unknown>> } {
    this.atMs += afterMs;
    const { sessionId, cwd } = this.options;
    return { at: new Date(this.atMs).toISOString(), sessionId, more: { cwd, gitBranch: this.branch } };
  }
}

function at(atMs: number, environment: ShellSessionOptions['environment']): NodeJS.ProcessEnv {
  const date = `${String(Math.floor(atMs / 1000))} +0000`;
  return { ...environment, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
}
