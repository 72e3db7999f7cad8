/** From what the ledger says of the weeks to the bytes that are sent, and what of them is new against the outbox. */
import * as v from 'valibot';
import { teamWeekSchema, teamWeekSchemaName } from '../core/team/teamWeek.ts';
import type { TeamWeek, TeamWeekBody } from '../core/team/teamWeek.ts';
import type { OutboxRow } from '../ledger/team.ts';
import type { WeekBytes } from './reporter.ts';

/** Who reports; the same for every week. */
export interface Identity {
  readonly team: string;
  readonly reporter: string;
  readonly device: string;
}

/** A report above it is no number any more that a collector can count on. */
const largestSequence = 1e9;

/**
 * The bytes of a week, exactly as they are stored and sent: those of equal content are equal.
 * @throws where something is in them that the closed schema does not have: then nothing is sent.
 */
export function bytesOf({ team, reporter, device }: Identity, { week, ...content }: TeamWeekBody, sequence: number): string {
  const whole = { ...content, schema: teamWeekSchemaName, team, reporter, device, week, sequence } satisfies TeamWeek;
  return JSON.stringify(v.parse(teamWeekSchema, whole));
}

/** Every week that is told, with the bytes that the collector has or is to get, oldest first. */
export function planWeeks(identity: Identity, bodies: readonly TeamWeekBody[], outbox: readonly OutboxRow[]): readonly WeekBytes[] {
  const known = new Map(outbox.map((row) => [row.week, row]));
  return [...bodies]
    .sort((left, right) => (left.week < right.week ? -1 : 1))
    .map((body): WeekBytes => {
      const { week } = body;
      const row = known.get(week);
      const { sequence: last, state } = row ?? { sequence: 0, state: 'new' };
      const sequence = Math.min(last + 1, largestSequence);
      if (row?.body === bytesOf(identity, body, Math.max(last, 1))) return { week, sequence: last, body: row.body, state };
      return { week, sequence, body: bytesOf(identity, body, sequence), state: 'new' };
    });
}

/**
 * The weeks that were sent and that nothing is left of since: what was forgotten or excluded here is corrected there too. The last week before those that are
 * told is left as it was sent: what is left of the history may begin in it, and nobody knows all of that week any more.
 */
export function emptiedWeeks(bodies: readonly TeamWeekBody[], outbox: readonly OutboxRow[], oldestWeek: string): readonly TeamWeekBody[] {
  const told = bodies.map(({ week }) => week).sort();
  const [first = ''] = told;
  return outbox
    .filter(({ week, sentMs }) => week >= oldestWeek && week < first && sentMs !== null)
    .slice(0, -1)
    .map(({ week }) => ({ schema: teamWeekSchemaName, week, activeDays: 0, level: null, rhythm: null, buckets: [] }));
}

/** The same bytes under another number; null where they are not a report of this identity and week under their own number: somebody changed them. */
export function renumbered(identity: Identity, row: Pick<OutboxRow, 'week' | 'sequence' | 'body'>, sequence: number): string | null {
  let value: unknown;
  try {
    value = JSON.parse(row.body);
  } catch {
    return null;
  }
  const parsed = v.safeParse(teamWeekSchema, value);
  if (!parsed.success) return null;
  const { team, reporter, device, week, sequence: own, ...content } = parsed.output;
  const isOurs = team === identity.team && reporter === identity.reporter && device === identity.device && week === row.week;
  if (!isOurs || own !== row.sequence || JSON.stringify(parsed.output) !== row.body || sequence > largestSequence) return null;
  return bytesOf(identity, { week, ...content }, sequence);
}
