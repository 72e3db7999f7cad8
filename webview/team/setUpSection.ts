import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { section } from './card.ts';
import { code } from './words.ts';
import type { SetUp } from '../../src/core/team/dashboard/api.ts';
import type { Child, Description } from '../shared/dom.ts';

/** What is missing before anything is shown, and whether the set-up works. */
export function setUpSection(k: number, { endpoint, tokenMade, firstReport, missingPeople, firstMetrics }: SetUp): Description {
  return section(
    {
      id: 'set-up',
      title: 'No figures yet',
      about: `Nothing is shown before ${formatCount(k)} people have reported the same week and that week has closed.`,
    },
    h(
      'ol',
      { class: 'steps' },
      step(true, 'The collector answers.', ['Developers send to ', code(endpoint), '.']),
      step(
        tokenMade,
        tokenMade ? 'There is a valid token for joining or reporting.' : 'There is no valid token for joining or reporting.',
        tokenMade
          ? null
          : [
              'Whoever runs the collector makes one with ',
              code('payoff collector token create --team TEAM --kind join'),
              ' and sends the join link around.',
            ],
      ),
      step(
        firstReport,
        firstReport ? 'A first report has come.' : 'No report has come yet.',
        firstReport
          ? null
          : [
              'A developer opens the join link, looks at what would be sent, and says yes; ',
              code('payoff team status'),
              ' tells them whether it went out. Weeks are sent once they are over.',
            ],
      ),
      step(missingPeople === 0, missingWords(missingPeople, k), null),
      step(
        firstMetrics,
        firstMetrics ? 'Claude Code’s own metrics come in.' : 'No metrics of Claude Code’s own have come.',
        firstMetrics ? null : ['They are optional, for developers who install nothing.'],
      ),
      step(false, `A week is published when ${formatCount(k)} people or more have reported it and it has closed.`, [
        'Spend and use close a week after the week is over, outcomes after four weeks, lines after 37 days.',
      ]),
    ),
    h(
      'p',
      { class: 'figure-foot' },
      'What a developer sends, field by field: ',
      h('a', { class: 'link', href: '#privacy' }, 'Your privacy'),
      '.',
    ),
    h('p', {}, 'Below are made-up figures of a team that does not exist, so that you see what there will be.'),
  );
}

/** The one count of people that is told to the last one, and only until there are enough. */
function missingWords(missing: number, k: number): string {
  if (missing === 0) return `${formatCount(k)} people or more have reported.`;
  return missing === 1 ? 'One more person has to report.' : `${formatCount(missing)} more people have to report.`;
}

function step(done: boolean, words: string, about: Child): Description {
  return h(
    'li',
    { key: words },
    icon(done ? 'check' : 'clock'),
    h(
      'div',
      {},
      h('span', { class: 'visually-hidden' }, done ? 'Done: ' : 'Waiting: '),
      words,
      about === null ? null : h('div', { class: 'quiet' }, about),
    ),
  );
}
