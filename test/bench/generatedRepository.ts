/**
 * A repository of any number of commits and the sessions that wrote some of their lines, the same ones every time: by git's own fast-import,
 * with transcripts of the current format. Four authors work in it, in pull requests that are merged and on the trunk; two of five commits are
 * the user's, and of those one was made by hand without a session, two by sessions themselves, and two by hand after one.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assistant, jsonl, prompt, toolResult, toolUse } from '../support/transcriptLines.ts';
import { randomFrom } from './random.ts';
import type { Random } from './random.ts';

export interface RepositorySize {
  readonly commits: number;
  readonly sessions: number;
}

export interface GeneratedRepository extends RepositorySize {
  /** The working tree. */
  readonly repository: string;
  /** Where `.claude/projects` and a `.gitconfig` with the user's address are. */
  readonly home: string;
  readonly edits: number;
}

/** The variables that git is run with there. */
export function environmentOf({ home }: Pick<GeneratedRepository, 'home'>): Readonly<Record<string, string | undefined>> {
  return { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
}

const own = 'ada@example.invalid';
const others = ['grace@example.invalid', 'edsger@example.invalid', 'barbara@example.invalid'];
const files = 800;
/** Between two commits. */
const stepMs = 10 * 60_000;
const lastMs = Date.UTC(2026, 10, 20, 12);

/** Makes the repository and its transcripts in an empty folder. */
export async function generateRepository(folder: string, size: RepositorySize): Promise<GeneratedRepository> {
  const [home, repository] = [path.join(folder, 'home'), path.join(folder, 'loom')];
  mkdirSync(path.join(home, '.claude/projects/-loom'), { recursive: true });
  writeFileSync(path.join(home, '.gitconfig'), `[user]\n\tname = Ada\n\temail = ${own}\n`);
  const environment = environmentOf({ home });
  await run(['init', '-q', '-b', 'main', repository], environment);
  const marks = path.join(repository, '.git/marks');
  const writer = new HistoryWriter(size, repository);
  await run(['-C', repository, 'fast-import', '--quiet', `--export-marks=${marks}`], environment, writer.stream());
  await run(['-C', repository, 'reset', '-q', '--hard', 'main'], environment);
  const shas = new Map(
    readFileSync(marks, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.slice(1).split(' ') as [string, string]),
  );
  let edits = 0;
  for (const session of writer.sessions) {
    edits += session.edits;
    writeFileSync(path.join(home, '.claude/projects/-loom', `${session.sessionId}.jsonl`), session.text(shas));
  }
  return { ...size, repository, home, edits };
}

/** Runs git with an input that is written as fast as it is read. */
async function run(args: readonly string[], env: NodeJS.ProcessEnv, input: Iterable<string> = []): Promise<void> {
  const child = spawn('git', args, { env, stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  for (const text of input) if (!child.stdin.write(text)) await once(child.stdin, 'drain');
  child.stdin.end();
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`git ${args.join(' ')} ended with ${String(code)}.`);
}

/** Commits of one author that belong together. */
interface Block {
  readonly author: string;
  readonly commits: number;
  /** On the trunk, in a pull request that is merged, or on a branch that is still open. */
  readonly kind: 'trunk' | 'merged' | 'open';
}

interface Change {
  readonly file: string;
  readonly after: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

class HistoryWriter {
  readonly sessions: readonly SessionWriter[];
  readonly #size: RepositorySize;
  readonly #random = randomFrom(20261122);
  readonly #contents = new Map<string, readonly string[]>();
  #made = 0;
  #own = 0;
  #openBranches = 0;

  constructor(size: RepositorySize, repository: string) {
    this.#size = size;
    this.sessions = Array.from({ length: size.sessions }, (_, index) => new SessionWriter(index, repository));
  }

  *stream(): Generator<string, void, undefined> {
    let main = 0;
    while (this.#made < this.#size.commits) {
      const { author, commits, kind } = this.#nextBlock();
      const isOpen = kind === 'open';
      const ref = isOpen ? `topic-${String((this.#openBranches += 1))}` : 'main';
      const changed = new Map<string, readonly string[]>();
      let tip = main;
      for (let at = 0; at < commits; at += 1) {
        const changes = this.#changes();
        for (const { file, after } of changes) (isOpen ? changed : this.#contents).set(file, after);
        for (const { file, after } of changes) changed.set(file, after);
        const subject = `Change part ${String(this.#made)}`;
        if (author === own) this.#writtenBy(changes, subject);
        tip = this.#made += 1;
        yield commitText(ref, tip, this.#atMs, author, subject, tip === 1 ? [] : [tip - 1 === main || at > 0 ? tip - 1 : main], changes);
      }
      if (kind === 'merged') {
        const merged = [...changed].map(([file, after]) => ({ file, after }));
        this.#made += 1;
        yield commitText('main', this.#made, this.#atMs, author, `Merge pull request #${String(this.#made)}`, [main, tip], merged);
        tip = this.#made;
      }
      if (!isOpen) main = tip;
    }
    yield `reset refs/heads/main\nfrom :${String(main)}\n\n`;
  }

  get #atMs(): number {
    return lastMs - (this.#size.commits - this.#made) * stepMs;
  }

  #nextBlock(): Block {
    const random = this.#random;
    if (this.#made === 0) return { author: others[0] ?? '', commits: 1, kind: 'trunk' };
    const author = random.below(5) < 2 ? own : random.of(others);
    const kind = random.below(50) === 0 ? 'open' : random.below(2) === 0 ? 'merged' : 'trunk';
    return { author, kind, commits: 1 + random.below(kind === 'trunk' ? 2 : 6) };
  }

  #changes(): readonly Change[] {
    const random = this.#random;
    const names = new Set(Array.from({ length: 1 + random.below(4) }, () => fileName(random)));
    return [...names].map((file) => changeOf(random, file, this.#contents.get(file) ?? []));
  }

  /** Who wrote the lines of an own commit. */
  #writtenBy(changes: readonly Change[], subject: string): void {
    const how = (this.#own += 1) % 5;
    const share = Math.floor(((this.#made + 1) / (this.#size.commits + 10)) * this.sessions.length);
    const session = this.sessions[share];
    if (how === 0 || session === undefined) return;
    const isCalled = how < 3;
    const madeMs = lastMs - (this.#size.commits - this.#made - 1) * stepMs;
    session.writes(changes, madeMs - (isCalled ? 60_000 : stepMs * (1 + this.#random.below(10))));
    if (isCalled) session.commits(this.#made + 1, subject, madeMs);
  }
}

function commitText(
  ref: string,
  mark: number,
  atMs: number,
  author: string,
  subject: string,
  parents: readonly number[],
  changes: readonly Pick<Change, 'file' | 'after'>[],
): string {
  const person = `${author.replace(/@.*/, '')} <${author}> ${String(Math.floor(atMs / 1000))} +0000`;
  const [first, ...merged] = parents;
  const texts = changes.map(({ file, after }) => {
    const content = after.map((line) => `${line}\n`).join('');
    return `M 100644 inline ${file}\ndata ${String(content.length)}\n${content}\n`;
  });
  return [
    `commit refs/heads/${ref}\nmark :${String(mark)}\nauthor ${person}\ncommitter ${person}\ndata ${String(subject.length)}\n${subject}\n`,
    first === undefined ? '' : `from :${String(first)}\n`,
    ...merged.map((parent) => `merge :${String(parent)}\n`),
    ...texts,
    '\n',
  ].join('');
}

/** A few files are changed often, most of them seldom, as it is in real repositories. */
function fileName(random: Random): string {
  const index = Math.min(random.below(files), random.below(files));
  return `src/part${String(index % 40)}/file${String(index)}.ts`;
}

function changeOf(random: Random, file: string, before: readonly string[]): Change {
  const at = random.below(before.length + 1);
  const most = before.length > 120 ? 20 : 5;
  const removed = before.slice(at, at + random.below(most));
  const added = Array.from({ length: 2 + random.below(12) }, () => lineOf(random));
  return { file, added, removed, after: [...before.slice(0, at), ...added, ...before.slice(at + removed.length)] };
}

const words = ['row', 'thread', 'shed', 'warp', 'weft', 'heddle', 'reed', 'bobbin', 'selvedge', 'pick'];

/** Most lines are like no other; some stand everywhere. */
function lineOf(random: Random): string {
  const kind = random.below(10);
  if (kind === 0) return random.of(['}', '  return null;', '', '  });', '  if (error !== null) throw error;']);
  const [name, other] = [random.of(words), random.of(words)];
  return `  const ${name}${String(random.below(100_000))} = weave(${other}, ${String(random.below(1000))}); // of the ${random.of(words)}`;
}

/** The transcript of one session. */
class SessionWriter {
  readonly sessionId: string;
  edits = 0;
  readonly #repository: string;
  readonly #steps: { readonly atMs: number; readonly lines: (shas: ReadonlyMap<string, string>) => readonly object[] }[] = [];
  #calls = 0;

  constructor(index: number, repository: string) {
    this.sessionId = `${index.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
    this.#repository = repository;
  }

  writes(changes: readonly Change[], fromMs: number): void {
    for (const [index, { file, added, removed }] of changes.entries()) {
      const atMs = fromMs + index * 5000;
      const filePath = path.join(this.#repository, file);
      const [oldString, newString] = [removed.join('\n'), added.join('\n')];
      const hunk = { oldStart: 1, oldLines: removed.length, newStart: 1, newLines: added.length };
      const structuredPatch = [{ ...hunk, lines: [...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)] }];
      const result = { filePath, oldString, newString, originalFile: '', structuredPatch, userModified: false, replaceAll: false };
      this.#call(atMs, 'Edit', { file_path: filePath, old_string: oldString, new_string: newString }, () => result);
      this.edits += 1;
    }
  }

  commits(mark: number, subject: string, madeMs: number): void {
    const command = `git add -A && git commit -m "${subject}"`;
    this.#call(madeMs - 500, 'Bash', { command, description: 'Commit' }, (shas) => {
      const short = shas.get(String(mark))?.slice(0, 7) ?? '';
      const stdout = `[main ${short}] ${subject}\n 2 files changed\n`;
      return { stdout, stderr: '', interrupted: false, gitOperation: { commit: { sha: short, kind: 'committed' } } };
    });
  }

  /** @param shas of commits by mark */
  text(shas: ReadonlyMap<string, string>): string {
    const steps = [...this.#steps].sort((left, right) => left.atMs - right.atMs);
    const startMs = (steps[0]?.atMs ?? lastMs) - 10_000;
    return jsonl(prompt('Change the parts.', this.#of(startMs)), ...steps.flatMap(({ lines }) => lines(shas)));
  }

  #call(atMs: number, tool: string, input: object, result: (shas: ReadonlyMap<string, string>) => object): void {
    const call = `${this.sessionId.slice(0, 8)}_${String((this.#calls += 1))}`;
    const request = { ...this.#of(atMs), id: `msg_${call}`, stopReason: 'tool_use', content: [toolUse(`toolu_${call}`, tool, input)] };
    this.#steps.push({
      atMs,
      lines: (shas) => [assistant(request), toolResult(`toolu_${call}`, result(shas), this.#of(atMs + 1000))],
    });
  }

  #of(atMs: number): { readonly at: string; readonly sessionId: string; readonly more: Readonly<Record<string, unknown>> } {
    return { at: new Date(atMs).toISOString(), sessionId: this.sessionId, more: { cwd: this.#repository } };
  }
}
