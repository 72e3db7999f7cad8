/** The transcript of one session of a history, in the client's format; what a commit's SHA is, is known only at the end. */
import type { Line } from './lines.ts';
import type { Hunk } from './tree.ts';
import { textOf } from './tree.ts';
import type { Commit } from './repository.ts';
import { assistant, jsonl, prompt, toolResult, toolUse } from '../../support/transcriptLines.ts';
import type { LineOptions } from '../../support/transcriptLines.ts';

export type ShaOf = (commit: Commit) => string;
type Entry = (shaOf: ShaOf) => object;

/** Records have ids of their own: each is made once, also where a fork has it too. */
function once(entry: Entry): Entry {
  let made: object | null = null;
  return (shaOf) => (made ??= entry(shaOf));
}

export interface TranscriptOptions {
  readonly sessionId: string;
  /** The client's version: since 2.1.156 it records git's operations. */
  readonly version: string;
}

/** Of git's output for a commit, and of the client's record. */
export interface CommitOutput {
  readonly commit: Commit;
  readonly branch: string;
  readonly quiet: boolean;
  readonly amend: boolean;
}

export class Transcript {
  readonly sessionId: string;
  cwd: string;
  branch: string;
  firstMs = Infinity;
  lastMs = -Infinity;
  private readonly options: TranscriptOptions;
  private readonly entries: Entry[] = [];
  private calls = 0;

  constructor(options: TranscriptOptions, cwd: string, branch: string) {
    this.options = options;
    this.sessionId = options.sessionId;
    this.cwd = cwd;
    this.branch = branch;
  }

  /** Another session that begins with a copy of this one's records, as a client does that forks or resumes an old one. */
  fork(sessionId: string): Transcript {
    const made = new Transcript({ ...this.options, sessionId }, this.cwd, this.branch);
    made.firstMs = this.firstMs;
    for (const entry of this.entries)
      made.entries.push((shaOf) => JSON.parse(JSON.stringify(entry(shaOf)).replaceAll(this.sessionId, sessionId)) as object);
    made.calls = this.calls;
    return made;
  }

  get records(): boolean {
    return Number(this.options.version.split('.')[2]) >= 156;
  }

  asks(atMs: number): void {
    const at = this.at(atMs);
    this.add(() => prompt('Do it.', at));
  }

  says(atMs: number): void {
    const at = this.at(atMs);
    this.add(() => assistant(at));
  }

  reads(path: string, atMs: number): void {
    this.call(
      'Read',
      { file_path: path },
      { type: 'text', file: { filePath: path, content: '', numLines: 1, startLine: 1, totalLines: 1 } },
      atMs,
    );
  }

  creates(path: string, lines: readonly Line[], atMs: number): void {
    const content = textOf(lines);
    const result = { type: 'create', filePath: path, content, structuredPatch: [], originalFile: null, userModified: false };
    this.call('Write', { file_path: path, content }, result, atMs);
  }

  /** A whole file written anew, or a part of it edited: both leave a patch. */
  changes(path: string, { before, after, hunks, whole }: FileChange, atMs: number): void {
    const structuredPatch = hunks.map((hunk) => patchOf(hunk, before));
    const old = textOf(hunks.flatMap(({ removed }) => removed)).trimEnd();
    const now = textOf(hunks.flatMap(({ added }) => added)).trimEnd();
    const both = { filePath: path, structuredPatch, originalFile: null, userModified: false };
    const content = textOf(after);
    if (whole) this.call('Write', { file_path: path, content }, { type: 'update', content, ...both }, atMs);
    else
      this.call(
        'Edit',
        { file_path: path, old_string: old, new_string: now, replace_all: false },
        { oldString: old, newString: now, replaceAll: false, ...both },
        atMs,
      );
  }

  runs(command: string, atMs: number, stdout = ''): void {
    this.call('Bash', { command, description: 'Run it' }, { stdout, stderr: '', interrupted: false, isImage: false }, atMs);
  }

  /** A call that runs `git commit`, a second before `atMs` and to one second after. */
  commits(command: string, made: readonly CommitOutput[], atMs: number): void {
    const id = this.nextId();
    const [before, after] = [this.at(atMs - 1500), this.at(atMs + 1500)];
    this.add(() => assistant({ ...before, content: [toolUse(id, 'Bash', { command, description: 'Commit' })], stopReason: 'tool_use' }));
    this.add((shaOf) => {
      const loud = made.filter(({ quiet }) => !quiet);
      const stdout = loud
        .map(({ commit, branch }) => `[${branch} ${shaOf(commit).slice(0, 7)}] ${commit.subject}\n 1 file changed\n`)
        .join('');
      const [first] = loud;
      const operation =
        first === undefined || !this.records
          ? {}
          : { gitOperation: { commit: { sha: shaOf(first.commit).slice(0, 7), kind: first.amend ? 'amended' : 'committed' } } };
      return toolResult(id, { stdout, stderr: '', interrupted: false, isImage: false, ...operation }, after);
    });
  }

  text(shaOf: ShaOf): string {
    return jsonl(...this.entries.map((entry) => entry(shaOf)));
  }

  private add(entry: Entry): void {
    this.entries.push(once(entry));
  }

  private call(name: string, input: object, result: unknown, atMs: number): void {
    const id = this.nextId();
    const [before, after] = [this.at(atMs - 800), this.at(atMs)];
    this.add(() => assistant({ ...before, content: [toolUse(id, name, input)], stopReason: 'tool_use' }));
    this.add(() => toolResult(id, result, after));
  }

  private nextId(): string {
    return `toolu_${this.sessionId.slice(0, 8)}_${String((this.calls += 1))}`;
  }

  private at(atMs: number): LineOptions {
    this.firstMs = Math.min(this.firstMs, atMs);
    this.lastMs = Math.max(this.lastMs, atMs);
    const more = { cwd: this.cwd, gitBranch: this.branch, version: this.options.version };
    return { at: new Date(atMs).toISOString(), sessionId: this.sessionId, more };
  }
}

export interface FileChange {
  readonly before: readonly Line[];
  readonly after: readonly Line[];
  readonly hunks: readonly Hunk[];
  /** Written anew by `Write`. */
  readonly whole: boolean;
}

/** As the client records a patch: three lines of context on either side. */
function patchOf({ at, removed, added }: Hunk, before: readonly Line[]): object {
  const head = before.slice(Math.max(0, at - 3), at);
  const tail = before.slice(at + removed.length, at + removed.length + 3);
  const around = head.length + tail.length;
  const start = at - head.length + 1;
  return {
    oldStart: start,
    oldLines: around + removed.length,
    newStart: start,
    newLines: around + added.length,
    lines: [
      ...head.map(({ text }) => ` ${text}`),
      ...removed.map(({ text }) => `-${text}`),
      ...added.map(({ text }) => `+${text}`),
      ...tail.map(({ text }) => ` ${text}`),
    ],
  };
}
