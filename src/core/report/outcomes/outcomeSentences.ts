/** What became of a change in sentences, each with its evidence: for explanations, pages and tooltips. */
import { commitCount, changeCount, lineCount } from '../counts.ts';
import { t } from '../../l10n/message.ts';
import type { ChangeOutcome, ComeBack, JoinedCommit } from '../../outcomes/outcome.ts';
import type { ShippedLines, SurvivalFigure } from '../../outcomes/survival.ts';
import { survivalDays } from '../../outcomes/survivalPlan.ts';
import { dateWords } from '../dates.ts';
import { formatDuration } from '../durations.ts';
import { dayKey } from '../time.ts';
import { formatCount } from '../money.ts';
import { ended, inARow, listed, shareText, shortSha } from '../words.ts';

export interface SentenceWords {
  /** As labels say it. */
  readonly defaultBranch: string;
  readonly timezone: string;
}

/** How and when it shipped, what became of it, and why: the state last in force first. */
export function outcomeSentences(outcome: ChangeOutcome, words: SentenceWords): readonly string[] {
  const inWindow = outcome.comeBacks.filter(({ afterWindow }) => !afterWindow);
  const after = outcome.comeBacks.filter(({ afterWindow }) => afterWindow);
  return [
    shippedSentence(outcome, words),
    ...inWindow.map((comeBack) => ended(comeBackSentence(comeBack, outcome, words))),
    ...outcome.joined
      .filter(({ kind }) => kind === 'reland')
      .map(({ sha, atMs }) => t('Commit {0} landed it again on {1}: its window began anew.', shortSha(sha), dayOf(atMs, words))),
    stateSentence(outcome, words),
    ...after.map((comeBack) => t('{0}, after its window: it counts as stayed.', comeBackSentence(comeBack, outcome, words))),
    ...(outcome.setAside ? [t('It is set aside by .payoff.json: in no ratio.')] : []),
  ];
}

/** What a commit is that is no change itself: a revert, a hotfix, or what landed a change again. */
export function joinedSentence(outcome: ChangeOutcome, { kind }: JoinedCommit, words: SentenceWords): string {
  const [change, state] = [shortSha(outcome.change.sha), stateWords(outcome, words)];
  if (kind === 'revert') return t('It takes back the change {0}, and its cost goes with that: {1}.', change, state);
  return kind === 'hotfix'
    ? t('It mends the change {0}, and its cost goes with that: {1}.', change, state)
    : t('It lands again the change {0}, and its cost goes with that: {1}.', change, state);
}

/** The state as a short phrase: `stayed`, `window open until 4 December`, `came back: reverted`. */
export function stateWords({ state, pending, windowClosesAtMs }: ChangeOutcome, words: SentenceWords): string {
  if (state === 'reverted') return t('came back: reverted');
  if (state === 'hotfixed') return t('came back: hotfixed');
  if (state === 'reopened') return t('came back: reopened');
  if (state === 'verified') return t('stayed');
  if (pending === 'notFetched') return t('not fetched since its window closed');
  if (pending === 'notShipped' || windowClosesAtMs === null) return t('not shipped yet');
  return t('window open until {0}', dayOf(windowClosesAtMs, words));
}

/** What is known of the lines of one change that Claude wrote; nothing where there is none. */
export function linesSentences(lines: ShippedLines | undefined): readonly string[] {
  if (lines?.shipped === undefined || lines.shipped === null || lines.shipped === 0) return [];
  const still = survivalDays.flatMap((days) => {
    const at = lines.at[days];
    return 'gap' in at || at.lines === 0
      ? []
      : [t('after {0} days {1} of {2}', formatCount(days), formatCount(at.surviving), formatCount(at.lines))];
  });
  const shipped = lineCount(lines.shipped);
  return [
    still.length === 0
      ? t('Claude wrote {0} of it that shipped; none is old enough to be looked for yet.', shipped)
      : t('Claude wrote {0} of it that shipped; still there {1}.', shipped, listed(still)),
  ];
}

/** `Of 1,204 lines that Claude wrote 1,100 (91%, 84% to 96%) were still there 14 days after they shipped.` */
export function survivalSentence({ days, changes, lines, surviving, interval }: SurvivalFigure): string {
  const [all, still, share, after] = [lineCount(lines), formatCount(surviving), shareText(surviving, lines), formatCount(days)];
  if (interval !== null) {
    const [low, high] = [shareText(interval.low, 1), shareText(interval.high, 1)];
    return t(
      'Of {0} that Claude wrote {1} ({2}, {3} to {4}) were still there {5} days after they shipped.',
      all,
      still,
      share,
      low,
      high,
      after,
    );
  }
  return inARow(
    t('Of {0} that Claude wrote {1} ({2}) were still there {3} days after they shipped.', all, still, share, after),
    t('That is of {0}: too few to speak for others.', changeCount(changes)),
  );
}

function shippedSentence({ change, shippedAtMs }: ChangeOutcome, words: SentenceWords): string {
  const day = dayOf(change.shippedAtMs, words);
  const { defaultBranch } = words;
  return shippedAtMs === null || shippedAtMs === change.shippedAtMs
    ? t('It came on to {0} on {1} {2}.', defaultBranch, day, howItCame(change))
    : t('It came on to {0} on {1} {2}, and counts from {3}.', defaultBranch, day, howItCame(change), dayOf(shippedAtMs, words));
}

/** Named by its style, its pull request where that is known, and its commits where there are several. */
function howItCame({ commits, pullNumber, style }: ChangeOutcome['change']): string {
  const pull = pullNumber === null ? null : t('pull request #{0}', String(pullNumber));
  const count = style === 'squash' || commits.length < 2 ? null : commitCount(commits.length);
  switch (style) {
    case 'trunk':
      return t('as a commit of its own');
    case 'squash':
      return pull === null ? t('as a squashed branch, squashed into one commit') : t('as {0}, squashed into one commit', pull);
    case 'rebase':
      if (pull === null) return count === null ? t('with a rebased branch') : t('with a rebased branch of {0}', count);
      return count === null ? t('with {0}', pull) : t('with {0} of {1}', pull, count);
    case 'merge':
      if (pull === null) return count === null ? t('with the merge') : t('with the merge of {0}', count);
      return count === null ? t('with the merge of {0}', pull) : t('with the merge of {0} of {1}', pull, count);
  }
}

function stateSentence({ state, pending, window, windowClosesAtMs }: ChangeOutcome, words: SentenceWords): string {
  const days = formatCount(window.days);
  const closes = windowClosesAtMs === null ? '' : dayOf(windowClosesAtMs, words);
  switch (state) {
    case 'verified':
      return t('It stayed: nobody took it back in the {0} days after it shipped.', days);
    case 'pending':
      if (pending === 'notFetched')
        return t('Its window of {0} days closed on {1}, and nothing was fetched since: whether it stayed is not known yet.', days, closes);
      if (pending === 'notShipped') return t('It is not in what stands for production yet (shippedRef of .payoff.json).');
      return t('Its window of {0} days is open until {1}.', days, closes);
    case 'reverted':
    case 'hotfixed':
      return t('So it came back within its window of {0} days.', days);
    case 'reopened':
      return t('So it came back: its task was opened again within {0} days.', days);
  }
}

function comeBackSentence({ kind, sha, atMs, by, lines }: ComeBack, { change }: ChangeOutcome, words: SentenceWords): string {
  const commit = shortSha(sha);
  const later = formatDuration(Math.max(0, atMs - change.shippedAtMs));
  const gone = lines === null ? '' : t('{0} of its {1}', formatCount(lines.addedGone), lineCount(lines.added));
  if (kind === 'hotfixed')
    return gone === ''
      ? t('Commit {0}, a hotfix {1} later, replaces lines of it', commit, later)
      : t('Commit {0}, a hotfix {1} later, replaces {2}', commit, later, gone);
  const day = dayOf(atMs, words);
  if (by === 'name') return t('Commit {0} says that it reverts it, on {1}, {2} later', commit, day, later);
  return by === 'lines'
    ? t('Commit {0} takes {1} back, on {2}, {3} later', commit, gone, day, later)
    : t('Commit {0} is a revert that touches its files, on {1}, {2} later', commit, day, later);
}

function dayOf(ms: number, { timezone }: SentenceWords): string {
  return dateWords(dayKey(ms, timezone));
}
