import { dateWords } from './dates.ts';
import type { Standing } from './standing.ts';
import { dayKey } from './time.ts';
import { counted } from './words.ts';

interface WindowsInput {
  readonly standing: Pick<Standing, 'commitsOnDefaultBranch' | 'windowsClosed' | 'nextWindowClosesAtMs'>;
  /** As labels say it. */
  readonly defaultBranch: string;
  readonly nowMs: number;
  readonly timezone: string;
}

/**
 * How many commits have been on the default branch for a whole observation window: `25 commits on main: 12 have stayed for their whole
 * window, 13 not yet (the next on 23 November).` Null without a commit there.
 */
export function windowsSentence({ standing, defaultBranch, nowMs, timezone }: WindowsInput): string | null {
  const { commitsOnDefaultBranch: commits, windowsClosed: closed, nextWindowClosesAtMs: next } = standing;
  if (commits === 0) return null;
  const day = next === null ? null : dateWords(dayKey(next, timezone), dayKey(nowMs, timezone));
  return `${counted(commits, 'commit')} on ${defaultBranch}: ${how(commits, closed, day)}.`;
}

/** `day` is when the next window closes. */
function how(commits: number, closed: number, day: string | null): string {
  if (closed === commits) return `${commits === 1 ? 'it has' : 'all have'} stayed for ${commits === 1 ? 'its' : 'their'} whole window`;
  // Without a next one a window may be over, and nothing was fetched since: nobody can say that it is open.
  if (closed === 0 && day === null) return `${commits === 1 ? 'it was not' : 'none was'} seen there for its whole window yet`;
  const when = (which: string): string => (day === null ? '' : ` (${which}on ${day})`);
  if (closed === 0) return commits === 1 ? `its window has not closed yet${when('')}` : `no window has closed yet${when('the first ')}`;
  const open = commits - closed;
  return `${String(closed)} ${closed === 1 ? 'has stayed for its' : 'have stayed for their'} whole window, ${String(open)} not yet${when(open === 1 ? '' : 'the next ')}`;
}
