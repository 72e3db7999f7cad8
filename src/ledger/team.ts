/**
 * What the ledger keeps of a team: the membership, the outbox, a withdrawal, and who sends. None of it is a fact that a report is made of, so it is written
 * beside the lease: a window that reads transcripts need not pause for it, and no window takes it for a change of its figures.
 */
import type { DatabaseSync } from 'node:sqlite';
import { migrations } from './migrations/migrations.ts';
import { rollBack } from './transactions.ts';
import type { Row } from './values.ts';
import { flag, integer, integerOrNull, text } from './values.ts';

export interface MembershipRow {
  readonly team: string;
  readonly name: string;
  readonly endpoint: string;
  readonly reporter: string;
  readonly salt: string;
  readonly k: number;
  readonly repositories: boolean;
  readonly joinedMs: number;
  readonly composedMs: number;
  /** HTTP status; 0 for none. */
  readonly stopped: number;
}

export interface OutboxRow {
  readonly week: string;
  readonly sequence: number;
  readonly body: string;
  readonly state: 'waiting' | 'delivered' | 'refused';
  readonly attempts: number;
  readonly nextMs: number;
  /** HTTP status; 0 for none. */
  readonly answer: number;
  readonly sentMs: number | null;
  /** The body that was last taken; `''` for none. */
  readonly delivered: string;
}

export interface WithdrawalRow {
  readonly team: string;
  readonly endpoint: string;
  readonly reporter: string;
  readonly askedMs: number;
}

export interface DeviceRow {
  /** `''` before a team was joined. */
  readonly device: string;
  /** `''` where nobody sends. */
  readonly sender: string;
  readonly pid: number;
  readonly untilMs: number;
  readonly failures: number;
  readonly waitMs: number;
  readonly askedToWait: boolean;
  readonly trouble: string;
}

/** Runs `change` in one transaction; null, with nothing changed, where a newer Payoff has changed the schema meanwhile. */
export function writeTeam<T>(database: DatabaseSync, change: () => T): T | null {
  database.exec('BEGIN IMMEDIATE');
  try {
    const row = database.prepare('SELECT user_version AS version FROM pragma_user_version').get();
    if (row === undefined || integer(row, 'version') !== migrations.length) {
      rollBack(database);
      return null;
    }
    const result = change();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

export function readMembership(database: DatabaseSync): MembershipRow | null {
  const row = database.prepare('SELECT * FROM team_membership').get();
  if (row === undefined) return null;
  return {
    team: text(row, 'team'),
    name: text(row, 'name'),
    endpoint: text(row, 'endpoint'),
    reporter: text(row, 'reporter'),
    salt: text(row, 'salt'),
    k: integer(row, 'k'),
    repositories: flag(row, 'repositories'),
    joinedMs: integer(row, 'joined_ms'),
    composedMs: integer(row, 'composed_ms'),
    stopped: integer(row, 'stopped'),
  };
}

/** Puts a membership in the place of whatever was there; call inside `writeTeam`, as all that follow and write. */
export function putMembership(database: DatabaseSync, row: MembershipRow): void {
  database
    .prepare('INSERT OR REPLACE INTO team_membership VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(
      ...[row.team, row.name, row.endpoint, row.reporter, row.salt, row.k, Number(row.repositories)],
      ...[row.joinedMs, row.composedMs, row.stopped],
    );
}

export function removeMembership(database: DatabaseSync): void {
  database.exec('DELETE FROM team_membership; DELETE FROM team_outbox');
}

/** All weeks, oldest first. */
export function readOutbox(database: DatabaseSync): readonly OutboxRow[] {
  return database.prepare('SELECT * FROM team_outbox ORDER BY week').all().map(outboxRow);
}

function outboxRow(row: Row): OutboxRow {
  const state = text(row, 'state');
  return {
    week: text(row, 'week'),
    sequence: integer(row, 'sequence'),
    body: text(row, 'body'),
    state: state === 'delivered' || state === 'refused' ? state : 'waiting',
    attempts: integer(row, 'attempts'),
    nextMs: integer(row, 'next_ms'),
    answer: integer(row, 'answer'),
    sentMs: integerOrNull(row, 'sent_ms'),
    delivered: text(row, 'delivered'),
  };
}

/** Puts a week in the place of the one that was there. */
export function putWeek(database: DatabaseSync, row: OutboxRow): void {
  database
    .prepare('INSERT OR REPLACE INTO team_outbox VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(row.week, row.sequence, row.body, row.state, row.attempts, row.nextMs, row.answer, row.sentMs, row.delivered);
}

export function readWithdrawal(database: DatabaseSync): WithdrawalRow | null {
  const row = database.prepare('SELECT * FROM team_withdrawal').get();
  if (row === undefined) return null;
  return {
    team: text(row, 'team'),
    endpoint: text(row, 'endpoint'),
    reporter: text(row, 'reporter'),
    askedMs: integer(row, 'asked_ms'),
  };
}

/** Forgets the membership, the outbox and this ledger's own number, and keeps what has to be deleted at the collector. */
export function putWithdrawal(database: DatabaseSync, row: WithdrawalRow): void {
  removeMembership(database);
  database.prepare('INSERT OR REPLACE INTO team_withdrawal VALUES (1, ?, ?, ?, ?)').run(row.team, row.endpoint, row.reporter, row.askedMs);
  database.exec("UPDATE team_device SET device = ''");
}

export function removeWithdrawal(database: DatabaseSync): void {
  database.exec('DELETE FROM team_withdrawal');
}

export function readDevice(database: DatabaseSync): DeviceRow {
  const row = database.prepare('SELECT * FROM team_device').get();
  if (row === undefined) return { device: '', sender: '', pid: 0, untilMs: 0, failures: 0, waitMs: 0, askedToWait: false, trouble: '' };
  return {
    device: text(row, 'device'),
    sender: text(row, 'sender'),
    pid: integer(row, 'pid'),
    untilMs: integer(row, 'until_ms'),
    failures: integer(row, 'failures'),
    waitMs: integer(row, 'wait_ms'),
    askedToWait: flag(row, 'asked_to_wait'),
    trouble: text(row, 'trouble'),
  };
}

export function putDevice(database: DatabaseSync, row: DeviceRow): void {
  database
    .prepare('INSERT OR REPLACE INTO team_device VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(row.device, row.sender, row.pid, row.untilMs, row.failures, row.waitMs, Number(row.askedToWait), row.trouble);
}
