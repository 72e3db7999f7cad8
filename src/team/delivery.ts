/**
 * Brings to the collector what waits in the outbox: the oldest week first, one sender at a time on this machine. A week counts as delivered only when the
 * collector has said that it stored these very bytes. So a process may be killed at any moment: the next one sends the same bytes again, and the collector
 * keeps one report a week. Where it has a report of this or a higher number (an answer that was lost, a ledger from an older backup), the bytes are sent
 * under the number after that one.
 */
import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { otlpEndpoint } from '../core/team/openTelemetry.ts';
import type { DeviceRow, MembershipRow, OutboxRow, WithdrawalRow } from '../ledger/team.ts';
import {
  putDevice,
  putMembership,
  putWeek,
  readDevice,
  readMembership,
  readOutbox,
  readWithdrawal,
  removeWithdrawal,
  writeTeam,
} from '../ledger/team.ts';
import { backoffMs, isDue } from './backoff.ts';
import type { CallCollector } from './callCollector.ts';
import { callTimeoutMs } from './callCollector.ts';
import type { StoredAnswer, Verdict } from './collectorAnswers.ts';
import { deletedVerdict, storedVerdict } from './collectorAnswers.ts';
import { renumbered } from './weekBytes.ts';
import {
  alteredWeekSentence,
  busySentence,
  ledgerSentence,
  noTokenSentence,
  refusedWeekSentence,
  stoppedSentence,
  troubleSentence,
} from './words.ts';

/** So long a sender is believed to be at work that has not been heard of: longer than a request can take. */
const claimMs = callTimeoutMs + 30_000;
/** After so many of their own errors in a row the collector is left alone for a while. */
const errorsAtMost = 2;
/** A week gets a new number so often in one round. */
const renumberingsAtMost = 3;

export interface DeliveryOptions {
  readonly database: DatabaseSync;
  readonly call: CallCollector;
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly chance: () => number;
}

export interface Round {
  readonly tokenOf: (team: string) => Promise<string | null>;
  /** Whether waits of this side are kept; those that the collector asked for always are. */
  readonly due: boolean;
  readonly signal: AbortSignal | undefined;
}

export interface Delivered {
  readonly sent: number;
  readonly refused: readonly string[];
  /** The team whose withdrawal arrived, and how many rows were deleted there. */
  readonly withdrawn: { readonly team: string; readonly deleted: number } | null;
  /** Why it ended before everything was sent; `''` when it did not. */
  readonly problem: string;
}

export class Delivery {
  private readonly options: DeliveryOptions;
  private readonly sender = randomUUID();

  constructor(options: DeliveryOptions) {
    this.options = options;
  }

  /** Sends what may be sent now. */
  async run(round: Round): Promise<Delivered> {
    const { database, now } = this.options;
    const nothing: Delivered = { sent: 0, refused: [], withdrawn: null, problem: '' };
    const withdrawal = readWithdrawal(database);
    const membership = readMembership(database);
    const target = withdrawal ?? membership;
    if (target === null) return nothing;
    if (withdrawal === null && (membership === null || !readOutbox(database).some(({ state }) => state === 'waiting'))) return nothing;
    if (withdrawal === null && membership !== null && membership.stopped !== 0)
      return { ...nothing, problem: stoppedSentence(membership.team, membership.stopped) };
    const { waitMs, askedToWait, trouble } = readDevice(database);
    if (!isDue(waitMs, now()) && (round.due || askedToWait)) return { ...nothing, problem: troubleSentence(target.endpoint, trouble) };
    // To an OpenTelemetry collector go the headers that the environment says, and no token of ours.
    const token = target.endpoint === otlpEndpoint ? '' : await round.tokenOf(target.team);
    if (token === null) return { ...nothing, problem: noTokenSentence(target.team) };
    const claimed = this.claim();
    if (claimed !== true) return { ...nothing, problem: claimed === null ? ledgerSentence() : busySentence() };
    try {
      return withdrawal === null ? await this.sendWeeks(token, round) : await this.sendWithdrawal(withdrawal, token, round);
    } finally {
      this.changeDevice(() => ({ sender: '', pid: 0, untilMs: 0 }));
    }
  }

  private async sendWeeks(token: string, round: Round): Promise<Delivered> {
    const done = new Set<string>();
    const refused: string[] = [];
    const result = (sent: number, problem: string): Delivered => ({ sent, refused, withdrawn: null, problem });
    let [sent, errors, renumberings] = [0, 0, 0];
    let problem = '';
    for (;;) {
      if (round.signal?.aborted === true) return result(sent, problem);
      const next = this.begin(round.due, done);
      if (next === null) return result(sent, problem);
      const { row, membership, device } = next;
      const { endpoint, team, reporter } = membership;
      if (renumbered({ ...membership, device }, row, row.sequence) === null) {
        // Made anew when the weeks are next made, if the week is still told.
        refused.push(alteredWeekSentence(row.week));
        this.settle(row, { state: 'refused', answer: 0 });
        done.add(row.week);
        continue;
      }
      const url = `${endpoint}/v1/reports/${reporter}/${device}/${row.week}`;
      const response = await this.options.call({ method: 'PUT', url, token, body: row.body, signal: round.signal });
      if (response.kind === 'failed' && response.code === 'aborted') return result(sent, problem);
      const verdict = this.judge(row, storedVerdict(response, this.options.now()));
      if (verdict.kind === 'done' && !verdict.result.stored) {
        // Something of this number or a higher one is there, and nobody can tell whether it is this.
        const sequence = verdict.result.sequence + 1;
        const body = renumbered({ ...membership, device }, row, sequence);
        renumberings += 1;
        if (body === null || renumberings > renumberingsAtMost) {
          this.settle(row, this.later(row));
          done.add(row.week);
          renumberings = 0;
        } else this.settle(row, { sequence, body });
        continue;
      }
      done.add(row.week);
      renumberings = 0;
      if (verdict.kind === 'done') {
        sent += 1;
        errors = 0;
        this.settle(row, { state: 'delivered', answer: 200, sentMs: this.options.now(), delivered: row.body });
        this.reached();
      } else if (verdict.kind === 'refused') {
        this.reached();
        if ([401, 403, 410].includes(verdict.status)) {
          this.stop(row, verdict.status);
          return result(sent, stoppedSentence(team, verdict.status));
        }
        refused.push(refusedWeekSentence(row.week, answerText(verdict)));
        this.settle(row, { state: 'refused', answer: verdict.status });
      } else {
        problem = troubleSentence(endpoint, verdict.trouble);
        this.settle(row, { ...this.later(row), answer: /^\d{3}$/.test(verdict.trouble) ? Number(verdict.trouble) : 0 });
        errors += 1;
        if (verdict.isOurs && errors < errorsAtMost) continue;
        this.wait(verdict.trouble, verdict.waitMs);
        return result(sent, problem);
      }
    }
  }

  private async sendWithdrawal({ team, endpoint, reporter }: WithdrawalRow, token: string, round: Round): Promise<Delivered> {
    const { database, call, now } = this.options;
    const response = await call({ method: 'DELETE', url: `${endpoint}/v1/reporters/${reporter}`, token, body: null, signal: round.signal });
    const nothing: Delivered = { sent: 0, refused: [], withdrawn: null, problem: '' };
    if (response.kind === 'failed' && response.code === 'aborted') return nothing;
    const verdict = deletedVerdict(response, now());
    // Withdrawn by another machine of the same developer: nothing is left to be deleted.
    const isGone = verdict.kind === 'refused' && verdict.status === 410;
    if (verdict.kind === 'done' || isGone) {
      writeTeam(database, () => {
        if (readWithdrawal(database)?.reporter === reporter) removeWithdrawal(database);
      });
      this.reached();
      return { ...nothing, withdrawn: { team, deleted: verdict.kind === 'done' ? verdict.result.deleted : 0 } };
    }
    const trouble = verdict.kind === 'refused' ? String(verdict.status) : verdict.trouble;
    this.wait(trouble, verdict.kind === 'later' ? verdict.waitMs : null);
    const isStopped = trouble === '401' || trouble === '403';
    return { ...nothing, problem: isStopped ? stoppedSentence(team, Number(trouble)) : troubleSentence(endpoint, trouble) };
  }

  /** The oldest week that may be tried, noted as tried; null when there is none, or when this process is not the sender any more. */
  private begin(
    due: boolean,
    done: ReadonlySet<string>,
  ): { readonly row: OutboxRow; readonly membership: MembershipRow; readonly device: string } | null {
    const { database, now } = this.options;
    return writeTeam(database, () => {
      const membership = readMembership(database);
      const device = readDevice(database);
      if (membership === null || device.sender !== this.sender || readWithdrawal(database) !== null) return null;
      const row = readOutbox(database).find(
        ({ week, state, nextMs }) => state === 'waiting' && !done.has(week) && (!due || isDue(nextMs, now())),
      );
      if (row === undefined) return null;
      const begun = { ...row, attempts: row.attempts + 1 };
      putWeek(database, begun);
      putDevice(database, { ...device, untilMs: now() + claimMs });
      return { row: begun, membership, device: device.device };
    });
  }

  /** Changes a week unless it was replaced or forgotten while it was on its way. */
  private settle(row: OutboxRow, change: Partial<OutboxRow>): void {
    const { database } = this.options;
    writeTeam(database, () => {
      const now = readOutbox(database).find(({ week }) => week === row.week);
      if (now?.sequence === row.sequence) putWeek(database, { ...now, ...change });
    });
  }

  private judge(row: OutboxRow, verdict: Verdict<StoredAnswer>): Verdict<StoredAnswer> {
    // A collector that has only lower numbers would have stored it.
    if (verdict.kind !== 'done' || verdict.result.stored || verdict.result.sequence >= row.sequence) return verdict;
    return { kind: 'later', trouble: 'odd-answer', waitMs: null, isOurs: false };
  }

  private later({ attempts }: OutboxRow): Pick<OutboxRow, 'nextMs'> {
    const { now, chance } = this.options;
    return { nextMs: now() + backoffMs(attempts, chance()) };
  }

  /** Puts everything off: after a `Retry-After` until then and a little longer, so that not all come at that moment. */
  private wait(trouble: string, askedMs: number | null): void {
    const { now, chance } = this.options;
    this.changeDevice(({ failures }) => {
      const waitMs = now() + (askedMs ?? 0) + backoffMs(askedMs === null ? failures + 1 : 1, chance());
      return { failures: failures + 1, waitMs, askedToWait: askedMs !== null, trouble };
    });
  }

  private reached(): void {
    if (readDevice(this.options.database).trouble === '') return;
    this.changeDevice(() => ({ failures: 0, waitMs: 0, askedToWait: false, trouble: '' }));
  }

  private stop(row: OutboxRow, status: number): void {
    const { database } = this.options;
    this.settle(row, { answer: status });
    writeTeam(database, () => {
      const membership = readMembership(database);
      if (membership !== null) putMembership(database, { ...membership, stopped: status });
    });
  }

  /** True when this process may send; false while another does; null where nothing can be written. */
  private claim(): boolean | null {
    const { database, now } = this.options;
    return writeTeam(database, () => {
      const device = readDevice(database);
      const isTaken = device.sender !== '' && device.untilMs > now() && device.untilMs <= now() + claimMs && isAlive(device.pid);
      if (isTaken) return false;
      putDevice(database, { ...device, sender: this.sender, pid: process.pid, untilMs: now() + claimMs });
      return true;
    });
  }

  /** Changes how the sending goes, as long as this process is the sender. */
  private changeDevice(change: (device: DeviceRow) => Partial<DeviceRow>): void {
    const { database } = this.options;
    writeTeam(database, () => {
      const device = readDevice(database);
      if (device.sender === this.sender) putDevice(database, { ...device, ...change(device) });
    });
  }
}

function answerText({ status, code }: { readonly status: number; readonly code: string }): string {
  return /^[a-z0-9-]{1,60}$/.test(code) ? `${String(status)} ${code}` : String(status);
}

/** Whether a process of this machine has this id; one of another user counts. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
