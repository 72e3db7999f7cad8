import type { WorkKind } from '../advice/workKinds.ts';
import type { PlacedRequest } from '../attribution/history.ts';
import type { PriceTable, Rate } from '../pricing/rating.ts';
import { commitOf } from './commitCosts.ts';
import { FiguresSum } from './figures.ts';
import { canonicalNames } from './filterRequests.ts';
import type { Grouping, Report, ReportRow } from './report.ts';
import type { RequestRow, SideCallRow } from './rows.ts';
import { sideCallCost } from './sideCallCost.ts';
import { dayKey, monthKey, weekKey } from './time.ts';

/** What a report is made of; `requests` and `sideCalls` are those of the period already. */
export interface ReportInput {
  readonly requests: Iterable<RequestRow | PlacedRequest>;
  readonly sideCalls: readonly SideCallRow[];
  readonly by: Grouping;
  /** By SHA the address of the pull request that a commit belongs to; only a report by pull request needs it. */
  readonly pullRequests?: ReadonlyMap<string, string>;
  /** The kind of work of each request; only a report by kind needs it. */
  readonly kindOf?: (request: PlacedRequest) => WorkKind;
  readonly timezone: string;
  readonly rate: Rate;
  readonly prices: PriceTable;
}

/** Key of the totals, where a row has its day, model or other name. */
export const totalsKey = 'total';

/**
 * One row a key, and totals that are exactly the sum of the rows. Times are in ascending order, everything else by cost, the dearest
 * first. A session whose side calls cannot be known makes its row's unknown. What is in no commit or pull request has the key `''`.
 */
export function buildReport({ requests, sideCalls, by, pullRequests = new Map(), kindOf, timezone, rate, prices }: ReportInput): Report {
  const keys: Keys = { by, timezone, pullRequests, kindOf: kindOf ?? (() => ''), nameOf: canonicalNames() };
  const sums = new Map<string, FiguresSum>();
  const sumOf = (key: string): FiguresSum => {
    let sum = sums.get(key);
    if (sum === undefined) sums.set(key, (sum = new FiguresSum()));
    return sum;
  };

  const keysOfSession = new Map<string, Set<string>>();
  for (const request of requests) {
    const key = requestKey(request, keys);
    if ('nanodollars' in request) sumOf(key).addPriced(request, request.nanodollars);
    else sumOf(key).addRequest(request, rate(request));
    const known = keysOfSession.get(request.sessionId);
    if (known === undefined) keysOfSession.set(request.sessionId, new Set([key]));
    else known.add(key);
  }
  let knownSideCallsNanodollars = 0;
  for (const session of sideCalls) {
    const costs = session.models?.map(({ model, tokens }) => ({ model, cost: sideCallCost(model, tokens, session.atMs, rate) })) ?? null;
    placeSideCalls(session, costs, { keys, sumOf, keysOfRequests: keysOfSession.get(session.sessionId) ?? new Set(['']) });
    knownSideCallsNanodollars += wholeCost(costs) ?? 0;
  }

  const rows = [...sums].map(([key, sum]): ReportRow => ({ key, ...sum.figures() })).sort(byTime(by) ? byKey : byCost);
  const totals = new FiguresSum();
  for (const row of rows) totals.add(row);
  return { timezone, prices, totals: { key: totalsKey, ...totals.figures() }, knownSideCallsNanodollars, rows };
}

/** What the key of a row follows from. */
interface Keys {
  readonly by: Grouping;
  readonly timezone: string;
  readonly pullRequests: ReadonlyMap<string, string>;
  readonly kindOf: (request: PlacedRequest) => string;
  readonly nameOf: (model: string) => string;
}

interface Placing {
  readonly keys: Keys;
  readonly sumOf: (key: string) => FiguresSum;
  /** The rows that the session's requests are on; without any the unknown one. */
  readonly keysOfRequests: ReadonlySet<string>;
}

/** What a session's side calls cost by model, null where not even their tokens are known. */
type SideCallCosts = readonly { readonly model: string; readonly cost: number | null }[] | null;

function wholeCost(costs: SideCallCosts): number | null {
  return costs?.reduce<number | null>((sum, { cost }) => (sum === null || cost === null ? null : sum + cost), 0) ?? null;
}

/**
 * Side calls fall on the row of the session's last request; by model on the row of the model that answered them, and where that is not
 * known they are unknown for every model of the session. They are in no commit, and made no edits.
 */
function placeSideCalls(session: SideCallRow, costs: SideCallCosts, { keys, sumOf, keysOfRequests }: Placing): void {
  if (keys.by === 'model') {
    if (costs === null) for (const key of keysOfRequests) sumOf(key).addSideCalls(null);
    else for (const { model, cost } of costs) sumOf(keys.nameOf(model)).addSideCalls(cost);
  } else if (costs === null) {
    sumOf(placeKey(session, keys.by, keys.timezone)).addSideCalls(null);
  } else if (costs.length > 0) {
    const sum = sumOf(placeKey(session, keys.by, keys.timezone));
    for (const { cost } of costs) sum.addSideCalls(cost);
  }
}

function requestKey(request: RequestRow | PlacedRequest, { by, timezone, pullRequests, kindOf, nameOf }: Keys): string {
  switch (by) {
    case 'model':
      return nameOf(request.model);
    case 'commit':
      return 'placement' in request && request.placement.target.kind === 'commit' ? commitOf(request) : '';
    case 'pull-request':
      // Also of a commit that is lost: a squashed branch is often deleted.
      return 'placement' in request ? (pullRequests.get(commitOf(request)) ?? '') : '';
    case 'kind':
      return 'placement' in request ? kindOf(request) : '';
    default:
      return placeKey(request, by, timezone);
  }
}

type Place = Pick<RequestRow, 'sessionId' | 'atMs' | 'branch' | 'repository'>;

function placeKey(place: Place, by: Exclude<Grouping, 'model'>, timezone: string): string {
  switch (by) {
    case 'day':
      return dayKey(place.atMs, timezone);
    case 'week':
      return weekKey(place.atMs, timezone);
    case 'month':
      return monthKey(place.atMs, timezone);
    case 'session':
      return place.sessionId;
    case 'repository':
      return place.repository;
    case 'branch':
      return place.branch;
    case 'commit':
    case 'pull-request':
      return '';
    case 'kind':
      return 'noEdits' satisfies WorkKind;
  }
}

/** Whether a report by this needs to know where requests went. */
export function isByPlace(by: Grouping): boolean {
  return by === 'repository' || by === 'commit' || by === 'pull-request' || by === 'kind';
}

function byTime(by: Grouping): boolean {
  return by === 'day' || by === 'week' || by === 'month';
}

/** By code units, not by a language's order: the same everywhere. */
function byKey(left: ReportRow, right: ReportRow): number {
  return left.key < right.key ? -1 : left.key > right.key ? 1 : 0;
}

function byCost(left: ReportRow, right: ReportRow): number {
  return right.costNanodollars - left.costNanodollars || byKey(left, right);
}
