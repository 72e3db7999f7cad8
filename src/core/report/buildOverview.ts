import type { History } from '../attribution/history.ts';
import type { Rate } from '../pricing/rating.ts';
import { buildStanding } from './buildStanding.ts';
import { coveredDays } from './coveredDays.ts';
import { dearestBranches } from './dearestBranches.ts';
import { overviewFigure } from './distribution.ts';
import { filterChoices } from './filterChoices.ts';
import { distinct, everything } from './filterRequests.ts';
import type { Filter } from './filter.ts';
import { commitKey } from './commitCosts.ts';
import { inferredCommits } from './inferredCommits.ts';
import { defaultBranchWord } from './labels.ts';
import type { Money } from './live.ts';
import { isUnpriced } from './money.ts';
import type { Overview, OverviewNote } from './overview.ts';
import { stayedFigures } from './outcomes/stayedFigures.ts';
import { overviewNotes } from './overviewNotes.ts';
import { overviewSentence } from './overviewSentence.ts';
import { overviewSums, spendOf, weekRows } from './overviewSums.ts';
import type { Selection } from './selection.ts';
import { selectHistory, totalOf } from './selection.ts';
import { dayKey } from './time.ts';
import { dearestCommitOf, worthALook } from './worthALook.ts';
import { windowsSentence } from './windows.ts';
import { zoneOffset } from './zone.ts';

export interface OverviewInput {
  readonly history: History;
  readonly filter: Filter;
  readonly nowMs: number;
  readonly timezone: string;
  /** Day of the prices, as every report says it. */
  readonly asOf: string;
  readonly rate: Rate;
  /** What only the caller knows: older history is still being read, the folder is not trusted. They come first. */
  readonly notes: readonly OverviewNote[];
}

/** The panel's first view of the requests that fit a filter. */
export function buildOverview(input: OverviewInput): Overview {
  const { history, filter, nowMs, timezone, asOf, rate, notes } = input;
  const selection = selectHistory(history, filter, rate);
  const standing = buildStanding({ history, selection, nowMs });
  const sums = overviewSums(selection, input);
  const { whole, wholePlan } = wholes(input, standing.total);
  const inferred = inferredCommits(history);
  const commits = sums.commits.filter(({ repository, sha }) => !inferred.has(commitKey(repository, sha)));
  const dearestCommit = dearestCommitOf(commits);
  const covered = coveredDays({ filter, firstAtMs: history.requests[0]?.atMs ?? null, nowMs, timezone });
  const stayed = stayedFigures(input);
  const isEmpty = selection.requests.length === 0;
  const { firstDay, lastDay, days } = isEmpty ? { firstDay: '', lastDay: '', days: 0 } : covered;
  const today = dayKey(nowMs, timezone);
  const shown = { firstDay, lastDay, today };
  const repositories = repositoriesOf(history, selection, filter);
  const word = defaultBranchWord(repositories.map(({ record }) => record.defaultBranch));
  const { sentence, sentenceKind } = overviewSentence({
    ...{ standing, dearestCommit, requests: selection.requests.length, period: covered.words, defaultBranch: word },
    ...{ filter, whole, wholePlan },
    folders: distinct(selection.requests, ({ cwd }) => cwd).size,
  });
  return {
    ...{ atMs: nowMs, timezone, asOf, firstDay, lastDay, days, sentence, sentenceKind, standing, whole, wholePlan },
    windows: windowsSentence({ standing, defaultBranch: word, nowMs, timezone }),
    defaultBranch: repositories.some(({ record }) => record.defaultBranch === word) ? word : null,
    sessions: sums.sessions.size,
    requests: selection.requests.length,
    before: before(input),
    figures: [
      overviewFigure('session', amounts([...sums.sessions.values()].map(({ sum }) => sum))),
      overviewFigure('commit', amounts(commits.map(({ sum }) => sum))),
      overviewFigure('day', amounts([...sums.days.values()].map(({ mix }) => mix))),
    ],
    worthALook: worthALook({
      total: standing.total,
      sums: { ...sums, commits },
      outcomes: history.outcomes,
      dearestCommit,
      sentenceKind,
      defaultBranch: word,
      today,
    }),
    ...dearestBranches(sums.branches),
    stayed: stayed?.figures ?? null,
    weeks: weekRows(sums.days, shown).map((week) => ({ ...week, ...stayed?.weeks.get(week.week) })),
    spend: spendOf(sums.days, shown),
    choices: filterChoices(history, filter.repository),
    notes: [...notes, ...overviewNotes({ standing, repositories, nowMs, timezone })],
  };
}

/** What has no price at all has no amount to be among the others. */
function amounts(sums: readonly { money(): Overview['standing']['total'] }[]): readonly number[] {
  return sums
    .map((sum) => sum.money())
    .filter((money) => !isUnpriced(money))
    .map(({ nanodollars }) => nanodollars);
}

/** The repositories of a selection that git was read of, in the history's order. */
function repositoriesOf({ repositories }: History, { requests }: Selection, { repository }: Filter) {
  if (repository !== null) return [...repositories.values()].filter(({ record }) => record.path === repository);
  const used = distinct(requests, (request) => request.repository);
  return [...repositories.values()].filter(({ record }) => used.has(record.path));
}

/** The same length of time before the period; null where the ledger does not reach back to its first day. */
function before(input: OverviewInput): Overview['before'] {
  const { history, filter, nowMs, timezone, rate } = input;
  const { sinceMs } = filter;
  const firstAtMs = history.requests[0]?.atMs;
  if (sinceMs === null || firstAtMs === undefined) return null;
  const earlierMs = sinceMs - ((filter.untilMs ?? nowMs) - sinceMs);
  // The same time of the day where the clocks changed between.
  const fromMs = earlierMs + zoneOffset(sinceMs, timezone) - zoneOffset(earlierMs, timezone);
  if (fromMs >= sinceMs || dayKey(firstAtMs, timezone) > dayKey(fromMs, timezone)) return null;
  const selection = selectHistory(history, { ...filter, sinceMs: fromMs, untilMs: sinceMs }, rate);
  const standing = buildStanding({ history, selection, nowMs });
  const { wholePlan } = wholes({ ...input, filter: { ...filter, sinceMs: fromMs, untilMs: sinceMs } }, standing.total);
  return { total: standing.total, standing, sessions: sessionCount(selection), wholePlan };
}

/** Everything used in the period: in the chosen repository, and in all of them. `total` is what fits the whole filter. */
function wholes({ history, filter, rate }: OverviewInput, total: Money): Pick<Overview, 'whole' | 'wholePlan'> {
  const { sinceMs, untilMs, repository, branch, model, part } = filter;
  const isNarrowed = branch !== null || model !== null || part !== null;
  const whole = isNarrowed ? totalOf(selectHistory(history, { ...everything, sinceMs, untilMs, repository }, rate)) : total;
  return { whole, wholePlan: repository === null ? whole : totalOf(selectHistory(history, { ...everything, sinceMs, untilMs }, rate)) };
}

/** Sessions with a request or known side calls, as the list of sessions has them. */
function sessionCount({ requests, sideCalls }: Selection): number {
  const sessions = distinct(requests, ({ sessionId }) => sessionId);
  for (const { sessionId, nanodollars } of sideCalls) if (nanodollars !== null && nanodollars > 0) sessions.add(sessionId);
  return sessions.size;
}
