/** What the tree beside source control shows of today: the commits that were made, and where its cost is. Knows nothing of VS Code. */
import { t } from '../core/l10n/message.ts';
import { formatTime } from '../core/report/durations.ts';
import { defaultBranchWord, partLabel } from '../core/report/labels.ts';
import { formatMoney } from '../core/report/money.ts';
import { demoMark } from '../core/report/statusBar.ts';
import type { CommitRow } from '../core/report/commits.ts';
import type { Today } from '../core/report/overview.ts';
import { repositoryName, shortSha } from '../core/report/words.ts';

export interface CommitNode {
  readonly kind: 'commit';
  readonly row: CommitRow;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly spoken: string;
}

export interface PartNode {
  readonly kind: 'part';
  readonly label: string;
  readonly description: string;
  readonly spoken: string;
}

export interface GroupNode {
  readonly kind: 'group';
  readonly label: string;
  readonly children: readonly PartNode[];
}

export type TodayNode = CommitNode | PartNode | GroupNode;

/** Commits newest first, then the parts of today's cost that are not empty; nothing where nothing was spent. `subjects` by SHA. */
export function todayNodes(
  { total, standing, commits }: Today,
  subjects: ReadonlyMap<string, string>,
  at: { readonly nowMs: number; readonly timezone: string },
): readonly TodayNode[] {
  if (isEmpty({ total, commits })) return [];
  const branch = defaultBranchWord(commits.filter(({ onDefaultBranch }) => onDefaultBranch).map((row) => row.branch));
  const several = new Set(commits.map(({ repository }) => repository)).size > 1;
  const nodes = [...commits]
    .sort((left, right) => right.authoredAtMs - left.authoredAtMs)
    .map((row): CommitNode => {
      const name = shortSha(row.sha);
      const subject = row.subject ?? subjects.get(row.sha) ?? '';
      const amount = row.money === null ? t('cost not recorded') : formatMoney(row.money);
      const time = formatTime(row.authoredAtMs, at.nowMs, at.timezone);
      const place = several ? repositoryName(row.repository) : '';
      return {
        kind: 'commit',
        row,
        // A narrow side bar shows the beginning of the label.
        label: [row.money === null ? '' : amount, subject === '' ? name : subject].filter((part) => part !== '').join(' · '),
        description: [row.money === null ? amount : '', subject === '' ? '' : name, row.branch, place]
          .filter((part) => part !== '')
          .join(' · '),
        tooltip: [subject, `${name} · ${time}`, amount].filter((part) => part !== '').join('\n'),
        spoken: t(
          'Commit {0}, {1}, {2}, {3}',
          subject === '' ? name : subject,
          amount,
          row.branch === '' ? t('on no branch') : t('on {0}', row.branch),
          time,
        ),
      };
    });
  const parts = standing.parts
    .filter(({ money }) => money.nanodollars > 0 || money.unpricedRequests > 0)
    .map(({ part, money }): PartNode => {
      const [label, amount] = [partLabel(part, branch), formatMoney(money)];
      return { kind: 'part', label, description: amount, spoken: `${amount} ${label}` };
    });
  const group: GroupNode = { kind: 'group', label: t('Where the {0} spent here today is', formatMoney(total)), children: parts };
  return [...nodes, ...(parts.length === 0 ? [] : [group])];
}

/** What stands beside the tree's title: its sum, `demo $3.57` of generated figures; `''` where it is empty. */
export function todayDescription({ total, commits }: Pick<Today, 'total' | 'commits'>, demo: boolean): string {
  return isEmpty({ total, commits }) ? '' : `${demo ? demoMark() : ''}${formatMoney(total)}`;
}

function isEmpty({ total, commits }: Pick<Today, 'total' | 'commits'>): boolean {
  return total.nanodollars === 0 && total.unpricedRequests === 0 && commits.length === 0;
}

/** Whether a command was run on a commit of the tree. */
export function isCommitNode(value: unknown): value is CommitNode {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'commit' && 'row' in value;
}
