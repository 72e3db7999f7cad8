import { h } from '../shared/dom.ts';
import { section, tableBox } from './card.ts';
import { cents, isShown, money, orMore, percent, said, tokens, weekName, weekNames, weekSpan } from './words.ts';
import type { Shown, SideBySide, SumOfWeeks, TeamCost, TeamCosts, WeekSpan } from '../../src/core/team/published/dashboardTypes.ts';
import type { Child, Description } from '../shared/dom.ts';

const bandNames: Readonly<Record<string, string>> = {
  daily: 'Teams that ship daily',
  weekly: 'Teams that ship weekly',
  monthly: 'Teams that ship monthly',
  rarer: 'Teams that ship more rarely',
};

/** What every team cost; then teams beside each other, only where they ship about as often; in the order of their names, since it is no ranking. */
export function sideBySideSection({ costs, bands, apart }: SideBySide): Description {
  return section(
    {
      id: 'side-by-side',
      title: 'Teams side by side',
      about:
        'What each team spent, for charging it back. What came of it stands side by side only for teams that ship about as often, by name and not by rank, with what each has set aside from its figures.',
    },
    costTable(costs),
    ...bands.map(({ cadence, teams }) => [
      h('h3', { class: 'sub-title', key: `${cadence} title` }, bandNames[cadence] ?? cadence),
      tableBox(`side-${cadence}`, {
        caption: bandNames[cadence] ?? cadence,
        columns: ['Team', 'Cost per change that stayed', 'Share that stayed', 'Set aside, of the spend'],
        numbers: [1, 2, 3],
        rows: [...teams]
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .map(({ name, costPerChange, verifiedShare, cordonShare, lastWeeks, isCostPerChangeAtLeast }) => [
            name,
            withWeeks(costPerChange, (amount) => orMore(isCostPerChangeAtLeast, cents(amount)), lastWeeks.costPerChange),
            withWeeks(verifiedShare, percent, lastWeeks.verifiedShare),
            withWeeks(cordonShare, percent, lastWeeks.cordonShare),
          ]),
      }),
    ]),
    bands.length === 0 ? h('p', {}, 'There are no two teams that this token may read and that ship about as often.') : null,
    h(
      'ul',
      { class: 'section-notes' },
      h(
        'li',
        {},
        'A value whose last week is more than 13 weeks ago is not shown. The share set aside is that of each week’s first edition.',
      ),
      ...apart.map(({ team, name, why }) => h('li', { key: team }, `${name}: ${why}`)),
    ),
  );
}

function costTable({ weeks, teams }: TeamCosts): Child {
  const [first, last] = [weeks[0], weeks.at(-1)];
  const title = first === undefined || last === undefined ? 'Cost by team' : `Cost by team, ${weekSpan({ first, last })}`;
  return [
    h('h3', { class: 'sub-title', key: 'costs title' }, title),
    tableBox('team-costs', {
      caption: title,
      columns: ['Team', 'Cost', 'Tokens', 'Weeks without a value'],
      numbers: [1, 2],
      rows: teams.map((each) => [
        each.name,
        said(each.cost.figure, (amount) => orMore(each.isAtLeast, money(amount))),
        said(each.tokens.figure, tokens),
        missingWords(each, weeks.length),
      ]),
    }),
  ];
}

/** The sums are without these: that is not to be taken for nothing spent. */
function missingWords({ cost, tokens: count }: TeamCost, all: number): string {
  const words = ({ missing }: SumOfWeeks): string => (missing.length === 0 ? 'none' : missing.length === all ? 'all' : weekNames(missing));
  return words(cost) === words(count) ? words(cost) : `cost: ${words(cost)}; tokens: ${words(count)}`;
}

function withWeeks(figure: Shown<number>, say: (value: number) => string, weeks: WeekSpan | null): Child {
  if (!isShown(figure) || weeks === null) return said(figure, say);
  return [
    said(figure, say),
    h('span', { class: 'quiet fine' }, ` (${weeks.first === weeks.last ? weekName(weeks.last) : weekSpan(weeks)})`),
  ];
}
