/** What a lead types: seats, what was invoiced, budgets, growth. A month's amounts are whole US cents; growth is in thousandths (1100 is 1.1). */
import { integerOf, textOf } from './store/database.ts';
import type { Queries, Row } from './store/database.ts';

export const leadEntryKinds = ['seats', 'growth', 'threshold', 'invoice', 'budget'] as const;
export type LeadEntryKind = (typeof leadEntryKinds)[number];

export interface LeadEntry {
  readonly kind: LeadEntryKind;
  /** `2026-11` of an invoice or a budget; null of the others. */
  readonly month: string | null;
  readonly value: number;
}

/** All entries of a team, by kind and month. */
export async function readLeadEntries(queries: Queries, team: string): Promise<readonly LeadEntry[]> {
  const rows = await queries.query('SELECT kind, month, value FROM lead_entries WHERE team = $1 ORDER BY kind, month', [team]);
  return rows.map((row) => ({ kind: kindOf(row), month: textOf(row, 'month') || null, value: integerOf(row, 'value') }));
}

/** Writes an entry over the one that was there. */
export async function writeLeadEntry(queries: Queries, team: string, { kind, month, value }: LeadEntry): Promise<void> {
  await queries.query(
    `INSERT INTO lead_entries (team, kind, month, value) VALUES ($1, $2, $3, $4::bigint)
     ON CONFLICT (team, kind, month) DO UPDATE SET value = excluded.value`,
    [team, kind, month ?? '', value],
  );
}

/** Takes an entry away. */
export async function removeLeadEntry(queries: Queries, team: string, { kind, month }: Omit<LeadEntry, 'value'>): Promise<void> {
  await queries.query('DELETE FROM lead_entries WHERE team = $1 AND kind = $2 AND month = $3', [team, kind, month ?? '']);
}

function kindOf(row: Row): LeadEntryKind {
  const kind = leadEntryKinds.find((known) => known === row.kind);
  if (kind === undefined) throw new TypeError('An entry of an unknown kind is in the store.');
  return kind;
}
