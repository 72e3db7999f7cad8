import { t, plural } from '../../src/core/l10n/message.ts';
import { dateWords } from '../../src/core/report/dates.ts';
import { dayKey } from '../../src/core/report/time.ts';
import { partLabel } from '../../src/core/report/labels.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { formatNumber } from '../../src/core/l10n/numbers.ts';
import { around } from '../shared/around.ts';
import { h } from '../shared/dom.ts';
import { capitalized, inARow } from '../../src/core/report/words.ts';
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
          problemLine(t('Reading the ledger'), problem, () => panel.retry()),
        );
  return h(
    'div',
    { class: 'page data', key: 'data' },
    problemLine(t('Reading the ledger'), problem, () => panel.retry()),
    h(
      'section',
      { class: 'headline', 'aria-label': t('What is kept') },
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
  if (firstAtMs === null || lastAtMs === null) return t('Nothing is kept yet.');
  const today = dayKey(panel.nowMs, panel.timezone);
  const day = (ms: number): string => dateWords(dayKey(ms, panel.timezone), today);
  const archived = plural(
    archivedFiles,
    '{0} transcript of it is gone from the disk: their numbers live on here.',
    '{0} transcripts of it are gone from the disk: their numbers live on here.',
    formatCount(archivedFiles),
  );
  return inARow(t('From {0} to {1}.', day(firstAtMs), day(lastAtMs)), archivedFiles === 0 ? '' : archived);
}

function place(panel: Panel, { ledger }: Holdings): Description {
  return section(
    t('Where it is'),
    h('p', {}, h('code', { class: 'path' }, ledger.path)),
    h(
      'p',
      { class: 'quiet' },
      ledger.readOnly
        ? t('{0}, one file on this machine; opened for reading only. Editors, windows and terminals share it.', size(ledger.bytes))
        : t('{0}, one file on this machine. Editors, windows and terminals share it.', size(ledger.bytes)),
    ),
    h(
      'p',
      { class: 'quiet' },
      ...around(
        (write, add) =>
          t(
            'In a terminal {0} writes all of it into one file, and {1} adds such a file, of another machine or another day, without counting anything twice.',
            write,
            add,
          ),
        h('code', {}, 'payoff export FILE'),
        h('code', {}, 'payoff import FILE'),
      ),
    ),
    actions(
      link(t('Open its folder'), () => void panel.host.call('run', { command: 'openLedgerFolder' })),
      link(t('Check it'), () => void panel.host.call('run', { command: 'doctor' })),
    ),
  );
}

function repositories(panel: Panel, { repositories: rows, outsideRepositories: outside }: Holdings): Description {
  return section(
    t('Repositories'),
    rows.length === 0 && outside === null
      ? h('p', { class: 'quiet' }, t('No session is kept yet.'))
      : h(
          'table',
          { class: 'table holdings' },
          h('caption', { class: 'visually-hidden' }, t('What is kept of each repository')),
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              h('th', { scope: 'col' }, t('Repository')),
              h('th', { scope: 'col', class: 'number' }, t('Sessions')),
              h('th', { scope: 'col', class: 'number' }, t('Requests')),
              h('th', { scope: 'col', class: 'number' }, h('span', { class: 'visually-hidden' }, t('Actions'))),
            ),
          ),
          h(
            'tbody',
            {},
            ...rows.map(({ repository, ...counts }) =>
              holdingRow(
                repository,
                counts,
                link(t('Forget…'), () => void forget(panel, repository), t('Forget {0}', repository)),
              ),
            ),
            outside === null ? null : holdingRow(capitalized(partLabel('outsideRepositories', '')), outside, null),
          ),
        ),
    h(
      'p',
      { class: 'quiet' },
      t('Forgetting deletes what the ledger holds of a repository. The transcripts stay: they are Claude Code’s.'),
    ),
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
      if (!answer.ok) panel.fail(t('Leaving it out'), answer.error.sentence);
      else if (answer.value.done) {
        Reflect.set(field, 'value', '');
        panel.announce(t('Excluded from now on.'), true);
        panel.retry();
      }
    })();
  };
  return section(
    t('Left out'),
    exclude.length === 0
      ? h('p', { class: 'quiet' }, t('No folder is left out.'))
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
        'aria-label': t('Folder to leave out, as a glob'),
        'aria-describedby': demo ? 'exclude-reason' : null,
        disabled: demo,
      }),
      h('vscode-button', { appearance: 'secondary', disabled: demo, onclick: add }, t('Leave out')),
    ),
    demo ? h('p', { class: 'quiet', id: 'exclude-reason' }, t('Not in the demo: it leaves your settings alone.')) : null,
    demo ? null : actions(link(t('Change the list in the settings'), () => void panel.host.call('run', { command: 'openSettings' }))),
  );
}

function takeAway(panel: Panel): Description {
  return section(
    t('Take it with you, or delete it'),
    h(
      'p',
      { class: 'quiet' },
      t(
        'Each view exports what it shows as CSV, JSON, Markdown or a picture. Deleting removes the ledger’s facts, its backups and what it set aside; transcripts that are still there would be read again.',
      ),
    ),
    h(
      'p',
      { class: 'danger' },
      h('vscode-button', { appearance: 'secondary', onclick: () => void deleteEverything(panel) }, t('Delete everything…')),
    ),
  );
}

async function forget(panel: Panel, repository: string): Promise<void> {
  const answer = await panel.host.call('forget', { repository });
  if (!answer.ok) panel.fail(t('Forgetting {0}', repository), answer.error.sentence);
  else if (answer.value.done) {
    panel.announce(t('{0} is forgotten.', repository), true);
    panel.retry();
  }
}

async function deleteEverything(panel: Panel): Promise<void> {
  const answer = await panel.host.call('deleteEverything', null);
  if (!answer.ok) panel.fail(t('Deleting'), answer.error.sentence);
  else if (answer.value.done) {
    panel.announce(t('Everything is deleted.'), true);
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
  return bytes < 1e6 ? t('{0} kB', formatCount(bytes / 1e3)) : t('{0} MB', formatNumber(bytes / 1e6, 1, 1));
}
