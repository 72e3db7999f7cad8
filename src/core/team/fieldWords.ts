/** What each field of the payload says, for whoever decides whether it may leave: in the order of the payload, and complete (a test holds it so). */
import { t } from '../l10n/message.ts';
import { otlpEndpoint } from './openTelemetry.ts';

export interface FieldWords {
  /** Where it stands: `buckets[].models[].cost`; `*` is each name of a closed list: `buckets[].kinds.*`. */
  readonly field: string;
  readonly words: () => string;
}

export const fieldWords: readonly FieldWords[] = [
  { field: 'schema', words: () => t('The version of this list of fields.') },
  { field: 'team', words: () => t('The team that you joined.') },
  { field: 'reporter', words: () => t('Your pseudonym: random, for this team alone, new whenever you reset it.') },
  { field: 'device', words: () => t('A random number of this ledger, so that two machines of yours do not overwrite each other.') },
  { field: 'week', words: () => t('The week, Monday to Sunday in your time zone. No time finer than that is sent.') },
  { field: 'sequence', words: () => t('How many times this week was sent: a later report replaces the earlier ones.') },
  { field: 'activeDays', words: () => t('Days of the week on which anything was asked, exact.') },
  { field: 'level', words: () => t('The week against your own usual one, as the Advice view labels it; null while that is not known.') },
  { field: 'rhythm', words: () => t('Whether the use was spread over the days; null where it was neither or is not known.') },
  {
    field: 'buckets[].repository',
    words: () => t('Empty: all repositories together. With repository keys on, a code made of its address and the team’s salt.'),
  },
  {
    field: 'buckets[].models[].model',
    words: () => t('The model’s public name; “other” for any name that is not in Payoff’s own price table.'),
  },
  { field: 'buckets[].models[].requests', words: () => t('Responses of the model.') },
  { field: 'buckets[].models[].sessions', words: () => t('Sessions that began in the week and cost most on this model.') },
  { field: 'buckets[].models[].input', words: () => t('Input tokens, without those of the cache.') },
  { field: 'buckets[].models[].output', words: () => t('Output tokens.') },
  { field: 'buckets[].models[].cacheWrite5m', words: () => t('Tokens written to the cache for five minutes.') },
  { field: 'buckets[].models[].cacheWrite1h', words: () => t('Tokens written to the cache for an hour.') },
  { field: 'buckets[].models[].cacheRead', words: () => t('Tokens read from the cache.') },
  { field: 'buckets[].models[].webSearches', words: () => t('Web searches, as a number.') },
  {
    field: 'buckets[].models[].cost',
    words: () => t('Cost at list price, in billionths of a dollar, side calls included as far as they are known.'),
  },
  { field: 'buckets[].models[].unpriced', words: () => t('Responses among them that have no price yet.') },
  { field: 'buckets[].interactiveCost', words: () => t('What was spent by hand: in a terminal, an editor or the desktop app.') },
  {
    field: 'buckets[].headlessCost',
    words: () => t('What was spent without anybody at a keyboard: claude -p, the SDKs, the GitHub action.'),
  },
  { field: 'buckets[].unrecordedCost', words: () => t('What was spent where the client did not say which of both it was.') },
  {
    field: 'buckets[].atLeast',
    words: () => t('Whether more was spent than these sums say: something has no price yet, or was not recorded whole.'),
  },
  { field: 'buckets[].sessions.*.sessions', words: () => t('Sessions that began in the week: up to 3 turns, up to 15, and longer ones.') },
  { field: 'buckets[].sessions.*.cost', words: () => t('What those sessions cost in all, also in later weeks.') },
  { field: 'buckets[].sessions.*.stayed', words: () => t('Your changes that stayed and that began in those sessions.') },
  { field: 'buckets[].headlessSessions', words: () => t('Sessions without anybody at a keyboard.') },
  { field: 'buckets[].turns', words: () => t('Prompts that were answered, as a number. Never their text.') },
  { field: 'buckets[].kinds.*', words: () => t('Cost by kind of work: code, small edits, tests, docs, configuration, no edits.') },
  {
    field: 'buckets[].standing.*',
    words: () => t('Cost by where the work is now: stayed, on the default branch, on another one, came back, in no commit, set aside …'),
  },
  { field: 'buckets[].changes.*', words: () => t('Your changes that shipped in the week, by what became of them.') },
  { field: 'buckets[].windows[]', words: () => t('For how many days changes are watched there, exact.') },
  { field: 'buckets[].cadence', words: () => t('How often anything ships there, by anybody: teams are only compared with their like.') },
  { field: 'buckets[].shippedLines', words: () => t('Lines by Claude in your changes that shipped in the week.') },
  { field: 'buckets[].survival.*.lines', words: () => t('Those of the lines that are old enough to look again after 7, 14 and 30 days.') },
  { field: 'buckets[].survival.*.surviving', words: () => t('Those of them that were still there.') },
  { field: 'buckets[].verification.*', words: () => t('Your changes by whether tests or a build were seen to pass before the commit.') },
];

/** What has to be known before a yes, a sentence each. `repositories`: whether repository keys are on; `endpoint`: where it goes. */
export function privacySentences({
  repositories,
  endpoint,
}: {
  readonly repositories: boolean;
  readonly endpoint: string;
}): readonly string[] {
  return [
    t('This is pseudonymous, not anonymous: outcomes can be matched with git by someone who holds both.'),
    t('Counts and sums are rounded to two significant digits before they leave; days, windows and labels are exact.'),
    t('Never sent: names, e-mail addresses, paths, branches, titles, ids of sessions or commits, times, host names, any text.'),
    repositories
      ? t(
          'Repository keys are on: two developers’ work on one repository adds up, and members of the team, who share the salt, could guess its name.',
        )
      : t('Repository keys are off, since members of the team, who share the salt, could guess names: all repositories are one sum.'),
    endpoint === otlpEndpoint
      ? openTelemetrySentence()
      : t('The collector publishes a figure only when enough people are behind it, and never a single person’s.'),
  ];
}

/** What has to be known besides where the same aggregates go out by OpenTelemetry. */
export function openTelemetrySentence(): string {
  return t(
    'By OpenTelemetry your own figures go to whatever your team runs: no number of people has to come together there before they are seen.',
  );
}
