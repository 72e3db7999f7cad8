import { formatCount } from './money.ts';
import { plural, t, tKept } from '../l10n/message.ts';
import type { RepositoryFacts } from '../attribution/gitFacts.ts';
import { dateWords } from './dates.ts';
import { formatAge } from './durations.ts';
import type { OverviewNote } from './overview.ts';
import type { Standing } from './standing.ts';
import { dayKey } from './time.ts';
import { repositoryName, openingMoney, saidMoney, uncapitalized } from './words.ts';

interface NotesInput {
  readonly standing: Standing;
  /** Those of the figures that git was read of. */
  readonly repositories: readonly RepositoryFacts[];
  readonly nowMs: number;
  readonly timezone: string;
}

/** What has to be known to read the figures right, most important first, and only what applies to them. */
export function overviewNotes({ standing, repositories, nowMs, timezone }: NotesInput): readonly OverviewNote[] {
  const notes: OverviewNote[] = [];
  const add = (kind: OverviewNote['kind'], sentence: string): void => {
    notes.push({ kind, sentence });
  };
  const { total } = standing;
  /** The name in front where there are several. */
  const of = (path: string, sentence: string): string =>
    repositories.length < 2 ? sentence : t('{0}: {1}', repositoryName(path), uncapitalized(sentence));

  for (const { record } of repositories) if (record.problem !== null) add('problem', of(record.path, tKept(record.problem)));
  const unread = partOf(standing, 'unknown');
  if (unread.sessions > 0) add('unread', t('Git was not read yet where {0} went.', saidMoney(unread.money)));
  for (const { record } of repositories)
    if (record.shallowSinceMs !== null) {
      const day = dateWords(dayKey(record.shallowSinceMs, timezone), dayKey(nowMs, timezone));
      add('shallow', of(record.path, t('Shallow clone: changes before {0} cannot be seen.', day)));
    }
  if (total.unpricedRequests > 0) {
    const sentence = plural(
      total.unpricedRequests,
      '{0} request has no price yet: not in the sum.',
      '{0} requests have no price yet: not in the sum.',
      formatCount(total.unpricedRequests),
    );
    add('unpriced', sentence);
  }
  if (total.lowerBound) add('lowerBound', t('At least: Claude Code recorded some responses incompletely.'));
  const outside = partOf(standing, 'outsideRepositories');
  if (outside.sessions > 0 && outside.money.nanodollars < total.nanodollars)
    add('notInGit', t('{0} went to folders that are not in git: cost only.', openingMoney(outside.money)));
  const fetched = fetchedSentence(repositories, nowMs);
  if (fetched !== null) add('notFetched', fetched);
  if (standing.sideCallsUnknown) add('sideCalls', t('Side calls (titles, web searches) are not known for every session.'));
  return notes;
}

function partOf(standing: Standing, part: Standing['parts'][number]['part']): Pick<Standing['parts'][number], 'money' | 'sessions'> {
  const none = { money: { nanodollars: 0, unpricedRequests: 0, lowerBound: false }, sessions: 0 };
  return standing.parts.find((share) => share.part === part) ?? none;
}

/** How old the last fetch is; of several repositories only the oldest is named. Null where nothing is ever fetched. */
function fetchedSentence(repositories: readonly RepositoryFacts[], nowMs: number): string | null {
  const records = repositories.map(({ record }) => record).filter(({ upstream }) => upstream);
  const [oldest] = [...records].sort((left, right) => (left.fetchedAtMs ?? 0) - (right.fetchedAtMs ?? 0));
  if (oldest === undefined) return null;
  const age = oldest.fetchedAtMs === null ? null : formatAge(Math.max(0, nowMs - oldest.fetchedAtMs));
  const name = repositoryName(oldest.path);
  if (records.length > 1) {
    // There are two or more.
    const count = formatCount(records.length);
    return age === null
      ? t('Default branches of {0} repositories as last fetched, {1} never since it was cloned.', count, name)
      : t('Default branches of {0} repositories as last fetched, {1} {2}.', count, name, age);
  }
  const branch = oldest.defaultBranch === '' ? t('The default branch') : oldest.defaultBranch;
  const place = repositories.length < 2 ? branch : t('{0} in {1}', branch, name);
  return age === null ? t('{0} as cloned: never fetched since.', place) : t('{0} as last fetched {1}.', place, age);
}
