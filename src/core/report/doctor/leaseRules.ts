/** Who keeps the ledger up to date, and whether it still does. */
import { formatCount } from '../money.ts';
import { t } from '../../l10n/message.ts';
import { formatAge } from '../durations.ts';
import type { DoctorFacts, LeaseFacts } from './facts.ts';
import { aboutExamined, finding } from './finding.ts';
import type { Finding } from './finding.ts';

export function leaseFindings({ lease, nowMs }: Pick<DoctorFacts, 'lease' | 'nowMs'>): readonly Finding[] {
  return aboutExamined(lease, { id: 'lease-free', what: t('who keeps the ledger up to date') }, (facts) => [
    holderFinding(facts, nowMs),
    ...trappedFindings(facts),
  ]);
}

function holderFinding(lease: LeaseFacts, nowMs: number): Finding {
  const { holder, pid, heartbeatAtMs, wanted, expiryMs, process } = lease;
  if (holder === '') return finding('lease-free', 'fine', t('No window keeps the ledger up to date right now; every command reads first.'));
  const who = t('{0} (process {1})', holder, String(pid));
  const silentMs = nowMs - heartbeatAtMs;
  const seconds = Math.round(Math.abs(silentMs) / 1000);
  if (silentMs < -expiryMs)
    return finding(
      'lease-future',
      'problem',
      t(
        '{0} last said that it keeps the ledger up to date {1} s in the future: a clock was set back, or two machines with different clocks use one ledger. It is not waited for, and nothing is lost.',
        who,
        formatCount(seconds),
      ),
      { action: t('Set the clock right, and let each machine have a ledger of its own.'), counts: { seconds } },
    );
  if (silentMs <= expiryMs)
    return wanted
      ? finding(
          'lease-wanted',
          'notice',
          t('{0} keeps the ledger up to date, and another process waits for it. It lets it in at its next pause.', who),
          {
            action: t('Wait a moment and look again.'),
          },
        )
      : finding('lease-held', 'fine', t('{0} keeps the ledger up to date.', who), { counts: { seconds } });
  const silent = formatAge(silentMs);
  if (process === 'stopped')
    return finding(
      'lease-stopped',
      'problem',
      t(
        '{0} keeps the ledger up to date but was stopped, and was last heard of {1}. Others take over by themselves; when it wakes up it writes nothing that it should not.',
        who,
        silent,
      ),
      { action: t('Let it go on (fg, or kill -CONT {0}), or end it.', String(pid)), counts: { seconds } },
    );
  if (process === 'runs')
    return finding(
      'lease-silent',
      'problem',
      t(
        '{0} keeps the ledger up to date but does not answer, although its process lives: it was last heard of {1}. Others take over by themselves; nothing is lost.',
        who,
        silent,
      ),
      { action: t('If it stays so, reload that window or end that process.'), counts: { seconds } },
    );
  return finding(
    'lease-dead',
    'fine',
    t('The last one to keep the ledger up to date, {0}, has ended; whoever reads next takes over.', who),
    {
      counts: { seconds },
    },
  );
}

function trappedFindings({ holder, pid, lockedOut, outdated }: LeaseFacts): readonly Finding[] {
  const found: Finding[] = [];
  if (lockedOut)
    found.push(
      finding(
        'lease-locked',
        'problem',
        t(
          '{0} is in the middle of writing the ledger and does not go on: it is stopped, or its disk hangs. What the ledger holds is shown; nothing new is read.',
          holder === '' ? t('Another process') : t('{0} (process {1})', holder, String(pid)),
        ),
        { action: t('Let that process go on, or end it: reading goes on by itself.') },
      ),
    );
  if (outdated)
    found.push(
      finding(
        'ledger-outdated',
        'problem',
        t(
          'A newer Payoff has updated the ledger since this one opened it. This one writes nothing any more; what it shows may be incomplete.',
        ),
        { action: t('Update Payoff here too, then reload the window.') },
      ),
    );
  return found;
}
