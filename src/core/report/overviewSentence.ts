import type { CommitSum } from './overviewSums.ts';
import type { Overview } from './overview.ts';
import { shortSha } from './explainWords.ts';
import { partLabel } from './labels.ts';
import type { Money } from './live.ts';
import { isUnpriced } from './money.ts';
import type { Standing } from './standing.ts';
import { counted, saidMoney, shareText } from './words.ts';

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
  /** Name of the chosen repository; null where none is chosen. */
  readonly repository: string | null;
  readonly dearestCommit: CommitSum | null;
  /** How many folders the requests were made in. */
  readonly folders: number;
}

type Sentence = Pick<Overview, 'sentence' | 'sentenceKind'>;

/** The first that is true: what is on the default branch, one dear commit, what is in no commit, no git, nothing yet. */
export function overviewSentence(input: SentenceInput): Sentence {
  const { standing, requests, period, defaultBranch, repository, dearestCommit, folders } = input;
  const where = repository === null ? '' : ` in ${repository}`;
  const { total, commitsOnDefaultBranch: commits } = standing;
  if (requests === 0 && total.nanodollars === 0)
    return { sentenceKind: 'nothing', sentence: `Nothing yet: no request of Claude Code${where} in this time.` };
  const used = isUnpriced(total)
    ? `${period} you made ${counted(total.unpricedRequests, 'request')}${where} without a price yet.`
    : `${period} you used ${saidMoney(total)} at list price${where}.`;
  const say = (sentenceKind: Sentence['sentenceKind'], rest: string): Sentence => ({ sentenceKind, sentence: `${used} ${rest}` });

  if (commits > 0) {
    const shipped = moneyOf(standing, 'onDefaultBranch');
    const led = counted(commits, 'commit');
    if (isUnpriced(total)) return say('onDefaultBranch', `It led to ${led} on ${defaultBranch}.`);
    return say('onDefaultBranch', `${shareText(shipped.nanodollars, total.nanodollars)} of it is on ${defaultBranch} today: ${led}.`);
  }
  const dear = dearestCommit?.sum.money();
  if (dearestCommit !== null && dear !== undefined && isShare(dear, total, oneCommitShare)) {
    const share = shareText(dear.nanodollars, total.nanodollars);
    const place = partLabel(dearestCommit.part, defaultBranch);
    return say('oneCommit', `One commit took ${share} of it: ${shortSha(dearestCommit.sha)}, ${place}.`);
  }
  const lost = moneyOf(standing, 'noCommit');
  if (isShare(lost, total, noCommitShare))
    return say('noCommit', `${shareText(lost.nanodollars, total.nanodollars)} of it is ${partLabel('noCommit', defaultBranch)}.`);
  if (isWhole(standing, 'outsideRepositories'))
    return say('noRepository', folders > 1 ? 'These folders are not in git: cost only.' : 'This folder is not in git: cost only.');
  if (hasAny(standing, 'unknown')) return say('unread', 'What became of it is not known yet: git was not read.');
  const elsewhere = standing.parts.find(({ part }) => part === 'onAnotherBranch')?.commits ?? 0;
  const yet = elsewhere === 0 ? '' : ` ${counted(elsewhere, 'commit')} ${elsewhere === 1 ? 'is' : 'are'} on another branch.`;
  return say('nothing', `Nothing of it is on ${defaultBranch} yet.${yet}`);
}

function moneyOf(standing: Standing, part: Standing['parts'][number]['part']): Money {
  return standing.parts.find((share) => share.part === part)?.money ?? { nanodollars: 0, unpricedRequests: 0, lowerBound: false };
}

function isShare(money: Money, total: Money, share: number): boolean {
  return money.nanodollars > 0 && money.nanodollars >= share * total.nanodollars;
}

/** Side calls do not count: they have no folder. */
function isWhole(standing: Standing, part: Standing['parts'][number]['part']): boolean {
  const sideCalls = standing.unattributed.find(({ reason }) => reason === 'sideCalls')?.money.nanodollars ?? 0;
  const { nanodollars, unpricedRequests } = moneyOf(standing, part);
  const { total } = standing;
  return hasAny(standing, part) && nanodollars === total.nanodollars - sideCalls && unpricedRequests === total.unpricedRequests;
}

function hasAny(standing: Standing, part: Standing['parts'][number]['part']): boolean {
  return (standing.parts.find((share) => share.part === part)?.sessions ?? 0) > 0;
}
