/** The last days of Claude Code's own metrics, from what is published of them: a source of its own, never added to the weeks. */
import { modelLabel } from '../../report/modelLabel.ts';
import { formatCount, formatDollars, formatTokens } from '../../report/money.ts';
import { csv, markdownTable } from '../../report/tableText.ts';
import type { TableColumn } from '../../report/tableText.ts';
import type { PublishedDay } from '../otlp/publishedDay.ts';
import { markdownText, peopleText } from './weeklyReport.ts';
import type { ReportHead } from './weeklyReport.ts';

const shownDays = 14;
const protectedWord = 'protected';
const said = <Value>(value: Value | null, say: (value: Value) => string): string => (value === null ? protectedWord : say(value));

const columns: readonly TableColumn<PublishedDay>[] = [
  { name: 'Day (UTC)', cell: ({ day }) => day },
  { name: 'Sessions', cell: ({ sessions }) => said(sessions, formatCount) },
  { name: 'Active developers', cell: ({ developers }) => said(developers, peopleText) },
  { name: 'Spent', cell: ({ cost }) => said(cost, ({ total }) => formatDollars(total)) },
  { name: 'Tokens', cell: ({ tokens }) => said(tokens, ({ total }) => formatTokens(total)) },
  { name: 'Models', cell: ({ cost }) => said(cost, modelsText) },
];

/** The last days as Markdown, the newest first. */
export function dailyMarkdown({ name, k }: ReportHead, days: readonly PublishedDay[]): string {
  return [
    `# ${markdownText(name)}: Claude Code’s own metrics by day\n`,
    `Sent by the client itself and published three days after a day began; each figure is of at least ${formatCount(k)} developers (a machine counts as one). Another source than the weekly report: the two are never added.\n`,
    days.length === 0 ? 'Nothing is published yet.\n' : markdownTable(columns, lastDays(days)),
  ].join('\n');
}

/** The same as CSV. */
export function dailyCsv(days: readonly PublishedDay[]): string {
  return csv(columns, lastDays(days));
}

function lastDays(days: readonly PublishedDay[]): readonly PublishedDay[] {
  return [...days].sort((a, b) => (a.day < b.day ? 1 : -1)).slice(0, shownDays);
}

function modelsText({ models }: NonNullable<PublishedDay['cost']>): string {
  const named = Object.entries(models.slices)
    .sort(([, one], [, other]) => other - one)
    .map(([model, cost]) => `${modelLabel(model)} ${formatDollars(cost)}`);
  return [...named, ...(models.others === null ? [] : [`not told apart ${formatDollars(models.others)}`])].join(', ');
}
