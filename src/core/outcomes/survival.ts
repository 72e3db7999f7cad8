/** Lines that Claude's sessions wrote and that shipped: how many of them are still there, by change, by period and by repository. */
import type { EditCall } from '../attribution/gitFacts.ts';
import type { RepositoryOutcomes } from './outcome.ts';
import { resampled } from './resample.ts';
import type { Interval, Part } from './resample.ts';
import { stateAt, survivalDays } from './survivalPlan.ts';
import type { SurvivalDays } from './survivalPlan.ts';

/** What was seen of one file of a change. */
export interface SurvivalRow {
  readonly changeSha: string;
  /** As it was called when the change shipped. */
  readonly path: string;
  /** 0: when it shipped. */
  readonly days: number;
  /** The commit of the default branch that was looked at. */
  readonly seenSha: string;
  /** Lines that were looked for; at 0 days those that the change's commits took of sessions. */
  readonly lines: number;
  /** Those of them that were there. */
  readonly surviving: number;
}

/** Why nothing is known of lines so many days after they shipped. */
export type SurvivalGap =
  /** The days are not over. */
  | 'tooYoung'
  /** They are over, and nothing was fetched since. */
  | 'notFetched'
  /** It is yet to be looked at, or git cannot say (a shallow or partial clone). */
  | 'notLooked';

export type SurvivalAt =
  | {
      /** Shipped lines that git can follow: lines that the change only moved or indented are older than it. */
      readonly lines: number;
      readonly surviving: number;
    }
  | { readonly gap: SurvivalGap };

/** Lines of a change, or of one file of it, that sessions wrote. Always surviving <= lines <= shipped <= committed. */
export interface ShippedLines {
  /** That its commits took of edits; of commits that only Claude's trailer names all that they added. Blank lines are none of edits. */
  readonly committed: number;
  /** Those of them that were on the default branch when the change arrived there; null until that was looked at. */
  readonly shipped: number | null;
  readonly at: Readonly<Record<SurvivalDays, SurvivalAt>>;
}

export interface ChangeLines extends ShippedLines {
  readonly changeSha: string;
  readonly repository: string;
  readonly shippedAtMs: number;
  /** Linked changes of this clone's identities; false where only Claude's trailer says so: what it cost is not recorded. */
  readonly recorded: boolean;
  /** In order of paths. */
  readonly files: readonly (ShippedLines & { readonly path: string })[];
}

/** What is known of each change that has lines of Claude's, by its SHA; a change that was not looked at yet is in it once it shipped and is own. */
export function changeLines(outcomes: RepositoryOutcomes, rows: readonly SurvivalRow[], nowMs: number): ReadonlyMap<string, ChangeLines> {
  const byChange = groupBy(rows, ({ changeSha }) => changeSha);
  const lines = new Map<string, ChangeLines>();
  for (const { change, shippedAtMs, own, withClaude } of outcomes.changes) {
    const known = byChange.get(change.sha) ?? [];
    if (shippedAtMs === null || (known.length === 0 && !own)) continue;
    const gapAt = (days: SurvivalDays): SurvivalGap => {
      const state = stateAt({ shippedAtMs, days, seenUntilMs: outcomes.seenUntilMs, nowMs });
      return state === 'due' ? 'notLooked' : state;
    };
    const files = [...groupBy(known, ({ path }) => path)]
      .map(([path, ofFile]) => ({ path, ...summed(ofFile, gapAt) }))
      .sort((left, right) => (left.path < right.path ? -1 : 1));
    const whole = { changeSha: change.sha, repository: outcomes.repository, shippedAtMs, recorded: withClaude !== 'trailer' };
    lines.set(change.sha, { ...whole, ...summed(known, gapAt), files });
  }
  return lines;
}

function summed(rows: readonly SurvivalRow[], gapAt: (days: SurvivalDays) => SurvivalGap): ShippedLines {
  const at = (days: SurvivalDays): SurvivalAt => {
    const gap = gapAt(days);
    const seen = rows.filter((row) => row.days === days);
    // What was seen before a rewritten history says nothing of one that is too young.
    if (gap !== 'notLooked') return { gap };
    return seen.length === 0 ? { gap } : { lines: sum(seen, ({ lines }) => lines), surviving: sum(seen, ({ surviving }) => surviving) };
  };
  const shipped = rows.filter(({ days }) => days === 0);
  return {
    committed: sum(shipped, ({ lines }) => lines),
    shipped: shipped.length === 0 ? null : sum(shipped, ({ surviving }) => surviving),
    at: { 7: at(7), 14: at(14), 30: at(30) },
  };
}

/** Fewer changes than these say nothing of others: no interval is given. */
export const leastChanges = 10;

/** What is said of lines so many days after they shipped. */
export interface SurvivalFigure {
  readonly days: SurvivalDays;
  /** Changes with lines that are old enough and were looked at. */
  readonly changes: number;
  readonly lines: number;
  readonly surviving: number;
  /** 0 to 1; null without a line. */
  readonly share: number | null;
  /**
   * In nine of ten cases other changes of the kind would give a share in here: by drawing whole changes, as the lines of one live and die
   * together. Null for fewer than `leastChanges`.
   */
  readonly interval: Interval | null;
  /** Changes that shipped lines and are left out, by why. One that was never looked at may have none. */
  readonly left: Readonly<Record<SurvivalGap, number>>;
}

export interface SurvivalFigures {
  /** Of the changes that have shipped. */
  readonly committed: number;
  readonly shipped: number;
  readonly at: Readonly<Record<SurvivalDays, SurvivalFigure>>;
}

/** Lines that sessions' edits added in files that count, blank ones included: what everything that is committed, shipped and still there is a part of. */
export function writtenLines(
  edits: Iterable<Pick<EditCall, 'file' | 'path' | 'linesAdded'>>,
  isLeftOut: (path: string) => boolean,
): number {
  let written = 0;
  for (const { file, path, linesAdded } of edits) if (!isLeftOut(file === '' ? path : file)) written += linesAdded;
  return written;
}

/** The share of lines that are still there, over changes of any repositories and times: line by line, so that a large change weighs more. */
export function survivalFigures(changes: Iterable<ShippedLines>): SurvivalFigures {
  const all = [...changes];
  const [at7, at14, at30] = survivalDays.map((days) => survivalFigure(all, days));
  if (at7 === undefined || at14 === undefined || at30 === undefined) throw new RangeError('Lines are looked for at three times.');
  return {
    committed: sum(all, ({ committed }) => committed),
    shipped: sum(all, ({ shipped }) => shipped ?? 0),
    at: { 7: at7, 14: at14, 30: at30 },
  };
}

/** The latest of the times that any change is old enough for; null where none is. */
export function latestSurvival(changes: readonly ShippedLines[]): SurvivalFigure | null {
  const days = survivalDays.findLast((each) => changes.some(({ at }) => 'lines' in at[each] && at[each].lines > 0));
  return days === undefined ? null : survivalFigure(changes, days);
}

function survivalFigure(changes: readonly ShippedLines[], days: SurvivalDays): SurvivalFigure {
  const left: Record<SurvivalGap, number> = { tooYoung: 0, notFetched: 0, notLooked: 0 };
  const seen: Part[] = [];
  for (const change of changes) {
    const at = change.at[days];
    if ('gap' in at) left[at.gap] += (change.shipped ?? 0) > 0 ? 1 : 0;
    else if (at.lines > 0) seen.push({ part: at.surviving, whole: at.lines });
  }
  const [surviving, lines] = [sum(seen, ({ part }) => part), sum(seen, ({ whole }) => whole)];
  return {
    ...{ days, changes: seen.length, lines, surviving, left },
    share: seen.length === 0 ? null : surviving / lines,
    interval: seen.length < leastChanges ? null : resampled([seen], ([drawn]) => (drawn === undefined ? NaN : drawn.part / drawn.whole)),
  };
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const known = groups.get(keyOf(item));
    if (known === undefined) groups.set(keyOf(item), [item]);
    else known.push(item);
  }
  return groups;
}
