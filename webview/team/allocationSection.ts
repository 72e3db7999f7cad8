import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { bars } from './bars.ts';
import { figure, section } from './card.ts';
import { hiddenFigure, isShown, money, notes, orMore, percent } from './words.ts';
import type { TeamDashboard } from '../../src/core/team/published/dashboardTypes.ts';
import type { Description } from '../shared/dom.ts';
import type { Tables } from './card.ts';

/** Which part of the team's spend is whose to carry: by repository bucket, adding up. */
export function allocationSection(tables: Tables, dashboard: TeamDashboard, teamName: string): Description {
  const { weeks, total, isAtLeast, rows, others, notes: all } = dashboard.allocation;
  const dollars = (amount: number): string => orMore(isAtLeast, money(amount));
  const parts: readonly (readonly [string, number, number | null])[] = [
    ...rows.map(({ repository, cost, inWeeks }) => [repositoryName(repository), cost, inWeeks] as const),
    ...(others === null ? [] : [['Repositories that are not told apart', others, null] as const]),
  ];
  return section(
    {
      id: 'allocation',
      title: 'Cost allocation',
      about: `What ${teamName} spent in ${formatCount(weeks.length)} published weeks, by repository bucket, for charging it back. The buckets are keyed: the page knows no repository’s name.`,
    },
    isShown(total)
      ? figure(tables, {
          id: 'allocation-rows',
          title: `In all ${dollars(total.value)}`,
          picture: bars(
            'allocation',
            'Cost by repository bucket',
            parts.map(([label, cost], index) => ({
              label,
              from: cost,
              words: `${dollars(cost)}, ${percent(cost / Math.max(1, total.value))}`,
              colour: index < rows.length ? 0 : -1,
            })),
          ),
          table: {
            caption: 'Cost by repository bucket',
            columns: ['Bucket', 'Cost', 'Share', 'Weeks'],
            numbers: [1, 2, 3],
            rows: [
              ...parts.map(([label, cost, inWeeks]) => [
                label,
                dollars(cost),
                percent(cost / Math.max(1, total.value)),
                inWeeks === null ? '' : formatCount(inWeeks),
              ]),
              ['All', dollars(total.value), '100%', formatCount(weeks.length)],
            ],
          },
        })
      : hiddenFigure('allocation', total, dashboard, 'usage'),
    h(
      'p',
      { class: 'fine quiet figure-foot' },
      'Which repository a key stands for only its members can tell: ',
      h('code', { class: 'mono' }, 'payoff team preview'),
      ' shows each of them the keys of their own repositories with what they spent there.',
    ),
    notes(all),
  );
}

function repositoryName(key: string): string {
  return key === '' ? 'Of people who do not tell repositories apart' : `Bucket ${key}`;
}
