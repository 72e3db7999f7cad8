/** A week in a few lines, from what is published of it: what it cost, who used it, what came of it. */
import { modelLabel } from '../../report/modelLabel.ts';
import { formatCount, formatDollars, formatTokens } from '../../report/money.ts';
import { csv, markdownTable } from '../../report/tableText.ts';
import type { TableColumn } from '../../report/tableText.ts';
import { exactShareText } from '../../report/words.ts';
import type { OutcomesPart, PeopleCount, PublishedPart, Split, UsagePart } from '../published/types.ts';

export interface ReportHead {
  readonly name: string;
  readonly k: number;
}

interface Line {
  readonly week: string;
  readonly figure: string;
  readonly value: string;
}

const columns: readonly TableColumn<Line>[] = [
  { name: 'Week', cell: ({ week }) => week },
  { name: 'Figure', cell: ({ figure }) => figure },
  { name: 'Value', cell: ({ value }) => value },
];
const shownWeeks = 4;
const protectedWord = 'protected';

/** The last weeks as Markdown, the newest first. */
export function weeklyMarkdown({ name, k }: ReportHead, editions: readonly PublishedPart[]): string {
  const weeks = weeksOf(editions);
  const [, ...withoutWeek] = columns;
  return [
    `# ${markdownText(name)}: Claude Code by week\n`,
    `Made of published figures: each is of at least ${formatCount(k)} people, none of whom is more than half of it. Costs are tokens at list price.\n`,
    ...(editions.some(({ edition }) => edition > 1) ? ['Counts of people are those of the first edition.\n'] : []),
    ...(weeks.length === 0 ? ['Nothing is published yet.\n'] : []),
    ...weeks.flatMap(({ week, lines }) => [`## ${week}\n`, markdownTable(withoutWeek, lines)]),
  ].join('\n');
}

/** The same as CSV. */
export function weeklyCsv(editions: readonly PublishedPart[]): string {
  return csv(
    columns,
    weeksOf(editions).flatMap(({ lines }) => lines),
  );
}

function weeksOf(editions: readonly PublishedPart[]): readonly { readonly week: string; readonly lines: readonly Line[] }[] {
  const weeks = [...new Set(editions.map(({ week }) => week))].sort().reverse().slice(0, shownWeeks);
  return weeks.map((week) => {
    const usage = lastOf(editions, week, (each) => (each.part === 'usage' ? each : null));
    const outcomes = lastOf(editions, week, (each) => (each.part === 'outcomes' ? each : null));
    return { week, lines: [...(usage === null ? [] : usageLines(usage)), ...outcomeLines(week, outcomes)] };
  });
}

function lastOf<Part extends PublishedPart>(
  editions: readonly PublishedPart[],
  week: string,
  choose: (edition: PublishedPart) => Part | null,
): Part | null {
  const found = editions.filter((each) => each.week === week).flatMap((each) => choose(each) ?? []);
  return found.reduce<Part | null>((last, each) => (last === null || each.edition > last.edition ? each : last), null);
}

function usageLines({ week, reporters, active, cost, lowerBounds, tokens, sessions, turns }: UsagePart): readonly Line[] {
  const line = (figure: string, value: string): Line => ({ week, figure, value });
  const atLeast = lowerBounds?.slices.lowerBound;
  return [
    line('People who reported', peopleText(reporters)),
    line('People who spent anything', active === null ? protectedWord : peopleText(active)),
    line('Spent at list price', cost === null ? protectedWord : `${atLeast === undefined ? '' : 'at least '}${dollars(cost.total)}`),
    line('People whose costs are lower bounds', atLeast === undefined ? protectedWord : peopleText(atLeast)),
    ...(cost === null ? [] : splitLines(week, 'Spent on', cost.models, cost.total, dollars)),
    line('Tokens', tokens === null ? protectedWord : formatTokens(tokens.total)),
    line('Sessions', sessions === null ? protectedWord : formatCount(sessions.total)),
    line('Turns', turns === null ? protectedWord : formatCount(turns)),
  ];
}

function outcomeLines(week: string, outcomes: OutcomesPart | null): readonly Line[] {
  if (outcomes === null) return [{ week, figure: 'Changes that stayed', value: 'not published yet' }];
  const { verified, closed } = outcomes;
  return [
    { week, figure: 'Changes that stayed', value: verified === null ? protectedWord : formatCount(verified) },
    {
      week,
      figure: 'Share that stayed',
      value: verified === null || closed === null || closed === 0 ? protectedWord : exactShareText(verified, closed),
    },
  ];
}

function splitLines(week: string, what: string, { slices, others }: Split, total: number, say: (value: number) => string): readonly Line[] {
  const value = (part: number): string => `${say(part)} (${exactShareText(part, total)})`;
  return [
    ...Object.entries(slices)
      .sort(([, one], [, other]) => other - one)
      .map(([name, part]) => ({ week, figure: `${what} ${modelLabel(name)}`, value: value(part) })),
    ...(others === null ? [] : [{ week, figure: `${what} models that are not told apart`, value: value(others) }]),
  ];
}

/** Of people in steps: `10 to 14`. */
export function peopleText({ atLeast, below }: PeopleCount): string {
  return below - 1 <= atLeast ? formatCount(atLeast) : `${formatCount(atLeast)} to ${formatCount(below - 1)}`;
}

/** A team's name is typed by somebody: in a heading it is text and nothing else. */
export function markdownText(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]()<>#+!|~$&@]/g, '\\$&');
}

function dollars(microdollars: number): string {
  return formatDollars(microdollars * 1000);
}
