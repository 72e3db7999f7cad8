import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { section } from './card.ts';
import { notes } from './words.ts';
import type { TeamDashboard } from '../../src/core/team/published/dashboardTypes.ts';
import type { Description } from '../shared/dom.ts';

/** Said only where it holds. */
export function lengthSection({ lengths }: TeamDashboard): Description {
  const { insight, weeks, neededWeeks, notes: all } = lengths;
  return section(
    {
      id: 'lengths',
      title: 'Length of sessions',
      about: 'Whether short, scoped sessions bring more changes that stay for a dollar here. Said only where it holds beyond chance.',
    },
    insight === null
      ? h(
          'p',
          {},
          weeks < neededWeeks
            ? `Not known yet: it takes ${formatCount(neededWeeks)} published weeks, and there are ${formatCount(weeks)}.`
            : `Nothing to say: over ${formatCount(weeks)} weeks, short sessions and long ones do not differ by more than chance.`,
        )
      : [
          h('p', { class: 'verdict' }, insight.sentence),
          h(
            'p',
            { class: 'quiet' },
            `${insight.ratio.low.toFixed(1)} to ${insight.ratio.high.toFixed(1)} times (95% interval over ${formatCount(insight.weeks)} weeks). It goes with short sessions; whether they are the cause is not proved by it.`,
          ),
        ],
    notes(all),
  );
}
