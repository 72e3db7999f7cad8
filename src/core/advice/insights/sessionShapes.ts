/** How the sessions that changes were made in look: what changes are grouped by. */
import type { History } from '../../attribution/history.ts';
import { getOrAdd } from '../../report/moneySum.ts';
import { isScratchPath } from '../../transcript/editLines.ts';

export interface SessionShape {
  /** Prompts, slash commands apart; null where none is recorded. */
  readonly prompts: number | null;
  /** Different folders in which files were edited. */
  readonly folders: number;
  /** Whether a prompt was asked in plan mode; null where no prompt says in which mode it was asked. */
  readonly planned: boolean | null;
}

/** By session, of those that are asked for. */
export function sessionShapes(
  { turns, edits }: Pick<History, 'turns' | 'edits'>,
  sessionIds: ReadonlySet<string>,
): ReadonlyMap<string, SessionShape> {
  const folders = new Map<string, Set<string>>();
  for (const { sessionId, path } of edits) {
    if (!sessionIds.has(sessionId) || isScratchPath(path)) continue;
    getOrAdd(folders, sessionId, () => new Set()).add(path.replace(/[\\/][^\\/]*$/, ''));
  }
  return new Map(
    [...sessionIds].map((sessionId) => {
      const own = turns.get(sessionId) ?? [];
      const modes = own.map(({ mode }) => mode).filter((mode) => mode !== '');
      return [
        sessionId,
        {
          prompts: own.length === 0 ? null : own.filter(({ command }) => !command).length,
          folders: folders.get(sessionId)?.size ?? 0,
          planned: modes.length === 0 ? null : modes.includes('plan'),
        },
      ];
    }),
  );
}

/** The middle of some numbers, the smaller of two; 0 without any. */
export function middleOf(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor((values.length - 1) / 2)] ?? 0;
}
