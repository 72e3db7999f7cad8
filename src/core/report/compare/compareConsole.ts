/**
 * The Console's figure and ours. The Console's days are UTC's, ours the user's: since every request's time is known, what that makes is
 * exact. A file also tells models, discounts, batches and other products. Other machines, people and keys cannot be seen from here: they are
 * possible reasons for what is left over, and never amounts.
 */
import { formatCount } from '../money.ts';
import { requestCount } from '../counts.ts';
import { t, plural } from '../../l10n/message.ts';
import { canonicalModel } from '../../pricing/modelName.ts';
import type { Rate } from '../../pricing/rating.ts';
import { modelLabel } from '../modelLabel.ts';
import { MoneySum } from '../moneySum.ts';
import type { RequestRow, SideCallRow } from '../rows.ts';
import { sideCallCost } from '../sideCallCost.ts';
import { dayKey, nextDay, startOfDay } from '../time.ts';
import { CauseSums } from './comparison.ts';
import type { Cause, ComparedRow, Comparison } from './comparison.ts';
import type { ConsoleFigure, ConsoleRow } from './consoleFigure.ts';

export interface ConsoleInput {
  readonly figure: ConsoleFigure;
  /** Both days included: in the user's zone ours, in UTC theirs. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly timezone: string;
  readonly requests: Iterable<RequestRow>;
  readonly sideCalls: readonly SideCallRow[];
  readonly rate: Rate;
  readonly notes: readonly string[];
}

/** Compares; what no cause explains is left over. */
export function compareConsole(input: ConsoleInput): Comparison {
  const { figure, firstDay, lastDay, timezone, rate } = input;
  const [sinceMs, untilMs] = [startOfDay(firstDay, timezone), startOfDay(nextDay(lastDay), timezone)];
  const sums = new CauseSums();
  const ours = new MoneySum();
  const own: OwnUse = { days: new Map(), models: new Set(), unpriced: new Set() };
  const count = (atMs: number, model: string, nanodollars: number | null, lowerBound: boolean): void => {
    const here = atMs >= sinceMs && atMs < untilMs;
    const day = dayKey(atMs, 'UTC');
    const there = day >= firstDay && day <= lastDay;
    if (here) ours.add(nanodollars, lowerBound);
    if (here !== there) sums.add('days', there ? (nanodollars ?? 0) : -(nanodollars ?? 0));
    if (!there) return;
    own.days.set(day, (own.days.get(day) ?? 0) + (nanodollars ?? 0));
    const label = labelOf(model);
    own.models.add(label);
    if (nanodollars === null) own.unpriced.add(label);
  };
  for (const request of input.requests) {
    const rating = rate(request);
    count(request.atMs, request.model, rating.priced ? rating.cost.total : null, request.lowerBound);
  }
  for (const { models, atMs } of input.sideCalls)
    for (const { model, tokens } of models ?? []) {
      const cost = sideCallCost(model, tokens, atMs, rate);
      if (cost !== null) count(atMs, model, cost, false);
    }

  const money = ours.money();
  const rows = 'rows' in figure ? figure.rows.filter(({ day }) => day >= firstDay && day <= lastDay) : [];
  const theirsNanodollars = 'amount' in figure ? figure.amount.nanodollars : rows.reduce((sum, { nanodollars }) => sum + nanodollars, 0);
  const explained = new Map<string, number>();
  for (const row of rows) explained.set(row.day, (explained.get(row.day) ?? 0) + addRow(row, own, sums));
  const left = theirsNanodollars - money.nanodollars - sums.total();
  // An amount that was typed has only so many digits.
  if ('amount' in figure && Math.abs(left) <= figure.amount.unit / 2) sums.add('rounding', left);
  const unexplainedNanodollars = theirsNanodollars - money.nanodollars - sums.total();
  const days = 'rows' in figure ? dayRows(rows, own, explained) : [];
  return {
    figure: 'console',
    name: t('The Console'),
    theirsNanodollars,
    ours: money,
    timezone,
    sinceMs,
    untilMs,
    causes: sums.take((cause, number, names) => sentenceOf(cause, number, names, timezone)),
    unexplainedNanodollars,
    possibleReasons: unexplainedNanodollars === 0 ? [] : reasons(unexplainedNanodollars),
    notes: input.notes,
    rowsBy: days.length === 0 ? null : 'day',
    rows: days,
  };
}

/** Our use on the Console's days. */
interface OwnUse {
  readonly days: Map<string, number>;
  readonly models: Set<string>;
  /** Models without a price of ours. */
  readonly unpriced: Set<string>;
}

/** What of a row is not ours to compare, or has another price: each row is one cause at most, and its discount another. Returns how much that explains. */
function addRow(row: ConsoleRow, own: OwnUse, sums: CauseSums): number {
  const { model, nanodollars, listNanodollars } = row;
  const discount = nanodollars - listNanodollars;
  sums.add('discounts', discount);
  const cause = causeOf(row, own);
  if (cause === null) return discount;
  sums.add(cause, listNanodollars, model);
  return discount + listNanodollars;
}

function causeOf({ model, kind, batch }: ConsoleRow, own: OwnUse): Cause | null {
  const label = labelOf(model);
  if (batch) return 'batch';
  if (kind === 'other') return 'otherProducts';
  if (label !== '' && !own.models.has(label)) return 'otherModels';
  return label !== '' && own.unpriced.has(label) ? 'unknownModels' : null;
}

/** `haiku 4.5` for an id, and for the Console's own `Claude Haiku 4.5`. */
function labelOf(model: string): string {
  if (model === '') return '';
  const name = /\s/.test(model) ? model : modelLabel(canonicalModel(model));
  return name
    .toLowerCase()
    .replace(/^claude\s+/, '')
    .replace(/^([\d.]+)\s+(\w+)$/, '$2 $1')
    .trim();
}

function dayRows(rows: readonly ConsoleRow[], own: OwnUse, explained: ReadonlyMap<string, number>): readonly ComparedRow[] {
  const theirs = new Map<string, number>();
  for (const { day, nanodollars } of rows) theirs.set(day, (theirs.get(day) ?? 0) + nanodollars);
  return [...new Set([...theirs.keys(), ...own.days.keys()])]
    .map((key): ComparedRow => {
      const [theirsNanodollars, oursNanodollars] = [theirs.get(key) ?? 0, own.days.get(key) ?? 0];
      const unexplainedNanodollars = theirsNanodollars - oursNanodollars - (explained.get(key) ?? 0);
      return { key, theirsNanodollars, oursNanodollars, unexplainedNanodollars };
    })
    .filter((row) => apart(row) !== 0 || row.unexplainedNanodollars !== 0)
    .sort((first, second) => apart(second) - apart(first) || (first.key < second.key ? -1 : 1));
}

function apart({ theirsNanodollars, oursNanodollars }: ComparedRow): number {
  return Math.abs(theirsNanodollars - oursNanodollars);
}

function reasons(unexplained: number): readonly string[] {
  return unexplained > 0
    ? [
        t('Use from other machines, containers or accounts of this computer, which this ledger does not hold.'),
        t('Use by other people, keys or products of the organization.'),
        t('Requests that Claude Code sent and wrote into no transcript, such as titles and web searches of sessions without a total.'),
      ]
    : [
        t('Use on a Claude plan, which no Console bills.'),
        t('Use through Bedrock, Vertex or another organization’s key.'),
        t('Discounts and credits; and the Console’s last hours, which it fills in later.'),
      ];
}

function sentenceOf(cause: Cause, count: number, names: readonly string[], timezone: string): string {
  const models = names.filter((name) => name !== '');
  const named = models.length === 0 ? '' : ` (${models.slice(0, 4).join(', ')}${models.length > 4 ? ', …' : ''})`;
  switch (cause) {
    case 'days':
      return t(
        '{0} that are on another day in UTC, by which the Console counts, than in {1}, by which Payoff does.',
        requestCount(count),
        timezone,
      );
    case 'discounts':
      return t('{0} of the file at another price than list.', plural(count, '{0} row', '{0} rows', formatCount(count)));
    case 'batch':
      return t('{0} of batches, which Claude Code never sends{1}.', plural(count, '{0} row', '{0} rows', formatCount(count)), named);
    case 'otherProducts':
      return t('{0} of what Claude Code does not use, such as code execution.', plural(count, '{0} row', '{0} rows', formatCount(count)));
    case 'otherModels':
      return t('{0} of models that no request of this ledger used{1}.', plural(count, '{0} row', '{0} rows', formatCount(count)), named);
    case 'unknownModels':
      return t('{0} of models that Payoff has no price for yet{1}.', plural(count, '{0} row', '{0} rows', formatCount(count)), named);
    default:
      return t('The amount was given in fewer digits than Payoff counts.');
  }
}
