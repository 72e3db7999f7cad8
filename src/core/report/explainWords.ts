import type { CommitRecord, RepositoryRecord } from '../attribution/gitFacts.ts';
import type { History, PlacedRequest } from '../attribution/history.ts';
import type { CommitRow } from './commits.ts';
import type { ExplanationParagraph } from './explanation.ts';
import { defaultBranchWord } from './labels.ts';
import type { ModelMix } from './moneySum.ts';
import { counted, shortSha } from './words.ts';

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
export function mixOf(mix: ModelMix, requests = counted(mix.requests, 'request')): ExplanationParagraph['mix'] {
  return { requests, models: mix.models() };
}

type Placed = Pick<CommitRow, 'sha' | 'part' | 'branch' | 'repository'>;

/** Where a commit is: `on main`, `on main as 6ce3f4b`, `on branch work/tests`. */
export function placeWords({ sha, part, branch, repository }: Placed, history: History): string {
  const facts = history.repositories.get(repository);
  const commit = facts?.commits.get(sha);
  if (part === 'onAnotherBranch') return elsewhereWords(branch, facts?.record, commit?.heldBy);
  if (part === 'noCommit') return 'on no branch any more';
  const defaultBranch = defaultBranchOf(history, repository);
  if (part === 'cameBack') return `on ${defaultBranch}, and came back`;
  if (part === 'setAside') return 'set aside';
  const landed = commit?.onDefaultBranch === true ? undefined : history.copies.get(sha)?.find((copy) => copy.onDefaultBranch);
  return `on ${defaultBranch}${landed === undefined ? '' : ` as ${shortSha(landed.sha)}`}`;
}

/** A branch that is called like the default one is the clone's own, ahead of the remote's. */
function elsewhereWords(branch: string, record: RepositoryRecord | undefined, heldBy: CommitRecord['heldBy']): string {
  if (branch === '') return `on no branch, ${heldBy === 'workingTree' ? 'but checked out in a working tree' : 'held by a tag'}`;
  return record?.upstream === true && branch === record.defaultBranch
    ? `on ${branch}, not on the remote as last fetched`
    : `on branch ${branch}`;
}

/**
 * Which requests of a session led to a commit: `9 requests since the edit before`, `9 requests since the session began`, or, where
 * others lie between them, `9 requests that led to its edits`. `own` are they, in order of time.
 */
export function stretchWords(own: readonly PlacedRequest[], history: History): string {
  const [first] = own;
  const last = own.at(-1);
  const requests = counted(own.length, 'request');
  if (first === undefined || last === undefined) return requests;
  const ids = new Set(own.map(({ messageId }) => messageId));
  const isOfSession = ({ sessionId }: { readonly sessionId: string }): boolean => sessionId === first.sessionId;
  const between = history.requests.some(
    (request) => isOfSession(request) && request.atMs > first.atMs && request.atMs < last.atMs && !ids.has(request.messageId),
  );
  if (between) return `${requests} that led to its edits`;
  if (history.edits.some((edit) => isOfSession(edit) && edit.atMs < first.atMs)) return `${requests} since the edit before`;
  const began = !history.requests.some((request) => isOfSession(request) && request.atMs < first.atMs);
  return began ? `${requests} since the session began` : `${requests} that led to its edits`;
}
