import { formatCount } from './money.ts';
import { commitCount } from './counts.ts';
import { t, plural } from '../l10n/message.ts';
import { dateWords } from './dates.ts';
import type { Standing } from './standing.ts';
import { dayKey } from './time.ts';

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
  return t('{0} on {1}: {2}.', commitCount(commits), defaultBranch, how(commits, closed, day));
}

/** `day` is when the next window closes. */
function how(commits: number, closed: number, day: string | null): string {
  if (closed === commits) return plural(commits, 'it has stayed for its whole window', 'all have stayed for their whole window');
  // Without a next one a window may be over, and nothing was fetched since: nobody can say that it is open.
  if (closed === 0)
    return day === null
      ? plural(commits, 'it was not seen there for its whole window yet', 'none was seen there for its whole window yet')
      : plural(commits, 'its window has not closed yet (on {0})', 'no window has closed yet (the first on {0})', day);
  const open = commits - closed;
  const stayed = plural(closed, '{0} has stayed for its whole window', '{0} have stayed for their whole window', formatCount(closed));
  return day === null
    ? t('{0}, {1} not yet', stayed, formatCount(open))
    : plural(open, '{0}, {1} not yet (on {2})', '{0}, {1} not yet (the next on {2})', stayed, formatCount(open), day);
}
