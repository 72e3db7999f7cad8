/** The views of cost and outcome that the panel and the command line show: pure builders over the kept history. */
import type { DatabaseSync } from 'node:sqlite';
import { kindsOfWork } from '../core/advice/kindsOfWork.ts';
import type { History } from '../core/attribution/history.ts';
import { contextWindow } from '../core/pricing/contextWindow.ts';
import type { PriceTable, Rate } from '../core/pricing/rating.ts';
import { commitRows } from '../core/report/buildCommits.ts';
import { buildOverview } from '../core/report/buildOverview.ts';
import { buildPullRequests, pullRequestsOfCommits } from '../core/report/buildPullRequests.ts';
import { buildReport } from '../core/report/buildReport.ts';
import { buildSessionList } from '../core/report/buildSessionList.ts';
import { buildSessionPage } from '../core/report/buildSessionPage.ts';
import { buildStanding } from '../core/report/buildStanding.ts';
import { buildBecame, buildToday } from '../core/report/buildToday.ts';
import type { CommitRow } from '../core/report/commits.ts';
import { exportTable } from '../core/report/exportTable.ts';
import { everything } from '../core/report/filterRequests.ts';
import type { Became } from '../core/report/live.ts';
import type { Overview, OverviewNote, Today } from '../core/report/overview.ts';
import { selectHistory } from '../core/report/selection.ts';
import type { SessionList, SessionPage } from '../core/report/sessionPage.ts';
import type { GitQuestions } from './gitQuestions.ts';
import type { HistoryKeeper } from './history.ts';
import { BarAdvice } from './barAdvice.ts';
import { readTitles } from './titles.ts';
import type { CommitList, Engine } from './types.ts';

export interface ViewOptions {
  readonly history: HistoryKeeper;
  readonly rate: Rate;
  /** Which prices those are. */
  readonly prices: PriceTable;
  readonly timezone: string;
  /** Sessions whose client says now that it is busy. */
  readonly busy: () => Promise<ReadonlySet<string>>;
  readonly database: DatabaseSync;
  readonly questions: GitQuestions;
  /** What has to be known beside the ledger's facts to read an overview right. */
  readonly notes: () => readonly OverviewNote[];
}

type Query<Name extends 'report' | 'overview' | 'commits' | 'sessionList' | 'sessionPage' | 'exportTable'> = Parameters<Engine[Name]>[0];

export class Views {
  private readonly options: ViewOptions;
  private became: { readonly history: History; readonly key: string; readonly value: Became | null } | null = null;

  /** Advice for the session that runs. */
  readonly barAdvice: BarAdvice;

  constructor(options: ViewOptions) {
    this.options = options;
    this.barAdvice = new BarAdvice(options);
  }

  /** A report that needs to know where requests went; `standing` only where a repository is asked for. */
  async report(query: Query<'report'>, nowMs: number): ReturnType<Engine['report']> {
    const { rate, prices, timezone } = this.options;
    const history = await this.options.history.read(nowMs);
    const { sinceMs, untilMs, by, repository = null } = query;
    const selection = selectHistory(history, { ...everything, sinceMs, untilMs, repository }, rate);
    const report = buildReport({
      ...selection,
      by,
      ...(by === 'pull-request' ? { pullRequests: pullRequestsOfCommits(history) } : {}),
      ...(by === 'kind' ? { kindOf: kindsOfWork(history) } : {}),
      timezone,
      rate,
      prices,
    });
    if (repository === null) return { ...report, standing: null, gitUnread: selection.requests.some(({ part }) => part === 'unknown') };
    const record = history.repositories.get(repository)?.record ?? null;
    return { ...report, standing: buildStanding({ history, selection, nowMs }), record };
  }

  async overview({ filter, nowMs }: Query<'overview'>): Promise<Overview> {
    const { rate, prices, timezone } = this.options;
    const history = await this.options.history.read(nowMs);
    return buildOverview({ history, filter, nowMs, timezone, asOf: prices.asOf, rate, notes: this.options.notes() });
  }

  async commits({ filter, offset, limit, subjects }: Query<'commits'>, nowMs: number): Promise<CommitList> {
    const { timezone } = this.options;
    const history = await this.options.history.read(nowMs);
    const { rows: all, withCost } = commitRows({ history, filter, timezone });
    const shown = all.slice(offset, limit === null ? undefined : offset + limit);
    return {
      total: all.length,
      withCost,
      rows: subjects ? await this.withSubjects(shown) : shown,
      pullRequests: buildPullRequests({ history, filter }),
    };
  }

  async sessionList(query: Query<'sessionList'>): Promise<SessionList> {
    const { rate, timezone } = this.options;
    const [history, busy] = await Promise.all([this.options.history.read(query.nowMs), this.options.busy()]);
    return buildSessionList({ ...query, history, rate, timezone, busy });
  }

  async sessionPage({ sessionId, nowMs }: Query<'sessionPage'>): Promise<SessionPage | null> {
    const { rate, timezone, database } = this.options;
    const [history, busy] = await Promise.all([this.options.history.read(nowMs), this.options.busy()]);
    const page = buildSessionPage({ history, sessionId, rate, timezone, nowMs, busy, contextWindow });
    return page === null ? null : { ...page, title: readTitles(database, [sessionId])[0] ?? null };
  }

  /** `repositories` null: everywhere. */
  async today(repositories: ReadonlySet<string> | null, nowMs: number): Promise<Today> {
    const { rate, timezone } = this.options;
    const history = await this.options.history.read(nowMs);
    return buildToday({ history, repositories, nowMs, timezone, rate });
  }

  async exportTable(query: Query<'exportTable'>): Promise<string> {
    const { rate, timezone } = this.options;
    return exportTable({ ...query, history: await this.options.history.read(query.nowMs), rate, timezone });
  }

  /** What the last days became, from the history as a view last needed it: the status bar never builds one. Null without one. */
  becameLately(repositories: ReadonlySet<string> | null, nowMs: number): Became | null {
    const history = this.options.history.latest();
    if (history === null) return null;
    const { rate, timezone } = this.options;
    const key = JSON.stringify([repositories === null ? null : [...repositories].sort(), Math.floor(nowMs / 3_600_000)]);
    if (this.became?.history !== history || this.became.key !== key)
      this.became = { history, key, value: buildBecame({ history, repositories, nowMs, timezone, rate }) };
    return this.became.value;
  }

  private async withSubjects(rows: readonly CommitRow[]): Promise<readonly CommitRow[]> {
    const paths = new Set(rows.map(({ repository }) => repository));
    const shasIn = (path: string): readonly string[] => rows.filter(({ repository }) => repository === path).map(({ sha }) => sha);
    const read = [...paths].map((path) => this.options.questions.subjectsOf(path, shasIn(path)));
    const subjects = new Map((await Promise.all(read)).flatMap((found) => [...found]));
    return rows.map((row) => ({ ...row, subject: subjects.get(row.sha) ?? null }));
  }
}
