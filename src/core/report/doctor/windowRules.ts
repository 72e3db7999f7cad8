/** What only a window knows of its surroundings. */
import { formatCount } from '../money.ts';
import { t, plural } from '../../l10n/message.ts';
import { listed } from '../words.ts';
import { finding } from './finding.ts';
import type { Finding } from './finding.ts';

export interface WindowFacts {
  /** False in Restricted Mode. */
  readonly trusted: boolean;
  /** Kind of the remote machine that the extension runs on, `wsl`; null on the user's own. */
  readonly remote: string | null;
  /** Ids of settings that differ from their defaults. */
  readonly changedSettings: readonly string[];
}

export function windowFindings({ trusted, remote, changedSettings }: WindowFacts): readonly Finding[] {
  const found: Finding[] = [];
  if (!trusted)
    found.push(
      finding(
        'restricted',
        'notice',
        t(
          'This window is in Restricted Mode: git is not run, and settings of the folder that name places are ignored. Costs are counted as ever.',
        ),
        {
          action: t('Run Workspaces: Manage Workspace Trust if you trust the folder.'),
        },
      ),
    );
  if (remote !== null)
    found.push(
      finding(
        'remote',
        'fine',
        t('Payoff runs on the remote machine ({0}): its ledger and Claude Code’s transcripts are those of that machine.', remote),
      ),
    );
  if (changedSettings.length > 0)
    found.push(
      finding(
        'settings-changed',
        'fine',
        plural(
          changedSettings.length,
          '{0} setting differs from the default: {1}.',
          '{0} settings differ from the default: {1}.',
          formatCount(changedSettings.length),
          listed(changedSettings),
        ),
        {
          counts: { settings: changedSettings.length },
        },
      ),
    );
  return found;
}

/** Where the reader itself does not answer, the window says so in the reader's place. */
export function readerFinding(sentence: string): Finding {
  return finding('reader-not-running', 'problem', t('Payoff’s reader did not answer: {0}', sentence), {
    action: t('Run Payoff: Refresh, which starts it again, or reload the window. Payoff: Show Log may say why.'),
  });
}
