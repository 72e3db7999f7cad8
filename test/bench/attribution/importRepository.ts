/** Makes the repositories of a history real ones, with one process of git each. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Commit, Repository } from './repository.ts';
import type { ShaOf } from './transcript.ts';
import { pathsChanged, textOf } from './tree.ts';

export interface Imported {
  readonly shaOf: ShaOf;
  readonly bySha: ReadonlyMap<string, Commit>;
}

export interface ImportChoices {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly address: string;
  /** Whether what no branch holds any more is left out, as in a fresh clone. */
  readonly onlyReachable: boolean;
  /** Whether the linked working trees are gone. */
  readonly withoutWorkTrees: boolean;
}

/** Writes every commit, branch and working tree; contents of working trees are not checked out. */
export function importRepository(
  repository: Repository,
  { environment, address, onlyReachable, withoutWorkTrees }: ImportChoices,
): Imported {
  const { path } = repository;
  const env = environment as NodeJS.ProcessEnv;
  mkdirSync(path, { recursive: true });
  execFileSync('git', ['init', '-q', '-b', 'main', path], { env });
  const dotGit = join(path, '.git');
  writeFileSync(join(dotGit, 'config'), `${readFileSync(join(dotGit, 'config'), 'utf8')}[user]\n\tname = Ada\n\temail = ${address}\n`);
  const reachable = repository.reachable();
  const commits = onlyReachable ? repository.commits.filter((commit) => reachable.has(commit)) : repository.commits;
  const marks = join(dotGit, 'marks');
  const input = Buffer.concat([...commits.map(commitText), Buffer.from(refsText(repository))]);
  execFileSync('git', ['-C', path, 'fast-import', '--quiet', '--force', `--export-marks=${marks}`], {
    env,
    input,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const shas = new Map(
    readFileSync(marks, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [Number(line.slice(1, line.indexOf(' '))), line.slice(line.indexOf(' ') + 1)] as const),
  );
  const shaOf = (commit: Commit): string => shas.get(commit.mark) ?? goneSha(path, commit);
  if (!withoutWorkTrees) for (const { folder, branch } of repository.workTrees.slice(1)) writeWorkTree(dotGit, folder, branch);
  return { shaOf, bySha: new Map(commits.map((commit) => [shaOf(commit), commit])) };
}

const passing = 'refs/import/last';

function commitText({ mark, subject, parents, tree, author, authorMs, committerMs }: Commit): Buffer {
  const [first, ...others] = parents;
  const who = `${author.name} <${author.address}>`;
  const at = (ms: number): string => `${String(ms / 1000)} +0000`;
  const lines = [
    `commit ${passing}`,
    `mark :${String(mark)}`,
    `author ${who} ${at(authorMs)}`,
    `committer ${who} ${at(committerMs)}`,
    data(`${subject}\n`),
    // A ref goes on from where it was: a commit without a parent begins it anew.
    ...(first === undefined ? [] : [`from :${String(first.mark)}`]),
    ...others.map((parent) => `merge :${String(parent.mark)}`),
  ];
  const before = first?.tree ?? new Map();
  for (const path of pathsChanged(before, tree)) {
    const content = tree.get(path);
    lines.push(content === undefined ? `D ${path}` : `M 100644 inline ${path}\n${data(textOf(content))}`);
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

function data(text: string): string {
  return `data ${String(Buffer.byteLength(text))}\n${text}`;
}

function refsText({ branches }: Repository): string {
  const heads = [...branches].map(([name, commit]) => `reset refs/heads/${name}\nfrom :${String(commit.mark)}\n`);
  return `${heads.join('\n')}\nreset ${passing}\nfrom ${'0'.repeat(40)}\n`;
}

/** As `git worktree add --no-checkout` leaves it. */
function writeWorkTree(dotGit: string, folder: string, branch: string): void {
  const entry = join(dotGit, 'worktrees', basename(folder));
  mkdirSync(entry, { recursive: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.git'), `gitdir: ${entry}\n`);
  writeFileSync(join(entry, 'gitdir'), `${join(folder, '.git')}\n`);
  writeFileSync(join(entry, 'commondir'), '../..\n');
  writeFileSync(join(entry, 'HEAD'), `ref: refs/heads/${branch}\n`);
}

/** Of a commit that is not there any more. */
function goneSha(path: string, { mark }: Commit): string {
  return createHash('sha1')
    .update(`${path} ${String(mark)}`)
    .digest('hex');
}
