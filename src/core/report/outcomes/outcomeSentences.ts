/** What became of a change in sentences, each with its evidence: for explanations, pages and tooltips. */
import type { ChangeOutcome, ComeBack, JoinedCommit } from '../../outcomes/outcome.ts';
import type { ShippedLines, SurvivalFigure } from '../../outcomes/survival.ts';
import { survivalDays } from '../../outcomes/survivalPlan.ts';
import { dateWords } from '../dates.ts';
import { formatDuration } from '../durations.ts';
import { dayKey } from '../time.ts';
import { formatCount } from '../money.ts';
import { counted, shareText, shortSha } from '../words.ts';

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
    ...inWindow.map((comeBack) => `${comeBackSentence(comeBack, outcome, words)}.`),
    ...outcome.joined
      .filter(({ kind }) => kind === 'reland')
      .map(({ sha, atMs }) => `Commit ${shortSha(sha)} landed it again on ${dayOf(atMs, words)}: its window began anew.`),
    stateSentence(outcome, words),
    ...after.map((comeBack) => `${comeBackSentence(comeBack, outcome, words)}, after its window: it counts as stayed.`),
    ...(outcome.setAside ? ['It is set aside by .payoff.json: in no ratio.'] : []),
  ];
}

/** What a commit is that is no change itself: a revert, a hotfix, or what landed a change again. */
export function joinedSentence(outcome: ChangeOutcome, { kind }: JoinedCommit, words: SentenceWords): string {
  const what = { revert: 'takes back', hotfix: 'mends', reland: 'lands again' }[kind];
  return `It ${what} the change ${shortSha(outcome.change.sha)}, and its cost goes with that: ${stateWords(outcome, words)}.`;
}

/** The state as a short phrase: `stayed`, `window open until 4 December`, `came back: reverted`. */
export function stateWords({ state, pending, windowClosesAtMs }: ChangeOutcome, words: SentenceWords): string {
  if (state === 'verified') return 'stayed';
  if (state !== 'pending') return `came back: ${state}`;
  if (pending === 'notFetched') return 'not fetched since its window closed';
  if (pending === 'notShipped' || windowClosesAtMs === null) return 'not shipped yet';
  return `window open until ${dayOf(windowClosesAtMs, words)}`;
}

/** What is known of the lines of one change that Claude wrote; nothing where there is none. */
export function linesSentences(lines: ShippedLines | undefined): readonly string[] {
  if (lines?.shipped === undefined || lines.shipped === null || lines.shipped === 0) return [];
  const still = survivalDays.flatMap((days) => {
    const at = lines.at[days];
    return 'gap' in at || at.lines === 0 ? [] : [`after ${String(days)} days ${formatCount(at.surviving)} of ${formatCount(at.lines)}`];
  });
  const shipped = `Claude wrote ${counted(lines.shipped, 'line')} of it that shipped`;
  return [still.length === 0 ? `${shipped}; none is old enough to be looked for yet.` : `${shipped}; still there ${still.join(', ')}.`];
}

/** `Of 1,204 lines that Claude wrote 1,100 (91%, 84% to 96%) were still there 14 days after they shipped.` */
export function survivalSentence({ days, changes, lines, surviving, interval }: SurvivalFigure): string {
  const range = interval === null ? '' : `, ${shareText(interval.low, 1)} to ${shareText(interval.high, 1)}`;
  const few = interval === null ? ` That is of ${counted(changes, 'change')}: too few to speak for others.` : '';
  return `Of ${counted(lines, 'line')} that Claude wrote ${formatCount(surviving)} (${shareText(surviving, lines)}${range}) were still there ${String(days)} days after they shipped.${few}`;
}

function shippedSentence({ change, shippedAtMs }: ChangeOutcome, words: SentenceWords): string {
  const { commits, pullNumber, style } = change;
  const pull = pullNumber === null ? '' : ` pull request #${String(pullNumber)}`;
  const parts = commits.length > 1 ? ` of ${counted(commits.length, 'commit')}` : '';
  const what = {
    merge: `with the merge${pull === '' ? '' : ` of${pull}`}${parts}`,
    squash: `as${pull === '' ? ' a squashed branch' : pull}, squashed into one commit`,
    rebase: `with${pull === '' ? ' a rebased branch' : pull}${parts}`,
    trunk: 'as a commit of its own',
  }[style];
  return `It came on to ${words.defaultBranch} on ${dayOf(change.shippedAtMs, words)} ${what}${shippedAtMs === null || shippedAtMs === change.shippedAtMs ? '' : `, and counts from ${dayOf(shippedAtMs, words)}`}.`;
}

function stateSentence({ state, pending, window, windowClosesAtMs }: ChangeOutcome, words: SentenceWords): string {
  const days = `${String(window.days)} days`;
  const closes = windowClosesAtMs === null ? '' : dayOf(windowClosesAtMs, words);
  switch (state) {
    case 'verified':
      return `It stayed: nobody took it back in the ${days} after it shipped.`;
    case 'pending':
      if (pending === 'notFetched')
        return `Its window of ${days} closed on ${closes}, and nothing was fetched since: whether it stayed is not known yet.`;
      if (pending === 'notShipped') return 'It is not in what stands for production yet (shippedRef of .payoff.json).';
      return `Its window of ${days} is open until ${closes}.`;
    case 'reverted':
    case 'hotfixed':
      return `So it came back within its window of ${days}.`;
    case 'reopened':
      return `So it came back: its task was opened again within ${days}.`;
  }
}

function comeBackSentence({ kind, sha, atMs, by, lines }: ComeBack, { change }: ChangeOutcome, words: SentenceWords): string {
  const commit = `Commit ${shortSha(sha)}`;
  const when = `${formatDuration(Math.max(0, atMs - change.shippedAtMs))} later`;
  const gone = lines === null ? '' : `${String(lines.addedGone)} of its ${counted(lines.added, 'line')}`;
  if (kind === 'hotfixed') return `${commit}, a hotfix ${when}, replaces ${gone === '' ? 'lines of it' : gone}`;
  const how = { name: 'says that it reverts it', lines: `takes ${gone} back`, files: 'is a revert that touches its files' }[by];
  return `${commit} ${how}, on ${dayOf(atMs, words)}, ${when}`;
}

function dayOf(ms: number, { timezone }: SentenceWords): string {
  return dateWords(dayKey(ms, timezone));
}
