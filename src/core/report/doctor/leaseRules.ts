/** Who keeps the ledger up to date, and whether it still does. */
import { formatAge } from '../durations.ts';
import type { DoctorFacts, LeaseFacts } from './facts.ts';
import { aboutExamined, finding } from './finding.ts';
import type { Finding } from './finding.ts';

export function leaseFindings({ lease, nowMs }: Pick<DoctorFacts, 'lease' | 'nowMs'>): readonly Finding[] {
  return aboutExamined(lease, { id: 'lease-free', what: 'who keeps the ledger up to date' }, (facts) => [
    holderFinding(facts, nowMs),
    ...trappedFindings(facts),
  ]);
}

function holderFinding(lease: LeaseFacts, nowMs: number): Finding {
  const { holder, pid, heartbeatAtMs, wanted, expiryMs, process } = lease;
  if (holder === '') return finding('lease-free', 'fine', 'No window keeps the ledger up to date right now; every command reads first.');
  const who = `${holder} (process ${String(pid)})`;
  const silentMs = nowMs - heartbeatAtMs;
  const seconds = Math.round(Math.abs(silentMs) / 1000);
  if (silentMs < -expiryMs)
    return finding(
      'lease-future',
      'problem',
      `${who} last said that it keeps the ledger up to date ${String(seconds)} s in the future: a clock was set back, or two machines with different clocks use one ledger. It is not waited for, and nothing is lost.`,
      { action: 'Set the clock right, and let each machine have a ledger of its own.', counts: { seconds } },
    );
  if (silentMs <= expiryMs)
    return wanted
      ? finding(
          'lease-wanted',
          'notice',
          `${who} keeps the ledger up to date, and another process waits for it. It lets it in at its next pause.`,
          {
            action: 'Wait a moment and look again.',
          },
        )
      : finding('lease-held', 'fine', `${who} keeps the ledger up to date.`, { counts: { seconds } });
  const silent = `was last heard of ${formatAge(silentMs)}`;
  if (process === 'stopped')
    return finding(
      'lease-stopped',
      'problem',
      `${who} keeps the ledger up to date but was stopped, and ${silent}. Others take over by themselves; when it wakes up it writes nothing that it should not.`,
      { action: `Let it go on (fg, or kill -CONT ${String(pid)}), or end it.`, counts: { seconds } },
    );
  if (process === 'runs')
    return finding(
      'lease-silent',
      'problem',
      `${who} keeps the ledger up to date but does not answer, although its process lives: it ${silent}. Others take over by themselves; nothing is lost.`,
      { action: 'If it stays so, reload that window or end that process.', counts: { seconds } },
    );
  return finding('lease-dead', 'fine', `The last one to keep the ledger up to date, ${who}, has ended; whoever reads next takes over.`, {
    counts: { seconds },
  });
}

function trappedFindings({ holder, pid, lockedOut, outdated }: LeaseFacts): readonly Finding[] {
  const found: Finding[] = [];
  if (lockedOut)
    found.push(
      finding(
        'lease-locked',
        'problem',
        `${holder === '' ? 'Another process' : `${holder} (process ${String(pid)})`} is in the middle of writing the ledger and does not go on: it is stopped, or its disk hangs. What the ledger holds is shown; nothing new is read.`,
        { action: 'Let that process go on, or end it: reading goes on by itself.' },
      ),
    );
  if (outdated)
    found.push(
      finding(
        'ledger-outdated',
        'problem',
        'A newer Payoff has updated the ledger since this one opened it. This one writes nothing any more; what it shows may be incomplete.',
        { action: 'Update Payoff here too, then reload the window.' },
      ),
    );
  return found;
}
