import { lineCount } from './counts.ts';
import { t } from '../l10n/message.ts';
import type { CheckCall } from '../attribution/gitFacts.ts';
import type { History, PlacedRequest } from '../attribution/history.ts';
import type { Link } from '../attribution/link.ts';
import { formatTokens, formatCount } from './money.ts';
import type { SessionMoment } from './sessionPage.ts';
import { shortSha } from './words.ts';

interface MomentsInput {
  readonly history: History;
  readonly sessionId: string;
  /** The session's, in order of time. */
  readonly requests: readonly PlacedRequest[];
  readonly links: readonly Link[];
  /** When each turn began, in order of time. */
  readonly starts: readonly number[];
}

type Moment = Omit<SessionMoment, 'turn'>;

/** What happened in a session beside its requests, in order of time: edits, commits, compactions, checks, beginnings of subagents. */
export function sessionMoments({ history, sessionId, requests, links, starts }: MomentsInput): readonly SessionMoment[] {
  const isOfSession = (fact: { readonly sessionId: string }): boolean => fact.sessionId === sessionId;
  const moments: Moment[] = [
    ...history.edits
      .filter(isOfSession)
      .map(({ atMs, linesAdded, linesRemoved }) => moment('edit', atMs, lineWords(linesAdded, linesRemoved))),
    ...links.flatMap(({ sha, evidence }): readonly Moment[] =>
      evidence.endedAtMs === null ? [] : [{ ...moment('commit', evidence.endedAtMs, shortSha(sha)), sha }],
    ),
    ...history.compactions
      .filter(isOfSession)
      .map(({ atMs, tokensBefore }) => moment('compaction', atMs, t('{0} tokens before', formatTokens(tokensBefore)))),
    ...history.checks
      .filter(isOfSession)
      .map((check) => ({ ...moment('check', check.atMs, checkWords(check)), failed: check.succeeded === false })),
    ...subagentStarts(requests),
  ];
  moments.sort((left, right) => left.atMs - right.atMs);
  let turn = 0;
  return moments.map((one) => {
    while ((starts[turn] ?? Infinity) <= one.atMs) turn += 1;
    return { ...one, turn };
  });
}

function moment(kind: SessionMoment['kind'], atMs: number, label: string): Moment {
  return { kind, atMs, label, sha: null, failed: false };
}

function lineWords(added: number, removed: number): string {
  return removed === 0 ? t('{0} added', lineCount(added)) : t('{0} added, {1} removed', lineCount(added), formatCount(removed));
}

const checkWordsOf: Readonly<Record<CheckCall['kind'], Readonly<Record<'ran' | 'passed' | 'failed', () => string>>>> = {
  test: { ran: () => t('tests ran'), passed: () => t('tests passed'), failed: () => t('tests failed') },
  build: { ran: () => t('build ran'), passed: () => t('build passed'), failed: () => t('build failed') },
  lint: { ran: () => t('lint ran'), passed: () => t('lint passed'), failed: () => t('lint failed') },
  types: { ran: () => t('types ran'), passed: () => t('types passed'), failed: () => t('types failed') },
};

function checkWords({ kind, succeeded }: CheckCall): string {
  return checkWordsOf[kind][succeeded === null ? 'ran' : succeeded ? 'passed' : 'failed']();
}

function subagentStarts(requests: readonly PlacedRequest[]): readonly Moment[] {
  const seen = new Set<string>();
  const moments: Moment[] = [];
  for (const { agentId, atMs } of requests) {
    if (agentId === '' || seen.has(agentId)) continue;
    seen.add(agentId);
    moments.push(moment('subagent', atMs, t('subagent {0}', formatCount(seen.size))));
  }
  return moments;
}
