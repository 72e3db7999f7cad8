/** Compares another figure with ours: reads both, and leaves why they differ to the pure rules. */
import type { DatabaseSync } from 'node:sqlite';
import { formatPercent } from '../core/report/money.ts';
import { transcriptCount } from '../core/report/counts.ts';
import { t } from '../core/l10n/message.ts';
import { prices } from '../core/pricing/rate.ts';
import type { Rate } from '../core/pricing/rating.ts';
import { compareCcusage, zoneWords } from '../core/report/compare/compareCcusage.ts';
import { compareClaude } from '../core/report/compare/compareClaude.ts';
import { compareConsole } from '../core/report/compare/compareConsole.ts';
import { countedLines } from '../core/report/compare/ccusageCount.ts';
import { assumedRates, ccusageCost, readProbes } from '../core/report/compare/ccusageRates.ts';
import type { CcusageRates } from '../core/report/compare/ccusageRates.ts';
import { readCcusageReport, unpricedModels } from '../core/report/compare/ccusageReport.ts';
import type { CcusageDay } from '../core/report/compare/ccusageReport.ts';
import type { ComparisonProblem } from '../core/report/compare/comparison.ts';
import { reportZone } from '../core/report/compare/reportZone.ts';
import { dayKey, nextDay, startOfDay } from '../core/report/time.ts';
import { zoneOffset } from '../core/report/zone.ts';
import { readAccountCosts } from '../compare/accountCosts.ts';
import { readCcusageLines } from '../compare/ccusageFiles.ts';
import { findCcusage } from '../compare/ccusageTool.ts';
import type { Ccusage } from '../compare/ccusageTool.ts';
import { findRoots } from '../ingest/roots.ts';
import { readGoneRequests } from '../ledger/comparison.ts';
import { requestsOfPeriod } from '../ledger/requestRows.ts';
import { consoleFigure, textOf } from './comparedText.ts';
import { claudeSessions } from './compareSessions.ts';
import type { CompareAnswer, CompareOptions, CompareQuery } from './compareTypes.ts';
import type { SideCalls } from './sideCallRows.ts';
import type { Engine, EngineOptions, Period } from './types.ts';

export interface ComparingOptions {
  readonly database: DatabaseSync;
  readonly rate: Rate;
  readonly sideCalls: SideCalls;
  readonly timezone: string;
  /** Sessions whose client says that it is busy. */
  readonly busy: () => Promise<ReadonlySet<string>>;
  /** Aborted when the ledger is about to be closed. */
  readonly closing: AbortSignal;
  readonly now?: () => number;
}

type Query<Figure extends CompareQuery['figure']> = Extract<CompareQuery, { readonly figure: Figure }>;

/** More models than this are no use of Claude Code, but a made-up file. */
const mostModels = 200;

/** What the engine offers of it. */
export function comparing(options: EngineOptions, given: ComparingOptions): Engine['compare'] {
  const comparison = new Comparing(options, given);
  return (query, asked) => comparison.compare(query, asked);
}

class Comparing {
  readonly #options: EngineOptions;
  readonly #given: ComparingOptions;
  readonly #now: () => number;

  constructor(options: EngineOptions, given: ComparingOptions) {
    this.#options = options;
    this.#given = given;
    this.#now = given.now ?? Date.now;
  }

  /** The other figure, ours, and why they differ; or why that cannot be said. @throws where it is aborted. */
  async compare(query: CompareQuery, { signal: asked, onProgress = () => undefined }: CompareOptions): Promise<CompareAnswer> {
    const { closing } = this.#given;
    const signal = asked === undefined ? closing : AbortSignal.any([asked, closing]);
    const options = { signal, onProgress };
    switch (query.figure) {
      case 'ccusage':
        return this.#ccusage(query, options);
      case 'claude':
        return this.#claude(query, signal);
      case 'console':
        return this.#console(query, signal);
    }
  }

  async #ccusage(query: Query<'ccusage'>, options: Required<CompareOptions>): Promise<CompareAnswer> {
    const { database, timezone, rate } = this.#given;
    const { home, environment, git: mayRun } = this.#options;
    const { signal, onProgress } = options;
    const days = wholeDays(query, timezone);
    if (days === null) return { problem: t('ccusage counts whole days: give --since and --until as dates such as 2026-11-22.') };
    const roots = (await findRoots(this.#options)).found;
    let tool: Ccusage | null = null;
    let text: { readonly text: string } | ComparisonProblem;
    if (query.report === null) {
      if (mayRun === false)
        return { problem: t('In Restricted Mode no other program is run: trust this workspace, or choose a report that ccusage made.') };
      onProgress(t('Asking ccusage'));
      const found = await findCcusage(query.command, { environment, home }, signal);
      if ('problem' in found) return found;
      tool = found;
      text = await tool.daily(
        roots.map(({ configuration }) => configuration),
        timezone,
        signal,
      );
    } else text = await textOf(query.report);
    signal.throwIfAborted();
    if ('problem' in text) return text;
    const report = readCcusageReport(text.text);
    if ('problem' in report) return report;

    onProgress(t('Reading transcripts as ccusage does'));
    const read = await readCcusageLines(
      roots.map(({ projects }) => projects),
      { signal, onProgress: (share) => onProgress(t('Reading transcripts as ccusage does: {0}', formatPercent(share * 100))) },
    );
    const models = [...new Set(read.lines.map(({ model }) => model).filter((model) => model !== ''))].slice(0, mostModels);
    onProgress(t('Asking ccusage for its prices'));
    const asked = tool === null ? null : await askPrices(tool, models, signal);
    const assumed = assumedRates(rate, this.#now());
    const unpriced = unpricedModels(report.days);
    const reported = (model: string): CcusageRates | null => (unpriced.has(model) ? null : assumed(model));
    const ratesOf = (model: string): CcusageRates | null =>
      model === '' ? null : asked === null ? reported(model) : (asked.get(model) ?? null);
    const lines = countedLines(read.lines, (line) => ccusageCost(line, ratesOf(line.model)));
    const theirTimezone = tool === null ? zoneOf(report.days, lines, timezone) : timezone;
    onProgress(t('Comparing request by request'));
    const gone = readGoneRequests(database);
    return compareCcusage({
      name: tool?.name ?? 'ccusage',
      days: report.days,
      asked: asked !== null,
      ran: tool !== null,
      requests: requestsOfPeriod(database, null, null),
      counted: lines,
      refused: read.refused,
      isGone: (messageId) => gone.has(messageId),
      theirTimezone,
      rate,
      ratesOf,
      sideCalls: this.#sideCallsOf(query),
      timezone,
      ...periodOf(query),
      ...days,
      notes: [
        ...this.#notes(),
        ...(tool === null
          ? []
          : [t('ccusage was run with --offline, on the prices that it came with: when it fetches newer ones it may say something else.')]),
        ...(theirTimezone === timezone ? [] : [t('The report’s days are those of {0}, as its tokens show.', zoneWords(theirTimezone))]),
        ...(read.unreadable === 0 ? [] : [t('{0} could not be read again.', transcriptCount(read.unreadable))]),
      ],
    });
  }

  async #claude(query: Query<'claude'>, signal: AbortSignal): Promise<CompareAnswer> {
    const { database, rate, sideCalls, timezone, busy } = this.#given;
    const running = await busy();
    const configurations = (await findRoots(this.#options)).found.map(({ configuration }) => configuration);
    const lastCosts = await readAccountCosts(configurations, this.#options.environment);
    signal.throwIfAborted();
    const sessions = claudeSessions({ database, rate, sideCalls, running, lastCosts, period: query });
    const cut = query.sinceMs !== null || query.untilMs !== null;
    return compareClaude({
      sessions,
      timezone,
      ...periodOf(query),
      notes: [
        ...this.#notes(),
        ...(sessions.length === 0 ? [t('No session was found to compare: payoff doctor says where was looked.')] : []),
        ...(cut ? [t('A session’s total cannot be cut: the sessions that ended in this period are compared whole.')] : []),
      ],
    });
  }

  async #console(query: Query<'console'>, signal: AbortSignal): Promise<CompareAnswer> {
    const { database, rate, timezone } = this.#given;
    const figure = await consoleFigure(query);
    signal.throwIfAborted();
    if ('problem' in figure) return figure;
    const days = wholeDays(query, timezone);
    if (days === null) return { problem: t('The Console counts whole days: give --since and --until as dates such as 2026-11-22.') };
    const today = dayKey(this.#now(), 'UTC');
    const named = 'rows' in figure ? figure.rows.map(({ day }) => day).sort() : [];
    const firstDay = days.firstDay ?? named[0] ?? `${today.slice(0, 8)}01`;
    const lastDay = days.lastDay ?? named.at(-1) ?? (today < firstDay ? firstDay : today);
    if (firstDay > lastDay) return { problem: t('The period is empty: {0} is after {1}.', firstDay, lastDay) };
    const given = days.firstDay !== null || days.lastDay !== null;
    // In either zone: a day of UTC begins and ends up to fifteen hours away from that of the user.
    const around: Period = { sinceMs: startOfDay(nextDay(firstDay, -1), timezone), untilMs: startOfDay(nextDay(lastDay, 2), timezone) };
    return compareConsole({
      figure,
      firstDay,
      lastDay,
      timezone,
      requests: requestsOfPeriod(database, around.sinceMs, around.untilMs),
      sideCalls: this.#sideCallsOf(around),
      rate,
      notes: [
        ...this.#notes(),
        comparedSentence(firstDay, lastDay, given ? null : 'rows' in figure),
        t('The Console bills API keys; use on a Claude plan is in no figure of it.'),
      ],
    });
  }

  #sideCallsOf({ sinceMs, untilMs }: Period): ReturnType<SideCalls['all']> {
    return this.#given.sideCalls.all().filter(({ atMs }) => (sinceMs === null || atMs >= sinceMs) && (untilMs === null || atMs < untilMs));
  }

  #notes(): readonly string[] {
    return [
      t('Payoff’s figure is at list price, side calls that are known included. Prices as of {0} ({1}).', prices.asOf, prices.version),
    ];
  }
}

/** `ofFile`: whether the days that nobody gave are those of a file; null where they were given. */
function comparedSentence(firstDay: string, lastDay: string, ofFile: boolean | null): string {
  if (ofFile === null) return t('Compared from {0} to {1}; the Console’s days are those of UTC.', firstDay, lastDay);
  return ofFile
    ? t('Compared from {0} to {1}, the days of the file; the Console’s days are those of UTC.', firstDay, lastDay)
    : t('Compared from {0} to {1}, this month so far; the Console’s days are those of UTC.', firstDay, lastDay);
}

async function askPrices(tool: Ccusage, models: readonly string[], signal: AbortSignal): Promise<ReturnType<typeof readProbes>> {
  if (models.length === 0) return new Map();
  const output = await tool.prices(models, signal);
  signal.throwIfAborted();
  return 'problem' in output ? null : readProbes(output.text, models);
}

/** A report does not say whose days it has: those of this user, of this machine, UTC's, or of one of all the others. */
function zoneOf(days: readonly CcusageDay[], lines: ReturnType<typeof countedLines>, timezone: string): string {
  const likely = [timezone, Intl.DateTimeFormat().resolvedOptions().timeZone, 'UTC'];
  const more = (): readonly string[] => {
    // Zones that are alike in January and in July of this year are alike enough.
    const year = new Date().getUTCFullYear();
    const alike = new Map<string, string>();
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const offsets = [0, 6].map((month) => zoneOffset(Date.UTC(year, month, 15), zone)).join(' ');
      if (!alike.has(offsets)) alike.set(offsets, zone);
    }
    return [...alike.values()];
  };
  return reportZone(days, lines, { likely, more });
}

function periodOf({ sinceMs, untilMs }: Period): Period {
  return { sinceMs, untilMs };
}

/** The period as days, both included; null when it begins or ends within one. */
function wholeDays(
  { sinceMs, untilMs }: Period,
  timezone: string,
): { readonly firstDay: string | null; readonly lastDay: string | null } | null {
  const firstDay = sinceMs === null ? null : dayKey(sinceMs, timezone);
  const lastDay = untilMs === null ? null : dayKey(untilMs - 1, timezone);
  if (firstDay !== null && startOfDay(firstDay, timezone) !== sinceMs) return null;
  return lastDay !== null && startOfDay(nextDay(lastDay), timezone) !== untilMs ? null : { firstDay, lastDay };
}
