/** What `payoff team` prints. */
import { parse } from 'valibot';
import { privacySentences } from '../core/team/fieldWords.ts';
import { otlpEndpoint } from '../core/team/openTelemetry.ts';
import { previewText } from '../core/team/preview.ts';
import { teamWeekSchema } from '../core/team/teamWeek.ts';
import { counted } from '../core/report/words.ts';
import type { Joined, Offer, RepositoryName, TeamStatus, WeekBytes } from '../team/reporter.ts';
import { style, styleOf } from './style.ts';
import type { Surroundings } from './surroundings.ts';
import { printable } from './table.ts';
import { wrapped } from './wrap.ts';

type Place = Pick<Surroundings, 'environment' | 'stdout'>;

/** Everything that a yes would send, and what has to be known before. */
export function offerText({ invitation, weeks, answer }: Offer, surroundings: Place): string {
  const { team, endpoint, repositories } = invitation;
  const name = answer === null ? '' : ` (${printable(answer.name)})`;
  const about = privacySentences({ repositories, endpoint }).map((sentence) => `${lines(`- ${sentence}`, surroundings)}\n`);
  return `${weeksText(weeks, surroundings)}\nThe team ${team}${name} ${endpoint === otlpEndpoint ? 'by OpenTelemetry' : `at ${endpoint}`}\n${about.join('')}`;
}

/** The bytes of each week as they are sent, and the last one with anything in it field by field. */
export function weeksText(weeks: readonly WeekBytes[], surroundings: Place): string {
  const paint = styleOf(surroundings.stdout, surroundings);
  const last = weeks.findLast(({ body }) => body.includes('"buckets":[{')) ?? weeks.at(-1);
  if (last === undefined) return 'No week with Claude Code is over yet: there is nothing to send so far.\n';
  const states = { new: 'not sent yet', waiting: 'waits to be sent', delivered: 'sent', refused: 'not taken by the collector' };
  return [
    ...weeks.map(({ week, body, state }) => `${style(paint, 'bold', week)} (${states[state]})\n${body}\n`),
    `${style(paint, 'bold', `${last.week}, field by field`)}\n`,
    previewText(parse(teamWeekSchema, JSON.parse(last.body))),
  ].join('\n');
}

/** Which key is which repository of this machine; `''` where there are no keys. */
export function keysText(keys: readonly RepositoryName[]): string {
  if (keys.length === 0) return '';
  const rows = keys.map(({ key, repository }) => `  ${key}  ${printable(repository)}\n`);
  return `\nWhich key is which repository: these names stay on this machine, and are never sent.\n${rows.join('')}`;
}

export function joinedText({ membership: { team, name, k, endpoint }, code }: Joined): string {
  const isOtlp = endpoint === otlpEndpoint;
  return [
    `Joined ${printable(name)} (${team})${isOtlp ? ' by OpenTelemetry' : ''}.${isOtlp ? '' : ` A figure of the team needs ${String(k)} people.`}`,
    `Your other machines join under the same pseudonym with: --reporter ${code}`,
    isOtlp ? 'payoff team leave stops sending; what was sent stays there.' : 'payoff team withdraw deletes all that was sent, at any time.',
    '',
  ].join('\n');
}

export function statusText({ membership, code, weeks, withdrawal, problem }: TeamStatus, timezone: string): string {
  const trouble = problem === '' ? [] : [printable(problem)];
  if (withdrawal !== null) return [...trouble, `Next try: ${instant(withdrawal.nextMs, timezone)}.`, ''].join('\n');
  if (membership === null)
    return [...trouble, 'No team is joined: nothing is sent. payoff team join shows what would be, and asks.', ''].join('\n');
  const { team, name, endpoint, k, repositories } = membership;
  const inState = (wanted: string): number => weeks.filter(({ state }) => state === wanted).length;
  const next = Math.min(...weeks.flatMap(({ nextMs }) => (nextMs === null ? [] : [nextMs])));
  const sent = Math.max(...weeks.flatMap(({ sentMs }) => (sentMs === null ? [] : [sentMs])));
  return [
    `Team      ${printable(name)} (${team}) ${endpoint === otlpEndpoint ? 'by OpenTelemetry' : `at ${endpoint}; a figure needs ${String(k)} people`}`,
    `Code      ${code}`,
    '          Your other machines join under the same pseudonym with --reporter and this code. Keep it to yourself.',
    `Sent      ${counted(inState('delivered'), 'week')}${Number.isFinite(sent) ? `, last on ${instant(sent, timezone)}` : ''}`,
    ...(inState('waiting') === 0
      ? []
      : [`Waiting   ${counted(inState('waiting'), 'week')}${Number.isFinite(next) ? `, next try on ${instant(next, timezone)}` : ''}`]),
    ...(inState('refused') === 0 ? [] : [`Refused   ${counted(inState('refused'), 'week')}: not sent again until they change`]),
    `Keys      repositories are ${repositories ? 'told apart, by keys' : 'not told apart'}`,
    ...trouble,
    '',
  ].join('\n');
}

function instant(ms: number, timezone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: timezone, dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}

function lines(text: string, { stdout }: Place): string {
  return wrapped(text, Math.min(stdout.columns, 100));
}
