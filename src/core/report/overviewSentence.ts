import { commitCount, sessionCount, requestCount } from './counts.ts';
import { t, plural } from '../l10n/message.ts';
import type { StandingPart } from '../attribution/placement.ts';
import type { Filter } from './filter.ts';
import { partLabel } from './labels.ts';
import type { Money } from './live.ts';
import { modelLabel } from './modelLabel.ts';
import { isUnpriced, formatCount } from './money.ts';
import type { Overview } from './overview.ts';
import type { CommitSum } from './overviewSums.ts';
import { moneyOnDefaultBranch } from './standing.ts';
import type { Standing } from './standing.ts';
import { capitalized, inARow, openingMoney, repositoryName, saidMoney, shareText, shortSha, uncapitalized } from './words.ts';

/** A commit that takes this share of the cost is worth a sentence of its own. */
export const oneCommitShare = 0.15;
/** From this share on, what is in no commit is the sentence. */
const noCommitShare = 0.1;

export interface SentenceInput {
  readonly standing: Standing;
  readonly requests: number;
  /** How it begins: `In the last 29 days`. */
  readonly period: string;
  /** As labels say it. */
  readonly defaultBranch: string;
  readonly filter: Filter;
  /** Everything used in the period in the chosen repository, and in all of them. */
  readonly whole: Money;
  readonly wholePlan: Money;
  readonly dearestCommit: CommitSum | null;
  /** How many folders the requests were made in. */
  readonly folders: number;
}

type Sentence = Pick<Overview, 'sentence' | 'sentenceKind'>;

/**
 * What was used, and the first that is true: what is on the default branch, one dear commit, what is in no commit, no git, nothing yet.
 * A filter is named, with the whole that it is a part of.
 */
export function overviewSentence(input: SentenceInput): Sentence {
  const { standing, requests, period, filter } = input;
  const { total } = standing;
  const isNothing = requests === 0 && total.nanodollars === 0;
  const narrowed = narrowedWords(filter, input.defaultBranch);
  const whole = narrowed === null ? input.wholePlan : input.whole;
  const isPart = narrowed !== null || isLess(total, whole);
  const repository = filter.repository === null ? null : repositoryName(filter.repository);
  if (!isPart || isUnpriced(total) || whole.nanodollars === 0) {
    if (isNothing) return { sentenceKind: 'nothing', sentence: nothingUsed(repository, narrowed) };
    const used = isUnpriced(total)
      ? unpricedUsed(period, requestCount(total.unpricedRequests), repository, narrowed)
      : amountUsed(period, t('{0} at list price', saidMoney(total)), repository, narrowed);
    const { sentenceKind, rest } = whatBecame(input);
    return { sentenceKind, sentence: inARow(used, capitalized(rest)) };
  }
  const of = wholeUsed(saidMoney(whole), narrowed === null ? null : repository, uncapitalized(period));
  const did = narrowed ?? t('went to {0}', repository ?? '');
  if (isNothing) return { sentenceKind: 'nothing', sentence: t('Nothing of {0} {1}.', of, did) };
  const some = isLess(total, whole) ? t('{0} of {1}', openingMoney(total), of) : t('All of {0}', of);
  if (filter.part !== null) return { sentenceKind: 'part', sentence: partSentence(some, did, behind(input, filter.part)) };
  const { sentenceKind, rest } = whatBecame(input);
  return { sentenceKind, sentence: t('{0} {1}; {2}', some, did, rest) };
}

function nothingUsed(repository: string | null, narrowed: string | null): string {
  if (repository === null)
    return narrowed === null
      ? t('Nothing yet: no request of Claude Code in this time.')
      : t('Nothing yet: no request of Claude Code that {0} in this time.', narrowed);
  return narrowed === null
    ? t('Nothing yet: no request of Claude Code in {0} in this time.', repository)
    : t('Nothing yet: no request of Claude Code in {0} that {1} in this time.', repository, narrowed);
}

function amountUsed(period: string, amount: string, repository: string | null, narrowed: string | null): string {
  if (repository === null)
    return narrowed === null ? t('{0} you used {1}.', period, amount) : t('{0} you used {1} that {2}.', period, amount, narrowed);
  return narrowed === null
    ? t('{0} you used {1} in {2}.', period, amount, repository)
    : t('{0} you used {1} in {2} that {3}.', period, amount, repository, narrowed);
}

function unpricedUsed(period: string, requests: string, repository: string | null, narrowed: string | null): string {
  if (repository === null)
    return narrowed === null
      ? t('{0} you made {1} without a price yet.', period, requests)
      : t('{0} you made {1} that {2} without a price yet.', period, requests, narrowed);
  return narrowed === null
    ? t('{0} you made {1} in {2} without a price yet.', period, requests, repository)
    : t('{0} you made {1} in {2} that {3} without a price yet.', period, requests, repository, narrowed);
}

/** What a part is taken of: `the $412.30 you used in loom in the last 29 days`. */
function wholeUsed(amount: string, repository: string | null, period: string): string {
  return repository === null ? t('the {0} you used {1}', amount, period) : t('the {0} you used in {1} {2}', amount, repository, period);
}

function partSentence(some: string, did: string, behind: string | null): string {
  return behind === null ? t('{0} {1}.', some, did) : t('{0} {1}: {2}.', some, did, behind);
}

/** What a choice of branch, model or part has in common, as a sentence goes on: `went to Fable 5.2 and came back`; null without one. */
function narrowedWords({ branch, model, part }: Filter, defaultBranch: string): string | null {
  const to = placeWords(model === null ? null : modelLabel(model), branch);
  const did = part === null ? null : partWords(part, defaultBranch);
  if (to === null) return did;
  return did === null ? t('went to {0}', to) : t('went to {0} and {1}', to, did);
}

function placeWords(model: string | null, branch: string | null): string | null {
  if (branch === null) return model;
  const place = branch === '' ? t('requests without a recorded branch') : t('branch {0}', branch);
  return model === null ? place : t('{0} on {1}', model, place);
}

function partWords(part: StandingPart, defaultBranch: string): string {
  if (part === 'cameBack') return t('came back');
  if (part === 'noEdits') return t('went to no edits (reading, planning)');
  if (part === 'unknown') return t('went where git was not read yet');
  if (part === 'stayed') return t('stayed on {0}', defaultBranch);
  if (part === 'onDefaultBranch') return t('is on {0} today with its window open', defaultBranch);
  return t('is {0}', partLabel(part, defaultBranch));
}

/** `25 commits`, else the sessions behind a part; null where there are none. */
function behind({ standing }: SentenceInput, part: StandingPart): string | null {
  const share = standing.parts.find((each) => each.part === part);
  if (share === undefined || share.sessions === 0) return null;
  return share.commits > 0 ? commitCount(share.commits) : sessionCount(share.sessions);
}

interface Became {
  readonly sentenceKind: Sentence['sentenceKind'];
  /** Ends with a full stop. */
  readonly rest: string;
}

function whatBecame({ standing, defaultBranch, dearestCommit, folders }: SentenceInput): Became {
  const { total, commitsOnDefaultBranch: commits } = standing;
  if (commits > 0) {
    const led = commitCount(commits);
    if (isUnpriced(total)) return { sentenceKind: 'onDefaultBranch', rest: t('it led to {0} on {1}.', led, defaultBranch) };
    const share = shareText(moneyOnDefaultBranch(standing).nanodollars, total.nanodollars);
    return { sentenceKind: 'onDefaultBranch', rest: onBranchSentence(share, defaultBranch, led, standing) };
  }
  const dear = dearestCommit?.sum.money();
  if (dearestCommit !== null && dear !== undefined && isShare(dear, total, oneCommitShare)) {
    const share = shareText(dear.nanodollars, total.nanodollars);
    const place = partLabel(dearestCommit.part, defaultBranch);
    return { sentenceKind: 'oneCommit', rest: t('one commit took {0} of it: {1}, {2}.', share, shortSha(dearestCommit.sha), place) };
  }
  const lost = moneyOf(standing, 'noCommit');
  if (isShare(lost, total, noCommitShare)) {
    const share = shareText(lost.nanodollars, total.nanodollars);
    return { sentenceKind: 'noCommit', rest: t('{0} of it is {1}.', share, partLabel('noCommit', defaultBranch)) };
  }
  if (isWhole(standing, 'outsideRepositories'))
    return {
      sentenceKind: 'noRepository',
      rest: folders > 1 ? t('these folders are not in git: cost only.') : t('this folder is not in git: cost only.'),
    };
  if (hasAny(standing, 'unknown')) return { sentenceKind: 'unread', rest: t('what became of it is not known yet: git was not read.') };
  const elsewhere = standing.parts.find(({ part }) => part === 'onAnotherBranch')?.commits ?? 0;
  const yet = plural(elsewhere, '{0} commit is on another branch.', '{0} commits are on another branch.', formatCount(elsewhere));
  return { sentenceKind: 'nothing', rest: inARow(t('nothing of it is on {0} yet.', defaultBranch), elsewhere === 0 ? '' : yet) };
}

/** That some have stayed is said of those which did through their whole window; nothing while none has. */
function onBranchSentence(share: string, branch: string, led: string, standing: Standing): string {
  const { commitsOnDefaultBranch: commits, windowsClosed: stayed } = standing;
  if (stayed === 0) return t('{0} of it is on {1} today: {2}.', share, branch, led);
  if (stayed === commits)
    return plural(
      commits,
      '{0} of it is on {1} today: {2}, and it stayed.',
      '{0} of it is on {1} today: {2}, and all have stayed.',
      share,
      branch,
      led,
    );
  return plural(
    stayed,
    '{0} of it is on {1} today: {2}, {3} of which has stayed.',
    '{0} of it is on {1} today: {2}, {3} of which have stayed.',
    share,
    branch,
    led,
    formatCount(stayed),
  );
}

function isLess(total: Money, whole: Money): boolean {
  return total.nanodollars < whole.nanodollars || total.unpricedRequests < whole.unpricedRequests;
}

function moneyOf(standing: Standing, part: StandingPart): Money {
  return standing.parts.find((share) => share.part === part)?.money ?? { nanodollars: 0, unpricedRequests: 0, lowerBound: false };
}

function isShare(money: Money, total: Money, share: number): boolean {
  return money.nanodollars > 0 && money.nanodollars >= share * total.nanodollars;
}

/** Side calls do not count: they have no folder. */
function isWhole(standing: Standing, part: StandingPart): boolean {
  const sideCalls = standing.unattributed.find(({ reason }) => reason === 'sideCalls')?.money.nanodollars ?? 0;
  const { nanodollars, unpricedRequests } = moneyOf(standing, part);
  const { total } = standing;
  return hasAny(standing, part) && nanodollars === total.nanodollars - sideCalls && unpricedRequests === total.unpricedRequests;
}

function hasAny(standing: Standing, part: StandingPart): boolean {
  return (standing.parts.find((share) => share.part === part)?.sessions ?? 0) > 0;
}
