/** What became of repositories' spend: `payoff outcomes`, the panel's figures and the budget review, built over the kept history. */
import { t } from '../core/l10n/message.ts';
import type { History } from '../core/attribution/history.ts';
import type { PriceTable, Rate } from '../core/pricing/rating.ts';
import { buildStanding } from '../core/report/buildStanding.ts';
import { buildFilePage } from '../core/report/buildFilePage.ts';
import type { FilePage } from '../core/report/filePage.ts';
import { everything } from '../core/report/filterRequests.ts';
import { budgetReview, budgetReviewCsv } from '../core/report/outcomes/budgetReview.ts';
import { buildOutcomes } from '../core/report/outcomes/buildOutcomes.ts';
import type { OutcomesView } from '../core/report/outcomes/outcomesView.ts';
import { dearestOfAll } from '../core/report/outcomes/reviewSums.ts';
import type { SetupProposal } from '../core/outcomes/setupProposal.ts';
import type { NotFound } from '../core/report/explanation.ts';
import { selectHistory } from '../core/report/selection.ts';
import type { Quarter } from '../core/report/quarter.ts';
import type { Period } from '../core/report/time.ts';
import type { GitQuestions } from './gitQuestions.ts';
import type { HistoryKeeper } from './history.ts';
import { proposeFor } from './setup.ts';
import type { SetupOptions } from './setup.ts';
import type { SurvivalReader } from './survivalReader.ts';
import { verificationFacts } from './verificationFacts.ts';

export interface OutcomeViewOptions extends SetupOptions {
  readonly history: HistoryKeeper;
  readonly rate: Rate;
  readonly prices: PriceTable;
  readonly timezone: string;
  readonly questions: GitQuestions;
  readonly survival: Pick<SurvivalReader, 'linesOfFile'>;
}

/** A file of a repository, by its path from the root of the working tree, with `/`. */
export interface FileQuery {
  readonly repository: string;
  readonly file: string;
  readonly nowMs: number;
}

export interface RepositoryQuery extends Period {
  readonly repository: string;
  readonly nowMs: number;
}

export interface ReviewQuery {
  readonly quarter: Quarter;
  /** Null: all of them. */
  readonly repository: string | null;
  readonly nowMs: number;
}

/** The same review in two forms. */
export interface BudgetReview {
  readonly markdown: string;
  readonly csv: string;
}

const notAsked = (): string => t('git is not asked about this repository now: which lines are still there is not known.');

export class OutcomeViews {
  private readonly options: OutcomeViewOptions;

  constructor(options: OutcomeViewOptions) {
    this.options = options;
  }

  /** What the spend of one repository became; null where git was never read of it. */
  async ofRepository({ repository, nowMs, ...period }: RepositoryQuery): Promise<OutcomesView | null> {
    return this.viewOf(await this.options.history.read(nowMs), repository, period, nowMs);
  }

  /** What the history of a folder's repository suggests for its `.payoff.json`. */
  setup({ folder, nowMs }: { readonly folder: string; readonly nowMs: number }): Promise<SetupProposal | NotFound> {
    return proposeFor(folder, nowMs, this.options);
  }

  /** What the edits of a file cost, and which of its lines are still there: git is asked now. */
  async filePage({ repository, file, nowMs }: FileQuery): Promise<FilePage | NotFound> {
    const history = await this.options.history.read(nowMs);
    const now = await this.options.survival.linesOfFile({ repository, path: file, nowMs });
    return buildFilePage({ history, repository, file, now: now ?? { problem: notAsked() } });
  }

  /** One page about a quarter. */
  async review({ quarter, repository, nowMs }: ReviewQuery): Promise<BudgetReview> {
    const { rate, prices, timezone } = this.options;
    const history = await this.options.history.read(nowMs);
    const { sinceMs, untilMs } = quarter;
    const selection = selectHistory(history, { ...everything, sinceMs, untilMs, repository }, rate);
    const views = [...history.repositories.keys()]
      .filter((path) => repository === null || path === repository)
      .flatMap((path) => this.viewOf(history, path, { sinceMs, untilMs }, nowMs) ?? [])
      .filter(isOfPeriod)
      .sort((left, right) => right.totals.spend.nanodollars - left.totals.spend.nanodollars);
    const standing = buildStanding({ history, selection, nowMs });
    const subjects = await this.subjectsOf(views);
    const input = { quarter, standing, views, subjects, repository, nowMs, timezone, asOf: prices.asOf };
    return { markdown: budgetReview(input), csv: budgetReviewCsv(input) };
  }

  private viewOf(history: History, repository: string, { sinceMs, untilMs }: Period, nowMs: number): OutcomesView | null {
    const { rate, timezone } = this.options;
    const outcomes = history.outcomes.get(repository);
    if (outcomes === undefined) return null;
    const { verification } = outcomes.settings;
    const sessions = outcomes.changes.flatMap(({ sessionIds }) => sessionIds);
    const shell = verificationFacts(this.options.database, sessions, verification);
    return buildOutcomes({ history, outcomes, period: { sinceMs, untilMs }, nowMs, timezone, rate, shell });
  }

  /** Of the dearest changes alone: read when they are shown, stored nowhere. */
  private async subjectsOf(views: readonly OutcomesView[]): Promise<ReadonlyMap<string, string>> {
    const dearest = dearestOfAll(views);
    const asked = views.map(async ({ repository }) => {
      const shas = dearest.filter(({ outcome }) => outcome.repository === repository).map(({ outcome }) => outcome.change.sha);
      return shas.length === 0 ? [] : [...(await this.options.questions.subjectsOf(repository, shas))];
    });
    return new Map((await Promise.all(asked)).flat());
  }
}

/** Whether anything was spent in a repository, or shipped: what was paid for before may ship in a quarter without spend. */
function isOfPeriod({ standing: { total }, totals }: OutcomesView): boolean {
  return total.nanodollars > 0 || total.unpricedRequests > 0 || totals.attempted > 0;
}
