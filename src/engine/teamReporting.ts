/** The reporter of a team over an open ledger: with this machine's managed settings, its clock, and the user's own switches. */
import { t } from '../core/l10n/message.ts';
import type { Ledger } from '../ledger/open.ts';
import { collectorCaller } from '../team/callCollector.ts';
import { LedgerReporter } from '../team/ledgerReporter.ts';
import { managedSettingsFile, readManagedTeam } from '../team/managedSettings.ts';
import type { ComposeWeeks, TeamReporter } from '../team/reporter.ts';
import type { EngineOptions } from './types.ts';

interface Reported {
  readonly ledger: Ledger;
  readonly compose: ComposeWeeks;
  readonly timezone: string;
}

export function teamReporting({ environment, team = {} }: EngineOptions, { ledger, compose, timezone }: Reported): TeamReporter {
  const { managedFile = managedSettingsFile(process.platform, environment) } = team;
  return new LedgerReporter({
    ...{ ledger, compose, timezone },
    call: collectorCaller(),
    managed: () => readManagedTeam(managedFile),
    off: () => offByEnvironment(environment) ?? team.off?.() ?? null,
    now: Date.now,
    chance: Math.random,
  });
}

/** `PAYOFF_TEAM=off`, for shells, containers and machines without an editor. */
function offByEnvironment({ PAYOFF_TEAM: said = '' }: EngineOptions['environment']): string | null {
  return /^(off|0|false|no)$/i.test(said.trim()) ? t('Reporting is turned off by PAYOFF_TEAM in the environment. Nothing is sent.') : null;
}
