import { modelLabel } from '../../src/core/report/modelLabel.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { legend } from '../shared/legend.ts';
import { bars } from './bars.ts';
import { figure, section } from './card.ts';
import { cents, hiddenFigure, isShown, money, notes, percent, said, times } from './words.ts';
import type { TeamDashboard } from '../../src/core/team/published/dashboardTypes.ts';
import type { Bar } from './bars.ts';
import type { Description } from '../shared/dom.ts';
import type { Tables } from './card.ts';

/** Share of spend against share of sessions, and what a session of each model costs. */
export function modelSection(tables: Tables, dashboard: TeamDashboard): Description {
  const { rows, weeks, others, notes: all } = dashboard.models;
  const shares = rows.flatMap(({ model, spendShare, sessionShare }): readonly Bar[] => [
    { label: modelLabel(model), from: isShown(spendShare) ? spendShare.value : 0, words: ['spend ', said(spendShare, percent)], colour: 0 },
    {
      label: `${modelLabel(model)}, sessions`,
      from: isShown(sessionShare) ? sessionShare.value : 0,
      words: ['sessions ', said(sessionShare, percent)],
      colour: 1,
      second: true,
    },
  ]);
  return section(
    {
      id: 'models',
      title: 'Models',
      about: 'What share of the spend and what share of the sessions each model has, and how the cost of a session differs.',
    },
    rows.length === 0
      ? hiddenFigure('models', { hidden: 'notPublished' }, dashboard)
      : figure(tables, {
          id: 'model-mix',
          title: 'Share of spend, share of sessions',
          subtitle: [
            `${formatCount(weeks.length)} weeks `,
            legend([
              { label: 'Spend', colour: 0 },
              { label: 'Sessions', colour: 1 },
            ]),
          ],
          className: 'pairs',
          picture: bars('models', 'Share of spend and of sessions by model', shares, 1),
          table: {
            caption: 'Models',
            columns: ['Model', 'Spent', 'Share of spend', 'Sessions', 'Share of sessions', 'A session', 'Against the cheapest', 'Weeks'],
            numbers: [1, 2, 3, 4, 5, 6, 7],
            rows: rows.map((row) => [
              modelLabel(row.model),
              said(row.cost, money),
              said(row.spendShare, percent),
              said(row.sessions, formatCount),
              said(row.sessionShare, percent),
              said(row.costPerSession, cents),
              said(row.costRatio, times),
              formatCount(row.inWeeks),
            ]),
          },
          footer: h(
            'ul',
            { class: 'figure-foot facts' },
            ...rows.map(({ model, costPerSession, costRatio }) =>
              h(
                'li',
                { key: model },
                `${modelLabel(model)}: `,
                said(costPerSession, (value) => `${cents(value)} a session`),
                isShown(costRatio) && costRatio.value > 1 ? `, ${times(costRatio.value)} the cheapest` : null,
              ),
            ),
            isShown(others) && others.value > 0
              ? h('li', { key: 'others' }, `Models that are not told apart: ${money(others.value)}`)
              : null,
          ),
        }),
    notes(all),
  );
}
