/** The reporter over a ledger: what is asked of it goes through managed settings and the user's own switch before anything is written or sent. */
import { otlpEndpoint } from '../core/team/openTelemetry.ts';
import { weekKey } from '../core/report/time.ts';
import type { TeamWeekBody } from '../core/team/teamWeek.ts';
import type { Ledger } from '../ledger/open.ts';
import type { MembershipRow } from '../ledger/team.ts';
import {
  putDevice,
  putMembership,
  putWeek,
  putWithdrawal,
  readDevice,
  readMembership,
  readOutbox,
  readWithdrawal,
  removeMembership,
  writeTeam,
} from '../ledger/team.ts';
import { isDue } from './backoff.ts';
import type { CallCollector } from './callCollector.ts';
import { Delivery } from './delivery.ts';
import { askTeam, checkInvitation } from './joining.ts';
import type { ManagedTeam } from './managedSettings.ts';
import { newDevice, newReporter, reporterCode, reporterOfCode } from './membership.ts';
import type { Membership } from './membership.ts';
import type {
  ComposeWeeks,
  Invitation,
  Joined,
  Left,
  NameKeys,
  Offer,
  RepositoryName,
  SendOptions,
  Sent,
  TeamRefused,
  TeamReporter,
  TeamStatus,
  WeekBytes,
  Withdrawn,
} from './reporter.ts';
import { weeksTold } from './reporter.ts';
import { statusOf } from './teamStatus.ts';
import type { Identity } from './weekBytes.ts';
import { emptiedWeeks, planWeeks } from './weekBytes.ts';
import {
  codeSentence,
  ledgerSentence,
  managedSentence,
  memberSentence,
  noMemberSentence,
  otherTeamSentence,
  otlpWithdrawalSentence,
  refuse,
  restrictedSentence,
  withdrawingSentence,
} from './words.ts';

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;

export interface LedgerReporterOptions {
  readonly ledger: Ledger;
  readonly compose: ComposeWeeks;
  readonly nameKeys: NameKeys;
  /** IANA zone, whose weeks they are. */
  readonly timezone: string;
  readonly call: CallCollector;
  readonly managed: () => ManagedTeam;
  /** Why the user wants nothing to be sent, in a sentence; null where they do not object. A withdrawal is sent all the same: it only deletes. */
  readonly off: () => string | null;
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly chance: () => number;
}

export class LedgerReporter implements TeamReporter {
  private readonly options: LedgerReporterOptions;
  private readonly delivery: Delivery;

  constructor(options: LedgerReporterOptions) {
    this.options = options;
    const { ledger, call, now, chance } = options;
    this.delivery = new Delivery({ database: ledger.database, call, now, chance });
  }

  status(): TeamStatus {
    const { ledger, managed, now } = this.options;
    const membership = ledger.readOnly && !hasTeamTables(ledger) ? null : readMembership(ledger.database);
    const objection = this.objection(membership);
    return statusOf(ledger, { objection, managed: managed() !== null, nowMs: now() });
  }

  async prepare(given: Invitation, signal?: AbortSignal): Promise<Offer | TeamRefused> {
    const { ledger, managed, now } = this.options;
    const { database } = ledger;
    const refused = this.joinRefusal();
    if (refused !== null) return refused;
    const rules = managed();
    const fixed = rules?.allowed === true ? rules : null;
    const invitation = checkInvitation({
      ...given,
      endpoint: given.endpoint || (fixed?.endpoint ?? ''),
      team: given.team || (fixed?.team ?? ''),
      repositories: given.repositories && fixed?.repositories !== false,
    });
    if ('refused' in invitation) return invitation;
    if (fixed !== null && isOther(fixed, invitation)) return refuse('managed', otherTeamSentence(fixed));
    const there = readMembership(database);
    if (there !== null && (there.team !== invitation.team || there.endpoint !== invitation.endpoint))
      return refuse('busy', memberSentence(there.team));
    const coded = invitation.code === null ? null : reporterOfCode(invitation.code, invitation.team);
    if (invitation.code !== null && coded === null) return refuse('invalid', codeSentence(invitation.team));
    // With a new token the same pseudonym goes on, unless it was withdrawn.
    const kept = there === null || there.stopped === 410 ? null : there.reporter;
    if (kept !== null && coded !== null && coded !== kept) return refuse('busy', memberSentence(invitation.team));
    const reporter = coded ?? kept ?? newReporter();
    const device = readDevice(database).device || newDevice();
    const answer = invitation.repositories ? await askTeam(this.options, invitation, signal) : null;
    if (answer !== null && 'refused' in answer) return answer;
    const bodies = await this.options.compose({
      ...{ salt: answer?.salt ?? '', repositories: invitation.repositories, weeks: weeksTold },
      nowMs: now(),
    });
    if (bodies === null) return refuse('restricted', restrictedSentence());
    const outbox = kept === null ? [] : readOutbox(database);
    const weeks = planWeeks({ team: invitation.team, reporter, device }, bodies, outbox);
    return { invitation, reporter, device, weeks, answer };
  }

  async join(
    { invitation, reporter, device, weeks, answer: asked }: Offer,
    { keepToken, signal }: Parameters<TeamReporter['join']>[1],
  ): Promise<Joined | TeamRefused> {
    const refused = this.joinRefusal();
    if (refused !== null) return refused;
    const answer = asked ?? (await askTeam(this.options, invitation, signal));
    if ('refused' in answer) return answer;
    const { team, endpoint, repositories } = invitation;
    // First the token: a membership without one could send nothing, a token without a membership is of no use to anybody.
    await keepToken(team, answer.token);
    const { database } = this.options.ledger;
    const { name, k, salt } = answer;
    const membership = { team, name, endpoint, reporter, salt, k, repositories, joinedMs: this.options.now() };
    const result = writeTeam(database, () => {
      const there = readMembership(database);
      if (readWithdrawal(database) !== null || (there !== null && (there.team !== team || there.endpoint !== endpoint))) return false;
      if (there !== null && there.reporter !== reporter) removeMembership(database);
      putMembership(database, { ...membership, composedMs: 0, stopped: 0 });
      putDevice(database, { ...readDevice(database), device, failures: 0, waitMs: 0, askedToWait: false, trouble: '' });
      this.enqueue(weeks);
      return true;
    });
    if (result !== true)
      return result === null ? refuse('ledger', ledgerSentence()) : (this.joinRefusal() ?? refuse('busy', memberSentence(team)));
    return { membership: { ...membership, device }, code: reporterCode(membership) };
  }

  async preview(): Promise<readonly WeekBytes[] | TeamRefused> {
    const made = await this.made();
    if ('refused' in made) return made;
    return planWeeks(made.identity, made.bodies, readOutbox(this.options.ledger.database));
  }

  async keys(): Promise<readonly RepositoryName[]> {
    const { nameKeys, now } = this.options;
    const { membership } = this.status();
    return membership !== null && this.tellsKeys(membership) ? nameKeys({ salt: membership.salt, nowMs: now() }) : [];
  }

  async send({ tokenOf, due, signal }: SendOptions): Promise<Sent | TeamRefused> {
    const { ledger, now } = this.options;
    const { database } = ledger;
    if (ledger.readOnly) return refuse('ledger', ledgerSentence());
    const withdrawal = readWithdrawal(database);
    const membership = readMembership(database);
    if (withdrawal === null) {
      const objection = this.objection(membership);
      if (objection !== null) return objection;
      if (membership === null) return refuse('no-member', noMemberSentence());
      if (!due) this.goOnAfterStop();
      if (!due || isDue(membership.composedMs + hourMs, now()) || membership.composedMs > now()) {
        const made = await this.made();
        // What waits is sent also where nothing new can be made.
        if ('bodies' in made) this.keep(made);
        else if (made.reason !== 'restricted') return made;
      }
    }
    const { sent, refused, withdrawn, problem } = await this.delivery.run({ tokenOf, due, signal });
    const { weeks } = this.status();
    const waiting = weeks.filter(({ state }) => state === 'waiting').length;
    return { sent, waiting, refused, withdrawn: withdrawn?.team ?? null, problem, againMs: this.againMs() };
  }

  async withdraw({ tokenOf, signal }: Omit<SendOptions, 'due'>): Promise<Withdrawn | TeamRefused> {
    const { ledger, now } = this.options;
    const { database } = ledger;
    if (ledger.readOnly) return refuse('ledger', ledgerSentence());
    const there = readMembership(database);
    if (there?.endpoint === otlpEndpoint) return refuse('invalid', otlpWithdrawalSentence(there.team));
    const team = writeTeam(database, () => {
      const pending = readWithdrawal(database);
      const membership = readMembership(database);
      if (pending !== null || membership === null) return pending?.team ?? '';
      const { endpoint, reporter } = membership;
      putWithdrawal(database, { team: membership.team, endpoint, reporter, askedMs: now() });
      return membership.team;
    });
    if (team === null) return refuse('ledger', ledgerSentence());
    if (team === '') return refuse('no-member', noMemberSentence());
    const { withdrawn, problem } = await this.delivery.run({ tokenOf, due: false, signal });
    return { team, done: withdrawn !== null, deleted: withdrawn?.deleted ?? 0, problem };
  }

  leave(): Left | TeamRefused {
    const { ledger } = this.options;
    if (ledger.readOnly) return refuse('ledger', ledgerSentence());
    const { database } = ledger;
    const left = writeTeam(database, () => {
      const membership = readMembership(database);
      // This ledger's own number stays: under the same pseudonym it would else count twice.
      if (membership !== null) removeMembership(database);
      return { membership };
    });
    if (left === null) return refuse('ledger', ledgerSentence());
    const { membership } = left;
    if (membership === null) return this.withdrawing() ?? refuse('no-member', noMemberSentence());
    return { team: membership.team, code: reporterCode(membership) };
  }

  /** What the weeks are now, and who says so. */
  private async made(): Promise<{ readonly identity: Identity; readonly bodies: readonly TeamWeekBody[] } | TeamRefused> {
    const { ledger, compose, now, timezone } = this.options;
    const { database } = ledger;
    const membership = ledger.readOnly && !hasTeamTables(ledger) ? null : readMembership(database);
    if (membership === null) return this.withdrawing() ?? refuse('no-member', noMemberSentence());
    const repositories = this.tellsKeys(membership);
    const nowMs = now();
    const bodies = await compose({ salt: membership.salt, repositories, weeks: weeksTold, nowMs });
    if (bodies === null) return refuse('restricted', restrictedSentence());
    const { team, reporter } = membership;
    const oldest = weekKey(nowMs - weeksTold * weekMs, timezone);
    return {
      identity: { team, reporter, device: readDevice(database).device },
      bodies: [...bodies, ...emptiedWeeks(bodies, readOutbox(database), oldest)],
    };
  }

  private tellsKeys({ repositories }: Pick<Membership, 'repositories'>): boolean {
    const rules = this.options.managed();
    return repositories && !(rules?.allowed === true && !rules.repositories);
  }

  /** Puts what is new into the outbox, unless the membership became another one meanwhile. */
  private keep({ identity, bodies }: { readonly identity: Identity; readonly bodies: readonly TeamWeekBody[] }): void {
    const { ledger, now } = this.options;
    const { database } = ledger;
    writeTeam(database, () => {
      const membership = readMembership(database);
      const isSame = membership?.reporter === identity.reporter && membership.team === identity.team;
      if (!isSame) return;
      putMembership(database, { ...membership, composedMs: now() });
      this.enqueue(planWeeks(identity, bodies, readOutbox(database)));
    });
  }

  private enqueue(weeks: readonly WeekBytes[]): void {
    const { database } = this.options.ledger;
    const known = new Map(readOutbox(database).map((row) => [row.week, row]));
    for (const { week, sequence, body, state } of weeks)
      if (state === 'new')
        putWeek(database, {
          ...{ week, sequence, body, state: 'waiting', attempts: 0, nextMs: 0, answer: 0 },
          sentMs: known.get(week)?.sentMs ?? null,
          delivered: known.get(week)?.delivered ?? '',
        });
  }

  private goOnAfterStop(): void {
    const { database } = this.options.ledger;
    writeTeam(database, () => {
      const membership = readMembership(database);
      if (membership !== null && membership.stopped !== 410) putMembership(database, { ...membership, stopped: 0 });
    });
  }

  /** Why nothing is sent to the team: managed settings, or the user's own switch. */
  private objection(membership: MembershipRow | null): TeamRefused | null {
    const rules = this.options.managed();
    if (rules?.allowed === false) return refuse('managed', managedSentence(rules));
    if (rules !== null && membership !== null && isOther(rules, membership)) return refuse('managed', otherTeamSentence(rules));
    const off = this.options.off();
    return off === null ? null : refuse('off', off);
  }

  private joinRefusal(): TeamRefused | null {
    if (this.options.ledger.readOnly) return refuse('ledger', ledgerSentence());
    return this.objection(null) ?? this.withdrawing();
  }

  private withdrawing(): TeamRefused | null {
    const { ledger } = this.options;
    const pending = ledger.readOnly && !hasTeamTables(ledger) ? null : readWithdrawal(ledger.database);
    return pending === null ? null : refuse('busy', withdrawingSentence(pending.team));
  }

  private againMs(): number | null {
    const { weeks, withdrawal, membership } = this.status();
    const { database } = this.options.ledger;
    if (withdrawal !== null) return withdrawal.nextMs;
    const row = readMembership(database);
    if (membership === null || row?.stopped !== 0) return null;
    const tries = weeks.flatMap(({ nextMs }) => (nextMs === null ? [] : [nextMs]));
    return Math.min(row.composedMs + hourMs, ...tries);
  }
}

function isOther(
  rules: Extract<ManagedTeam, { readonly allowed: true }>,
  { team, endpoint }: Pick<Membership, 'team' | 'endpoint'>,
): boolean {
  return (rules.team ?? team) !== team || (rules.endpoint ?? endpoint) !== endpoint;
}

/** A ledger of an older schema that may only be read has none. */
function hasTeamTables({ database }: Ledger): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'team_membership'").get() !== undefined;
}
