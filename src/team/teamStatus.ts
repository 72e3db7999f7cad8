/** How the reporting stands, read from the ledger alone. */
import type { Ledger } from '../ledger/open.ts';
import { readDevice, readMembership, readOutbox, readWithdrawal } from '../ledger/team.ts';
import { isDue } from './backoff.ts';
import { reporterCode } from './membership.ts';
import type { TeamRefused, TeamStatus } from './reporter.ts';
import { stoppedSentence, troubleSentence, withdrawingSentence } from './words.ts';

interface StatusOptions {
  /** Why nothing is sent, of settings. */
  readonly objection: TeamRefused | null;
  readonly managed: boolean;
  readonly nowMs: number;
}

/** Of a ledger without the tables, an older one that may only be read, it is that of no team. */
export function statusOf({ database }: Ledger, { objection, managed, nowMs }: StatusOptions): TeamStatus {
  const none: TeamStatus = { membership: null, code: '', weeks: [], withdrawal: null, problem: objection?.refused ?? '', managed };
  if (database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'team_membership'").get() === undefined) return none;
  const device = readDevice(database);
  const waitMs = isDue(device.waitMs, nowMs) ? nowMs : device.waitMs;
  const withdrawal = readWithdrawal(database);
  const row = readMembership(database);
  if (withdrawal !== null) {
    const { team, endpoint, askedMs } = withdrawal;
    const trouble = device.trouble === '' ? '' : ` ${troubleSentence(endpoint, device.trouble)}`;
    return { ...none, withdrawal: { team, endpoint, askedMs, nextMs: waitMs }, problem: `${withdrawingSentence(team)}${trouble}` };
  }
  if (row === null) return none;
  const { composedMs: _composedMs, stopped, ...membership } = row;
  const weeks = readOutbox(database).map(({ week, sequence, state, attempts, nextMs, answer, sentMs }) => ({
    ...{ week, sequence, state, attempts, sentMs },
    nextMs: state !== 'waiting' || stopped !== 0 ? null : Math.max(waitMs, isDue(nextMs, nowMs) ? nowMs : nextMs),
    answer: answer === 0 ? null : answer,
  }));
  const trouble = device.trouble === '' ? '' : troubleSentence(row.endpoint, device.trouble);
  const problem = objection?.refused ?? (stopped === 0 ? trouble : stoppedSentence(row.team, stopped));
  return { ...none, membership: { ...membership, device: device.device }, code: reporterCode(row), weeks, problem };
}
