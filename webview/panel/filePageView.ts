import { sessionCount, lineCount, editCount } from '../../src/core/report/counts.ts';
import { t } from '../../src/core/l10n/message.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { repositoryName, shareText } from '../../src/core/report/words.ts';
import { h } from '../shared/dom.ts';
import { table } from '../shared/table.ts';
import { icon } from '../shared/icons.ts';
import { emptyPage, loadingPage, problemLine } from './states.ts';
import { formatWhen } from './when.ts';
import type { FilePage, FileSession } from '../../src/core/report/filePage.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

/** One file: what Claude's edits of it cost, and which of its lines are still there. */
export function filePageView(panel: Panel): Description {
  const { value, problem, loading } = panel.filePage;
  const content = (): Child => {
    if (value !== null && 'notFound' in value) return emptyPage(value.notFound, t('Edits of files appear here with what led to them.'));
    if (value !== null) return page(panel, value);
    if (problem !== null) return problemLine(t('Reading the file'), problem, () => panel.retry());
    return loading ? loadingPage('shipped') : null;
  };
  return h('div', { class: 'page file-page', key: 'file', 'aria-busy': String(loading && value === null) }, content());
}

function page(panel: Panel, found: FilePage): Child {
  const { file, repository, money, edits, sessions, defaultBranch } = found;
  return [
    h(
      'header',
      { class: 'session-head' },
      h(
        'div',
        { class: 'session-what' },
        h('h2', { tabindex: '-1' }, file),
        h(
          'p',
          { class: 'quiet' },
          t(
            '{0} · {1} in {2} of Claude’s',
            repositoryName(repository),
            editCount(edits),
            sessionCount(sessions.filter((session) => session.edits > 0).length),
          ),
        ),
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'big',
          'aria-label': t('Explain {0}', panel.amounts.text(money)),
          onclick: () => panel.explain(file, 'file', repository),
        },
        panel.amounts.text(money),
      ),
    ),
    lines(found),
    sessionTable(panel, found),
    h(
      'p',
      { class: 'fine' },
      t(
        'A request counts for the file of the edit that it led to, so that none counts twice. Lines are those of {0} as it was last fetched; what they cost is their part of what the session spent for its changes, all of its lines costing the same: another sum than that of its edits.',
        defaultBranch,
      ),
    ),
  ];
}

/** How many of its lines are Claude's, as a bar beside the number. */
function lines({ lines: counts, problem, defaultBranch }: FilePage): Child {
  const head = h('header', { class: 'figure-head' }, h('h2', {}, t('Lines that are still there')));
  if (counts === null)
    return h(
      'section',
      { class: 'figure', key: 'lines', 'aria-label': t('Lines that are still there') },
      head,
      h('p', { class: 'too-few' }, icon('info'), ` ${problem ?? t('Not known yet.')}`),
    );
  const { all, withClaude, ofSessions } = counts;
  const share = shareText(withClaude, all);
  const others = withClaude - ofSessions;
  return h(
    'section',
    { class: 'figure', key: 'lines', 'aria-label': t('Lines that are still there') },
    head,
    h(
      'p',
      { class: 'lines-sentence' },
      t('{0} of the {1} on {2} ({3}) were written by Claude.', formatCount(withClaude), lineCount(all), defaultBranch, share),
      others === 0
        ? null
        : h(
            'span',
            { class: 'quiet' },
            ` ${t('{0} of them are known by Claude’s trailer alone: their cost is not recorded.', formatCount(others))}`,
          ),
    ),
    h(
      'div',
      { class: 'track', role: 'img', 'aria-label': t('{0} of the lines are Claude’s', share) },
      h('span', { class: 'track-fill part-stayed', style: { width: `${String(all === 0 ? 0 : (100 * withClaude) / all)}%` } }),
    ),
  );
}

function sessionTable(panel: Panel, { sessions, money, edits, lines: counts, file }: FilePage): Child {
  if (sessions.length === 0) return null;
  const linesOf = ({ lines: own }: FileSession): string => (own === null ? t('not known') : formatCount(own));
  return h(
    'section',
    { class: 'figure', key: 'sessions', 'aria-label': t('Sessions') },
    h(
      'header',
      { class: 'figure-head' },
      h('h2', {}, t('Sessions')),
      h('span', { class: 'figure-sub' }, t('that edited it, or wrote lines that it still has')),
    ),
    h(
      'div',
      { class: 'table-twin', tabindex: '0', role: 'group', 'aria-label': t('Sessions of {0}', file) },
      table({
        caption: t('Sessions of {0}', file),
        columns: [t('Last edit'), t('Edits'), t('Lines still there'), t('Share'), t('Cost of these lines'), t('Cost of its edits')],
        numbers: [1, 2, 3, 4, 5],
        rows: [
          ...sessions.map((session) => [
            h(
              'button',
              {
                type: 'button',
                class: 'link',
                key: session.sessionId,
                title: t('Show the session'),
                onclick: () => panel.open('sessions', session.sessionId),
              },
              formatWhen(session.lastEditAtMs, panel.nowMs, panel.timezone),
            ),
            formatCount(session.edits),
            linesOf(session),
            counts === null || counts.withClaude === 0 ? '–' : shareText(session.lines ?? 0, counts.withClaude),
            session.linesCost === null ? '–' : panel.amounts.nanodollars(session.linesCost),
            panel.amounts.text(session.money),
          ]),
          [
            t('Together'),
            formatCount(edits),
            counts === null ? t('not known') : formatCount(counts.ofSessions),
            counts === null || counts.withClaude === 0 ? '–' : shareText(counts.ofSessions, counts.withClaude),
            costOfLines(panel, sessions),
            panel.amounts.text(money),
          ],
        ],
      }),
    ),
  );
}

/** Where it is not known of one it is that much at least. */
function costOfLines(panel: Panel, sessions: readonly FileSession[]): string {
  const known = sessions.flatMap(({ linesCost }) => linesCost ?? []);
  if (known.length === 0) return '–';
  const isWhole = sessions.every(({ lines: own, linesCost }) => own === 0 || linesCost !== null);
  return `${isWhole ? '' : '≥ '}${panel.amounts.nanodollars(known.reduce((sum, each) => sum + each, 0))}`;
}
