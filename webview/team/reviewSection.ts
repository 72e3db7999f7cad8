import { section, tiles } from './card.ts';
import { weekFigure } from './weekFigure.ts';
import { isShown, money, notes, percent, reason, said, moneyMarks } from './words.ts';
import type { TeamDashboard } from '../../src/core/team/published/dashboardTypes.ts';
import type { Description } from '../shared/dom.ts';
import type { Tables } from './card.ts';

/** What continuous integration and reviews spend, apart from what people spend at a keyboard. */
export function reviewSection(tables: Tables, dashboard: TeamDashboard): Description {
  const { weeks, share, notes: all } = dashboard.review;
  return section(
    {
      id: 'review',
      title: 'Review and CI',
      about: 'Spend of headless sessions (claude -p, the SDKs, GitHub Actions) apart from sessions at a keyboard.',
    },
    tiles({
      label: 'Headless, of the spend',
      value: said(share, percent),
      hidden: !isShown(share),
      about: isShown(share) ? 'over the weeks in which both are told' : reason(share, dashboard, 'usage'),
    }),
    weekFigure(tables, dashboard, {
      id: 'review-weeks',
      title: 'By hand and headless',
      weeks: weeks.map(({ week }) => week),
      part: 'usage',
      stacked: true,
      wide: true,
      series: [
        {
          label: 'At a keyboard',
          type: 'bar',
          colour: 0,
          values: weeks.map(({ interactive }) => interactive),
          say: money,
          marks: moneyMarks,
        },
        { label: 'Headless', type: 'bar', colour: 3, values: weeks.map(({ headless }) => headless), say: money, marks: moneyMarks },
      ],
    }),
    notes(all),
  );
}
