/** A long history on disk: a real repository with many commits, and the transcripts of the sessions that made some of them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownAddress } from './gitWork.ts';
import { assistant, jsonl, prompt, toolResult, toolUse } from './transcriptLines.ts';

export interface LargeHistoryOptions {
  readonly sessions: number;
  /** Of each session; a cent each. */
  readonly requests: number;
  /** Of how many sessions the last edit is followed by a commit: the first so many. */
  readonly linked: number;
  /** Commits of others between them, for each linked one. */
  readonly othersForEach: number;
  /** Folder for the repository, which it is made in. */
  readonly repository: string;
  /** `projects` of a configuration folder. */
  readonly projects: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The last session ends before. */
  readonly untilMs: number;
}

export interface LargeHistory {
  /** Full SHA and session of every linked commit, oldest first. */
  readonly linked: readonly { readonly sha: string; readonly sessionId: string }[];
  /** The transcript of the last session. */
  readonly lastTranscript: string;
}

const spanMs = 29 * 24 * 60 * 60_000;
const stepMs = 20_000;
const files = 500;

/** Every fifth request edits a file; of a session with a commit the last but one makes it, of all that was edited before. */
export function makeLargeHistory(options: LargeHistoryOptions): LargeHistory {
  const { sessions, linked, repository, environment } = options;
  mkdirSync(repository, { recursive: true });
  const git = (args: readonly string[], input = ''): string =>
    execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8', env: environment, input, maxBuffer: 1 << 30 });
  git(['init', '-q', '-b', 'main']);
  git(['config', 'user.email', ownAddress]);
  git(['config', 'user.name', 'Ada']);
  const plans = Array.from({ length: sessions }, (_, index) => new Plan(index, index < linked, options));
  const committing = plans.filter((plan) => plan.commits);
  const marks = join(repository, '.git', 'marks');
  git(['fast-import', '--quiet', `--export-marks=${marks}`], committing.map((plan) => plan.stream(options.othersForEach)).join(''));
  git(['reset', '-q', '--hard', 'main']);
  const shaOf = new Map(
    readFileSync(marks, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.slice(1).split(' ') as [string, string]),
  );
  let lastTranscript = '';
  for (const plan of plans) {
    const folder = join(options.projects, `-loom-${String(plan.index % 50)}`);
    mkdirSync(folder, { recursive: true });
    lastTranscript = join(folder, `${plan.sessionId}.jsonl`);
    writeFileSync(lastTranscript, plan.transcript(shaOf.get(plan.mark) ?? ''));
  }
  return {
    linked: committing.map(({ mark, sessionId }) => ({ sha: shaOf.get(mark) ?? '', sessionId })),
    lastTranscript,
  };
}

/** One more request of the session that a transcript holds, as the client appends it. */
export function oneMoreLine(transcript: string, atMs: number, cwd: string): string {
  const sessionId = transcript.slice(-'.jsonl'.length - 36, -'.jsonl'.length);
  return jsonl(assistant({ sessionId, at: new Date(atMs).toISOString(), more: { cwd } }));
}

/** What one session does, and when. */
class Plan {
  readonly index: number;
  readonly sessionId: string;
  readonly commits: boolean;
  /** Of its commit, for fast-import. */
  readonly mark: string;
  private readonly options: LargeHistoryOptions;
  private readonly startMs: number;
  private readonly subject: string;

  constructor(index: number, commits: boolean, options: LargeHistoryOptions) {
    this.index = index;
    this.commits = commits;
    this.options = options;
    this.mark = String(index + 1);
    this.subject = `Change part ${String(index)}`;
    this.sessionId = `${index.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
    const lengthMs = (options.requests + 1) * stepMs;
    this.startMs = Math.floor(options.untilMs - spanMs + ((spanMs - lengthMs) * index) / options.sessions);
  }

  private get commitStep(): number {
    return this.options.requests - 2;
  }

  private isEdit(step: number): boolean {
    return step % 5 === 1 && step < this.commitStep;
  }

  private fileOf(step: number): string {
    return `src/part${String((this.index * 7 + step) % files)}.ts`;
  }

  private atMs(step: number): number {
    return this.startMs + step * stepMs;
  }

  /** The session's commit and those of others before it. */
  stream(others: number): string {
    const seconds = Math.floor(this.atMs(this.commitStep) / 1000) + 1;
    const commit = (address: string, atSeconds: number, subject: string, mark: string, changes: readonly string[]): string => {
      const person = `Ada <${address}> ${String(atSeconds)} +0000`;
      const head = `commit refs/heads/main\n${mark === '' ? '' : `mark :${mark}\n`}author ${person}\ncommitter ${person}\n`;
      return `${head}data ${String(Buffer.byteLength(subject))}\n${subject}\n${changes.join('')}\n`;
    };
    const change = (file: string): string => {
      const content = `export const part = '${this.subject}';\n`;
      return `M 100644 inline ${file}\ndata ${String(content.length)}\n${content}\n`;
    };
    const before = Array.from({ length: others }, (_, other) =>
      commit('grace@example.invalid', seconds - others + other, `Work ${String(other)}`, '', [
        change(`lib/${String(other)}-${String(this.index)}.ts`),
      ]),
    );
    const edited = Array.from({ length: this.options.requests }, (_, step) => step).filter((step) => this.isEdit(step));
    const own = commit(ownAddress, seconds, this.subject, this.mark, [...new Set(edited.map((step) => this.fileOf(step)))].map(change));
    return before.join('') + own;
  }

  transcript(sha: string): string {
    const { repository, requests } = this.options;
    const of = (atMs: number): { at: string; sessionId: string; more: Readonly<Record<string, unknown>> } => ({
      at: new Date(atMs).toISOString(),
      sessionId: this.sessionId,
      more: { cwd: repository },
    });
    const lines: object[] = [prompt('Change a part.', of(this.startMs - 1000))];
    for (let step = 0; step < requests; step += 1) {
      const atMs = this.atMs(step);
      const id = `toolu_${String(this.index)}_${String(step)}`;
      const request = { ...of(atMs), id: `msg_${String(this.index)}_${String(step)}` };
      if (this.isEdit(step)) {
        const path = join(repository, this.fileOf(step));
        const content = `export const part = '${this.subject}';\n`;
        lines.push(assistant({ ...request, content: [toolUse(id, 'Write', { file_path: path, content })], stopReason: 'tool_use' }));
        lines.push(toolResult(id, { type: 'create', filePath: path, content, structuredPatch: [], originalFile: null }, of(atMs + 500)));
      } else if (this.commits && step === this.commitStep) {
        const command = `git add -A && git commit -m "${this.subject}"`;
        const short = sha.slice(0, 7);
        const stdout = `[main ${short}] ${this.subject}\n 4 files changed\n`;
        const result = { stdout, stderr: '', interrupted: false, gitOperation: { commit: { sha: short, kind: 'committed' } } };
        lines.push(assistant({ ...request, content: [toolUse(id, 'Bash', { command })], stopReason: 'tool_use' }));
        lines.push(toolResult(id, result, of(atMs + 3000)));
      } else lines.push(assistant(request));
    }
    return jsonl(...lines);
  }
}
