/** What commands about commits do before their own work: read transcripts, then git. */
import { formatCount } from '../core/report/money.ts';
import { counted } from '../core/report/words.ts';
import { exitCodes } from './exitCodes.ts';
import type { ExitCode } from './exitCodes.ts';
import { ProgressBar } from './progressBar.ts';
import { interrupted, readFirst } from './session.ts';
import type { CommandContext } from './session.ts';
import { homely } from './sizes.ts';
import { printable } from './table.ts';

/** The repository that the command is about, null for all; or what the command ends with. */
export type Prepared = { readonly repository: string | null } | { readonly ended: ExitCode };

/** What a command cannot do without: commits, a repository to be about, or nothing. */
export type Need = 'commits' | 'repository' | 'nothing';

/**
 * Reads what is new of the transcripts and of git, unless told not to: in the repository of `--repo`, or with `everywhere` in every
 * one; with `lines` it also looks, for a while, which lines of changes are still there. What git could not read is said on the error output,
 * and what was read before is shown. Where what the command needs is not there, it is ended.
 */
export async function prepare(context: CommandContext, need: Need, { everywhere = false, lines = false } = {}): Promise<Prepared> {
  const { line, surroundings, engine } = context;
  const { folder } = line;
  const ended = await readFirst(context);
  if (ended !== null) return { ended };
  const repository = folder === null ? null : await engine.repositoryOf(folder);
  if (repository === '') {
    if (need === 'nothing') return { repository: null };
    const place = printable(homely(folder ?? '', surroundings.home));
    surroundings.stderr.write(`payoff: ${place} is in no git repository: name a folder of one with --repo DIR.\n`);
    return { ended: exitCodes.repositoryUnusable };
  }
  if (line.ingest && (folder !== null || everywhere)) {
    const isKnown = await readGit(context, folder === null ? null : [folder]);
    if (surroundings.signal.aborted) return { ended: interrupted(surroundings) };
    if (!isKnown && need === 'commits') return { ended: exitCodes.repositoryUnusable };
    if (lines && !(await lookForLines(context, folder === null ? null : [folder]))) return { ended: interrupted(surroundings) };
  }
  return { repository };
}

/** A command does not take longer for it; what is left is looked at the next time, and is shown as not looked at. */
const linesWithinMs = 20_000;

/** False where the user ended it. */
async function lookForLines({ engine, surroundings }: CommandContext, folders: readonly string[] | null): Promise<boolean> {
  const bar = new ProgressBar(surroundings);
  try {
    await engine.survival.read({
      ...{ folders, nowMs: surroundings.nowMs(), withinMs: linesWithinMs, signal: surroundings.signal },
      onProgress: ({ changes, changesDone }) =>
        bar.showText(`Looking which lines are still there: ${formatCount(changesDone)} of ${counted(changes, 'change')}`),
    });
    return !surroundings.signal.aborted;
  } finally {
    bar.clear();
  }
}

/** Whether anything is known of the repositories, now or from before. */
async function readGit({ engine, surroundings }: CommandContext, folders: readonly string[] | null): Promise<boolean> {
  const bar = new ProgressBar(surroundings);
  try {
    const readings = await engine.readGit({ folders, signal: surroundings.signal, onProgress: (progress) => bar.showGit(progress) });
    bar.clear();
    for (const problem of new Set(readings.map((reading) => reading.problem)))
      if (problem !== null) surroundings.stderr.write(`payoff: ${problem}\n`);
    return readings.length === 0 || readings.some(({ problem, commits }) => problem === null || commits > 0);
  } finally {
    bar.clear();
  }
}
