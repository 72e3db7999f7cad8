/** What commands about commits do before their own work: read transcripts, then git. */
import { exitCodes } from './exitCodes.ts';
import type { ExitCode } from './exitCodes.ts';
import { ProgressBar } from './progressBar.ts';
import { interrupted, readFirst } from './session.ts';
import type { CommandContext } from './session.ts';
import { homely } from './sizes.ts';
import { printable } from './table.ts';

/** The repository that the command is about, null for all; or what the command ends with. */
export type Prepared = { readonly repository: string | null } | { readonly ended: ExitCode };

/**
 * Reads what is new of the transcripts and of git, unless told not to: in the repository of `--repo`, or with `everywhere` in every
 * one. What git could not read is said on the error output, and what was read before is shown. A folder in no repository ends the
 * command, but with `optional`.
 */
export async function prepare(
  context: CommandContext,
  { everywhere = false, optional = false }: { readonly everywhere?: boolean; readonly optional?: boolean } = {},
): Promise<Prepared> {
  const { line, surroundings, engine } = context;
  const { folder } = line;
  const ended = await readFirst(context);
  if (ended !== null) return { ended };
  const repository = folder === null ? null : await engine.repositoryOf(folder);
  if (repository === '') {
    if (optional) return { repository: null };
    const place = printable(homely(folder ?? '', surroundings.home));
    surroundings.stderr.write(`payoff: ${place} is in no git repository: name a folder of one with --repo DIR.\n`);
    return { ended: exitCodes.failure };
  }
  if (line.ingest && (folder !== null || everywhere)) {
    await readGit(context, folder === null ? null : [folder]);
    if (surroundings.signal.aborted) return { ended: interrupted(surroundings) };
  }
  return { repository };
}

async function readGit({ engine, surroundings }: CommandContext, folders: readonly string[] | null): Promise<void> {
  const bar = new ProgressBar(surroundings);
  try {
    const readings = await engine.readGit({ folders, signal: surroundings.signal, onProgress: (progress) => bar.showGit(progress) });
    bar.clear();
    for (const problem of new Set(readings.map((reading) => reading.problem)))
      if (problem !== null) surroundings.stderr.write(`payoff: ${problem}\n`);
  } finally {
    bar.clear();
  }
}
