/** The reporter of a team over an open ledger: with this machine's managed settings, its clock, and the user's own switches. */
import { t } from '../core/l10n/message.ts';
import type { Ledger } from '../ledger/open.ts';
import { readOutbox } from '../ledger/team.ts';
import { collectorCaller } from '../team/callCollector.ts';
import { LedgerReporter } from '../team/ledgerReporter.ts';
import { managedSettingsFile, readManagedTeam } from '../team/managedSettings.ts';
import { withOtlp } from '../team/otlp/otlpCaller.ts';
import type { ComposeWeeks, NameKeys, TeamReporter } from '../team/reporter.ts';
import type { EngineOptions } from './types.ts';

interface Reported {
  readonly ledger: Ledger;
  readonly compose: ComposeWeeks;
  readonly nameKeys: NameKeys;
  readonly timezone: string;
}

export function teamReporting({ environment, team = {} }: EngineOptions, { ledger, compose, nameKeys, timezone }: Reported): TeamReporter {
  const { managedFile = managedSettingsFile(process.platform, environment) } = team;
  return new LedgerReporter({
    ...{ ledger, compose, nameKeys, timezone },
    call: withOtlp(collectorCaller(), { environment, now: Date.now, delivered: (week) => deliveredBody(ledger.database, week) }),
    managed: () => readManagedTeam(managedFile),
    off: () => offByEnvironment(environment) ?? team.off?.() ?? null,
    now: Date.now,
    chance: Math.random,
  });
}

function deliveredBody(database: Ledger['database'], week: string): string | null {
  return readOutbox(database).find((row) => row.week === week)?.delivered || null;
}

/** `PAYOFF_TEAM=off`, for shells, containers and machines without an editor; and generated figures, which are nobody's. */
function offByEnvironment({ PAYOFF_TEAM: said = '', PAYOFF_DEMO: demo = '' }: EngineOptions['environment']): string | null {
  if (demo !== '') return t('These are generated figures: no team is told of them.');
  return /^(off|0|false|no)$/i.test(said.trim()) ? t('Reporting is turned off by PAYOFF_TEAM in the environment. Nothing is sent.') : null;
}
