import { capitalized } from '../../src/core/report/words.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { section, tableBox } from './card.ts';
import { cents, money, notes, weekName } from './words.ts';
import type { TeamDashboard, TeamQuarter } from '../../src/core/team/published/dashboardTypes.ts';
import type { Description } from '../shared/dom.ts';

/** *Is it paying off?*: two quarters beside each other, or what is missing. */
export function payingOffSection({ payingOff }: TeamDashboard): Description {
  const { kind, sentence, quarters, weeks, neededWeeks } = payingOff;
  return section(
    {
      id: 'paying-off',
      title: 'Is it paying off?',
      about:
        'The cost of a change that stayed, the last quarter against the one before. An answer only where the interval leaves out chance.',
    },
    h('p', { class: 'verdict' }, sentence),
    kind === 'tooLittle' && weeks < neededWeeks
      ? h(
          'p',
          { class: 'progress-line' },
          h('progress', { value: String(weeks), max: String(neededWeeks), 'aria-label': 'Weeks that are there of those that are needed' }),
          ` ${formatCount(weeks)} of ${formatCount(neededWeeks)} weeks`,
        )
      : null,
    quarters === null
      ? null
      : tableBox('quarters', {
          caption: 'The two quarters',
          columns: ['Quarter', 'Weeks', 'Spent', 'Changes that stayed', 'Each'],
          numbers: [1, 2, 3, 4],
          rows: quarters.map(quarterRow),
        }),
    notes(payingOff.notes),
  );
}

function quarterRow({ firstWeek, lastWeek, weeks, cost, verified, costPerChange }: TeamQuarter): readonly string[] {
  return [
    capitalized(`${weekName(firstWeek)} to ${weekName(lastWeek)}`),
    formatCount(weeks),
    money(cost),
    formatCount(verified),
    costPerChange === null ? 'no change stayed' : cents(costPerChange),
  ];
}
