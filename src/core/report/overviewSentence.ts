import type { StandingPart } from '../attribution/placement.ts';
import type { Filter } from './filter.ts';
import { partLabel } from './labels.ts';
import type { Money } from './live.ts';
import { modelLabel } from './modelLabel.ts';
import { isUnpriced } from './money.ts';
import type { Overview } from './overview.ts';
import type { CommitSum } from './overviewSums.ts';
import { moneyOnDefaultBranch } from './standing.ts';
import type { Standing } from './standing.ts';
import { capitalized, counted, openingMoney, repositoryName, saidMoney, shareText, shortSha } from './words.ts';

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
  if (!isPart || isUnpriced(total) || whole.nanodollars === 0) {
    const where = `${filter.repository === null ? '' : ` in ${repositoryName(filter.repository)}`}${narrowed === null ? '' : ` that ${narrowed}`}`;
    if (isNothing) return { sentenceKind: 'nothing', sentence: `Nothing yet: no request of Claude Code${where} in this time.` };
    const used = isUnpriced(total)
      ? `${period} you made ${counted(total.unpricedRequests, 'request')}${where} without a price yet.`
      : `${period} you used ${saidMoney(total)} at list price${where}.`;
    const { sentenceKind, rest } = whatBecame(input);
    return { sentenceKind, sentence: `${used} ${capitalized(rest)}` };
  }
  const place = narrowed === null || filter.repository === null ? '' : ` in ${repositoryName(filter.repository)}`;
  const of = `the ${saidMoney(whole)} you used${place} ${period.slice(0, 1).toLowerCase()}${period.slice(1)}`;
  const did = narrowed ?? `went to ${repositoryName(filter.repository ?? '')}`;
  if (isNothing) return { sentenceKind: 'nothing', sentence: `Nothing of ${of} ${did}.` };
  const some = isLess(total, whole) ? `${openingMoney(total)} of` : 'All of';
  if (filter.part !== null) return { sentenceKind: 'part', sentence: `${some} ${of} ${did}${behind(input, filter.part)}.` };
  const { sentenceKind, rest } = whatBecame(input);
  return { sentenceKind, sentence: `${some} ${of} ${did}; ${rest}` };
}

/** What a choice of branch, model or part has in common, as a sentence goes on: `went to Fable 5.2 and came back`; null without one. */
function narrowedWords({ branch, model, part }: Filter, defaultBranch: string): string | null {
  const to = [
    ...(model === null ? [] : [modelLabel(model)]),
    ...(branch === null ? [] : [branch === '' ? 'requests without a recorded branch' : `branch ${branch}`]),
  ].join(' on ');
  const did = part === null ? '' : partWords(part, defaultBranch);
  if (to === '') return did === '' ? null : did;
  return `went to ${to}${did === '' ? '' : ` and ${did}`}`;
}

function partWords(part: StandingPart, defaultBranch: string): string {
  if (part === 'cameBack') return 'came back';
  if (part === 'noEdits') return 'went to no edits (reading, planning)';
  if (part === 'unknown') return 'went where git was not read yet';
  if (part === 'stayed') return `stayed on ${defaultBranch}`;
  if (part === 'onDefaultBranch') return `is on ${defaultBranch} today with its window open`;
  return `is ${partLabel(part, defaultBranch)}`;
}

/** `: 25 commits`, else the sessions behind a part. */
function behind({ standing }: SentenceInput, part: StandingPart): string {
  const share = standing.parts.find((each) => each.part === part);
  if (share === undefined || share.sessions === 0) return '';
  return `: ${share.commits > 0 ? counted(share.commits, 'commit') : counted(share.sessions, 'session')}`;
}

interface Became {
  readonly sentenceKind: Sentence['sentenceKind'];
  /** Ends with a full stop. */
  readonly rest: string;
}

function whatBecame({ standing, defaultBranch, dearestCommit, folders }: SentenceInput): Became {
  const { total, commitsOnDefaultBranch: commits } = standing;
  if (commits > 0) {
    const led = counted(commits, 'commit');
    if (isUnpriced(total)) return { sentenceKind: 'onDefaultBranch', rest: `it led to ${led} on ${defaultBranch}.` };
    const share = shareText(moneyOnDefaultBranch(standing).nanodollars, total.nanodollars);
    return { sentenceKind: 'onDefaultBranch', rest: `${share} of it is on ${defaultBranch} today: ${led}${stayedWords(standing)}.` };
  }
  const dear = dearestCommit?.sum.money();
  if (dearestCommit !== null && dear !== undefined && isShare(dear, total, oneCommitShare)) {
    const share = shareText(dear.nanodollars, total.nanodollars);
    const place = partLabel(dearestCommit.part, defaultBranch);
    return { sentenceKind: 'oneCommit', rest: `one commit took ${share} of it: ${shortSha(dearestCommit.sha)}, ${place}.` };
  }
  const lost = moneyOf(standing, 'noCommit');
  if (isShare(lost, total, noCommitShare)) {
    const share = shareText(lost.nanodollars, total.nanodollars);
    return { sentenceKind: 'noCommit', rest: `${share} of it is ${partLabel('noCommit', defaultBranch)}.` };
  }
  if (isWhole(standing, 'outsideRepositories'))
    return {
      sentenceKind: 'noRepository',
      rest: folders > 1 ? 'these folders are not in git: cost only.' : 'this folder is not in git: cost only.',
    };
  if (hasAny(standing, 'unknown')) return { sentenceKind: 'unread', rest: 'what became of it is not known yet: git was not read.' };
  const elsewhere = standing.parts.find(({ part }) => part === 'onAnotherBranch')?.commits ?? 0;
  const yet = elsewhere === 0 ? '' : ` ${counted(elsewhere, 'commit')} ${elsewhere === 1 ? 'is' : 'are'} on another branch.`;
  return { sentenceKind: 'nothing', rest: `nothing of it is on ${defaultBranch} yet.${yet}` };
}

/** `, 12 of which have stayed`: through their whole window; nothing while none has. */
function stayedWords({ commitsOnDefaultBranch: commits, windowsClosed: stayed }: Standing): string {
  if (stayed === 0) return '';
  if (stayed === commits) return commits === 1 ? ', and it stayed' : ', and all have stayed';
  return `, ${String(stayed)} of which ${stayed === 1 ? 'has' : 'have'} stayed`;
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
