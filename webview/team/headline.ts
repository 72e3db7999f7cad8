import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { cents, isShown, lowerBoundWords, money, orMore, people, percent } from './words.ts';
import type { TeamDashboard } from '../../src/core/team/published/dashboardTypes.ts';
import type { Child, Description } from '../shared/dom.ts';

/** The team's name, and what can be said of it in a sentence: only of what is published. */
export function headline(name: string, { weeks, coverage, k, lastWeeks }: TeamDashboard): Description {
  const spent = [...weeks].reverse().find(({ cost }) => isShown(cost));
  const judged = weeks.find((row) => row.week === lastWeeks.costPerChange?.last);
  const parts: Child[] = [];
  if (spent !== undefined && isShown(spent.cost))
    parts.push(
      'In the week of ',
      week(spent.monday),
      ' this team spent ',
      h('strong', {}, orMore(isShown(spent.lowerBounds), money(spent.cost.value))),
      isShown(coverage.reporters)
        ? ` at list price, as ${people(coverage.reporters.value)} report it. `
        : ' at list price, as far as it is reported. ',
      `${lowerBoundWords(spent.lowerBounds)} `,
    );
  if (judged !== undefined && isShown(judged.costPerChange))
    parts.push(
      'A change that stayed cost ',
      h('strong', {}, orMore(judged.isCostPerChangeAtLeast, cents(judged.costPerChange.value))),
      ` over the four weeks to the week of ${weekText(judged.monday)}`,
      isShown(judged.verifiedShare)
        ? [', and ', h('strong', {}, percent(judged.verifiedShare.value)), ' of that week’s changes stayed.']
        : '.',
    );
  else if (spent !== undefined) parts.push('None of the last 13 weeks tells what a change that stayed cost.');
  return h(
    'div',
    { class: 'page-head', key: 'head' },
    h('h1', { tabindex: '-1' }, name),
    h('p', { class: 'sentence' }, ...(parts.length > 0 ? parts : [`Figures of at least ${formatCount(k)} people, once there are any.`])),
  );
}

function week(monday: string): Description {
  return h('span', { class: 'no-wrap' }, weekText(monday));
}

function weekText(monday: string): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${monday}T00:00:00Z`));
}
