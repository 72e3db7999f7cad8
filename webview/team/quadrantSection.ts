import { h } from '../shared/dom.ts';
import { section } from './card.ts';
import { hiddenFigure, isShown, notes, people, weekName } from './words.ts';
import type { TeamDashboard } from '../../src/core/team/published/dashboardTypes.ts';
import type { QuadrantName } from '../../src/core/team/published/types.ts';
import type { Description } from '../shared/dom.ts';

const sides: Readonly<Record<QuadrantName, string>> = {
  costlyMuch: 'More spend, more on main',
  costlyLittle: 'More spend, less on main',
  cheapMuch: 'Less spend, more on main',
  cheapLittle: 'Less spend, less on main',
};

/** Cost against output: how many people in each field, each named by its question. */
export function quadrantSection(dashboard: TeamDashboard): Description {
  const { week, quadrants, others, notes: all } = dashboard.quadrants;
  return section(
    {
      id: 'quadrants',
      title: 'Cost against output',
      about:
        'How many people spend more or less than the middle, and have more or less on main yet. A question each, not a verdict; nobody is a point.',
    },
    week === null ? null : h('p', { class: 'quiet' }, `In the ${weekName(week)}.`),
    isShown(quadrants)
      ? h(
          'ul',
          { class: 'quadrants' },
          ...quadrants.value.map(({ name, question, people: count }) =>
            h(
              'li',
              { class: 'quadrant', key: name },
              h('p', { class: 'quiet fine' }, sides[name]),
              h('p', { class: count === null ? 'hidden-words' : 'tile-value' }, count === null ? 'protected' : people(count)),
              h('h3', {}, question),
            ),
          ),
        )
      : hiddenFigure('quadrants', quadrants, dashboard, 'outcomes'),
    others === null
      ? null
      : h('p', { class: 'figure-foot quiet' }, `${people(others)} are not told apart, so that no field holds too few.`),
    notes(all),
  );
}
