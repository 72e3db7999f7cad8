/** The documents about a team: what it is told, before and after a yes, and how the sending stands. Knows nothing of VS Code. */
import * as v from 'valibot';
import { plural, t } from '../core/l10n/message.ts';
import { formatTime } from '../core/report/durations.ts';
import { formatCount } from '../core/report/money.ts';
import { demoSentence } from '../core/report/tooltip.ts';
import { privacySentences } from '../core/team/fieldWords.ts';
import { otlpEndpoint } from '../core/team/openTelemetry.ts';
import { previewOf } from '../core/team/preview.ts';
import type { PreviewLine } from '../core/team/preview.ts';
import { teamWeekSchema } from '../core/team/teamWeek.ts';
import type { OfferMessage, RepositoryNameMessage, TeamStatusMessage, WeekBytesMessage } from '../protocol/teamSchemas.ts';
import { hostOf } from './joinInvitation.ts';
import { left, plain, right, table } from './markdownTable.ts';

interface Told {
  /** The host of the collector, as it is. */
  readonly host: string;
  readonly team: string;
  readonly repositories: boolean;
  /** Oldest first. */
  readonly weeks: readonly WeekBytesMessage[];
  /** Names that this machine alone has for the keys. */
  readonly keys: readonly RepositoryNameMessage[];
}

/** What a yes would send. */
export function offerText({ invitation, weeks }: OfferMessage): string {
  const { endpoint, team, repositories } = invitation;
  const told = { host: hostOf(endpoint) ?? endpoint, team, repositories, weeks, keys: [] };
  return page([
    `# ${t('What the team {0} would be told', plain(team))}`,
    t(
      '**Nothing is sent yet.** After a yes these weeks go to {0}, and from then on each week that is over, corrected while its outcomes mature.',
      code(told.host),
    ),
    ...toldParts(told),
  ]);
}

/** What the team that was joined has, or will get. */
export function toldText(
  status: TeamStatusMessage,
  weeks: readonly WeekBytesMessage[],
  keys: readonly RepositoryNameMessage[] = [],
): string {
  const { membership } = status;
  if (membership === null) return notJoinedText(t('What the team is told'), status);
  const { team, endpoint, repositories } = membership;
  const host = hostOf(endpoint) ?? endpoint;
  return page([
    `# ${t('What the team {0} is told', plain(membership.name || team))}`,
    endpoint === otlpEndpoint
      ? t('These weeks go out by OpenTelemetry, and what was sent stays where it went.')
      : t('These weeks go to {0}. *Payoff: Withdraw from the Team* deletes all of them there.', code(host)),
    ...(status.problem === '' ? [] : [`**${plain(status.problem)}**`]),
    ...toldParts({ host, team, repositories, weeks, keys }),
  ]);
}

function toldParts({ host, repositories, weeks, keys }: Told): readonly string[] {
  const newest = weeks.at(-1);
  return [
    `## ${t('Before you decide')}`,
    privacySentences({ repositories, endpoint: host })
      .map((sentence) => `- ${plain(sentence)}`)
      .join('\n'),
    ...(keys.length === 0
      ? []
      : [
          t('Which key is which repository. These names stay on this machine and are never sent:'),
          keys.map(({ key, repository }) => `- ${code(key)} ${plain(repository)}`).join('\n'),
        ]),
    ...(newest === undefined
      ? [t('No week is over yet in which Claude Code was used: there is nothing to send today.')]
      : [
          `## ${t('Each field, with what it says')}`,
          t('The newest week, {0}. Amounts are in billionths of a dollar, with dollars in brackets.', plain(newest.week)),
          fieldsOf(newest),
          `## ${plural(weeks.length, 'The week, byte for byte', 'All {0} weeks, byte for byte', formatCount(weeks.length))}`,
          ...weeks.map(
            ({ week, sequence, state, body }) => `**${plain(week)}** · ${stateOf({ state, sequence })}\n\n\`\`\`json\n${body}\n\`\`\``,
          ),
        ]),
  ];
}

/** Every field with its value and what it says, of each repository apart; a body that this version does not know as it is. */
function fieldsOf({ body }: WeekBytesMessage): string {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), teamWeekSchema), body);
  if (!parsed.success) return `\`\`\`json\n${body}\n\`\`\``;
  const lines = previewOf(parsed.output);
  const own = lines.filter(({ field }) => !field.startsWith('buckets['));
  return [
    own.map(fieldText).join('\n'),
    ...parsed.output.buckets.flatMap(({ repository }, index) => {
      const prefix = `buckets[${String(index)}].`;
      const inside = lines.filter(({ field }) => field.startsWith(prefix));
      return [
        `### ${repository === '' ? t('All repositories together') : t('The repository with the key {0}', plain(repository))}`,
        inside.map((line) => fieldText({ ...line, field: line.field.slice(prefix.length) })).join('\n'),
      ];
    }),
  ].join('\n\n');
}

/** A list wraps in a narrow editor, where a table would be cut; so does a value, with a space where JSON has none. */
function fieldText({ field, value, words }: PreviewLine): string {
  return `- **${plain(field)}**: ${plain(value.replaceAll(/,(?=["{])/g, ', '))}  \n  ${plain(words)}`;
}

function stateOf({ state, sequence }: Pick<WeekBytesMessage, 'state' | 'sequence'>): string {
  switch (state) {
    case 'new':
      return t('not sent');
    case 'waiting':
      return t('waits to be sent');
    case 'delivered':
      return plural(sequence, 'sent once', 'sent, number {0}', formatCount(sequence));
    case 'refused':
      return t('refused by the collector');
  }
}

export interface StatusTextOptions {
  readonly status: TeamStatusMessage;
  readonly nowMs: number;
  readonly timezone: string;
  readonly demo: boolean;
}

/** How the reporting stands. */
export function statusText({ status, nowMs, timezone, demo }: StatusTextOptions): string {
  const { membership, weeks, withdrawal, problem, code: reporterCode } = status;
  if (membership === null && withdrawal === null) return notJoinedText(t('Team status'), status);
  const time = (ms: number | null): string => (ms === null ? '' : formatTime(ms, nowMs, timezone));
  const facts: (readonly [string, string])[] =
    membership === null
      ? []
      : [
          [t('Team'), membership.name || membership.team],
          [t('Collector'), membership.endpoint],
          [t('Joined'), time(membership.joinedMs)],
          [t('Repositories'), membership.repositories ? t('told apart, by their keys') : t('all together')],
          ...(membership.endpoint === otlpEndpoint
            ? []
            : [[t('A figure needs'), plural(membership.k, '{0} person', '{0} people', formatCount(membership.k))] as const]),
          [t('Code for your other machines'), reporterCode],
        ];
  return page([
    `# ${t('Team status')}`,
    ...(demo ? [`**${demoSentence()}**`] : []),
    plain(problem === '' ? t('All is well: what is due was sent.') : problem),
    ...(facts.length === 0 ? [] : [table([left(t('What')), left(t('How it stands'))], facts)]),
    ...(membership === null
      ? []
      : [
          t(
            'A second machine of yours joins with this code: otherwise you would count as two people. It is no secret key, but it is yours: do not publish it.',
          ),
        ]),
    ...(weeks.length === 0
      ? []
      : [
          `## ${t('Weeks')}`,
          table(
            [left(t('Week')), left(t('State')), left(t('Sent')), right(t('Tries')), left(t('Next try'))],
            weeks.toReversed().map((each) => [each.week, stateOf(each), time(each.sentMs), formatCount(each.attempts), time(each.nextMs)]),
          ),
        ]),
  ]);
}

function notJoinedText(title: string, { problem }: TeamStatusMessage): string {
  return page([
    `# ${plain(title)}`,
    plain(t('No team is joined: nothing is sent to anybody.')),
    ...(problem === '' ? [] : [plain(problem)]),
    t('*Payoff: Join a Team* shows what would be sent, and sends nothing without a yes.'),
  ]);
}

/** A host is code, so that no look-alike address becomes a link. */
function code(text: string): string {
  return `\`${text.replaceAll('`', '')}\``;
}

function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
