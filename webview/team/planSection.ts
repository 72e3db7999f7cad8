import { growthFactorRange } from '../../src/core/team/dashboard/growthFactor.ts';
import { h } from '../shared/dom.ts';
import { section, tiles } from './card.ts';
import { planAbout } from './planWords.ts';
import { isShown, money, notes, orMore, people, reason, said, span, tokens } from './words.ts';
import type { TeamDashboard } from '../../src/core/team/published/dashboardTypes.ts';
import type { Description } from '../shared/dom.ts';

export interface GrowthChoice {
  readonly factor: number;
  readonly onChange: (factor: number) => void;
}

/** Eight weeks as they were, and the next 90 days at a factor that the reader moves. */
export function planSection(dashboard: TeamDashboard, { factor, onChange }: GrowthChoice): Description {
  const {
    weeks,
    cost,
    isAtLeast,
    tokens: count,
    active,
    costPerActive,
    tokensPerActive,
    growthFactor,
    next90Days,
    notes: all,
  } = dashboard.plan;
  const spent = (dollars: string): string => orMore(isAtLeast, dollars);
  const grown = (value: number): number => (value * factor) / growthFactor;
  return section(
    {
      id: 'plan',
      title: 'Planning the budget',
      about: planAbout(weeks.length),
    },
    tiles(
      {
        label: 'A week, on average',
        value: said(cost, (value) => spent(money(value))),
        hidden: !isShown(cost),
        about: isShown(count) ? `and ${tokens(count.value)} tokens` : null,
      },
      { label: 'Active developers', value: said(active, people), hidden: !isShown(active), about: 'who spent anything in a week' },
      {
        label: 'An active developer a week',
        value: said(costPerActive, (value) => spent(span(value, money))),
        hidden: !isShown(costPerActive),
        about: isShown(tokensPerActive) ? `${span(tokensPerActive.value, tokens)} tokens` : null,
      },
      {
        label: 'The next 90 days',
        value: said(next90Days, ({ middle }) => spent(money(grown(middle)))),
        hidden: !isShown(next90Days),
        about: isShown(next90Days)
          ? `${money(grown(next90Days.value.low))} to ${money(grown(next90Days.value.high))} (80% interval over weeks)`
          : reason(next90Days, dashboard, 'usage'),
      },
    ),
    h(
      'p',
      { class: 'range no-print' },
      h('label', { for: 'growth' }, 'Growth factor'),
      h('input', {
        id: 'growth',
        type: 'range',
        min: String(growthFactorRange.least),
        max: String(growthFactorRange.most),
        step: '0.01',
        '.value': String(factor),
        oninput: (event) => {
          if (event.target instanceof HTMLInputElement) onChange(Number(event.target.value));
        },
      }),
      h('output', { for: 'growth' }, factor.toFixed(2)),
    ),
    h('p', { class: 'fine quiet' }, `The team’s own factor is ${growthFactor.toFixed(2)}; moving it here changes nothing for others.`),
    notes(all),
  );
}
