/** Where working trees stood before: commits that were amended or rebased away are in no branch, but in the reflog of a HEAD. */
import { GitFailure, answer } from './problem.ts';
import { movesInFile } from './headReflog.ts';
import { streamGit } from './stream.ts';
import type { MovesSince } from './types.ts';

/** Of one working tree; a rebase of a hundred commits makes some two hundred moves. */
const mostMoves = 5_000;

const passedOver: ReadonlySet<string> = new Set(['failed', 'noRepository']);

/** See `MovesSince`. */
export const movesSince: MovesSince = (worktrees, sinceMs, options) =>
  answer(async () => {
    const shas = new Set<string>();
    for (const worktree of worktrees)
      try {
        await addMoves(worktree, sinceMs, options, shas);
      } catch (error) {
        // A branch without a commit has no HEAD, and a working tree may go while it is asked.
        if (!(error instanceof GitFailure) || !passedOver.has(error.problem.reason)) throw error;
      }
    return [...shas];
  });

async function addMoves(worktree: string, sinceMs: number, options: Parameters<MovesSince>[2], shas: Set<string>): Promise<void> {
  const { isKnown } = options;
  // Mostly it only says what the branches said already.
  if (isKnown !== undefined && (await movesInFile(worktree, sinceMs))?.every(isKnown) === true) return;
  const args = [
    'log',
    '--walk-reflogs',
    `--max-count=${String(mostMoves)}`,
    '--date=unix',
    '--no-patch',
    '--format=tformat:%H %gd',
    'HEAD',
  ];
  let rest = '';
  for await (const chunk of streamGit(worktree, args, options)) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, sha, seconds] = /^([0-9a-f]{40,64}) HEAD@\{(\d+)\}$/.exec(line) ?? [];
      if (sha === undefined) continue;
      // The newest come first.
      if (Number(seconds) * 1000 < sinceMs) return;
      shas.add(sha);
    }
  }
}
