/** Pictures of published weeks, each with its table: what is hidden is a gap, and the table says why. */
import { shortDate, dateWords } from '../../src/core/report/dates.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { chart } from '../shared/chart.ts';
import { h } from '../shared/dom.ts';
import { legend } from '../shared/legend.ts';
import { figure } from './card.ts';
import { isShown, mondayOfWeek, orMore, reason, said, shortReason } from './words.ts';
import type { Figure, HiddenFigure } from '../../src/core/team/published/dashboardTypes.ts';
import type { PartName } from '../../src/core/team/published/types.ts';
import type { AxisMarks } from '../shared/axisMarks.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Tables } from './card.ts';
import type { Background } from './words.ts';

export interface WeekSeries {
  readonly label: string;
  readonly type: 'bar' | 'line';
  readonly colour: number;
  readonly axis?: 'left' | 'right';
  readonly values: readonly Figure[];
  readonly say: (value: number) => string;
  /** By week, whether its value is known to be a lower bound. */
  readonly isAtLeast?: readonly boolean[];
  /** At the axis; `say` where they are left out. */
  readonly marks?: AxisMarks;
}

export interface WeekFigure {
  readonly id: string;
  readonly title: string;
  readonly weeks: readonly string[];
  readonly series: readonly WeekSeries[];
  readonly part: PartName;
  readonly stacked?: boolean;
  /** Dashed lines, each before the week of an index, with what changed there. */
  readonly cuts?: readonly { readonly at: number; readonly words: string }[];
  readonly footer?: Child;
  readonly wide?: boolean;
}

export function weekFigure(tables: Tables, background: Background, given: WeekFigure): Description {
  const { id, title, weeks, series, part, cuts = [], footer } = given;
  const hidden = weeks.flatMap((_week, index): readonly HiddenFigure[] => {
    const found = series.map(({ values }) => values[index]).find((value) => value !== undefined && !isShown(value));
    return found === undefined || isShown(found) ? [] : [found];
  });
  const axis = (side: 'left' | 'right'): WeekSeries | undefined => series.find(({ axis: own = 'left' }) => own === side);
  const [left, right] = [axis('left')?.marks, axis('right')?.marks];
  const anything = series.some(({ values }) => values.some(isShown));
  return figure(tables, {
    id,
    title,
    className: given.wide === true ? 'wide' : '',
    ...(series.length < 2 ? {} : { subtitle: legend(series.map(({ label, colour, type }) => ({ label, colour, line: type === 'line' }))) }),
    picture: anything
      ? chart(
          {
            name: `${title}, ${formatCount(weeks.length)} weeks; the table has every value`,
            labels: weeks.map((week) => shortDate(mondayOfWeek(week))),
            days: weeks.map(mondayOfWeek),
            titles: weeks.map((week) => `${week}, from ${dateWords(mondayOfWeek(week))}`),
            series: series.map(({ label, type, colour, axis: side, values, isAtLeast = [], say: words }) => ({
              label,
              type,
              colour,
              ...(side === undefined ? {} : { axis: side }),
              values: values.map((value) => (isShown(value) ? value.value : null)),
              texts: values.map((value, at) => (isShown(value) ? orMore(isAtLeast[at] === true, words(value.value)) : shortReason(value))),
            })),
            format: (value, side) => axis(side)?.say(value) ?? '',
            marks: { ...(left === undefined ? {} : { left }), ...(right === undefined ? {} : { right }) },
            ...(given.stacked === true ? { stacked: true } : {}),
            ...(cuts.length === 0 ? {} : { cuts: cuts.map(({ at }) => at) }),
          },
          given.wide === true ? 'chart-wide' : 'chart-week',
        )
      : h('p', { class: 'too-few', key: 'none' }, 'No week of it is shown.'),
    table: {
      caption: title,
      columns: ['Week', ...series.map(({ label }) => label), ...(cuts.length === 0 ? [] : ['What changed'])],
      numbers: series.map((_each, index) => index + 1),
      rows: weeks.map((week, index) => [
        `${week}, ${shortDate(mondayOfWeek(week))}`,
        ...series.map(({ values, isAtLeast = [], say: words }) => {
          const value = values[index];
          return value === undefined ? null : said(value, (amount) => orMore(isAtLeast[index] === true, words(amount)));
        }),
        ...(cuts.length === 0 ? [] : [cuts.find(({ at }) => at === index)?.words]),
      ]),
    },
    footer: h('div', { class: 'figure-foot fine quiet' }, footer, ...gaps(hidden, background, part)),
  });
}

/** Why there are gaps, each reason once. */
function gaps(hidden: readonly HiddenFigure[], background: Background, part: PartName): readonly Child[] {
  const reasons = new Map<string, HiddenFigure[]>();
  for (const each of hidden) reasons.set(each.hidden, [...(reasons.get(each.hidden) ?? []), each]);
  return [...reasons].map(([kind, all]) => {
    const [first] = all;
    if (first === undefined) return null;
    // Of weeks that are missing each gap has others: the table and the other reasons name them.
    const words = kind === 'missingWeeks' ? 'Weeks that it is made of have no value.' : reason(first, background, part);
    return h('p', { key: kind }, `${all.length === 1 ? 'A gap of one week' : `Gaps of ${formatCount(all.length)} weeks`}. ${words}`);
  });
}
