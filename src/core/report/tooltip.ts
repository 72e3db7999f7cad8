import { commitCount, requestCount } from './counts.ts';
import { t } from '../l10n/message.ts';
import { rateText } from '../marks/currencySetting.ts';
import { modelLabel } from './modelLabel.ts';
import { formatDuration, formatTime } from './durations.ts';
import { limitSentence, limitStates, readingAge } from './limits.ts';
import type { CacheState, LiveSession, LiveSnapshot, RepositoryShare } from './live.ts';
import { markLines } from './markLines.ts';
import { formatDollars, formatMoney, formatPercent, formatTokens, formatCount } from './money.ts';
import { lastName, listed, repositoryName, shareText } from './words.ts';

/** A piece of a line: said plainly, stressed, less important, or leading somewhere. */
export interface Segment {
  readonly text: string;
  readonly style?: 'strong' | 'faint';
  /** Address, such as `command:payoff.report`. */
  readonly link?: string;
}

export type Line = readonly Segment[];

export interface Link {
  readonly title: string;
  readonly target: string;
  /** Stands beside the line on older history in this state of it, or beside advice, and not among the other links. */
  readonly beside?: 'reading' | 'paused' | 'advice';
}

interface TooltipOptions {
  readonly demo: boolean;
  readonly links: readonly Link[];
}

/** More lines than this are read by nobody. */
export const mostLines = 9;
/** Of sessions that are no longer live. */
const mostResting = 2;

/** The tooltip's lines, at most nine: what is running now, the plan's limits, today, links. */
export function tooltipLines(snapshot: LiveSnapshot, { demo, links }: TooltipOptions): readonly Line[] {
  const all = givingWay.map((given) => everyLine(snapshot, { demo, links }, given));
  return all.find((lines) => lines.length <= mostLines) ?? all.at(-1) ?? [];
}

/** What is there beside the rest, until something has to give way. */
interface Given {
  /** Today is also told by repository. */
  readonly shares: boolean;
  readonly became: boolean;
}

const givingWay: readonly Given[] = [
  { shares: true, became: true },
  { shares: false, became: true },
  { shares: false, became: false },
];

/** What may be worth knowing comes first of all. */
function everyLine(snapshot: LiveSnapshot, { demo, links }: TooltipOptions, given: Given): readonly Line[] {
  const before: Line[] = [...adviceLines(snapshot, links), ...(demo ? [[{ text: demoSentence(), style: 'strong' as const }]] : [])];
  const after: Line[] = snapshot.empty
    ? [[{ text: t('No Claude Code session was found yet. The cost appears here with the first one.') }]]
    : [
        ...limitLines(snapshot),
        ...markLines(snapshot),
        ...todayLines(snapshot).slice(0, given.shares ? 2 : 1),
        ...(given.became ? becameLines(snapshot) : []),
        ...readingLines(snapshot, links),
      ];
  const last = links.filter(({ beside }) => beside === undefined);
  if (last.length > 0) after.push(separated(last.map(({ title, target }) => ({ text: title, link: target }))));
  const room = mostLines - before.length - after.length;
  const live = liveLines(snapshot, room).slice(0, Math.max(1, room));
  return [...before, ...live, ...restingLines(snapshot).slice(0, Math.max(0, room - live.length)), ...after];
}

function adviceLines({ advice = null }: LiveSnapshot, links: readonly Link[]): Line[] {
  return advice === null ? [] : [[{ text: advice.sentence }, ...linksBeside(links, 'advice')]];
}

function linksBeside(links: readonly Link[], line: NonNullable<Link['beside']>): Line {
  return links.flatMap(({ title, target, beside }): Line => (beside === line ? [{ text: ' · ' }, { text: title, link: target }] : []));
}

/** Said by every face while it shows generated data. */
export function demoSentence(): string {
  return t('Demo: these figures are made up.');
}

/** Lines as Markdown, in which nothing that was recorded (a branch may hold any character) is markup. */
export function markdown(lines: readonly Line[]): readonly string[] {
  return lines.map((line) =>
    line
      .map(({ text, style, link }) => {
        const plain = escapeMarkdown(text);
        if (link !== undefined) return `[${plain}](${link})`;
        if (style === 'strong') return `**${plain}**`;
        return style === 'faint' ? `*${plain}*` : plain;
      })
      .join(''),
  );
}

/** Lines without any markup; links by their titles. */
export function plainText(lines: readonly Line[]): string {
  return lines.map((line) => line.map((segment) => segment.text).join('')).join('\n');
}

function liveLines({ live, atMs, timezone }: LiveSnapshot, room: number): Line[] {
  const [only, ...others] = live;
  if (only === undefined) return [];
  if (others.length === 0) return [sessionLine(t('This session'), only, atMs), ...contextLines(only, atMs, timezone)];
  const shown = live.length <= room ? live : live.slice(0, room - 1);
  const lines = shown.map((session): Line => {
    const cache = cacheWords(session.cache, atMs, timezone);
    return [...sessionLine(placeName(session), session, atMs), ...(cache === '' ? [] : [{ text: ` · ${cache}` }])];
  });
  if (shown.length < live.length) lines.push([{ text: t('and {0} more live sessions', formatCount(live.length - shown.length)) }]);
  return lines;
}

function sessionLine(name: string, session: LiveSession, atMs: number): Line {
  const parts = [` ${formatMoney(session.money)}`, formatDuration(Math.max(0, atMs - session.startedAtMs)), modelMix(session)];
  return [{ text: name, style: 'strong' }, { text: parts.filter((part) => part !== '').join(' · ') }];
}

/** `claude-opus-5-5 92%, claude-haiku-4-5 8%` by cost; without a share where an amount is not known. */
function modelMix({ models, money }: LiveSession): string {
  const names = models.slice(0, 3).map(({ model, money: part }) => {
    const name = modelLabel(model);
    if (models.length === 1) return name;
    if (part.unpricedRequests > 0 && part.nanodollars === 0) return t('{0} (no price yet)', name);
    return money.nanodollars === 0 ? name : `${name} ${shareText(part.nanodollars, money.nanodollars)}`;
  });
  if (models.length > 3) names.push(t('and {0} more', formatCount(models.length - 3)));
  return listed(names);
}

function contextLines({ contextTokens, contextWindow, cache }: LiveSession, atMs: number, timezone: string): Line[] {
  const lines: Line[] = [];
  if (contextTokens > 0) {
    const tokens = formatTokens(contextTokens);
    const text =
      contextWindow === null
        ? t('Context {0}', tokens)
        : t('Context {0} of {1} ({2})', tokens, formatTokens(contextWindow), formatPercent((100 * contextTokens) / contextWindow));
    lines.push([{ text }]);
  }
  if (cache === null) return lines;
  return [...lines, [{ text: cacheSentence(cache, atMs, timezone) }]];
}

/** A turn also costs what it adds and answers: what is known of the next one is where it starts. */
function cacheSentence(cache: CacheState, atMs: number, timezone: string): string {
  const cold = formatDollars(cache.nextTurnColdNanodollars);
  if (cache.warmUntilMs <= atMs) return t('Cache cold: the next turn starts at about {0}', cold);
  const [until, warm] = [formatTime(cache.warmUntilMs, atMs, timezone), formatDollars(cache.nextTurnWarmNanodollars)];
  return t('Cache warm until {0}: the next turn starts at about {1}, after that at {2}', until, warm, cold);
}

/** What fits behind the other figures of a session. */
function cacheWords(cache: CacheState | null, atMs: number, timezone: string): string {
  if (cache === null) return '';
  return cache.warmUntilMs > atMs ? t('cache warm until {0}', formatTime(cache.warmUntilMs, atMs, timezone)) : t('cache cold');
}

/** Sessions that are left for now and can still be gone on with cheaply. */
function restingLines({ resting = [], atMs, timezone }: LiveSnapshot): Line[] {
  return resting
    .filter(({ cache }) => cache.warmUntilMs > atMs)
    .slice(0, mostResting)
    .map((session): Line => [
      { text: placeName(session), style: 'strong' },
      { text: ` · ${cacheSentence(session.cache, atMs, timezone)}` },
    ]);
}

/** Branch, or the folder's name: what tells sessions apart that run side by side. A worktree's folder is told with its branch. */
function placeName({ branch, cwd, repository }: Pick<LiveSession, 'branch' | 'cwd' | 'repository'>): string {
  const folder = lastName(cwd);
  if (branch === '') return folder === '' ? t('unknown folder') : folder;
  return repository === '' || cwd === repository || cwd.startsWith(`${repository}/`) ? branch : `${branch} (${folder})`;
}

function limitLines({ plan, atMs, timezone }: LiveSnapshot): Line[] {
  const limits = limitStates(plan, atMs);
  if (plan === null || limits.length === 0) return [];
  const old = limits.some((limit) => limit.old);
  const said = limits.map((limit) => limitSentence(limit, atMs, timezone)).join(' · ');
  const age = readingAge(plan, atMs);
  return [
    [
      { text: t('Limits'), style: 'strong' },
      { text: ` ${said}`, ...faint(old) },
      ...(age === '' ? [] : [{ text: ` (${age})`, ...faint(old) }]),
    ],
  ];
}

function faint(old: boolean): { readonly style?: 'faint' } {
  return old ? { style: 'faint' } : {};
}

function todayLines({ today, todayByRepository: shares }: LiveSnapshot): Line[] {
  const rate = rateText();
  const amount = formatMoney(today);
  const priced = rate === null ? t('{0} at list price', amount) : t('{0} at list price, {1}', amount, rate);
  const said = today.unpricedRequests > 0 ? t('{0} ({1} without a price)', priced, requestCount(today.unpricedRequests)) : priced;
  const lines: Line[] = [[{ text: t('Today'), style: 'strong' }, { text: ` ${said}` }]];
  if (shares.length > 1) {
    const shown = shares.slice(0, 3).map((share) => `${shareName(share)} ${formatMoney(share.money)}`);
    if (shares.length > 3) shown.push(t('and {0} more', formatCount(shares.length - 3)));
    lines.push([{ text: shown.join(' · ') }]);
  }
  return lines;
}

/** `Last 7 days here: $41.20, 69% on main (12 commits)`; not while history is read, of which it would be a part. */
function becameLines({ became, reading }: LiveSnapshot): Line[] {
  if (became === undefined || became === null || reading !== null) return [];
  const { money, onDefaultBranch, commits, defaultBranch } = became;
  if (money.nanodollars === 0) return [];
  const share = shareText(onDefaultBranch.nanodollars, money.nanodollars);
  const text =
    commits === 0
      ? t('Last 7 days here: {0}, nothing on {1} yet', formatMoney(money), defaultBranch)
      : t('Last 7 days here: {0}, {1} on {2} ({3})', formatMoney(money), share, defaultBranch, commitCount(commits));
  return [[{ text }]];
}

/** Only older history can be stopped: what belongs to today is read in any case. */
function readingLines({ reading }: LiveSnapshot, links: readonly Link[]): Line[] {
  if (reading === null) return [];
  const { paused = false, todayExact } = reading;
  const percent = readPercent(reading);
  const whole = paused ? t('Older history: {0} read, paused', percent) : t('Reading older history, {0}', percent);
  const exact = paused
    ? t('Older history: {0} read, paused; today is already exact', percent)
    : t('Reading older history, {0}: today is already exact', percent);
  const beside = paused || todayExact ? linksBeside(links, paused ? 'paused' : 'reading') : [];
  return [[{ text: todayExact ? exact : whole, style: 'faint' }, ...beside]];
}

/** How much of the history has been read, `42%`. */
export function readPercent({ bytes, bytesRead }: NonNullable<LiveSnapshot['reading']>): string {
  return formatPercent(bytes === 0 ? 0 : Math.min(99, (100 * bytesRead) / bytes));
}

function shareName({ repository, cwd }: RepositoryShare): string {
  const name = repositoryName(repository || cwd);
  return name === '' ? t('unknown folder') : name;
}

function separated(segments: readonly Segment[]): Line {
  return segments.flatMap((segment, index) => (index === 0 ? [segment] : [{ text: ' · ' }, segment]));
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-!|<>~$&]/g, '\\$&').replace(/[\r\n]+/g, ' ');
}
