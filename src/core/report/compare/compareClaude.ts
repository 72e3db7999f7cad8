/**
 * Claude Code's own totals and ours, session by session. The client keeps one running total a session (its last `cost-state`), in dollars
 * and in tokens by model. Where the tokens are those of the session's requests, every difference has a name; where they are not, the
 * difference stays unexplained.
 */
import { formatCount } from '../money.ts';
import { sessionCount, requestCount } from '../counts.ts';
import { t } from '../../l10n/message.ts';
import { MoneySum } from '../moneySum.ts';
import { listed } from '../words.ts';
import { CauseSums } from './comparison.ts';
import type { Cause, ComparedRow, Comparison } from './comparison.ts';

/** One session as both count it, in nanodollars. */
export interface ClaudeSession {
  readonly sessionId: string;
  /** The client's total, null where it left none. */
  readonly theirs: number | null;
  /** Why it left none. */
  readonly without: 'running' | 'older' | 'ended' | null;
  /** All of its own requests, those after the total included; what has no price is counted. */
  readonly own: number;
  readonly requests: number;
  readonly unpricedRequests: number;
  readonly lowerBound: boolean;
  /** Side calls that Payoff counts: those that it knows and has a price for. */
  readonly sideCalls: number;
  /** Own requests after the total. */
  readonly later: number;
  readonly laterRequests: number;
  /** How the client's tokens come about, null where they cannot be made of what the files hold. */
  readonly total: {
    /** Requests and side calls of the sessions that this one was forked from. */
    readonly inherited: number;
    readonly inheritedRequests: number;
    /** Side calls in the total; null where one of them has no price. */
    readonly sideCalls: number | null;
  } | null;
}

export interface ClaudeInput {
  readonly sessions: readonly ClaudeSession[];
  readonly timezone: string;
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  readonly notes: readonly string[];
}

/** A millionth of a dollar: the client adds up binary fractions. */
const fractions = 1000;

/** Compares; the sessions with the largest differences come first. */
export function compareClaude({ sessions, timezone, sinceMs, untilMs, notes }: ClaudeInput): Comparison {
  const sums = new CauseSums();
  const ours = new MoneySum();
  const without = { running: 0, older: 0, ended: 0 };
  let theirsNanodollars = 0;
  const rows: ComparedRow[] = [];
  for (const session of sessions) {
    ours.addMoney({
      nanodollars: session.own + session.sideCalls,
      unpricedRequests: session.unpricedRequests,
      lowerBound: session.lowerBound,
    });
    theirsNanodollars += session.theirs ?? 0;
    if (session.without !== null) without[session.without] += 1;
    const before = sums.total();
    addCauses(session, sums);
    const difference = (session.theirs ?? 0) - session.own - session.sideCalls;
    // A session without a total is a cause as a whole: there is nothing to compare in it.
    if (difference === 0 || session.theirs === null) continue;
    rows.push({
      key: session.sessionId,
      theirsNanodollars: session.theirs,
      oursNanodollars: session.own + session.sideCalls,
      unexplainedNanodollars: difference - (sums.total() - before),
    });
  }
  const money = ours.money();
  const unexplainedNanodollars = theirsNanodollars - money.nanodollars - sums.total();
  const sorted = rows.sort((first, second) => apart(second) - apart(first) || (first.key < second.key ? -1 : 1));
  return {
    figure: 'claude',
    name: 'Claude Code',
    theirsNanodollars,
    ours: money,
    timezone,
    sinceMs,
    untilMs,
    causes: sums.take((cause, count) => sentenceOf(cause, count, without)),
    unexplainedNanodollars,
    possibleReasons:
      unexplainedNanodollars === 0
        ? []
        : [
            t('The client counted calls that no file holds, and whose tokens tell nothing of what they were (a compaction, say).'),
            t('Files of the session, or of one that it was forked from, were deleted before Payoff read them.'),
          ],
    notes,
    rowsBy: sorted.length === 0 ? null : 'session',
    rows: sorted,
  };
}

function addCauses(session: ClaudeSession, sums: CauseSums): void {
  const { theirs, own, sideCalls, later, total } = session;
  if (theirs === null) {
    sums.add('noTotal', -own - sideCalls);
    return;
  }
  sums.add('later', -later, '', session.laterRequests);
  if (total === null) return;
  sums.add('forks', total.inherited, '', Math.max(1, total.inheritedRequests));
  const unknown = session.unpricedRequests > 0 || total.sideCalls === null;
  const calls = total.sideCalls ?? sideCalls;
  sums.add('sideCalls', calls - sideCalls);
  // The same tokens: what is left can only be what is taken for them.
  const rest = theirs - (own - later + total.inherited + calls);
  if (unknown) sums.add('unknownModels', rest, '', Math.max(1, session.unpricedRequests));
  else sums.add(Math.abs(rest) < fractions ? 'rounding' : 'prices', rest);
}

function apart({ theirsNanodollars, oursNanodollars }: ComparedRow): number {
  return Math.abs(theirsNanodollars - oursNanodollars);
}

function sentenceOf(cause: Cause, count: number, without: Readonly<Record<'running' | 'older' | 'ended', number>>): string {
  const sessions = sessionCount(count);
  switch (cause) {
    case 'noTotal': {
      const kinds = [
        [without.running, (number: string) => t('{0} still running', number)],
        [without.older, (number: string) => t('{0} of versions that kept no total', number)],
        [without.ended, (number: string) => t('{0} killed or still open', number)],
      ] as const;
      const which = kinds.filter(([number]) => number > 0).map(([number, say]) => say(formatCount(number)));
      return t('Sessions without a total of Claude Code’s own: {0}.', listed(which));
    }
    case 'later':
      return t('{0} that came after the last total that the client wrote: it was resumed, and killed or is running.', requestCount(count));
    case 'forks':
      return t(
        'A fork’s total has its parent’s cost in it, {0} here: Payoff counts each request once, for the session that made it.',
        requestCount(count),
      );
    case 'sideCalls':
      return t('Side calls (titles, web searches) of {0} that are in the client’s total and that Payoff counts nowhere yet.', sessions);
    case 'unknownModels':
      return t('{0} of models that Payoff has no price for yet.', requestCount(count));
    case 'prices':
      return t('{0} with the same tokens at other prices: the client’s own table of the day against Payoff’s.', sessions);
    default:
      return t('The client adds up binary fractions of a dollar, Payoff whole billionths.');
  }
}
