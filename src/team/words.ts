/** The sentences of the reporter. Each says what was kept and what to do; none repeats what a collector wrote beyond a code. */
import { t } from '../core/l10n/message.ts';
import { isCertificateFailure } from './callCollector.ts';
import { futureWeek } from './collectorAnswers.ts';
import type { EndpointProblem } from './endpoint.ts';
import type { ManagedTeam } from './managedSettings.ts';
import type { RefusalReason, TeamRefused } from './reporter.ts';

/** The variable without which nothing is sent by OpenTelemetry. */
export const otlpVariable = 'OTEL_EXPORTER_OTLP_ENDPOINT';

export function refuse(reason: RefusalReason, refused: string): TeamRefused {
  return { reason, refused };
}

export function managedSentence({ file, broken }: Extract<ManagedTeam, { readonly allowed: false }>): string {
  return broken === ''
    ? t('The managed settings of this machine ({0}) forbid reporting to a team. Nothing is sent.', file)
    : t(
        'The managed settings of this machine ({0}) cannot be understood ({1}), so nothing is sent to any team. Whoever manages the machine has to repair them.',
        file,
        broken,
      );
}

export function otherTeamSentence({ file, endpoint, team }: Extract<ManagedTeam, { readonly allowed: true }>): string {
  return t(
    'The managed settings of this machine ({0}) allow only the team {1} at {2}. Nothing is sent.',
    file,
    team ?? t('of any name'),
    endpoint ?? t('any address'),
  );
}

export function endpointSentence(endpoint: string, problem: EndpointProblem): string {
  switch (problem) {
    case 'no-address':
      return t('{0} is no address of a collector: give one such as https://payoff.example.com.', JSON.stringify(endpoint));
    case 'not-https':
      return t('{0} is not encrypted: a collector is reached by https, and by http only on this machine.', endpoint);
    case 'extra':
      return t(
        'The address of a collector has no name, password, question or fragment in it: give one such as https://payoff.example.com.',
      );
  }
}

export function noMemberSentence(): string {
  return t('No team is joined, so there is nothing to send.');
}

export function noTokenSentence(team: string): string {
  return t('There is no token of the team {0} here. What is to be sent is kept until there is one.', team);
}

export function withdrawingSentence(team: string): string {
  return t(
    'The withdrawal from the team {0} has not arrived at its collector yet. It is tried again, and nothing else is sent until then.',
    team,
  );
}

export function ledgerSentence(): string {
  return t('The ledger cannot be written here, so nothing of a team is changed and nothing is sent.');
}

export function restrictedSentence(): string {
  return t('Repositories are told apart by keys, for which git has to be asked. Here it may not be, so nothing is sent.');
}

export function busySentence(): string {
  return t('Another process is sending just now. What it leaves is sent the next time.');
}

export function refusedWeekSentence(week: string, answer: string): string {
  return t('The collector will not take the week {0} ({1}). It is not sent again until it changes.', week, answer);
}

export function alteredWeekSentence(week: string): string {
  return t('The week {0} in the outbox is not what was put there, and is not sent.', week);
}

/** Why nothing is sent any more to a team, by the answer after which that was so. */
export function stoppedSentence(team: string, status: number): string {
  if (status === 410)
    return t(
      'Your pseudonym in the team {0} was withdrawn, perhaps on another machine. Nothing is sent under it any more. Leave the team here; to take part again, join it anew.',
      team,
    );
  if (status === 403)
    return t('The token is of another team than {0} (403). Nothing is sent until you join it again with one of its own.', team);
  return t(
    'The collector of the team {0} does not take the token any more (401). Nothing is sent until you join again with a new one.',
    team,
  );
}

/** What was wrong at the last try: `trouble` is a status, or the code of a failure. */
export function troubleSentence(endpoint: string, trouble: string): string {
  if (trouble === otlpVariable)
    return t('{0} is not set in this environment, so nothing is sent from here. Everything is kept for a process that has it.', trouble);
  if (isCertificateFailure(trouble))
    return t(
      'The certificate of {0} cannot be trusted ({1}), so nothing was sent to it. It is tried again, never without a valid certificate.',
      endpoint,
      trouble,
    );
  if (trouble === futureWeek)
    return t(
      'The collector {0} says that a week has not begun yet: is the clock of this machine right? The week is kept and sent later.',
      endpoint,
    );
  if (trouble === '429' || trouble === '503')
    return t('The collector {0} asks to wait ({1}). Everything is kept and sent later.', endpoint, trouble);
  if (/^\d+$/.test(trouble) || trouble === 'odd-answer')
    return t('{0} did not answer as a collector does ({1}). Everything is kept and sent later.', endpoint, trouble);
  return t('The collector {0} was not reached ({1}). Everything is kept and sent later.', endpoint, trouble);
}

export function memberSentence(team: string): string {
  return t('You are in the team {0} already, and one team is joined at a time. Leave it or withdraw from it first.', team);
}

export function otlpRepositoriesSentence(): string {
  return t('Repositories are not told apart by OpenTelemetry: their keys need the salt that a collector of Payoff gives to its team.');
}

export function otlpWithdrawalSentence(team: string): string {
  return t(
    'What was sent to the team {0} by OpenTelemetry cannot be deleted from here: ask those who keep it. payoff team leave stops sending.',
    team,
  );
}

export function codeSentence(team: string): string {
  return t('This is no code of the team {0}: copy the whole of what payoff team status shows on your other machine.', team);
}

export function teamIdSentence(team: string): string {
  return t('{0} is no team: its id has small letters, digits and hyphens only.', JSON.stringify(team));
}

export function tokenKindSentence(): string {
  return t('With this token no team can be joined: one for joining begins with payoff_join_, one for sending with payoff_ingest_.');
}

/** Nothing was kept yet, so nothing is tried again by itself. */
export function unreachedSentence(endpoint: string, trouble: string): string {
  if (isCertificateFailure(trouble))
    return t('The certificate of {0} cannot be trusted ({1}). Nothing was sent to it, and no team was joined.', endpoint, trouble);
  return t('{0} was not reached, or does not answer as a collector of this version does ({1}). No team was joined.', endpoint, trouble);
}

export function refusedJoinSentence(endpoint: string, team: string, status: number): string {
  if (status === 403) return t('The token is not of the team {0} at {1}. No team was joined.', team, endpoint);
  return t(
    '{0} does not take the token ({1}): it may have expired or been revoked. Ask your lead for a new link. No team was joined.',
    endpoint,
    status,
  );
}
