/** One page for whoever signs the invoice: what was spent in a quarter, where it is now, and what it rests on. */
import { changeCount } from '../counts.ts';
import { t, plural } from '../../l10n/message.ts';
import { dateWords } from '../dates.ts';
import { defaultBranchWord, partLabel } from '../labels.ts';
import type { Money } from '../live.ts';
import { dollars, formatMoney, isUnpriced, formatCount } from '../money.ts';
import type { Quarter } from '../quarter.ts';
import type { Standing } from '../standing.ts';
import { csv, markdownTable } from '../tableText.ts';
import type { TableColumn } from '../tableText.ts';
import { dayKey } from '../time.ts';
import { ended, inARow, openingMoney, repositoryName, saidMoney, shareText, shortSha } from '../words.ts';
import type { ChangeCost, OutcomesView } from './outcomesView.ts';
import { reviewAssumptions } from './reviewAssumptions.ts';
import { dearestOfAll, reviewSums } from './reviewSums.ts';
import type { ReviewSums } from './reviewSums.ts';

export interface ReviewInput {
  readonly quarter: Quarter;
  /** Of everything in the quarter, or in the one repository. */
  readonly standing: Standing;
  /** One a repository with spend, dearest first. */
  readonly views: readonly OutcomesView[];
  /** Of the dearest changes, as git has them now; none where they were not asked for. */
  readonly subjects: ReadonlyMap<string, string>;
  /** The only repository that is meant; null for all. */
  readonly repository: string | null;
  readonly nowMs: number;
  readonly timezone: string;
  /** Day of the prices. */
  readonly asOf: string;
}

const dearestShown = 5;

interface CsvRow {
  readonly place: string;
  readonly parts: Standing;
  readonly totals: ReviewSums['totals'];
}

/** The review as Markdown, whole: it says by itself what its words mean. */
export function budgetReview(input: ReviewInput): string {
  const { quarter, standing, views, repository } = input;
  const verdicts = views.filter(({ verdict }) => verdict.kind !== 'tooLittle');
  const dearest = dearestOfAll(views).slice(0, dearestShown);
  const place = repository === null ? t('all repositories') : repositoryName(repository);
  const blocks = [
    `# ${t('Claude Code in {0}: what it cost and what stayed', quarter.name)}`,
    written(input, place),
    summary(input),
    `## ${t('Where the money is now')}`,
    standingTable(standing, views),
    ...(views.length === 0 ? [] : [`## ${t('What stayed')}`, outcomesTable(views)]),
    ...(verdicts.length === 0 ? [] : [`## ${t('Compared with the quarter before')}`, verdicts.map(verdictLine).join('\n')]),
    ...(dearest.length === 0 ? [] : [`## ${t('Dearest changes')}`, dearestTable(input, dearest)]),
    `## ${t('What these figures rest on')}`,
    reviewAssumptions(input)
      .map((assumption) => `- ${assumption}`)
      .join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function written({ quarter, nowMs, timezone }: ReviewInput, place: string): string {
  const days = [dateWords(quarter.firstDay), dateWords(quarter.lastDay)] as const;
  const today = dateWords(dayKey(nowMs, timezone));
  return nowMs < quarter.untilMs
    ? t('{0} to {1}, {2}. Written on {3}, before the quarter is over.', ...days, place, today)
    : t('{0} to {1}, {2}. Written on {3}.', ...days, place, today);
}

/** The review as a table: a row a repository and one for all of them; parts of the standing add up to the spend. */
export function budgetReviewCsv({ quarter, standing, views }: ReviewInput): string {
  const rows: readonly CsvRow[] = [
    ...views.map((view) => ({ place: repositoryName(view.repository), parts: view.standing, totals: view.totals })),
    { place: 'all', parts: standing, totals: reviewSums(views).totals },
  ];
  const states = ['attempted', 'verified', 'reverted', 'hotfixed', 'reopened', 'pending', 'closed'] as const;
  const columns: readonly TableColumn<CsvRow>[] = [
    { name: 'quarter', cell: () => quarter.name },
    { name: 'repository', cell: ({ place }) => place },
    { name: 'spendUsd', cell: ({ parts }) => dollars(parts.total.nanodollars) },
    ...standing.parts.map(({ part }) => ({
      name: `${part}Usd`,
      cell: ({ parts }: CsvRow) => dollars(parts.parts.find((share) => share.part === part)?.money.nanodollars ?? 0),
    })),
    ...states.map((name) => ({ name, cell: ({ totals }: CsvRow) => totals[name] })),
    { name: 'costPerChangeUsd', cell: ({ totals }) => pricedDollars(totals.costPerChange) },
  ];
  return csv(columns, rows);
}

/** Nothing where there is none, or nothing of it has a price. */
function pricedDollars(money: Money | null): number | null {
  return money === null || isUnpriced(money) ? null : dollars(money.nanodollars);
}

function summary({ standing, views }: ReviewInput): string {
  const { totals } = reviewSums(views);
  // Of repositories whose git was not read it is not known what shipped, nor what is in no commit.
  const unread = standing.parts.find(({ part }) => part === 'unknown')?.money.nanodollars ?? 0;
  const sentences = [t('{0} at list price.', openingMoney(standing.total))];
  if (totals.closed > 0) sentences.push(closedSentence(totals));
  else if (totals.attempted > 0) sentences.push(t('{0} shipped; none has had its whole window yet.', changeCount(totals.attempted)));
  else if (unread === 0) sentences.push(t('No change that Claude Code helped to make shipped in this time.'));
  if (totals.costPerChange !== null)
    sentences.push(t('A change that stayed cost {0}, everything included that reached none.', saidMoney(totals.costPerChange)));
  const unlinked = standing.total.nanodollars - standing.attributedNanodollars - unread;
  if (standing.total.nanodollars > unread)
    sentences.push(
      t(
        '{0} of the spend is in no commit: reading, planning, open work, edits thrown away.',
        shareText(unlinked, standing.total.nanodollars),
      ),
    );
  if (unread > 0)
    sentences.push(
      t(
        '{0} of the spend went to repositories whose git was not read: what became of it is not known.',
        shareText(unread, standing.total.nanodollars),
      ),
    );
  return inARow(...sentences);
}

function closedSentence({ closed, closedVerified, pending }: ReviewSums['totals']): string {
  const [stayed, all] = [formatCount(closedVerified), formatCount(closed)];
  const ofAll = plural(
    closed,
    '{0} of {1} change whose window has closed stayed',
    '{0} of {1} changes whose window has closed stayed',
    stayed,
    all,
  );
  if (pending === 0) return ended(ofAll);
  return plural(pending, '{0}; {1} more is still being watched.', '{0}; {1} more are still being watched.', ofAll, formatCount(pending));
}

function standingTable({ parts, total }: Standing, views: readonly OutcomesView[]): string {
  const branch = defaultBranchWord(views.map(({ defaultBranch }) => defaultBranch));
  const rows = [
    ...parts
      .filter(({ money }) => money.nanodollars > 0 || money.unpricedRequests > 0)
      .map(({ part, money, commits }) => ({ place: partLabel(part, branch), money, commits: commits === 0 ? null : commits })),
    { place: t('Total'), money: total, commits: null },
  ];
  return markdownTable<(typeof rows)[number]>(
    [
      { name: t('Where'), cell: ({ place }) => place },
      { name: t('Spend'), cell: ({ money }) => formatMoney(money) },
      { name: t('Share'), cell: ({ money }) => shareText(money.nanodollars, total.nanodollars) },
      { name: t('Commits'), cell: ({ commits }) => commits },
    ],
    rows,
  ).trimEnd();
}

function outcomesTable(views: readonly OutcomesView[]): string {
  return markdownTable<OutcomesView>(
    [
      { name: t('Repository'), cell: ({ repository }) => repositoryName(repository) },
      { name: t('Spend'), cell: ({ totals }) => formatMoney(totals.spend) },
      { name: t('Shipped'), cell: ({ totals }) => totals.attempted },
      {
        name: t('Stayed'),
        cell: ({ totals }) =>
          totals.closed === 0 ? t('not known yet') : t('{0} of {1}', formatCount(totals.closedVerified), formatCount(totals.closed)),
      },
      { name: t('Came back'), cell: ({ totals }) => totals.reverted + totals.hotfixed + totals.reopened },
      { name: t('Window open'), cell: ({ totals }) => totals.pending },
      {
        name: t('Cost per change that stayed'),
        cell: ({ totals }) => (totals.costPerChange === null ? '' : formatMoney(totals.costPerChange)),
      },
    ],
    views,
  ).trimEnd();
}

function verdictLine({ repository, verdict }: OutcomesView): string {
  return `- ${t('{0}: {1}', repositoryName(repository), verdict.sentence)}`;
}

function dearestTable({ subjects }: ReviewInput, dearest: readonly ChangeCost[]): string {
  return markdownTable<ChangeCost>(
    [
      { name: t('Change'), cell: ({ outcome }) => shortSha(outcome.change.sha) },
      { name: t('What it says'), cell: ({ outcome }) => subjects.get(outcome.change.sha) ?? '' },
      { name: t('Repository'), cell: ({ outcome }) => repositoryName(outcome.repository) },
      { name: t('State'), cell: ({ outcome }) => stateWords[outcome.state]() },
      { name: t('Cost'), cell: ({ money }) => formatMoney(money) },
    ],
    dearest,
  ).trimEnd();
}

const stateWords: Readonly<Record<ChangeCost['outcome']['state'], () => string>> = {
  verified: () => t('stayed'),
  pending: () => t('window open'),
  reverted: () => t('came back: reverted'),
  hotfixed: () => t('came back: hotfixed'),
  reopened: () => t('came back: reopened'),
};
