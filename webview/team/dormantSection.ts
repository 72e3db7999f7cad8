import { capitalized } from '../../src/core/report/words.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { section, tableBox, tiles } from './card.ts';
import { hiddenFigure, isShown, notes, percent, reason, said, span, weekName } from './words.ts';
import type { TeamDashboard } from '../../src/core/team/published/dashboardTypes.ts';
import type { TeamSettings } from '../../src/core/team/dashboard/settings.ts';
import type { Description } from '../shared/dom.ts';

/** Seats that are hardly used, as a rate of those who report; never who. */
export function dormantSection(dashboard: TeamDashboard): Description {
  const { weeks, notes: all } = dashboard.dormant;
  // The weeks that are open have no rate yet.
  const last = [...weeks].reverse().find(({ rate }) => isShown(rate) || rate.hidden !== 'notClosed') ?? weeks.at(-1);
  return section(
    {
      id: 'dormant',
      title: 'Seats that rest',
      about:
        'Of the people who report, the rate that hardly used it in a week. Never who. People who have not joined are not counted as resting.',
    },
    last === undefined
      ? hiddenFigure('dormant', { hidden: 'notPublished' }, dashboard)
      : tiles({
          label: `In the ${weekName(last.week)}`,
          value: said(last.rate, (rate) => span(rate, percent)),
          hidden: !isShown(last.rate),
          about: [
            isShown(last.rate) ? 'of those who report.' : reason(last.rate, dashboard, 'usage'),
            last.rule === null ? null : ` ${ruleWords(last.rule)}`,
          ],
        }),
    weeks.length < 2
      ? null
      : h(
          'details',
          { class: 'fold' },
          h('summary', {}, 'Earlier weeks'),
          h(
            'div',
            {},
            tableBox('dormant-weeks', {
              caption: 'Rate of resting seats by week',
              columns: ['Week', 'Rate', 'Counted as resting'],
              numbers: [1],
              rows: [...weeks]
                .reverse()
                .map(({ week, rate, rule }) => [
                  capitalized(weekName(week)),
                  said(rate, (value) => span(value, percent)),
                  rule === null ? null : ruleWords(rule),
                ]),
            }),
          ),
        ),
    notes(all),
  );
}

function ruleWords(rule: TeamSettings['dormant']): string {
  return rule.by === 'activity'
    ? `Resting: at most ${counted(rule.activeDays, 'active day')} and ${counted(rule.turns, 'turn')} in the week.`
    : `Resting: fewer than ${formatCount(rule.below)} tokens in the week.`;
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
