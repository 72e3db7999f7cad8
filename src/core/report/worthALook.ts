import { formatCount } from './money.ts';
import { t } from '../l10n/message.ts';
import type { History } from '../attribution/history.ts';
import { dateWords } from './dates.ts';
import { quantile } from './distribution.ts';
import { partLabel } from './labels.ts';
import type { Money } from './live.ts';
import type { Overview, WorthALook } from './overview.ts';
import { oneCommitShare } from './overviewSentence.ts';
import type { CommitSum, OverviewSums } from './overviewSums.ts';
import { openingMoney, saidMoney, shareText, shortSha } from './words.ts';

const most = 2;
/** A session in no commit is worth a look from this share of the whole on. */
const sessionShare = 0.05;
/** A day is far above the others at this many times their median, among at least seven days. */
const farAbove = 3;
const daysNeeded = 7;

interface LookInput {
  readonly total: Money;
  readonly sums: OverviewSums;
  readonly outcomes: History['outcomes'];
  readonly dearestCommit: CommitSum | null;
  readonly sentenceKind: Overview['sentenceKind'];
  readonly defaultBranch: string;
  readonly today: string;
}

/** At most two things, the weightiest first: a commit that came back, a dear session in no commit, a dear commit, a dear day. */
export function worthALook(input: LookInput): readonly WorthALook[] {
  if (input.total.nanodollars === 0) return [];
  return [cameBack(input), sessionInNoCommit(input), dearCommit(input), dearDay(input)].filter((one) => one !== null).slice(0, most);
}

function cameBack({ sums, outcomes }: LookInput): WorthALook | null {
  const dearest = dearestCommitOf(sums.commits.filter(({ part }) => part === 'cameBack'));
  if (dearest === null) return null;
  const money = dearest.sum.money();
  const state = outcomes.get(dearest.repository)?.changeOf.get(dearest.sha)?.state;
  const [name, amount] = [shortSha(dearest.sha), saidMoney(money)];
  const sentence =
    state === 'hotfixed'
      ? t('Commit {0} came back: it cost {1} and had to be mended.', name, amount)
      : state === 'reopened'
        ? t('Commit {0} came back: it cost {1} and its task was opened again.', name, amount)
        : t('Commit {0} came back: it cost {1} and was reverted.', name, amount);
  return { id: 'cameBack', sentence, money, leadsTo: { view: 'shipped', sha: dearest.sha } };
}

function sessionInNoCommit({ sums, total, defaultBranch }: LookInput): WorthALook | null {
  let dearest: { readonly sessionId: string; readonly money: Money } | null = null;
  for (const [sessionId, { noCommit }] of sums.sessions) {
    const money = noCommit.money();
    if (money.nanodollars > (dearest?.money.nanodollars ?? 0)) dearest = { sessionId, money };
  }
  if (dearest === null || dearest.money.nanodollars < sessionShare * total.nanodollars) return null;
  const { sessionId, money } = dearest;
  const sentence = t('{0} of one session is {1}.', openingMoney(money), partLabel('noCommit', defaultBranch));
  return { id: 'noCommit', sentence, money, leadsTo: { view: 'sessions', sessionId, part: null } };
}

function dearCommit({ dearestCommit, total, sentenceKind }: LookInput): WorthALook | null {
  if (dearestCommit === null || sentenceKind === 'oneCommit') return null;
  const money = dearestCommit.sum.money();
  if (money.nanodollars < oneCommitShare * total.nanodollars) return null;
  const share = shareText(money.nanodollars, total.nanodollars);
  const sentence = t('One commit took {0} of the cost: {1}, {2}.', share, shortSha(dearestCommit.sha), saidMoney(money));
  return { id: 'oneCommit', sentence, money, leadsTo: { view: 'shipped', sha: dearestCommit.sha } };
}

function dearDay({ sums: { days }, today }: LookInput): WorthALook | null {
  if (days.size < daysNeeded) return null;
  const costs = [...days].map(([day, sum]) => ({ day, sum, money: sum.mix.money() }));
  costs.sort((left, right) => left.money.nanodollars - right.money.nanodollars);
  const median = quantile(
    costs.map(({ money }) => money.nanodollars),
    0.5,
  );
  const dearest = costs.at(-1);
  if (dearest === undefined || median === 0 || dearest.money.nanodollars < farAbove * median) return null;
  const times = Math.floor(dearest.money.nanodollars / median);
  const sentence = t('{0} cost {1}: {2} times a usual day.', dateWords(dearest.day, today), saidMoney(dearest.money), formatCount(times));
  const [first] = [...dearest.sum.sessions].sort(([, left], [, right]) => right - left);
  return { id: 'day', sentence, money: dearest.money, leadsTo: { view: 'sessions', sessionId: first?.[0] ?? null, part: null } };
}

/** The commit that cost most; null without one. */
export function dearestCommitOf(commits: readonly CommitSum[]): CommitSum | null {
  let dearest: CommitSum | null = null;
  let most = 0;
  for (const commit of commits) {
    const { nanodollars } = commit.sum.money();
    if (nanodollars <= most) continue;
    most = nanodollars;
    dearest = commit;
  }
  return dearest;
}
