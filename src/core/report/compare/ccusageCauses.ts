/**
 * Why ccusage and Payoff say different amounts, request by request.
 *
 * Each request of ours is paired with the line that ccusage counts for it. Requests and lines without the other are causes as a whole:
 * deleted transcripts, duplicates, forks, subagents, days, among them those that a report lacks. A pair differs by what was counted (the line) and by its price; the price is
 * changed from ours into theirs one rule at a time, in this order: recorded cost, model without a price, searches, geography, fast mode,
 * cache lifetimes, price table, long prompts. So each cause is the difference of two sums, and all of them together are what ccusage should
 * say by its own rules. Where it says something else, that is unexplained.
 */
import { canonicalModel } from '../../pricing/modelName.ts';
import type { Rate } from '../../pricing/rating.ts';
import type { Tokens } from '../../transcript/facts.ts';
import type { RequestRow } from '../rows.ts';
import { dayKey } from '../time.ts';
import { ccusageCost, tokensCost } from './ccusageRates.ts';
import type { CcusageRates } from './ccusageRates.ts';
import type { CcusageLine } from './ccusageLine.ts';
import type { CauseSums } from './comparison.ts';
import { costAt, tokenClasses, unitRates } from './unitRates.ts';
import type { PricedAt, UnitRates } from './unitRates.ts';

export interface PairingInput {
  /** Every request of the ledger, whenever it was. */
  readonly requests: Iterable<RequestRow>;
  readonly isOurs: (atMs: number) => boolean;
  /** The lines that ccusage counts, and whether a day of its report is compared. */
  readonly counted: readonly CcusageLine[];
  readonly isTheirDay: (day: string) => boolean;
  /** Whether its report has anything of a day. */
  readonly isReported: (day: string) => boolean;
  readonly theirTimezone: string;
  /** Responses in lines that ccusage leaves out. */
  readonly refused: ReadonlySet<string>;
  /** Whether the file of a request is gone from the disk. */
  readonly isGone: (messageId: string) => boolean;
  readonly rate: Rate;
  readonly ratesOf: (model: string) => CcusageRates | null;
}

/** What ccusage should say by its own rules, by day and model as it names them. */
export interface PredictedCell {
  readonly day: string;
  readonly model: string;
  tokens: number;
  nanodollars: number;
}

/** Adds every cause to `sums` and returns what ccusage should say; `ours` hears the price of each of our requests. */
export function pairRequests(
  input: PairingInput,
  sums: CauseSums,
  ours: (nanodollars: number | null, request: RequestRow) => void,
): readonly PredictedCell[] {
  const cells = new Map<string, PredictedCell>();
  const linesOf = new Map<string, CcusageLine[]>();
  for (const line of input.counted) {
    const known = linesOf.get(line.messageId);
    if (known === undefined) linesOf.set(line.messageId, [line]);
    else known.push(line);
  }
  const theirs = (line: CcusageLine): number | null => {
    const day = dayKey(line.atMs, input.theirTimezone);
    if (!input.isTheirDay(day) || !input.isReported(day)) return null;
    const cost = ccusageCost(line, input.ratesOf(line.model));
    addCell(cells, day, line, cost);
    return cost;
  };
  const prices = new PriceSteps(input, sums);

  for (const request of input.requests) {
    const lines = linesOf.get(request.messageId) ?? [];
    linesOf.delete(request.messageId);
    const rating = input.rate(request);
    const own = rating.priced ? rating.cost.total : null;
    const isOurs = input.isOurs(request.atMs);
    if (isOurs) ours(own, request);
    const name = modelName(request.model);
    const [paired, ...others] = pairedFirst(lines, request);
    if (paired === undefined) {
      if (isOurs) sums.add(withoutLine(request, input), -(own ?? 0), name);
      continue;
    }
    for (const line of others) sums.add(copyCause(line, request), theirs(line) ?? 0, name);
    const cost = theirs(paired);
    if (isOurs && cost !== null) prices.add(request, own, paired, cost);
    else if (isOurs) sums.add(input.isTheirDay(dayKey(paired.atMs, input.theirTimezone)) ? 'unreported' : 'days', -(own ?? 0), name);
    else if (cost !== null) sums.add('days', cost, name);
  }
  for (const lines of linesOf.values())
    for (const line of lines)
      sums.add(line.progress ? 'subagents' : line.leftover ? 'leftovers' : 'notHeld', theirs(line) ?? 0, modelName(line.model));
  return [...cells.values()];
}

function addCell(cells: Map<string, PredictedCell>, day: string, line: CcusageLine, cost: number): void {
  const model = line.model === '' ? '' : `${line.model}${line.fast ? '-fast' : ''}`;
  const key = `${day} ${model}`;
  let cell = cells.get(key);
  if (cell === undefined) cells.set(key, (cell = { day, model, tokens: 0, nanodollars: 0 }));
  cell.tokens += tokenClasses.reduce((sum, name) => sum + line.tokens[name], 0);
  cell.nanodollars += cost;
}

/** Of several lines for one request the one that is it: the same in all that has a price, else of its session, else the first. */
function pairedFirst(lines: readonly CcusageLine[], request: RequestRow): readonly CcusageLine[] {
  if (lines.length < 2) return lines;
  const same = lines.find((line) => line.sessionId === request.sessionId && sameUse(line, request));
  const paired =
    same ?? lines.find((line) => sameUse(line, request)) ?? lines.find((line) => line.sessionId === request.sessionId) ?? lines[0];
  return paired === undefined ? lines : [paired, ...lines.filter((line) => line !== paired)];
}

function sameUse(line: CcusageLine, { tokens, model, fast }: RequestRow): boolean {
  return line.model === model && line.fast === fast && tokenClasses.every((name) => line.tokens[name] === tokens[name]);
}

function withoutLine(request: RequestRow, { refused, isGone }: PairingInput): 'refused' | 'archive' | 'unreached' {
  if (refused.has(request.messageId)) return 'refused';
  return isGone(request.messageId) ? 'archive' : 'unreached';
}

function copyCause(line: CcusageLine, request: RequestRow): 'subagents' | 'forks' | 'duplicates' {
  if (line.progress || line.sidechain) return 'subagents';
  return line.sessionId === request.sessionId ? 'duplicates' : 'forks';
}

function modelName(model: string): string {
  return model === '' ? '' : canonicalModel(model);
}

/** Turns our price of a request into theirs, one rule at a time. */
class PriceSteps {
  readonly #input: PairingInput;
  readonly #sums: CauseSums;
  readonly #unit: (at: PricedAt) => UnitRates | null;

  constructor(input: PairingInput, sums: CauseSums) {
    this.#input = input;
    this.#sums = sums;
    this.#unit = unitRates(input.rate);
  }

  /** `theirs` is what ccusage makes of the line. */
  add(request: RequestRow, own: number | null, line: CcusageLine, theirs: number): void {
    const sums = this.#sums;
    const name = modelName(line.model);
    if (line.recordedNanodollars !== null) {
      sums.add('recorded', theirs - (own ?? 0), name);
      return;
    }
    const rates = this.#input.ratesOf(line.model);
    const seen = { ...request, model: line.model, tokens: { ...line.tokens, webSearches: request.tokens.webSearches }, fast: line.fast };
    const counted = sameUse(line, request) ? own : this.#price(seen);
    const unit = this.#unit(seen);
    if (own === null || counted === null || unit === null || rates === null) {
      sums.add('unknownModels', theirs - (own ?? 0), modelName(request.model));
      return;
    }
    let explained = 0;
    const step = (cause: Parameters<CauseSums['add']>[0], difference: number): void => {
      const nanodollars = settled(difference);
      explained += nanodollars;
      sums.add(cause, nanodollars, name);
    };
    step('lines', counted - own);
    const plain = { ...seen, tokens: { ...seen.tokens, webSearches: 0 } };
    const withoutSearches = request.tokens.webSearches === 0 ? counted : (this.#price(plain) ?? counted);
    step('searches', withoutSearches - counted);
    const anywhere = { ...plain, geography: '' };
    const withoutGeography = request.geography === '' ? withoutSearches : (this.#price(anywhere) ?? withoutSearches);
    step('geography', withoutGeography - withoutSearches);
    const slow = line.fast ? (this.#price({ ...anywhere, fast: false }) ?? withoutGeography) : withoutGeography;
    const times = line.fast ? rates.fastMultiplier : 1;
    step('fast', slow * times - withoutGeography);
    // From here on without a tier on either side, then both tiers at once.
    const ourBase = costAt(unit, line.tokens);
    const theirBase = costAt(rates.base, line.tokens);
    const lifetimes = line.tokens.cacheWrite1h * lifetimeRate(unit, rates.base);
    step('lifetimes', lifetimes * times);
    step('prices', (theirBase - ourBase - lifetimes) * times);
    step('longContext', (tokensCost(line.tokens, rates) - theirBase - (slow - ourBase)) * times);
    // Only what rounding can make: anything else stays unexplained.
    const rest = theirs - own - explained;
    if (Math.abs(rest) < mostRounding) sums.add('rounding', rest);
  }

  #price(usage: PricedAt & { readonly tokens: Tokens; readonly fast: boolean; readonly geography: string }): number | null {
    const rating = this.#input.rate(usage);
    return rating.priced ? rating.cost.total : null;
  }
}

/** By how much they take more for a token that is kept for an hour than their five-minute price in our proportion. */
function lifetimeRate(ours: UnitRates, theirs: UnitRates): number {
  if (ours.cacheWrite5m === 0) return 0;
  return theirs.cacheWrite1h - (theirs.cacheWrite5m * ours.cacheWrite1h) / ours.cacheWrite5m;
}

/** Our prices are rounded to a nanodollar for each class: less than that is no difference. */
const leastDifference = tokenClasses.length / 2 + 0.1;
/** Each of seven steps may have lost as much, in fast mode of some models six times as much. */
const mostRounding = 7 * 6 * leastDifference;

function settled(nanodollars: number): number {
  return Math.abs(nanodollars) < leastDifference ? 0 : nanodollars;
}
