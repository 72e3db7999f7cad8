import { capitalized } from '../../src/core/report/words.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { section, tableBox } from './card.ts';
import { dayWords, weekName } from './words.ts';
import type { TeamDashboard } from '../../src/core/team/published/dashboardTypes.ts';
import type { Description } from '../shared/dom.ts';

const partNames = { usage: 'Spend and use', outcomes: 'Outcomes', survival: 'Lines after 30 days' } as const;

/** When which week is published. */
export function calendarSection({ calendar, k }: TeamDashboard): Description {
  return section(
    {
      id: 'calendar',
      title: 'When weeks are published',
      about: `A week is published once, when late reports have had their time, and then stays as it is. Corrections and withdrawals come together, at the earliest after four weeks and only of ${formatCount(k)} people or more at once. In a team’s first seven days, while people join, nothing is published by itself.`,
    },
    calendar.length === 0
      ? h('p', {}, 'No week has begun yet.')
      : tableBox('calendar', {
          caption: 'When weeks are published',
          columns: ['Week', 'Figures', 'Closes', 'State'],
          numbers: [],
          rows: calendar.map(({ week, part, closesAtMs, state, edition }) => [
            capitalized(weekName(week)),
            partNames[part],
            dayWords(closesAtMs),
            state === 'published'
              ? edition === null || edition === 1
                ? 'published'
                : `published, edition ${formatCount(edition)}`
              : state === 'open'
                ? 'open'
                : h('span', { class: 'hidden-words' }, 'closed, nothing to show'),
          ]),
        }),
  );
}
