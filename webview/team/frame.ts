/** What stands around the sections: the bar at the top, the list of sections, what is wrong or made up. */
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { chooseLook, chosenLook, looks } from './appearance.ts';
import { brand } from './brand.ts';
import { headline } from './headline.ts';
import { teamSections } from './sections.ts';
import type { Look } from './appearance.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { SectionGroup } from './sections.ts';
import type { TeamPage } from './teamPage.ts';

/** The page of someone who is signed in. */
export function frame(page: TeamPage): readonly Description[] {
  const { shown, problem, teams } = page.state;
  const groups = shown === null ? [] : teamSections(page, shown);
  return [
    h('a', { class: 'skip', href: '#content', key: 'skip' }, 'Skip to the figures'),
    top(page),
    h(
      'div',
      { class: 'body', key: 'body' },
      sectionList(groups),
      h(
        'main',
        { id: 'content', tabindex: '-1', 'aria-busy': shown === null && problem === null && teams.length > 0 ? 'true' : null },
        problem === null ? null : notice('problem', problem),
        teams.length === 0 && problem === null
          ? notice('none', 'This token is for no team any more. Ask whoever runs the collector for another.')
          : null,
        shown === null ? null : headline(shown.entry.name, shown.answer.figures),
        ...groups.map(groupContent),
        shown === null ? null : foot(),
      ),
    ),
  ];
}

/** Made-up figures stand in a frame of their own that says so. */
function groupContent({ title, sections, madeUp }: SectionGroup): Child {
  const contents = sections.map(({ content }) => content);
  if (!madeUp) return contents;
  return h(
    'div',
    { class: 'made-up', key: `made up ${title}`, role: 'group', 'aria-label': `${title}: made-up figures` },
    h('p', { class: 'made-up-label' }, 'Made-up figures of a team that does not exist'),
    ...contents,
  );
}

function foot(): Description {
  return h(
    'p',
    { class: 'foot', key: 'foot' },
    'Costs are tokens at list price. Every figure is of several people; this page knows nobody.',
  );
}

function notice(key: string, ...words: readonly Child[]): Description {
  return h('div', { class: 'notice', key, role: 'status' }, icon('info'), h('div', {}, ...words));
}

function top(page: TeamPage): Description {
  const { teams, team } = page.state;
  return h(
    'header',
    { class: 'top', key: 'top' },
    brand(),
    h(
      'div',
      { class: 'top-tools' },
      teams.length < 2
        ? null
        : h(
            'label',
            { class: 'field-inline' },
            'Team',
            h(
              'select',
              {
                class: 'team-choice',
                onchange: (event) => {
                  if (event.target instanceof HTMLSelectElement) page.choose(event.target.value);
                },
              },
              ...teams.map(({ id, name }) => h('option', { value: id, key: id, '.selected': id === team }, name)),
            ),
          ),
      lookChoice(page),
      team === null ? null : downloads(team),
      h('button', { type: 'button', class: 'button', onclick: () => void page.signOut() }, 'Sign out'),
    ),
  );
}

const lookNames: Readonly<Record<Look, string>> = { system: 'As the system', light: 'Light', dark: 'Dark' };

function lookChoice(page: TeamPage): Description {
  const chosen = chosenLook();
  return h(
    'label',
    { class: 'field-inline look-choice' },
    'Look',
    h(
      'select',
      {
        onchange: (event) => {
          const value = event.target instanceof HTMLSelectElement ? event.target.value : '';
          chooseLook(looks.find((look) => look === value) ?? 'system');
          page.change({});
        },
      },
      ...looks.map((look) => h('option', { value: look, key: look, '.selected': look === chosen }, lookNames[look])),
    ),
  );
}

/** What can be taken along: published figures, never rows. */
function downloads(team: string): Description {
  const base = `/api/teams/${encodeURIComponent(team)}`;
  const files = [
    ['export.csv', 'Published figures, CSV'],
    ['export.json', 'Published figures, JSON'],
    ['allocation.csv', 'Cost by team and repository bucket, CSV'],
    ['weekly.md', 'Weekly report, Markdown'],
    ['weekly.csv', 'Weekly report, CSV'],
    ['daily.md', 'Daily report of Claude Code’s metrics, Markdown'],
    ['daily.csv', 'Daily report of Claude Code’s metrics, CSV'],
  ] as const;
  return h(
    'details',
    {
      class: 'downloads',
      onkeydown: (event) => {
        if (event instanceof KeyboardEvent && event.key === 'Escape' && event.currentTarget instanceof HTMLDetailsElement) {
          event.currentTarget.open = false;
          event.currentTarget.querySelector('summary')?.focus();
        }
      },
    },
    h('summary', { class: 'button' }, icon('export'), 'Download'),
    h('ul', {}, ...files.map(([file, name]) => h('li', { key: file }, h('a', { href: `${base}/${file}`, download: true }, name)))),
  );
}

function sectionList(groups: readonly SectionGroup[]): Description | null {
  if (groups.length === 0) return null;
  return h(
    'nav',
    { class: 'sections-nav', key: 'nav', 'aria-label': 'Sections' },
    h(
      'details',
      { open: !matchMedia('(max-width: 900px)').matches },
      h('summary', {}, icon('filter'), 'Sections'),
      ...groups.flatMap(({ title, sections }) => [
        h('h2', { key: title }, title),
        h('ul', { key: `${title} list` }, ...sections.map(({ id, name }) => h('li', { key: id }, h('a', { href: `#${id}` }, name)))),
      ]),
    ),
  );
}
