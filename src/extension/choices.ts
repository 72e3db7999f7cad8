/** What the quick picks offer: commits, sessions and what a receipt can be made of, each with its cost. Knows nothing of VS Code. */
import { turnCount } from '../core/report/counts.ts';
import { t } from '../core/l10n/message.ts';
import { formatTime } from '../core/report/durations.ts';
import { formatCount, formatMoney } from '../core/report/money.ts';
import type { CommitRow, PullRequestRow } from '../core/report/commits.ts';
import type { SessionListRow } from '../core/report/sessionPage.ts';
import { listed, repositoryName, shortSha } from '../core/report/words.ts';

export interface Choice<Value> {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly icon: string;
  readonly value: Value;
}

export interface At {
  readonly nowMs: number;
  readonly timezone: string;
}

/** A commit by its subject where that could be read, else by its SHA. */
export function commitChoice(row: CommitRow, { nowMs, timezone }: At): Choice<CommitRow> {
  const { sha, subject, money, authoredAtMs, branch, repository, linesAdded, linesRemoved } = row;
  const lines = `+${formatCount(linesAdded)} −${formatCount(linesRemoved)}`;
  return {
    label: oneLine(subject) || shortSha(sha),
    description: joined([money === null ? t('cost not recorded') : formatMoney(money), shortSha(sha)]),
    detail: joined([formatTime(authoredAtMs, nowMs, timezone), branch, lines, repositoryName(repository)]),
    icon: 'git-commit',
    value: row,
  };
}

/** A session by its title where it has one, else by its folder. */
export function sessionChoice(row: SessionListRow, title: string | null, { nowMs, timezone }: At): Choice<SessionListRow> {
  const { money, startedAtMs, branches, turns, live, cwd, repository } = row;
  const place = repositoryName(repository === '' ? cwd : repository);
  return {
    label: oneLine(title) || place || row.sessionId.slice(0, 8),
    description: joined([formatMoney(money), live ? t('live') : '']),
    detail: joined([formatTime(startedAtMs, nowMs, timezone), listed(branches), turnCount(turns), place]),
    icon: 'comment-discussion',
    value: row,
  };
}

/** Something that a receipt is made of, as the worker is asked. */
export interface ReceiptQuestion {
  readonly reference: string;
  readonly folder: string;
}

export interface ReceiptGroup {
  readonly title: string;
  readonly choices: readonly Choice<ReceiptQuestion>[];
}

/** Groups of what a receipt can be made of: commits, then the branches that they are on, then pull requests. */
export function receiptGroups(rows: readonly CommitRow[], pullRequests: readonly PullRequestRow[], at: At): readonly ReceiptGroup[] {
  const linked = rows.filter(({ links }) => links.length > 0);
  const branches = new Map(linked.filter(({ branch }) => branch !== '').map((row) => [`${row.repository}\n${row.branch}`, row]));
  const groups: readonly ReceiptGroup[] = [
    {
      title: t('Commits'),
      choices: linked.slice(0, 20).map((row) => ({ ...commitChoice(row, at), value: { reference: row.sha, folder: row.repository } })),
    },
    {
      title: t('Branches'),
      choices: [...branches.values()].slice(0, 10).map(({ branch, repository }) => ({
        label: branch,
        description: '',
        detail: repositoryName(repository),
        icon: 'git-branch',
        value: { reference: branch, folder: repository },
      })),
    },
    {
      title: t('Pull requests'),
      choices: pullRequests.slice(0, 20).map(({ url, number, branch, repository, money }) => ({
        label: `#${String(number)}`,
        description: joined([money === null ? '' : formatMoney(money), branch]),
        detail: url,
        icon: 'git-pull-request',
        value: { reference: url, folder: repository },
      })),
    },
  ];
  return groups.filter(({ choices }) => choices.length > 0);
}

/** Icons are written as `$(name)` in VS Code's labels: what was recorded makes none, and stays on one line. */
function oneLine(text: string | null): string {
  return (text ?? '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\$(?=\()/g, '$\u2060')
    .trim();
}

function joined(parts: readonly string[]): string {
  return oneLine(parts.filter((part) => part !== '').join(' · '));
}
