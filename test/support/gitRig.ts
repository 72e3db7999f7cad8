/** Real repositories in a folder of their own, with a home, identities and times of their own. */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { HashText } from '../../src/core/transcript/hashedLine.ts';
import { hexOf } from '../../src/core/transcript/hex.ts';
import { lineHash } from '../../src/ingest/lineHash.ts';
import type { GitAnswer, GitOptions, ReadCommit } from '../../src/git/types.ts';
import { readCommits } from '../../src/git/commits.ts';

/** 2026-03-02T08:00:00Z: the time of the first commit; each further one is a minute later. */
export const firstCommitMs = Date.UTC(2026, 2, 2, 8);
const minute = 60_000;

export interface CommitChoices {
  readonly message?: string;
  /** Contents by path; null deletes the file. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
  readonly args?: readonly string[];
  readonly author?: string;
}

export class GitRig {
  readonly root: string;
  readonly home: string;
  readonly hash: HashText = lineHash(new Uint8Array(32));
  private commits = 0;

  private constructor(root: string) {
    this.root = root;
    this.home = join(root, 'home');
  }

  static async make(): Promise<GitRig> {
    const rig = new GitRig(await realpath(await mkdtemp(join(tmpdir(), 'payoff-git-'))));
    await mkdir(rig.home);
    await rig.write(
      join(rig.home, '.gitconfig'),
      '[user]\n\tname = Ada\n\temail = ada@example.invalid\n[init]\n\tdefaultBranch = main\n[protocol "file"]\n\tallow = always\n',
    );
    return rig;
  }

  get environment(): Record<string, string | undefined> {
    return { PATH: process.env.PATH, HOME: this.home, USERPROFILE: this.home };
  }

  get options(): GitOptions {
    return { environment: this.environment };
  }

  /** Trimmed standard output; throws with what git says when it fails. */
  git(folder: string, ...args: readonly string[]): string {
    return this.gitWith({}, folder, ...args);
  }

  gitWith(
    choices: { readonly input?: string | Uint8Array; readonly environment?: Record<string, string> },
    folder: string,
    ...args: readonly string[]
  ): string {
    const result = spawnSync('git', ['-C', folder, ...args], {
      env: { ...this.environment, GIT_CONFIG_NOSYSTEM: '1', ...this.times(), ...choices.environment },
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      ...(choices.input === undefined ? {} : { input: choices.input }),
    });
    if (result.status !== 0) throw new Error(`git ${args.join(' ')} exited with ${String(result.status)}.\n${result.stderr}`);
    return result.stdout.trim();
  }

  /** A new repository; its folder. */
  init(name: string, ...args: readonly string[]): string {
    const folder = join(this.root, name);
    this.git(this.root, 'init', '-q', ...args, folder);
    return folder;
  }

  async write(path: string, content: string | Uint8Array): Promise<string> {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return path;
  }

  /** Writes the files and commits everything; the new commit's SHA. Each is a minute after the one before. */
  async commit(folder: string, { message = 'Change', files = {}, args = [], author }: CommitChoices = {}): Promise<string> {
    for (const [name, content] of Object.entries(files))
      await (content === null ? rm(join(folder, name)) : this.write(join(folder, name), content));
    this.commits++;
    this.git(folder, 'add', '-A');
    const by = author === undefined ? [] : ['--author', author];
    this.gitWith({ input: message }, folder, 'commit', '-q', '--allow-empty', '-F', '-', ...by, ...args);
    return this.git(folder, 'rev-parse', 'HEAD');
  }

  /** `count` commits of `filesEach` files on a branch, by fast-import, after the branch's last commit where it has one. */
  importCommits(folder: string, count: number, { branch = 'main', filesEach = 1 } = {}): void {
    const lines: string[] = [];
    const from = this.git(folder, 'for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`);
    for (let at = 0; at < count; at++) {
      const seconds = Math.floor(this.clock() / 1000);
      this.commits++;
      const message = `Change ${this.commits}\n`;
      lines.push(`commit refs/heads/${branch}`, `committer Ada <ada@example.invalid> ${seconds} +0000`, `data ${message.length}`, message);
      if (at === 0 && from !== '') lines.push(`from ${from}`);
      for (let file = 0; file < filesEach; file++) {
        const content = Array.from({ length: 40 }, (_, line) => `line ${line} of ${line === file * 7 ? this.commits : 0}\n`).join('');
        lines.push(`M 100644 inline src/folder${(at * 7 + file) % 40}/file${(at * 3 + file) % 25}.ts`, `data ${content.length}`, content);
      }
    }
    this.gitWith({ input: `${lines.join('\n')}\n` }, folder, 'fast-import', '--quiet', '--force');
  }

  /** Everything that `readCommits` yields, as one list. */
  async read(folder: string, include: readonly string[], exclude: readonly string[] = []): Promise<readonly ReadCommit[]> {
    const commits: ReadCommit[] = [];
    for await (const batch of readCommits(folder, { include, exclude, hash: this.hash }, this.options)) commits.push(...valueOf(batch));
    return commits;
  }

  hashed(text: string): string {
    return hexOf(this.hash(text));
  }

  async close(): Promise<void> {
    await rm(this.root, { recursive: true, force: true, maxRetries: 3 });
  }

  private clock(): number {
    return firstCommitMs + this.commits * minute;
  }

  private times(): Record<string, string> {
    const at = `${Math.floor(this.clock() / 1000)} +0000`;
    return { GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at };
  }
}

/** The value of an answer; throws with its sentence where it is a problem. */
export function valueOf<Value>(answer: GitAnswer<Value>): Value {
  if (!answer.ok) throw new Error(`${answer.problem.reason}: ${answer.problem.sentence}`);
  return answer.value;
}
