import { fieldWords } from '../../src/core/team/fieldWords.ts';
import { h } from '../shared/dom.ts';
import { section, tableBox } from './card.ts';
import { code } from './words.ts';
import type { Child, Description } from '../shared/dom.ts';

/** What is known about a person, and how a person ends it. */
export function privacySection(k: number, schemaOpen: boolean): Description {
  return section(
    {
      id: 'privacy',
      title: 'Your privacy',
      about: 'What this page and whoever reads it know about a person: nothing. No view of a person exists, and no setting makes one.',
    },
    h(
      'ul',
      { class: 'plain-list' },
      point('A figure is shown only where at least ', String(k), ' people stand behind it and none of them is more than half of it.'),
      point(
        'A week is published once, when it has closed. What comes later changes the figures only in batches of at least ',
        String(k),
        ' people, so that comparing two days of this page tells nothing about anybody.',
      ),
      point(
        'There is no ranking, no list of people, no search for one, and nobody’s single value is ever a figure: quartiles are means of at least ',
        String(k),
        ' people.',
      ),
      point(
        'What a developer sends is pseudonymous, not anonymous: outcomes can be matched with git by someone who holds both. The collector keeps rows so that a week can be corrected and withdrawn; it shows and exports none of them.',
      ),
      point(
        'Whoever runs the collector’s machine can read its database, as with any server. What it holds of a report is the table below and nothing else; of Claude Code’s own metrics, until a day is published, sums by day under a keyed pseudonym.',
      ),
      point('Joining is voluntary. People who have not joined are in no figure, and are not counted as idle.'),
      point(
        'To see what is sent: ',
        code('payoff team preview'),
        '. To stop and to delete everything that was sent: ',
        code('payoff team withdraw'),
        ', or ',
        h('i', {}, 'Payoff: Withdraw from the Team'),
        ' in the editor. All rows of the pseudonym go, and the pseudonym is forgotten.',
      ),
    ),
    h(
      'details',
      { class: 'fold', open: schemaOpen },
      h('summary', {}, 'Everything that leaves a developer’s machine'),
      h(
        'div',
        {},
        tableBox('schema', {
          caption: 'Fields of a week’s report',
          columns: ['Field', 'What it says'],
          numbers: [],
          rows: fieldWords.map(({ field, words }) => [code(field), words()]),
        }),
        h(
          'p',
          { class: 'fine quiet' },
          'The schema is closed: a report with anything else in it is refused. Payoff’s repository has it as ',
          code('schemas/team-week.schema.json'),
          '.',
        ),
      ),
    ),
  );
}

function point(...words: readonly Child[]): Description {
  return h('li', {}, ...words);
}
