import { requestCount } from './counts.ts';
import { t } from '../l10n/message.ts';
import type { CommitRecord, RepositoryRecord } from '../attribution/gitFacts.ts';
import type { History, PlacedRequest } from '../attribution/history.ts';
import type { CommitRow } from './commits.ts';
import type { ExplanationParagraph } from './explanation.ts';
import { defaultBranchWord } from './labels.ts';
import type { ModelMix } from './moneySum.ts';
import { shortSha } from './words.ts';

/** A sentence that accounts for no amount. */
export function said(text: string): ExplanationParagraph {
  return { text, mix: null, money: null, evidence: null };
}

/** The name of a repository's default branch; `''` where it is not known. */
export function nameOfDefaultBranch({ repositories }: Pick<History, 'repositories'>, repository: string): string {
  return repositories.get(repository)?.record.defaultBranch ?? '';
}

/** The name of a repository's default branch as labels say it. */
export function defaultBranchOf(history: History, repository: string): string {
  return defaultBranchWord([nameOfDefaultBranch(history, repository)]);
}

/** Requests by model; `requests` are told by their number where nothing else is said of them. */
export function mixOf(mix: ModelMix, requests = requestCount(mix.requests)): ExplanationParagraph['mix'] {
  return { requests, models: mix.models() };
}

type Placed = Pick<CommitRow, 'sha' | 'part' | 'branch' | 'repository'>;

/** Where a commit is: `on main`, `on main as 6ce3f4b`, `on branch work/tests`. */
export function placeWords({ sha, part, branch, repository }: Placed, history: History): string {
  const facts = history.repositories.get(repository);
  const commit = facts?.commits.get(sha);
  if (part === 'onAnotherBranch') return elsewhereWords(branch, facts?.record, commit?.heldBy);
  if (part === 'noCommit') return t('on no branch any more');
  const defaultBranch = defaultBranchOf(history, repository);
  if (part === 'cameBack') return t('on {0}, and came back', defaultBranch);
  if (part === 'setAside') return t('set aside');
  const landed = commit?.onDefaultBranch === true ? undefined : history.copies.get(sha)?.find((copy) => copy.onDefaultBranch);
  return landed === undefined ? t('on {0}', defaultBranch) : t('on {0} as {1}', defaultBranch, shortSha(landed.sha));
}

/** A branch that is called like the default one is the clone's own, ahead of the remote's. */
function elsewhereWords(branch: string, record: RepositoryRecord | undefined, heldBy: CommitRecord['heldBy']): string {
  if (branch === '')
    return heldBy === 'workingTree' ? t('on no branch, but checked out in a working tree') : t('on no branch, held by a tag');
  return record?.upstream === true && branch === record.defaultBranch
    ? t('on {0}, not on the remote as last fetched', branch)
    : t('on branch {0}', branch);
}

/**
 * Which requests of a session led to a commit: `9 requests since the edit before`, `9 requests since the session began`, or, where
 * others lie between them, `9 requests that led to its edits`. `own` are they, in order of time.
 */
export function stretchWords(own: readonly PlacedRequest[], history: History): string {
  const [first] = own;
  const last = own.at(-1);
  const requests = requestCount(own.length);
  if (first === undefined || last === undefined) return requests;
  const ids = new Set(own.map(({ messageId }) => messageId));
  const isOfSession = ({ sessionId }: { readonly sessionId: string }): boolean => sessionId === first.sessionId;
  const between = history.requests.some(
    (request) => isOfSession(request) && request.atMs > first.atMs && request.atMs < last.atMs && !ids.has(request.messageId),
  );
  if (between) return t('{0} that led to its edits', requests);
  if (history.edits.some((edit) => isOfSession(edit) && edit.atMs < first.atMs)) return t('{0} since the edit before', requests);
  const began = !history.requests.some((request) => isOfSession(request) && request.atMs < first.atMs);
  return began ? t('{0} since the session began', requests) : t('{0} that led to its edits', requests);
}
