/** What a lead typed, row by row: what is not there is as it is at first. */
import { settingsAtFirst } from '../../core/team/dashboard/settings.ts';
import type { TeamSettings } from '../../core/team/dashboard/settings.ts';
import { integerOf, textOf } from '../store/database.ts';
import type { Queries } from '../store/database.ts';

/** A whole number is kept: of a factor its thousandths, of money nanodollars. */
const factorParts = 1000;

/** Of a budget: from its month on there is none. */
const ended = -1;

/** Of an amount without a month: it holds for all. */
const firstMonth = '2000-01';

interface Entry {
  readonly kind: 'seats' | 'growth' | 'threshold' | 'invoice' | 'budget';
  /** The month of an invoice or a budget, which threshold, else empty. */
  readonly month: string;
  readonly value: number;
}

export async function readSettings(queries: Queries, team: string): Promise<TeamSettings> {
  const rows = await queries.query('SELECT kind, month, value FROM lead_entries WHERE team = $1 ORDER BY kind, month', [team]);
  const found = new Map(rows.map((row) => [`${textOf(row, 'kind')} ${textOf(row, 'month')}`, integerOf(row, 'value')]));
  const byMonth = (kind: Entry['kind']): TeamSettings['invoices'] =>
    rows
      .filter((row) => textOf(row, 'kind') === kind)
      .map((row) => ({ month: textOf(row, 'month') || firstMonth, nanodollars: integerOf(row, 'value') }));
  const { growthFactor } = settingsAtFirst;
  const growth = found.get('growth ');
  return {
    seats: found.get('seats ') ?? null,
    invoices: byMonth('invoice'),
    budgets: byMonth('budget').map((each) => (each.nanodollars === ended ? { ...each, nanodollars: null } : each)),
    growthFactor: growth === undefined ? growthFactor : growth / factorParts,
    dormant: dormantOf(found),
  };
}

function dormantOf(found: ReadonlyMap<string, number>): TeamSettings['dormant'] {
  const [below, activeDays, turns] = ['below', 'activeDays', 'turns'].map((name) => found.get(`threshold ${name}`));
  if (below !== undefined) return { by: 'tokens', below };
  return activeDays === undefined || turns === undefined ? settingsAtFirst.dormant : { by: 'activity', activeDays, turns };
}

/** Puts these in the place of all that was there; to be called in a transaction. */
export async function writeSettings(queries: Queries, team: string, settings: TeamSettings): Promise<void> {
  await queries.query('DELETE FROM lead_entries WHERE team = $1', [team]);
  for (const { kind, month, value } of entriesOf(settings))
    await queries.query('INSERT INTO lead_entries (team, kind, month, value) VALUES ($1, $2, $3, $4::bigint)', [team, kind, month, value]);
}

function entriesOf({ seats, invoices, budgets, growthFactor, dormant }: TeamSettings): readonly Entry[] {
  const one = (kind: Entry['kind'], value: number | null, month = ''): readonly Entry[] => (value === null ? [] : [{ kind, month, value }]);
  return [
    ...one('seats', seats),
    ...one('growth', Math.round(growthFactor * factorParts)),
    ...(dormant.by === 'tokens'
      ? one('threshold', dormant.below, 'below')
      : [...one('threshold', dormant.activeDays, 'activeDays'), ...one('threshold', dormant.turns, 'turns')]),
    ...invoices.map(({ month, nanodollars }): Entry => ({ kind: 'invoice', month, value: nanodollars })),
    ...budgets.map(({ month, nanodollars }): Entry => ({ kind: 'budget', month, value: nanodollars ?? ended })),
  ];
}
