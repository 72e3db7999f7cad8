/** Who wrote the lines of a file as the default branch has it, asked of git when somebody looks at it. */
import { t, tKept } from '../core/l10n/message.ts';
import type { LineKey } from '../core/attribution/lineKeys.ts';
import { linesOfSessions } from '../core/outcomes/survivalOfFile.ts';
import type { LineOfFile, LinesOfSession } from '../core/outcomes/survivalOfFile.ts';
import type { ChangePlan } from '../core/outcomes/survivalPlan.ts';
import type { BlamedFile } from '../git/blame.ts';
import type { LookInput } from './survivalLook.ts';

/** A file as the default branch has it. */
export interface FileLines {
  readonly path: string;
  readonly sha: string;
  /** All that are not blank. */
  readonly lines: number;
  readonly sessions: readonly LinesOfSession[];
}

export interface FileQuestion {
  /** From the root of the working tree, with `/`. */
  readonly path: string;
  readonly headSha: string;
  readonly plans: readonly ChangePlan[];
  /** See `costsOfChanges`. */
  readonly costOf: (changeSha: string, sessionId: string) => number | null;
}

/** Who wrote the lines of a file; `problem` where git cannot say. */
export async function linesOfFile(
  { path, headSha, plans, costOf }: FileQuestion,
  { repository, git, gitOptions, hashes, files }: LookInput,
): Promise<FileLines | { readonly problem: string }> {
  const isSameFile = (claimed: string, file: string): boolean => claimed === file || files.laterNames(claimed).includes(file);
  const ignored = await git.ignoredCommits(repository, headSha, gitOptions);
  if (!ignored.ok) return { problem: tKept(ignored.problem.sentence) };
  let lines: (LineOfFile & { readonly keys: Map<number, LineKey> })[] = [];
  for (const [key, hash] of hashes) {
    const query = { file: path, sha: headSha, since: null, ignored: ignored.value, hash, acrossFiles: false };
    const answer = await git.blameFile(repository, query, gitOptions);
    if (!answer.ok) return { problem: tKept(answer.problem.sentence) };
    if (answer.value.kind !== 'lines') return { problem: noLines[answer.value.kind]() };
    const blamed = answer.value.lines;
    if (lines.length === 0) lines = blamed.map(({ origin }) => ({ sha: origin.sha, file: origin.file, keys: new Map() }));
    for (const [index, line] of blamed.entries()) if (line.key !== null) lines[index]?.keys.set(key, line.key);
  }
  const written = lines.filter(({ keys }) => keys.size > 0);
  return { path, sha: headSha, lines: written.length, sessions: linesOfSessions(written, plans, costOf, isSameFile) };
}

const noLines: Readonly<Record<Exclude<BlamedFile['kind'], 'lines'>, () => string>> = {
  absent: () => t('The default branch has no file of this name.'),
  binary: () => t('This file is no text: it has no lines.'),
  submodule: () => t('This is another repository inside this one: it has no lines of its own here.'),
  tooLarge: () => t('This file has more lines than anybody writes: they are not looked at.'),
  noRevision: () => t('git has not the commit that the default branch stood on when it was last read.'),
};
