import { t } from '../l10n/message.ts';
import { inEnglish } from '../l10n/display.ts';
import type { History } from '../attribution/history.ts';
import { contextWindow } from '../pricing/contextWindow.ts';
import type { Rate } from '../pricing/rating.ts';
import { buildCommits } from './buildCommits.ts';
import { pullRequestsOfCommits } from './buildPullRequests.ts';
import { buildSessionList } from './buildSessionList.ts';
import { buildSessionPage } from './buildSessionPage.ts';
import { buildStanding } from './buildStanding.ts';
import type { CommitRow } from './commits.ts';
import { turnColumns } from './exportSession.ts';
import type { ExportQuery } from './exportQuery.ts';
import { defaultBranchOf } from './explainWords.ts';
import { defaultBranchWord, partLabel } from './labels.ts';
import type { Money } from './live.ts';
import { dollars } from './money.ts';
import { selectHistory } from './selection.ts';
import type { SessionListRow } from './sessionPage.ts';
import type { StandingShare } from './standing.ts';
import { csv, json, markdownTable } from './tableText.ts';
import type { TableColumn } from './tableText.ts';

export interface ExportInput extends ExportQuery {
  readonly history: History;
  readonly timezone: string;
  readonly rate: Rate;
}

/**
 * A view as a table. The rows of `overview` (parts of the standing) and `sessions` add up to the cost of what fits the filter, those of a
 * session (its turns) to that of its requests. Throws a sentence where there is no such session.
 */
export function exportTable(input: ExportInput): string {
  // CSV and JSON are for programs: they are the same in every language.
  return input.format === 'markdown' ? tableOf(input) : inEnglish(() => tableOf(input));
}

function tableOf(input: ExportInput): string {
  const { history, filter, nowMs, timezone, rate, search, order, descending, sessionId } = input;
  const render = renderer(input);
  if (sessionId !== null) {
    const page = buildSessionPage({ ...{ history, sessionId, rate, timezone, nowMs, contextWindow }, busy: new Set() });
    if (page === null) throw new Error(t('This session is not in the ledger: it may have been forgotten.'));
    return render(turnColumns(page), page.turns);
  }
  switch (input.view) {
    case 'overview': {
      const { parts } = buildStanding({ history, selection: selectHistory(history, filter, rate), nowMs });
      const names = [...history.repositories.values()].filter(
        ({ record }) => filter.repository === null || record.path === filter.repository,
      );
      return render(standingColumns(defaultBranchWord(names.map(({ record }) => record.defaultBranch))), parts);
    }
    case 'sessions':
      return render(
        sessionColumns,
        buildSessionList({
          ...{ history, filter, rate, timezone, nowMs, search, order, descending },
          ...{ offset: 0, limit: null, busy: new Set() },
        }).rows,
      );
    case 'shipped':
      return render(commitColumns(history), buildCommits({ history, filter, timezone }));
  }
}

/** Figures that are made up say so on each row. */
function renderer({ format, demo }: ExportQuery): <Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]) => string {
  const render = { csv, json, markdown: markdownTable }[format];
  return demo ? (columns, rows) => render([...columns, { name: 'demo', cell: () => true }], rows) : render;
}

function moneyColumns<Row>(moneyOf: (row: Row) => Money | null): readonly TableColumn<Row>[] {
  return [
    { name: 'costUsd', cell: (row) => valueOf(moneyOf(row), ({ nanodollars }) => dollars(nanodollars)) },
    { name: 'costNanodollars', cell: (row) => valueOf(moneyOf(row), ({ nanodollars }) => nanodollars) },
    { name: 'unpricedRequests', cell: (row) => valueOf(moneyOf(row), ({ unpricedRequests }) => unpricedRequests) },
    { name: 'lowerBound', cell: (row) => moneyOf(row)?.lowerBound ?? null },
  ];
}

function valueOf(money: Money | null, value: (money: Money) => number): number | null {
  return money === null ? null : value(money);
}

function standingColumns(defaultBranch: string): readonly TableColumn<StandingShare>[] {
  return [
    { name: 'part', cell: ({ part }) => part },
    { name: 'label', cell: ({ part }) => partLabel(part, defaultBranch) },
    ...moneyColumns<StandingShare>(({ money }) => money),
    { name: 'commits', cell: ({ commits }) => commits },
    { name: 'sessions', cell: ({ sessions }) => sessions },
  ];
}

const sessionColumns: readonly TableColumn<SessionListRow>[] = [
  { name: 'sessionId', cell: ({ sessionId }) => sessionId },
  { name: 'startedAt', cell: ({ startedAtMs }) => new Date(startedAtMs).toISOString() },
  { name: 'endedAt', cell: ({ endedAtMs }) => new Date(endedAtMs).toISOString() },
  { name: 'repository', cell: ({ repository }) => repository },
  { name: 'branches', cell: ({ branches }) => branches.join(' ') },
  { name: 'models', cell: ({ models }) => models.join(' ') },
  ...moneyColumns<SessionListRow>(({ money }) => money),
  { name: 'turns', cell: ({ turns }) => turns },
  { name: 'subagents', cell: ({ subagents }) => subagents },
  { name: 'linesAdded', cell: ({ linesAdded }) => linesAdded },
  { name: 'linesRemoved', cell: ({ linesRemoved }) => linesRemoved },
  { name: 'commits', cell: ({ commits }) => commits },
];

function commitColumns(history: History): readonly TableColumn<CommitRow>[] {
  const pullRequests = pullRequestsOfCommits(history);
  return [
    { name: 'sha', cell: ({ sha }) => sha },
    { name: 'authoredAt', cell: ({ authoredAtMs }) => new Date(authoredAtMs).toISOString() },
    { name: 'repository', cell: ({ repository }) => repository },
    { name: 'branch', cell: ({ branch }) => branch },
    { name: 'part', cell: ({ part }) => part },
    {
      name: 'where',
      cell: ({ part, repository }) => (part === null ? '' : partLabel(part, defaultBranchOf(history, repository))),
    },
    ...moneyColumns<CommitRow>(({ money }) => money),
    { name: 'linesAdded', cell: ({ linesAdded }) => linesAdded },
    { name: 'linesRemoved', cell: ({ linesRemoved }) => linesRemoved },
    { name: 'sessions', cell: ({ links }) => links.length },
    { name: 'confidence', cell: ({ links }) => [...new Set(links.map(({ confidence }) => confidence))].join(' ') },
    { name: 'pullRequest', cell: ({ sha }) => pullRequests.get(sha) ?? '' },
  ];
}
