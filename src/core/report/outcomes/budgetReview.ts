/** One page for whoever signs the invoice: what was spent in a quarter, where it is now, and what it rests on. */
import { dateWords } from '../dates.ts';
import { defaultBranchWord, partLabel } from '../labels.ts';
import type { Money } from '../live.ts';
import { dollars, formatMoney, isUnpriced } from '../money.ts';
import type { Quarter } from '../quarter.ts';
import type { Standing } from '../standing.ts';
import { csv, markdownTable } from '../tableText.ts';
import type { TableColumn } from '../tableText.ts';
import { dayKey } from '../time.ts';
import { counted, openingMoney, repositoryName, saidMoney, shareText, shortSha } from '../words.ts';
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
  const { quarter, standing, views, repository, nowMs, timezone } = input;
  const verdicts = views.filter(({ verdict }) => verdict.kind !== 'tooLittle');
  const dearest = dearestOfAll(views).slice(0, dearestShown);
  const place = repository === null ? 'all repositories' : repositoryName(repository);
  const blocks = [
    `# Claude Code in ${quarter.name}: what it cost and what stayed`,
    `${dateWords(quarter.firstDay)} to ${dateWords(quarter.lastDay)}, ${place}. Written on ${dateWords(dayKey(nowMs, timezone))}${nowMs < quarter.untilMs ? ', before the quarter is over' : ''}.`,
    summary(input),
    '## Where the money is now',
    standingTable(standing, views),
    ...(views.length === 0 ? [] : ['## What stayed', outcomesTable(views)]),
    ...(verdicts.length === 0 ? [] : ['## Compared with the quarter before', verdicts.map(verdictLine).join('\n')]),
    ...(dearest.length === 0 ? [] : ['## Dearest changes', dearestTable(input, dearest)]),
    '## What these figures rest on',
    reviewAssumptions(input)
      .map((assumption) => `- ${assumption}`)
      .join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
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
  const sentences = [`${openingMoney(standing.total)} at list price.`];
  if (totals.closed > 0)
    sentences.push(
      `${String(totals.closedVerified)} of ${counted(totals.closed, 'change')} whose window has closed stayed${totals.pending > 0 ? `; ${counted(totals.pending, 'more is', 'more are')} still being watched` : ''}.`,
    );
  else if (totals.attempted > 0) sentences.push(`${counted(totals.attempted, 'change')} shipped; none has had its whole window yet.`);
  else sentences.push('No change that Claude Code helped to make shipped in this time.');
  if (totals.costPerChange !== null)
    sentences.push(`A change that stayed cost ${saidMoney(totals.costPerChange)}, everything included that reached none.`);
  const unlinked = standing.total.nanodollars - standing.attributedNanodollars;
  if (standing.total.nanodollars > 0)
    sentences.push(
      `${shareText(unlinked, standing.total.nanodollars)} of the spend is in no commit: reading, planning, open work, edits thrown away.`,
    );
  return sentences.join(' ');
}

function standingTable({ parts, total }: Standing, views: readonly OutcomesView[]): string {
  const branch = defaultBranchWord(views.map(({ defaultBranch }) => defaultBranch));
  const rows = [
    ...parts
      .filter(({ money }) => money.nanodollars > 0 || money.unpricedRequests > 0)
      .map(({ part, money, commits }) => ({ place: partLabel(part, branch), money, commits: commits === 0 ? null : commits })),
    { place: 'Total', money: total, commits: null },
  ];
  return markdownTable<(typeof rows)[number]>(
    [
      { name: 'Where', cell: ({ place }) => place },
      { name: 'Spend', cell: ({ money }) => formatMoney(money) },
      { name: 'Share', cell: ({ money }) => shareText(money.nanodollars, total.nanodollars) },
      { name: 'Commits', cell: ({ commits }) => commits },
    ],
    rows,
  ).trimEnd();
}

function outcomesTable(views: readonly OutcomesView[]): string {
  return markdownTable<OutcomesView>(
    [
      { name: 'Repository', cell: ({ repository }) => repositoryName(repository) },
      { name: 'Spend', cell: ({ totals }) => formatMoney(totals.spend) },
      { name: 'Shipped', cell: ({ totals }) => totals.attempted },
      {
        name: 'Stayed',
        cell: ({ totals }) => (totals.closed === 0 ? 'not known yet' : `${String(totals.closedVerified)} of ${String(totals.closed)}`),
      },
      { name: 'Came back', cell: ({ totals }) => totals.reverted + totals.hotfixed + totals.reopened },
      { name: 'Window open', cell: ({ totals }) => totals.pending },
      {
        name: 'Cost per change that stayed',
        cell: ({ totals }) => (totals.costPerChange === null ? '' : formatMoney(totals.costPerChange)),
      },
    ],
    views,
  ).trimEnd();
}

function verdictLine({ repository, verdict }: OutcomesView): string {
  return `- ${repositoryName(repository)}: ${verdict.sentence}`;
}

function dearestTable({ subjects }: ReviewInput, dearest: readonly ChangeCost[]): string {
  return markdownTable<ChangeCost>(
    [
      { name: 'Change', cell: ({ outcome }) => shortSha(outcome.change.sha) },
      { name: 'What it says', cell: ({ outcome }) => subjects.get(outcome.change.sha) ?? '' },
      { name: 'Repository', cell: ({ outcome }) => repositoryName(outcome.repository) },
      { name: 'State', cell: ({ outcome }) => stateWords[outcome.state] },
      { name: 'Cost', cell: ({ money }) => formatMoney(money) },
    ],
    dearest,
  ).trimEnd();
}

const stateWords: Readonly<Record<ChangeCost['outcome']['state'], string>> = {
  verified: 'stayed',
  pending: 'window open',
  reverted: 'came back: reverted',
  hotfixed: 'came back: hotfixed',
  reopened: 'came back: reopened',
};
