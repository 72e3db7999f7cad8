import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { bars } from './bars.ts';
import { figure, section } from './card.ts';
import { passedOf } from './passed.ts';
import { hiddenFigure, isShown, money, monthName, notes, orMore, said, weekName } from './words.ts';
import type { Passed } from './passed.ts';
import type { BudgetMonth, TeamDashboard } from '../../src/core/team/published/dashboardTypes.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Tables } from './card.ts';

/** The monthly budget: set, spent, forecast, and when it was passed. */
export function budgetSection(tables: Tables, dashboard: TeamDashboard): Description {
  const { months, notes: said_ } = dashboard.budget;
  const anySet = months.some(({ set }) => isShown(set));
  return section(
    {
      id: 'budget',
      title: 'Monthly budget',
      about:
        'What was set for a month, what published weeks say was spent, what the whole month comes to, and the week in which it was passed.',
    },
    anySet ? null : hiddenFigure('no-budget', { hidden: 'notEntered' }, dashboard),
    months.length === 0
      ? null
      : figure(tables, {
          id: 'budget-months',
          title: anySet ? 'Spent, of the budget' : 'Spent by month',
          picture: bars(
            'budget',
            'Spent by month, and the forecast',
            months.map((month) => ({
              label: monthName(month.month),
              ...lengths(month),
              words: monthWords(month),
              mark: isShown(month.set) ? month.set.value : null,
            })),
          ),
          table: {
            caption: 'The monthly budget',
            columns: ['Month', 'Set', 'Spent', 'Days without a published week', 'Forecast of the month (80%)', 'Passed'],
            numbers: [1, 2, 3, 4],
            rows: months.map((each) => [
              monthName(each.month),
              said(each.set, money),
              said(each.spent, (spent) => orMore(each.isAtLeast, money(spent))),
              formatCount(each.missingDays),
              said(each.forecast, ({ low, middle, high }) => orMore(each.isAtLeast, `${money(middle)} (${money(low)} to ${money(high)})`)),
              passedWords(each),
            ]),
          },
          footer: h(
            'p',
            { class: 'figure-foot fine quiet' },
            'Striped: what the month is likely to come to. The line across is the budget.',
          ),
        }),
    notes(said_),
  );
}

function lengths({ spent, forecast }: BudgetMonth): { readonly from: number; readonly to: number } {
  const from = isShown(spent) ? spent.value : 0;
  return { from, to: isShown(forecast) ? Math.max(from, forecast.value.middle) : from };
}

function passedWords(month: BudgetMonth): Child {
  const passed = passedOf(month);
  if (passed === 'notEntered') return said(month.set, money);
  if (passed === 'no') return 'no';
  if (passed === 'untold') return month.missingDays > 0 ? 'not in the weeks that are told' : 'not by what is told';
  return weekOfPassing(passed);
}

function monthWords(month: BudgetMonth): string {
  const { set, spent, isAtLeast, forecast, missingDays } = month;
  const passed = passedOf(month);
  const parts = [
    isShown(spent) ? `${orMore(isAtLeast, money(spent.value))}${isShown(set) ? ` of ${money(set.value)}` : ''}` : 'not shown',
    ...(missingDays > 0 && isShown(forecast)
      ? [`${orMore(isAtLeast, `${money(forecast.value.low)} to ${money(forecast.value.high)}`)} likely`]
      : []),
    ...(typeof passed === 'string' ? [] : [`passed in the ${weekOfPassing(passed)}`]),
  ];
  return parts.join(', ');
}

function weekOfPassing({ week, atTheLatest }: Exclude<Passed, string>): string {
  return `${weekName(week)}${atTheLatest ? ' at the latest' : ''}`;
}
