import type { RepositoryFacts } from '../attribution/gitFacts.ts';
import { dateWords } from './dates.ts';
import { formatAge } from './durations.ts';
import type { OverviewNote } from './overview.ts';
import type { Standing } from './standing.ts';
import { dayKey } from './time.ts';
import { counted, repositoryName, openingMoney, saidMoney } from './words.ts';

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
    repositories.length < 2 ? sentence : `${repositoryName(path)}: ${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;

  for (const { record } of repositories) if (record.problem !== null) add('problem', of(record.path, record.problem));
  const unread = partOf(standing, 'unknown');
  if (unread.sessions > 0) add('unread', `Git was not read yet where ${saidMoney(unread.money)} went.`);
  for (const { record } of repositories)
    if (record.shallowSinceMs !== null) {
      const day = dateWords(dayKey(record.shallowSinceMs, timezone), dayKey(nowMs, timezone));
      add('shallow', of(record.path, `Shallow clone: changes before ${day} cannot be seen.`));
    }
  if (total.unpricedRequests > 0) {
    const verb = total.unpricedRequests === 1 ? 'has' : 'have';
    add('unpriced', `${counted(total.unpricedRequests, 'request')} ${verb} no price yet: not in the sum.`);
  }
  if (total.lowerBound) add('lowerBound', 'At least: Claude Code recorded some responses incompletely.');
  const outside = partOf(standing, 'outsideRepositories');
  if (outside.sessions > 0 && outside.money.nanodollars < total.nanodollars)
    add('notInGit', `${openingMoney(outside.money)} went to folders that are not in git: cost only.`);
  const fetched = fetchedSentence(repositories, nowMs);
  if (fetched !== null) add('notFetched', fetched);
  if (standing.sideCallsUnknown) add('sideCalls', 'Side calls (titles, web searches) are not known for every session.');
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
  if (records.length > 1) {
    const since = age ?? 'never since it was cloned';
    return `Default branches of ${counted(records.length, 'repository', 'repositories')} as last fetched, ${repositoryName(oldest.path)} ${since}.`;
  }
  const branch = oldest.defaultBranch === '' ? 'The default branch' : oldest.defaultBranch;
  const place = repositories.length < 2 ? '' : ` of ${repositoryName(oldest.path)}`;
  return age === null ? `${branch}${place} as cloned: never fetched since.` : `${branch}${place} as last fetched ${age}.`;
}
