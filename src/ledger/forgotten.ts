/** What the user had forgotten: which facts stay out although a transcript or git still has them. */
import type { DatabaseSync } from 'node:sqlite';
import { integer, text } from './values.ts';

/** Stands for every repository in the table `forgotten`. */
export const everything = '*';

/** Behind the path of a forgotten folder that was no repository: it may become one, and stays forgotten with all that lies in it. */
export const folderMark = '/';

interface Moment {
  readonly path: string;
  readonly beforeMs: number;
  /** A repository is forgotten without those that lie in its folder; any other folder with all that lies in it. */
  readonly isRepository: boolean;
}

export class ForgottenMoments {
  private readonly moments: readonly Moment[];

  constructor(database: DatabaseSync) {
    const rows = database.prepare(
      'SELECT path, before_ms, EXISTS (SELECT 1 FROM folder WHERE repository = path) AS is_repository FROM forgotten',
    );
    this.moments = rows.all().map((row) => {
      const path = text(row, 'path');
      const isMarked = path.endsWith(folderMark);
      return {
        path: isMarked ? path.slice(0, -folderMark.length) : path,
        beforeMs: integer(row, 'before_ms'),
        // One that was forgotten before folders were marked tells by what was read of it.
        isRepository: !isMarked && integer(row, 'is_repository') !== 0,
      };
    });
  }

  get isEmpty(): boolean {
    return this.moments.length === 0;
  }

  /**
   * From when on what happened in a folder is kept, milliseconds UTC; -Infinity where nothing was forgotten.
   * @param repository the one that the folder belongs to, `''` for none
   */
  keptFromMs(folder: string, repository: string): number {
    let keptFromMs = -Infinity;
    for (const { path, beforeMs, isRepository } of this.moments) {
      const lies = path === repository || ((repository === '' || !isRepository) && liesIn(folder, path));
      if (lies || path === everything) keptFromMs = Math.max(keptFromMs, beforeMs);
    }
    return keptFromMs;
  }
}

/** Whether a path is a folder or lies in it, by their texts, with the separators of either system: a ledger may come from another. */
export function liesIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
}
