import { t, plural } from '../l10n/message.ts';
import { formatTime } from './durations.ts';
import { bindingLimit, isNearLimit, limitStates, limitText, limitWords } from './limits.ts';
import type { LiveSnapshot, Money } from './live.ts';
import { markSentence } from '../marks/markWords.ts';
import { warningMarks } from './markLines.ts';
import { formatMoney, isUnpriced, formatCount } from './money.ts';
import type { Precision } from './money.ts';
import type { Link } from './tooltip.ts';
import { demoSentence, markdown, plainText, readPercent, tooltipLines } from './tooltip.ts';
import { listed, saidMoney, shortSha } from './words.ts';

/** What the bar stands for: first use, today not read yet, sessions running, or none. */
export type StatusBarState = 'empty' | 'reading' | 'live' | 'idle';

export interface StatusBarOptions {
  /** What the bar tells: by itself what fits best, or only one of them. */
  readonly show: 'auto' | 'session' | 'today' | 'limit';
  /** Whether the figures are generated, which every face has to say. */
  readonly demo: boolean;
  readonly links: readonly Link[];
  /** Whether the icon is a bulb, where there is advice for the session that runs. */
  readonly bulb?: boolean;
}

export interface StatusBarView {
  /** At most 24 characters as shown; an icon such as `$(pulse)` is one. */
  readonly text: string;
  /** At most nine lines of Markdown. */
  readonly tooltip: readonly string[];
  readonly plainTooltip: string;
  /** The text as a sentence, for a screen reader. */
  readonly accessibleName: string;
  readonly state: StatusBarState;
  /** A limit is at 90 % or more, or a mark is passed and not snoozed. */
  readonly warning: boolean;
}

export const mostCharacters = 24;

/** The status bar item of a snapshot. */
export function statusBarView(snapshot: LiveSnapshot, options: StatusBarOptions): StatusBarView {
  const state = stateOf(snapshot);
  const bulb = options.bulb === true && (snapshot.advice ?? null) !== null;
  const before = beforeText(state, options.demo, bulb);
  const lines = tooltipLines(snapshot, options);
  return {
    text: before.text + barText(snapshot, options.show, mostCharacters - before.characters),
    tooltip: markdown(lines),
    plainTooltip: plainText(lines),
    accessibleName: accessibleName(snapshot, state, options.demo) + (bulb ? `. ${snapshot.advice?.sentence ?? ''}` : ''),
    state,
    warning: isNearLimit(bindingLimit(limitStates(snapshot.plan, snapshot.atMs))) || warningMarks(snapshot).length > 0,
  };
}

/** What marks generated figures where there is room for a word. */
export function demoMark(): string {
  return `${t('demo')} `;
}

/** What the bar shows for a moment after a commit was recorded. */
export interface CommitView {
  /** At most 24 characters as shown: `$(git-commit) a1b2c3d · $2.31`. */
  readonly text: string;
  /** The text as a sentence, for a screen reader. */
  readonly accessibleName: string;
}

/** A commit that was just recorded and what it cost, in the first wording that has room. */
export function commitView({ sha, money }: { readonly sha: string; readonly money: Money }): CommitView {
  const name = shortSha(sha);
  const amounts = (['cents', 'dollars', 'thousands'] as const).map((precision) => short(money, precision));
  const amount = amounts.find((text) => `$ ${name} · ${text}`.length <= mostCharacters) ?? t('no price');
  return { text: `$(git-commit) ${name} · ${amount}`, accessibleName: t('Payoff: commit {0} recorded, {1}', name, saidMoney(money)) };
}

/** The icon, and how much room it takes; in the demo the mark has its place, for beside both no headline would fit. */
function beforeText(state: StatusBarState, demo: boolean, bulb: boolean): { readonly text: string; readonly characters: number } {
  const mark = demo ? demoMark() : '';
  if (state === 'reading') return { text: `$(sync~spin) ${mark}`, characters: 2 + mark.length };
  return demo ? { text: mark, characters: mark.length } : { text: bulb ? '$(lightbulb) ' : '$(pulse) ', characters: 2 };
}

/** Which of the bar's states a snapshot is in. */
export function stateOf(snapshot: LiveSnapshot): StatusBarState {
  if (snapshot.reading !== null && !snapshot.reading.todayExact) return 'reading';
  if (snapshot.empty) return 'empty';
  return snapshot.live.length > 0 ? 'live' : 'idle';
}

/** The text without an icon, in the first wording that has room: cents give way before a figure does. */
export function barText(snapshot: LiveSnapshot, show: StatusBarOptions['show'], room: number): string {
  const state = stateOf(snapshot);
  if (state === 'reading' && snapshot.reading !== null) return readPercent(snapshot.reading);
  if (state === 'empty') return t('no sessions yet').slice(0, room);
  const wordings = wordingsOf(snapshot, show);
  for (const wording of wordings)
    for (const [first, second] of precisions) {
      const text = wording(first, second);
      if (text.length <= room) return text;
    }
  return (wordings.at(-1)?.('thousands', 'thousands') ?? '').slice(0, room);
}

/** What of a wording's two amounts is shortened, in this order: today's before the session's. */
const precisions: readonly (readonly [Precision, Precision])[] = [
  ['cents', 'cents'],
  ['cents', 'dollars'],
  ['cents', 'thousands'],
  ['dollars', 'thousands'],
  ['thousands', 'thousands'],
];

/** A text with the precision of its first amount and of its second. */
type Wording = (first: Precision, second: Precision) => string;

/** Wordings from the fullest to the shortest. */
function wordingsOf(snapshot: LiveSnapshot, show: StatusBarOptions['show']): readonly Wording[] {
  const { live, today } = snapshot;
  const limit = bindingLimit(limitStates(snapshot.plan, snapshot.atMs));
  const session = sumOf(live.map(({ money }) => money));
  const sessionAlone: Wording = (first) => short(session, first);
  const todayAlone: readonly Wording[] = [(first) => t('{0} today', short(today, first))];

  if (show === 'limit' && limit !== null) return [() => limitText(limit)];
  if (show === 'today' || live.length === 0)
    return show !== 'today' && limit !== null && isNearLimit(limit)
      ? [(first) => `${t('{0} today', short(today, first))} · ${limitText(limit)}`, () => limitText(limit)]
      : todayAlone;
  if (show === 'session') return [sessionAlone];
  if (limit !== null && (live.length === 1 || isNearLimit(limit)))
    return [(first) => `${short(session, first)} · ${limitText(limit)}`, () => limitText(limit)];
  if (live.length > 1) return [(first) => `${short(session, first)} · ${t('{0} live', formatCount(live.length))}`, sessionAlone];
  return [(first, second) => `${short(session, first)} · ${t('{0} today', short(today, second))}`, sessionAlone];
}

function short(money: Money, precision: Precision): string {
  return isUnpriced(money) && precision !== 'cents' ? t('no price') : formatMoney(money, precision);
}

/** The sum of amounts; as unsure as the least sure of them. */
export function sumOf(amounts: readonly Money[]): Money {
  return amounts.reduce<Money>(
    (sum, money) => ({
      nanodollars: sum.nanodollars + money.nanodollars,
      unpricedRequests: sum.unpricedRequests + money.unpricedRequests,
      lowerBound: sum.lowerBound || money.lowerBound,
    }),
    { nanodollars: 0, unpricedRequests: 0, lowerBound: false },
  );
}

function accessibleName(snapshot: LiveSnapshot, state: StatusBarState, demo: boolean): string {
  return ['Payoff', ...(demo ? [demoSentence().slice(0, -1)] : []), accessibleState(snapshot, state)].join(': ');
}

function accessibleState(snapshot: LiveSnapshot, state: StatusBarState): string {
  const { live, today, reading } = snapshot;
  if (state === 'reading' && reading !== null) return t('reading transcripts, {0}', readPercent(reading));
  if (state === 'empty') return t('no Claude Code session found yet');
  const parts: string[] = [];
  if (live.length > 0) {
    const amount = saidMoney(sumOf(live.map(({ money }) => money)));
    parts.push(plural(live.length, '{1} this session', '{1} {0} live sessions', formatCount(live.length), amount));
  }
  parts.push(t('{0} today', saidMoney(today)));
  const [only, ...others] = live;
  const cache = others.length === 0 ? (only?.cache ?? null) : null;
  if (cache !== null && cache.warmUntilMs > snapshot.atMs)
    parts.push(t('cache warm until {0}', formatTime(cache.warmUntilMs, snapshot.atMs, snapshot.timezone)));
  const limit = bindingLimit(limitStates(snapshot.plan, snapshot.atMs));
  if (limit !== null) parts.push(t('limit {0}', limitWords(limit)));
  parts.push(...warningMarks(snapshot).map(markSentence));
  return listed(parts);
}
