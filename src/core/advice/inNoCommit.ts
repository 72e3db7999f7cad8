/** Advice on edits that no commit took. It counts what happened: open work is none of it, and a session that only explored is left in peace. */
import type { EditCall } from '../attribution/gitFacts.ts';
import type { History, PlacedRequest } from '../attribution/history.ts';
import { plural, t } from '../l10n/message.ts';
import { formatTime } from '../report/durations.ts';
import type { Money } from '../report/live.ts';
import { formatCount, isUnpriced } from '../report/money.ts';
import { getOrAdd, MoneySum } from '../report/moneySum.ts';
import { lastName, listed, saidMoney } from '../report/words.ts';
import type { Advice, AdviceEvidence } from './advice.ts';
import type { ContextInput } from './contextInput.ts';
import { isAskedFor } from './contextInput.ts';

/** Below this a session's edits in no commit are not worth a look: ten cents at list price. What has no price yet is always shown. */
export const leastNanodollars = 100_000_000;
const mostSessions = 5;
const mostFiles = 3;

/** A session with edits that nothing took. */
export interface UntakenSession {
  readonly sessionId: string;
  /** Its last request that led to such an edit. */
  readonly atMs: number;
  /** Branches it was on, `''` left out, in order of time. */
  readonly branches: readonly string[];
  /** The files edited, as they are called in their repository, in order of time. */
  readonly files: readonly string[];
  /** Of the requests that led to those edits. */
  readonly money: Money;
  /** Whether a commit had them that is on no branch any more. */
  readonly lost: boolean;
}

/** Sessions of the period whose edits are in no commit, the newest first. */
export function untakenSessions(input: ContextInput): readonly UntakenSession[] {
  const isAsked = isAskedFor(input);
  const requests = new Map<string, PlacedRequest[]>();
  for (const request of input.history.requests)
    if (request.part === 'noCommit' && isAsked(request)) getOrAdd(requests, request.sessionId, () => []).push(request);
  const files = requests.size === 0 ? new Map<string, string>() : filesOf(input.history.edits);
  return [...requests]
    .map(([sessionId, own]) => untaken(sessionId, own, files))
    .filter(({ money }) => money.unpricedRequests > 0 || money.nanodollars >= leastNanodollars)
    .sort((left, right) => right.atMs - left.atMs || (left.sessionId < right.sessionId ? -1 : 1));
}

function untaken(sessionId: string, requests: readonly PlacedRequest[], files: ReadonlyMap<string, string>): UntakenSession {
  const money = new MoneySum();
  const [branches, edited] = [new Set<string>(), new Set<string>()];
  let [atMs, lost] = [0, false];
  for (const { nanodollars, lowerBound, branch, placement, ...request } of requests) {
    money.add(nanodollars, lowerBound);
    if (branch !== '') branches.add(branch);
    const file = files.get(placement.editId);
    if (file !== undefined) edited.add(file);
    if (placement.target.kind === 'none' && placement.target.reason === 'lostCommit') lost = true;
    atMs = Math.max(atMs, request.atMs);
  }
  return { sessionId, atMs, branches: [...branches], files: [...edited], money: money.money(), lost };
}

/** What the file of each edit is called. */
function filesOf(edits: readonly EditCall[]): ReadonlyMap<string, string> {
  return new Map(edits.map(({ toolUseId, file, path }) => [toolUseId, file === '' ? lastName(path) : file]));
}

/** Sessions of the period that edited no file of a repository, and those of them that were asked in plan mode alone. */
export function exploringSessions(input: ContextInput): { readonly sessions: number; readonly planned: number } {
  const isAsked = isAskedFor(input);
  const sessions = new Set(input.history.requests.filter(isAsked).map(({ sessionId }) => sessionId));
  for (const { sessionId, repository } of input.history.edits) if (repository !== '') sessions.delete(sessionId);
  let planned = 0;
  for (const sessionId of sessions) if (isPlanned(input.history, sessionId)) planned += 1;
  return { sessions: sessions.size, planned };
}

function isPlanned({ turns }: History, sessionId: string): boolean {
  const asked = (turns.get(sessionId) ?? []).filter(({ command }) => !command);
  return asked.length > 0 && asked.every(({ mode }) => mode === 'plan');
}

/** One piece of advice for a period, or none. */
export function inNoCommitAdvice(input: ContextInput): readonly Advice[] {
  const sessions = untakenSessions(input);
  const [newest] = sessions;
  if (newest === undefined) return [];
  const sum = new MoneySum();
  for (const { money } of sessions) sum.addMoney(money);
  const money = sum.money();
  const { nowMs, timezone } = input.question;
  return [
    {
      rule: 'inNoCommit',
      // Of the newest session: what is dismissed is said again once another one has such edits.
      id: `inNoCommit ${newest.sessionId}`,
      sentence: plural(
        sessions.length,
        'Edits of one session are in no commit: {1}.',
        'Edits of {0} sessions are in no commit: {1}.',
        formatCount(sessions.length),
        saidMoney(money),
      ),
      action: sessions.some(({ lost }) => lost)
        ? t(
            'See whether they are still wanted: in a stash, another clone or working tree, or in a commit that is on no branch any more (git reflog). Branches and paths for trials can be set aside in .payoff.json.',
          )
        : t(
            'See whether they are still wanted: in a stash, another clone or working tree, or written anew by hand. Branches and paths for trials can be set aside in .payoff.json.',
          ),
      stake: isUnpriced(money) ? null : { low: money.nanodollars, high: money.nanodollars, what: t('edits in no commit') },
      sample: null,
      evidence: [
        ...sessions.slice(0, mostSessions).map((session) => evidenceOf(session, nowMs, timezone)),
        ...othersEvidence(sessions.slice(mostSessions)),
        ...exploringEvidence(input),
      ],
      source: 'in-no-commit',
    },
  ];
}

function evidenceOf({ sessionId, atMs, branches, files, money }: UntakenSession, nowMs: number, timezone: string): AdviceEvidence {
  const [time, amount] = [formatTime(atMs, nowMs, timezone), saidMoney(money)];
  const edited = fewOf(files);
  const text =
    branches.length === 0
      ? t('Session of {0}: {1}, {2}', time, edited, amount)
      : t('Session of {0}, branch {1}: {2}, {3}', time, listed(branches), edited, amount);
  return { text, reference: { kind: 'session', sessionId } };
}

function fewOf(files: readonly string[]): string {
  if (files.length === 0) return t('files that are not known any more');
  const more = files.length - mostFiles;
  const named = files.slice(0, mostFiles);
  return listed(more > 0 ? [...named, plural(more, '{0} other file', '{0} other files', formatCount(more))] : named);
}

function othersEvidence(others: readonly UntakenSession[]): readonly AdviceEvidence[] {
  if (others.length === 0) return [];
  const sum = new MoneySum();
  for (const { money } of others) sum.addMoney(money);
  const text = plural(
    others.length,
    'One older session: {1}',
    '{0} older sessions: {1}',
    formatCount(others.length),
    saidMoney(sum.money()),
  );
  return [{ text, reference: null }];
}

/** That exploring is left out is said once, with how much of it there is. */
function exploringEvidence(input: ContextInput): readonly AdviceEvidence[] {
  const { sessions, planned } = exploringSessions(input);
  if (sessions === 0) return [];
  const text =
    planned === 0
      ? plural(
          sessions,
          'Left out: one session that edited no file of a repository (reading, planning)',
          'Left out: {0} sessions that edited no file of a repository (reading, planning)',
          formatCount(sessions),
        )
      : plural(
          sessions,
          'Left out: one session that edited no file of a repository, in plan mode',
          'Left out: {0} sessions that edited no file of a repository (reading, planning), {1} of them in plan mode',
          formatCount(sessions),
          formatCount(planned),
        );
  return [{ text, reference: null }];
}
