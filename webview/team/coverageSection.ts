import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { bars } from './bars.ts';
import { figure, section, tiles } from './card.ts';
import { hiddenFigure, isShown, money, monthName, notes, orMore, people, percent, reason, said, span, weekName } from './words.ts';
import type { CoverageMonth, TeamDashboard } from '../../src/core/team/published/dashboardTypes.ts';
import type { Description } from '../shared/dom.ts';
import type { Tables } from './card.ts';

/** Who reports, and how much of the invoice these figures see: before any of them is read. */
export function coverageSection(tables: Tables, dashboard: TeamDashboard): Description {
  const { coverage, k } = dashboard;
  const { reporters, seats, share, months, week } = coverage;
  const covered = months.some(({ seen, invoiced }) => isShown(seen) || isShown(invoiced));
  return section(
    {
      id: 'coverage',
      title: 'Coverage',
      about:
        'How much of the team these figures see. Joining is voluntary: who has not joined is in no figure, and nobody is told who has.',
    },
    tiles(
      {
        label: 'Reporting',
        value: said(reporters, people),
        hidden: !isShown(reporters),
        about: week === null ? null : `in the ${weekName(week)}, counted in steps of\u00a0${formatCount(k)}`,
      },
      {
        label: 'Seats',
        value: said(seats, formatCount),
        hidden: !isShown(seats),
        about: isShown(seats) ? 'as the lead typed' : 'the lead can type them',
      },
      {
        label: 'Reporting, of the seats',
        value: said(share, (value) => span(value, percent)),
        hidden: !isShown(share),
        about: isShown(share) ? null : reason(share, dashboard),
      },
    ),
    covered
      ? figure(tables, {
          id: 'coverage-months',
          title: 'Dollars seen of dollars invoiced',
          picture: bars(
            'months',
            'Share of each month’s invoice that is seen',
            months.map((month) => ({
              label: monthName(month.month),
              from: isShown(month.share) ? Math.min(1, month.share.value) : 0,
              words: monthWords(month),
            })),
            1,
          ),
          table: {
            caption: 'Dollars seen of dollars invoiced',
            columns: ['Month', 'Seen', 'Invoiced', 'Share', 'Days without a published week'],
            numbers: [1, 2, 3, 4],
            rows: months.map(({ month, seen, isAtLeast, invoiced, share: part, missingDays }) => [
              monthName(month),
              said(seen, (value) => orMore(isAtLeast, money(value))),
              said(invoiced, money),
              said(part, (value) => orMore(isAtLeast, percent(value))),
              formatCount(missingDays),
            ]),
          },
          footer: h(
            'p',
            { class: 'figure-foot fine quiet' },
            'Seen is at list price, invoiced is what was paid: discounts, seats at a flat fee and other uses of the same account set them apart.',
          ),
        })
      : months.length === 0
        ? null
        : hiddenFigure('coverage-months', { hidden: 'notEntered' }, dashboard),
    notes(coverage.notes),
  );
}

function monthWords({ seen, isAtLeast, invoiced, share, missingDays }: CoverageMonth): string {
  const orMoreThan = (said: string): string => orMore(isAtLeast, said);
  const missing = missingDays === 0 ? '' : `, ${formatCount(missingDays)} days not published`;
  if (isShown(seen) && isShown(invoiced) && isShown(share))
    return `${orMoreThan(percent(share.value))}: ${orMoreThan(money(seen.value))} of ${money(invoiced.value)}${missing}`;
  if (isShown(seen)) return `${orMoreThan(money(seen.value))} seen, no invoice typed${missing}`;
  return isShown(invoiced) ? `${money(invoiced.value)} invoiced, nothing seen` : 'nothing seen, no invoice typed';
}
