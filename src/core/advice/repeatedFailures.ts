/** Advice on the same command or edit that failed again and again. It counts what happened: one or two failures are how work goes, and say nothing. */
import type { PlacedRequest } from '../attribution/history.ts';
import { plural, t } from '../l10n/message.ts';
import { formatTime } from '../report/durations.ts';
import { formatCount } from '../report/money.ts';
import { lastName } from '../report/words.ts';
import type { CheckKind } from '../transcript/facts.ts';
import { stakeAmount } from '../report/advice/adviceWords.ts';
import type { Advice, AdviceEvidence, AdviceStake } from './advice.ts';
import type { ContextInput } from './contextInput.ts';
import { isAskedFor } from './contextInput.ts';
import { failureRuns, lastOf } from './failureRuns.ts';
import type { FailureRun } from './failureRuns.ts';
import { ThreadSpans } from './threadSpans.ts';

const mostEvidence = 5;

/** Requests from the second failure to the last. */
interface RunRequests {
  readonly run: FailureRun;
  /** Those that made the failing calls, the first left out. */
  readonly trying: readonly PlacedRequest[];
  /** All of the thread's in that time. */
  readonly between: readonly PlacedRequest[];
}

/** One piece of advice for a period, or none. */
export function repeatedFailuresAdvice(input: ContextInput): readonly Advice[] {
  const runs = runsAskedFor(input);
  const newest = runs.at(-1)?.run;
  if (newest === undefined) return [];
  const failures = runs.reduce((sum, { run }) => sum + run.failedMs.length, 0);
  const { nowMs, timezone } = input.question;
  const dearest = [...runs].sort((left, right) => (costOf([right])?.high ?? 0) - (costOf([left])?.high ?? 0));
  return [
    {
      rule: 'repeatedFailures',
      // Of the newest run: what is dismissed is said again once it happens again.
      id: `repeatedFailures ${newest.sessionId} ${String(lastOf(newest))}`,
      sentence: plural(
        runs.length,
        'The same command or edit failed {1} times in one conversation, without a success of it between.',
        '{0} times the same command or edit failed again and again in one conversation, without a success of it between: {1} failures.',
        formatCount(runs.length),
        formatCount(failures),
      ),
      action: t(
        'Stop such a run early and say what is missing: a file, a version, a permission, the way to run one test. A line in CLAUDE.md keeps it from the next session.',
      ),
      stake: costOf(runs),
      sample: null,
      evidence: dearest.slice(0, mostEvidence).map((each) => evidenceOf(each, nowMs, timezone)),
      source: 'the-same-failure-again',
    },
  ];
}

/** The runs that ended in the period, as far as their requests are asked for; in order of time. */
function runsAskedFor(input: ContextInput): readonly RunRequests[] {
  const isAsked = isAskedFor(input);
  const { fromMs, toMs } = input.question;
  const runs = failureRuns(input.history).filter((run) => lastOf(run) >= fromMs && lastOf(run) < toMs);
  const spans = new ThreadSpans(input.history.requests, runs);
  return runs.flatMap((run): readonly RunRequests[] => {
    const [firstMs = 0, ...later] = run.failedMs;
    const between = spans.between(run, firstMs, lastOf(run)).filter(isAsked);
    const made = new Set(later.map((atMs) => spans.lastUntil(run, atMs)));
    const trying = between.filter((request) => made.has(request));
    return between.length === 0 ? [] : [{ run, trying, between }];
  });
}

/** Each request once, however many runs it belongs to. Null where one of them has no price. */
function costOf(runs: readonly RunRequests[]): AdviceStake | null {
  const sum = (of: (run: RunRequests) => readonly PlacedRequest[]): number | null => {
    const all = new Set(runs.flatMap(of));
    let total = 0;
    for (const { nanodollars } of all) {
      if (nanodollars === null) return null;
      total += nanodollars;
    }
    return total;
  };
  const [low, high] = [sum(({ trying }) => trying), sum(({ between }) => between)];
  return low === null || high === null ? null : { low, high, what: t('from the second failure to the last') };
}

function evidenceOf(requests: RunRequests, nowMs: number, timezone: string): AdviceEvidence {
  const { run } = requests;
  const { sessionId, edits } = run;
  const cost = costOf([requests]);
  const parts = [
    formatTime(lastOf(run), nowMs, timezone),
    runText(run),
    formatCount(edits),
    cost === null ? t('no price yet') : stakeAmount(cost),
  ];
  const text =
    edits === 0
      ? t('Session of {0}: {1}, no edit between, {3}', ...parts)
      : plural(edits, 'Session of {0}: {1}, one edit between, {3}', 'Session of {0}: {1}, {2} edits between, {3}', ...parts);
  return { text, reference: { kind: 'session', sessionId } };
}

/** What failed, and how often; never the text of a command. */
function runText({ failing, failedMs }: FailureRun): string {
  const times = formatCount(failedMs.length);
  if (failing.kind === 'edit')
    return t('an edit of {1} failed {0} times in the same way', times, failing.file === '' ? lastName(failing.path) : failing.file);
  return failing.check === null ? t('one command failed {0} times', times) : checkText(failing.check, times);
}

function checkText(check: CheckKind, times: string): string {
  switch (check) {
    case 'test':
      return t('tests failed {0} times', times);
    case 'build':
      return t('a build failed {0} times', times);
    case 'lint':
      return t('a linter failed {0} times', times);
    case 'types':
      return t('a type check failed {0} times', times);
  }
}
