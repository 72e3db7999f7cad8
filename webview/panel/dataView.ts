import { dateWords } from '../../src/core/report/dates.ts';
import { dayKey } from '../../src/core/report/time.ts';
import { partLabel } from '../../src/core/report/labels.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { capitalized, counted } from '../../src/core/report/words.ts';
import { loadingPage, problemLine } from './states.ts';
import type { Holdings } from '../../src/core/report/holdings.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

/** What is kept and where, and how to keep less of it. */
export function dataView(panel: Panel): Description {
  const { value, problem } = panel.holdings;
  if (value === null)
    return problem === null
      ? loadingPage('data')
      : h(
          'div',
          { class: 'page' },
          problemLine('Reading the ledger', problem, () => panel.retry()),
        );
  return h(
    'div',
    { class: 'page data', key: 'data' },
    problemLine('Reading the ledger', problem, () => panel.retry()),
    h(
      'section',
      { class: 'headline', 'aria-label': 'What is kept' },
      h('p', { class: 'trust' }, value.trust),
      h('p', { class: 'quiet headline-facts' }, reach(panel, value)),
    ),
    h(
      'dl',
      { class: 'counts' },
      ...value.counts.map(({ what, count }) => h('div', { key: what }, h('dt', {}, what), h('dd', {}, formatCount(count)))),
    ),
    place(panel, value),
    repositories(panel, value),
    excluded(panel, value),
    takeAway(panel),
  );
}

function reach(panel: Panel, { firstAtMs, lastAtMs, archivedFiles }: Holdings): string {
  if (firstAtMs === null || lastAtMs === null) return 'Nothing is kept yet.';
  const today = dayKey(panel.nowMs, panel.timezone);
  const day = (ms: number): string => dateWords(dayKey(ms, panel.timezone), today);
  const archived =
    archivedFiles === 0
      ? ''
      : ` ${counted(archivedFiles, 'transcript')} of it ${archivedFiles === 1 ? 'is' : 'are'} gone from the disk: their numbers live on here.`;
  return `From ${day(firstAtMs)} to ${day(lastAtMs)}.${archived}`;
}

function place(panel: Panel, { ledger }: Holdings): Description {
  return section(
    'Where it is',
    h('p', {}, h('code', { class: 'path' }, ledger.path)),
    h(
      'p',
      { class: 'quiet' },
      `${size(ledger.bytes)}, one file on this machine${ledger.readOnly ? '; opened for reading only' : ''}. Editors, windows and terminals share it.`,
    ),
    h(
      'p',
      { class: 'quiet' },
      'In a terminal ',
      h('code', {}, 'payoff export FILE'),
      ' writes all of it into one file, and ',
      h('code', {}, 'payoff import FILE'),
      ' adds such a file, of another machine or another day, without counting anything twice.',
    ),
    actions(
      link('Open its folder', () => void panel.host.call('run', { command: 'openLedgerFolder' })),
      link('Check it', () => void panel.host.call('run', { command: 'doctor' })),
    ),
  );
}

function repositories(panel: Panel, { repositories: rows, outsideRepositories: outside }: Holdings): Description {
  return section(
    'Repositories',
    rows.length === 0 && outside === null
      ? h('p', { class: 'quiet' }, 'No session is kept yet.')
      : h(
          'table',
          { class: 'table holdings' },
          h('caption', { class: 'visually-hidden' }, 'What is kept of each repository'),
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              h('th', { scope: 'col' }, 'Repository'),
              h('th', { scope: 'col', class: 'number' }, 'Sessions'),
              h('th', { scope: 'col', class: 'number' }, 'Requests'),
              h('th', { scope: 'col', class: 'number' }, h('span', { class: 'visually-hidden' }, 'Actions')),
            ),
          ),
          h(
            'tbody',
            {},
            ...rows.map(({ repository, ...counts }) =>
              holdingRow(
                repository,
                counts,
                link('Forget…', () => void forget(panel, repository), `Forget ${repository}`),
              ),
            ),
            outside === null ? null : holdingRow(capitalized(partLabel('outsideRepositories', '')), outside, null),
          ),
        ),
    h('p', { class: 'quiet' }, 'Forgetting deletes what the ledger holds of a repository. The transcripts stay: they are Claude Code’s.'),
  );
}

/** What is in no repository has no name to be forgotten by. */
function holdingRow(
  name: string,
  { sessions, requests }: { readonly sessions: number; readonly requests: number },
  action: Child,
): Description {
  return h(
    'tr',
    { key: name },
    h('th', { scope: 'row', class: action === null ? '' : 'path' }, name),
    h('td', { class: 'number' }, formatCount(sessions)),
    h('td', { class: 'number' }, formatCount(requests)),
    h('td', { class: 'number' }, action),
  );
}

function excluded(panel: Panel, { exclude }: Holdings): Description {
  const demo = panel.settings?.demo === true;
  const add = (event: Event): void => {
    event.preventDefault();
    const field = document.querySelector<HTMLElement>('#exclude-glob');
    const glob: unknown = field === null ? '' : Reflect.get(field, 'value');
    if (field === null || typeof glob !== 'string' || glob.trim() === '') return;
    void (async (): Promise<void> => {
      const answer = await panel.host.call('exclude', { glob: glob.trim() });
      if (!answer.ok) panel.fail('Leaving it out', answer.error.sentence);
      else if (answer.value.done) {
        Reflect.set(field, 'value', '');
        panel.announce('Excluded from now on.', true);
        panel.retry();
      }
    })();
  };
  return section(
    'Left out',
    exclude.length === 0
      ? h('p', { class: 'quiet' }, 'No folder is left out.')
      : h('ul', { class: 'globs' }, ...exclude.map((glob) => h('li', { key: glob }, h('code', { class: 'path' }, glob)))),
    h(
      'div',
      { class: 'exclude' },
      h('vscode-text-field', {
        id: 'exclude-glob',
        onkeydown: (event) => {
          if (event instanceof KeyboardEvent && event.key === 'Enter') add(event);
        },
        placeholder: '/home/me/private/**',
        'aria-label': 'Folder to leave out, as a glob',
        'aria-describedby': demo ? 'exclude-reason' : null,
        disabled: demo,
      }),
      h('vscode-button', { appearance: 'secondary', disabled: demo, onclick: add }, 'Leave out'),
    ),
    demo ? h('p', { class: 'quiet', id: 'exclude-reason' }, 'Not in the demo: it leaves your settings alone.') : null,
    demo ? null : actions(link('Change the list in the settings', () => void panel.host.call('run', { command: 'openSettings' }))),
  );
}

function takeAway(panel: Panel): Description {
  return section(
    'Take it with you, or delete it',
    h(
      'p',
      { class: 'quiet' },
      'Each view exports what it shows as CSV, JSON, Markdown or a picture. Deleting removes the ledger’s facts, its backups and what it set aside; transcripts that are still there would be read again.',
    ),
    h(
      'p',
      { class: 'danger' },
      h('vscode-button', { appearance: 'secondary', onclick: () => void deleteEverything(panel) }, 'Delete everything…'),
    ),
  );
}

async function forget(panel: Panel, repository: string): Promise<void> {
  const answer = await panel.host.call('forget', { repository });
  if (!answer.ok) panel.fail(`Forgetting ${repository}`, answer.error.sentence);
  else if (answer.value.done) {
    panel.announce(`${repository} is forgotten.`, true);
    panel.retry();
  }
}

async function deleteEverything(panel: Panel): Promise<void> {
  const answer = await panel.host.call('deleteEverything', null);
  if (!answer.ok) panel.fail('Deleting', answer.error.sentence);
  else if (answer.value.done) {
    panel.announce('Everything is deleted.', true);
    panel.retry();
  }
}

function section(title: string, ...content: readonly Child[]): Description {
  return h(
    'section',
    { class: 'figure', key: title, 'aria-label': title },
    h('header', { class: 'figure-head' }, h('h2', {}, title)),
    ...content,
  );
}

function actions(...links: readonly Description[]): Description {
  return h('p', { class: 'entry-actions' }, ...links);
}

function link(label: string, run: () => void, name = label): Description {
  return h('button', { type: 'button', class: 'link', 'aria-label': name === label ? null : name, onclick: run }, label);
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${formatCount(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
