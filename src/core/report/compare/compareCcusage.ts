/** ccusage's figure and ours, with every cause of their difference. */
import { formatCount } from '../money.ts';
import { requestCount, dayCount } from '../counts.ts';
import { t, plural } from '../../l10n/message.ts';
import { modelLabel } from '../modelLabel.ts';
import { MoneySum } from '../moneySum.ts';
import type { SideCallRow } from '../rows.ts';
import { sideCallCost } from '../sideCallCost.ts';
import { listed } from '../words.ts';
import { pairRequests } from './ccusageCauses.ts';
import type { PairingInput, PredictedCell } from './ccusageCauses.ts';
import type { CcusageDay } from './ccusageReport.ts';
import { CauseSums } from './comparison.ts';
import type { Cause, ComparedRow, Comparison } from './comparison.ts';

export interface CcusageInput extends Omit<PairingInput, 'isOurs' | 'isTheirDay' | 'isReported'> {
  readonly name: string;
  readonly days: readonly CcusageDay[];
  /** Whether ccusage itself said what it takes for a token; else its prices are taken for ours where its tokens are the same. */
  readonly asked: boolean;
  /** Whether it was run here and now; else its report was made elsewhere, or before. */
  readonly ran: boolean;
  /** Of the compared period. */
  readonly sideCalls: readonly SideCallRow[];
  readonly timezone: string;
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  /** The same period as days; null is open. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly notes: readonly string[];
}

/** Compares; every amount is exact, and what is left over is unexplained. */
export function compareCcusage(input: CcusageInput): Comparison {
  const { sinceMs, untilMs, firstDay, lastDay, rate } = input;
  const sums = new CauseSums();
  const ours = new MoneySum();
  const isTheirDay = (day: string): boolean => (firstDay === null || day >= firstDay) && (lastDay === null || day <= lastDay);
  const isOurs = (atMs: number): boolean => (sinceMs === null || atMs >= sinceMs) && (untilMs === null || atMs < untilMs);
  const reported = new Set(input.days.map(({ day }) => day));
  const isReported = (day: string): boolean => input.ran || reported.has(day);
  const cells = pairRequests({ ...input, isOurs, isTheirDay, isReported }, sums, (nanodollars, { lowerBound }) =>
    ours.add(nanodollars, lowerBound),
  );
  for (const { models, atMs } of input.sideCalls)
    for (const { model, tokens } of models ?? []) {
      const cost = sideCallCost(model, tokens, atMs, rate);
      if (cost === null) continue;
      ours.add(cost, false);
      sums.add('sideCalls', -cost);
    }

  const days = input.days.filter(({ day }) => isTheirDay(day));
  const theirsNanodollars = days.reduce((sum, day) => sum + day.nanodollars, 0);
  for (const day of days) sums.add('otherTools', othersOf(day, cells), '', 1);
  const { prices, differing } = compareCells(days, cells, input.asked);
  for (const [model, nanodollars] of prices) sums.add('prices', nanodollars, model);
  const money = ours.money();
  const unexplainedNanodollars = theirsNanodollars - money.nanodollars - sums.total();
  const rows = dayRows(input.asked ? days : days.filter(({ day }) => differing.includes(day)), cells);
  return {
    figure: 'ccusage',
    name: input.name,
    theirsNanodollars,
    ours: money,
    timezone: input.timezone,
    sinceMs,
    untilMs,
    causes: sums.take(sentenceOf(input)),
    unexplainedNanodollars,
    possibleReasons: unexplainedNanodollars === 0 ? [] : reasons(differing, input),
    notes: input.notes,
    rowsBy: rows.length === 0 ? null : 'day',
    rows,
  };
}

/** What other tools make of a day: by name, or by models that no line of Claude Code has on that day. */
function othersOf(day: CcusageDay, cells: readonly PredictedCell[]): number {
  if (!day.mixed) return day.othersNanodollars;
  const own = new Set(cells.filter((cell) => cell.day === day.day).map(({ model }) => model));
  return day.models.filter(({ model }) => !own.has(model)).reduce((sum, { nanodollars }) => sum + nanodollars, 0);
}

interface CellComparison {
  /** By model: what its price makes, where only that can differ. */
  readonly prices: ReadonlyMap<string, number>;
  /** Days on which ccusage counted other tokens than its rules say. */
  readonly differing: readonly string[];
}

/**
 * Compares what ccusage said with what it should say. With prices of its own that is all there is to it. Of a mere report they are not
 * known: there a model whose tokens are the same on every day can only differ by its price.
 */
function compareCells(days: readonly CcusageDay[], cells: readonly PredictedCell[], asked: boolean): CellComparison {
  const predicted = new Map(cells.map((cell) => [`${cell.day} ${cell.model}`, cell]));
  const differing = new Set<string>();
  const models = new Map<string, { same: boolean; nanodollars: number }>();
  const note = (day: string, model: string, tokens: number, nanodollars: number): void => {
    const same = tokens === 0;
    if (!same) differing.add(day);
    const known = models.get(model);
    if (known === undefined) models.set(model, { same, nanodollars });
    else models.set(model, { same: known.same && same, nanodollars: known.nanodollars + nanodollars });
  };
  for (const day of days) {
    if (day.models.length === 0 && !day.mixed && day.nanodollars > 0) continue;
    for (const { model, tokens, nanodollars } of day.models) {
      const cell = predicted.get(`${day.day} ${model}`);
      predicted.delete(`${day.day} ${model}`);
      if (cell === undefined && day.mixed) continue;
      note(day.day, model, tokens - (cell?.tokens ?? 0), nanodollars - (cell?.nanodollars ?? 0));
    }
  }
  const broken = new Set(days.filter(({ models: sums }) => sums.length > 0).map(({ day }) => day));
  // Of lines without a model ccusage shows none, and a report without models tells nothing of them.
  for (const cell of predicted.values())
    if (cell.model !== '' && cell.tokens > 0 && (broken.has(cell.day) || days.every(({ day }) => day !== cell.day)))
      note(cell.day, cell.model, -cell.tokens, -cell.nanodollars);
  const prices = new Map<string, number>();
  if (!asked) for (const [model, { same, nanodollars }] of models) if (same && Math.abs(nanodollars) >= 1) prices.set(model, nanodollars);
  return { prices, differing: [...differing].sort() };
}

function dayRows(days: readonly CcusageDay[], cells: readonly PredictedCell[]): readonly ComparedRow[] {
  const predicted = new Map<string, number>();
  for (const { day, nanodollars } of cells) predicted.set(day, (predicted.get(day) ?? 0) + nanodollars);
  const rows: ComparedRow[] = [];
  for (const { day, nanodollars, othersNanodollars, mixed } of days) {
    const expected = Math.round((predicted.get(day) ?? 0) + othersNanodollars);
    // A millionth of a dollar: sums of binary fractions.
    if (mixed || Math.abs(nanodollars - expected) < 1000) continue;
    rows.push({ key: day, theirsNanodollars: nanodollars, oursNanodollars: expected, unexplainedNanodollars: nanodollars - expected });
  }
  return rows.sort(
    (first, second) =>
      Math.abs(second.unexplainedNanodollars) - Math.abs(first.unexplainedNanodollars) || (first.key < second.key ? -1 : 1),
  );
}

function reasons(differing: readonly string[], { asked }: CcusageInput): readonly string[] {
  const found: string[] = [];
  if (differing.length > 0)
    found.push(
      t(
        'On {0} ({1}) ccusage counted other tokens than its rules, as Payoff knows them, give: it was made at another time, from other folders, in another time zone, or by a version with other rules.',
        dayCount(differing.length),
        listed([...differing.slice(0, 3), ...(differing.length > 3 ? ['…'] : [])]),
      ),
    );
  if (!asked) found.push(t('Only its report is at hand: a price that ccusage fetched or that you set for it is not known.'));
  if (found.length === 0) found.push(t('ccusage adds up binary fractions of a dollar, Payoff whole billionths.'));
  return found;
}

function sentenceOf({ asked, timezone, theirTimezone }: CcusageInput): (cause: Cause, count: number, names: readonly string[]) => string {
  const how = asked ? t('asked of ccusage itself') : t('from its report, since its tokens are the same');
  return (cause, count, names) => {
    const requests = requestCount(count);
    const models = names.length === 0 ? '' : ` (${names.slice(0, 4).map(modelLabel).join(', ')}${names.length > 4 ? ', …' : ''})`;
    switch (cause) {
      case 'archive':
        return t('{0} whose transcripts Claude Code has deleted since: only Payoff’s ledger still has them.', requests);
      case 'unreached':
        return t('{0} in files that ccusage does not read, such as those behind symbolic links.', requests);
      case 'refused':
        return t('{0} in lines that ccusage leaves out, such as those with a field that it expects never to be null.', requests);
      case 'days':
        return theirTimezone === timezone
          ? t(
              '{0} that ccusage counts on another day, outside or inside the period: it goes by the line that it keeps, Payoff by the first.',
              requests,
            )
          : t('{0} on other days: the report’s are those of {1}, Payoff’s those of {2}.', requests, zoneWords(theirTimezone), timezone);
      case 'unreported':
        return t('{0} on days of which the report has nothing: it was made before them, for fewer days or from other folders.', requests);
      case 'duplicates':
        return t('{0} that ccusage counts again: the same message under another request id, or without one at another time.', requests);
      case 'forks':
        return t('{0} that ccusage counts again in a fork or a resumed session, which repeats its parent’s lines.', requests);
      case 'subagents':
        return plural(
          count,
          '{0} copy of subagents’ messages that ccusage counts as requests of their own.',
          '{0} copies of subagents’ messages that ccusage counts as requests of their own.',
          formatCount(count),
        );
      case 'leftovers':
        return t('{0} in files that Claude Code left behind and that are no transcripts.', requests);
      case 'notHeld':
        return t('{0} that this ledger does not hold: of excluded or forgotten folders, or written since it was read.', requests);
      case 'lines':
        return t('{0} written on several lines of which ccusage keeps another one, or reads its cache writes differently.', requests);
      case 'recorded':
        return t('{0} of old versions with a cost in the transcript, which ccusage takes as it is.', requests);
      case 'unknownModels':
        return t('{0} of models that only one of the two has a price for{1}.', requests, models);
      case 'searches':
        return t('{0} with web searches, which ccusage leaves out ($10 per 1,000).', requests);
      case 'geography':
        return t('{0} that had to stay in the US, which costs a tenth more and which ccusage leaves out.', requests);
      case 'fast':
        return t('{0} in fast mode, which ccusage multiplies by another factor{1}.', requests, models);
      case 'lifetimes':
        return t('{0} with cache writes of an hour, which ccusage prices differently against those of five minutes.', requests);
      case 'longContext':
        return t(
          '{0} with long prompts{1}: ccusage splits each token class at a threshold, or knows none; the price list raises the whole request.',
          requests,
          models,
        );
      case 'prices':
        return t(
          '{0} at another price in ccusage’s table, which has one price for all times{1}; {2}.',
          asked ? requests : t('Requests'),
          models,
          how,
        );
      case 'sideCalls':
        return t('Side calls (titles, web searches) are in no transcript: Payoff takes them from Claude Code’s own totals.');
      case 'otherTools':
        return t('What ccusage counts of tools other than Claude Code.');
      default:
        return t('Less than a billionth of a dollar for each request and token class.');
    }
  };
}

/** A zone that was found by its days: others may have the same. */
export function zoneWords(zone: string): string {
  return zone === 'UTC' ? zone : t('a time zone like {0}', zone);
}
