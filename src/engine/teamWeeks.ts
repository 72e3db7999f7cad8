/** What a team is told of the last weeks, made of the kept history; nothing of it is stored here, and nothing is sent. */
import { createHmac } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { History } from '../core/attribution/history.ts';
import { loadRate } from '../core/pricing/rate.ts';
import type { Rate } from '../core/pricing/rating.ts';
import { dayKey } from '../core/report/time.ts';
import { teamWeeks } from '../core/team/aggregate.ts';
import { normalOrigin, repositoryKey } from '../core/team/repositoryKey.ts';
import type { TeamWeekBody } from '../core/team/teamWeek.ts';
import type { NameKeys } from '../team/reporter.ts';
import type { GitQuestions } from './gitQuestions.ts';
import type { HistoryKeeper } from './history.ts';
import { verificationFacts } from './verificationFacts.ts';

export interface TeamWeeksQuery {
  /** The team's salt: repository keys are made with it. */
  readonly salt: string;
  /** Whether each repository has a bucket of its own, by its key; false: all of them are one. */
  readonly repositories: boolean;
  /** So many weeks that are over, at most; never more than 13. */
  readonly weeks: number;
  readonly nowMs: number;
}

/** As it leaves, oldest week first; null where repository keys are wanted and git may not be asked (Restricted Mode): then nothing is said at all. */
export type TeamWeeks = (query: TeamWeeksQuery) => Promise<readonly TeamWeekBody[] | null>;

export interface TeamWeeksOptions {
  readonly history: HistoryKeeper;
  readonly rate: Rate;
  readonly timezone: string;
  readonly database: DatabaseSync;
  readonly questions: Pick<GitQuestions, 'allowed' | 'sourceOf'>;
}

interface Kept {
  readonly history: History;
  readonly key: string;
  readonly weeks: readonly TeamWeekBody[];
}

/** Answers the question over the kept history, again with what it answered before as long as that is the same, and the day. */
export function teamWeeksOf({ history: keeper, rate, timezone, database, questions }: TeamWeeksOptions): TeamWeeks {
  let kept: Kept | null = null;
  return async ({ salt, repositories, weeks, nowMs }) => {
    if (repositories && !questions.allowed) return null;
    const history = await keeper.read(nowMs);
    const key = JSON.stringify([salt, repositories, weeks, dayKey(nowMs, timezone)]);
    if (kept?.history === history && kept.key === key) return kept.weeks;
    const keys = repositories ? await keysOf(history, salt, questions) : new Map<string, string>();
    // Without prices of the user's own: a name that only they know never leaves.
    const ownRate = await loadRate();
    const said = teamWeeks({
      ...{ history, rate, weeks, nowMs, timezone },
      bucketOf: (repository) => keys.get(repository) ?? '',
      isPublicModel: (model) => ownRate({ ...nothingUsed, model }).priced,
      shellOf: ({ changes, settings }) =>
        verificationFacts(
          database,
          changes.flatMap(({ sessionIds }) => sessionIds),
          settings.verification,
        ),
    });
    kept = { history, key, weeks: said };
    return said;
  };
}

/** Answers which key is which repository of this machine: for a person who looks, apart from the weeks, so that no name can come into one. */
export function teamKeysOf({
  history,
  questions,
}: {
  readonly history: Pick<HistoryKeeper, 'read'>;
  readonly questions: TeamWeeksOptions['questions'];
}): NameKeys {
  return async ({ salt, nowMs }) => {
    if (!questions.allowed) return [];
    const keys = await keysOf(await history.read(nowMs), salt, questions);
    const named = [...keys].map(([path, key]) => ({ key, repository: path.split(/[\\/]/).findLast((part) => part !== '') ?? path }));
    // Two clones of the same name are one line.
    const lines = new Map(named.map((name) => [`${name.repository} ${name.key}`, name]));
    return [...lines].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, name]) => name);
  };
}

const nothingUsed = {
  ...{ messageId: '', atMs: 0, fast: false, geography: '' },
  tokens: { input: 0, output: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches: 0 },
};

/** By path, of each repository that git knows the source of. */
async function keysOf(
  { repositories }: History,
  salt: string,
  questions: TeamWeeksOptions['questions'],
): Promise<ReadonlyMap<string, string>> {
  const hash = (text: string): string => createHmac('sha256', salt).update(text).digest('hex');
  const keys = new Map<string, string>();
  for (const path of repositories.keys()) {
    const source = await questions.sourceOf(path);
    if (source.kind === 'remote') keys.set(path, repositoryKey(normalOrigin(source.address), hash));
    else if (source.kind === 'root') keys.set(path, repositoryKey(`root ${source.sha}`, hash));
  }
  return keys;
}
