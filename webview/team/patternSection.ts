import { capitalized } from '../../src/core/report/words.ts';
import { h } from '../shared/dom.ts';
import { bars } from './bars.ts';
import { figure, section } from './card.ts';
import { hiddenFigure, isShown, notes, peopleNumber, said, weekName } from './words.ts';
import type { PatternWeek, Shown, TeamDashboard } from '../../src/core/team/published/dashboardTypes.ts';
import type { PeopleCount, PeopleSplit } from '../../src/core/team/published/types.ts';
import type { Description } from '../shared/dom.ts';
import type { Tables } from './card.ts';

const levelNames: Readonly<Record<string, string>> = {
  high: 'Higher than usual',
  usual: 'As usual',
  low: 'Lower than usual',
  nearZero: 'Near zero',
  unknown: 'Too new to say',
};
const rhythmNames: Readonly<Record<string, string>> = { steady: 'Steady', bursty: 'In bursts', neither: 'Neither' };

/** The four usage patterns as counts of weeks: a label is a week's, against what is usual for the one whose week it is. */
export function patternSection(tables: Tables, dashboard: TeamDashboard): Description {
  const { weeks, levels, rhythms, notes: all } = dashboard.patterns;
  return section(
    {
      id: 'patterns',
      title: 'Usage patterns',
      about: 'Weeks of people, each against what is usual for the one who worked it: a week has a label, a person never.',
    },
    h(
      'div',
      { class: 'pictures' },
      patternFigure(tables, dashboard, {
        id: 'levels',
        title: 'How much',
        names: levelNames,
        sum: levels,
        weeks,
        of: (week) => week.levels,
      }),
      patternFigure(tables, dashboard, {
        id: 'rhythms',
        title: 'How steadily',
        names: rhythmNames,
        sum: rhythms,
        weeks,
        of: (week) => week.rhythms,
      }),
    ),
    notes(all),
  );
}

interface Pattern {
  readonly id: string;
  readonly title: string;
  readonly names: Readonly<Record<string, string>>;
  readonly sum: Shown<PeopleSplit>;
  readonly weeks: readonly PatternWeek[];
  readonly of: (week: PatternWeek) => Shown<PeopleSplit>;
}

function patternFigure(tables: Tables, dashboard: TeamDashboard, { id, title, names, sum, weeks, of }: Pattern): Description {
  if (!isShown(sum)) return h('div', { key: id }, h('h3', { class: 'sub-title' }, title), hiddenFigure(id, sum, dashboard, 'usage'));
  const shownNames = Object.entries(names).filter(([name]) => sum.value.slices[name] !== undefined);
  const rows: readonly (readonly [string, PeopleCount])[] = [
    ...shownNames.flatMap(([name, words]): readonly (readonly [string, PeopleCount])[] => {
      const count = sum.value.slices[name];
      return count === undefined ? [] : [[words, count]];
    }),
    ...(sum.value.others === null ? [] : [['Not told apart', sum.value.others] as const]),
  ];
  return figure(tables, {
    id,
    title,
    subtitle: `${String(weeks.length)} published weeks`,
    picture: bars(
      `${id} bars`,
      title,
      rows.map(([label, count]) => ({
        label,
        from: count.atLeast,
        to: count.below - 1,
        words: `${peopleNumber(count)} weeks`,
        colour: label === 'Not told apart' ? -1 : 1,
      })),
    ),
    table: {
      caption: `${title}, people by week`,
      columns: ['Week', ...shownNames.map(([, words]) => words), 'Not told apart'],
      numbers: [...shownNames, null].map((_each, index) => index + 1),
      rows: weeks.map((week) => {
        const split = of(week);
        return [
          capitalized(weekName(week.week)),
          ...shownNames.map(([name]) =>
            said(split, ({ slices }) => (slices[name] === undefined ? 'none, or not told apart' : peopleNumber(slices[name]))),
          ),
          said(split, ({ others }) => (others === null ? 'none' : peopleNumber(others))),
        ];
      }),
    },
  });
}
