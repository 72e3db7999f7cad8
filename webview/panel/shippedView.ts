import { commitCount } from '../../src/core/report/counts.ts';
import { t } from '../../src/core/l10n/message.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { focusSoon } from '../shared/focus.ts';
import { fateChips } from './commitChange.ts';
import { commitEntry, showsRepositories } from './commitEntry.ts';
import { filePageView } from './filePageView.ts';
import { filterBar } from './filterBar.ts';
import { pullRequestSection } from './pullRequestSection.ts';
import { emptyPage, loadingPage, problemLine } from './states.ts';
import type { Description } from '../shared/dom.ts';
import type { CommitPages } from './commitPages.ts';
import type { Panel } from './panel.ts';

/** What became of the work: commits and pull requests with their cost and how it is known. */
export function shippedView(panel: Panel): Description {
  if (panel.state.file !== null) return filePageView(panel);
  const { commits } = panel;
  if (commits.total === null && commits.problem === null) return loadingPage('shipped');
  const left = (commits.total ?? 0) - commits.rows.length;
  return h(
    'div',
    { class: 'page', key: 'shipped', 'aria-busy': String(commits.loading && commits.rows.length === 0) },
    filterBar(panel),
    fateChips(panel),
    problemLine(t('Reading the commits'), commits.problem, () => panel.retry()),
    commits.rows.length === 0 && commits.pullRequests.length === 0 && commits.problem === null ? nothing(panel) : null,
    pullRequestSection(panel, commits.pullRequests),
    commits.rows.length === 0
      ? null
      : h(
          'section',
          { class: 'figure', key: 'commits', 'aria-label': t('Commits') },
          h(
            'header',
            { class: 'figure-head' },
            h('h2', {}, t('Commits')),
            h(
              'span',
              { class: 'figure-sub' },
              left > 0
                ? t(
                    '{0} of {1}, {2} with a cost that is known',
                    formatCount(commits.rows.length),
                    commitCount(commits.total ?? 0),
                    formatCount(commits.withCost),
                  )
                : t('{0}, {1} with a cost that is known', commitCount(commits.rows.length), formatCount(commits.withCost)),
            ),
          ),
          h(
            'ul',
            { class: showsRepositories(panel) ? 'entries' : 'entries one-repository' },
            ...commits.rows.map((row) => commitEntry(panel, row)),
          ),
          left > 0
            ? h(
                'vscode-button',
                { appearance: 'secondary', class: 'more', disabled: commits.loading, onclick: () => showMore(commits) },
                t('Show more ({0} left)', formatCount(left)),
              )
            : null,
        ),
  );
}

/** Without a filter there is none; else those that are there may be left out. */
function nothing({ state: { period, repository, branch, model, part }, settings }: Panel): Description {
  const narrowed = period.kind !== 'all' || [repository, branch, model, part].some((chosen) => chosen !== null);
  return narrowed && settings?.empty !== true
    ? emptyPage(t('No commit fits these filters.'), t('Choose a longer period, or clear a filter.'))
    : emptyPage(
        t('No commit yet.'),
        t('Commits that Claude Code makes appear here with their cost; your own without it appear as “cost not recorded”.'),
      );
}

/** On to the first of the new rows: the button may be gone. */
function showMore(commits: CommitPages): void {
  const shown = commits.rows.length;
  void commits.more().then(() => {
    const next = commits.rows[shown];
    if (next !== undefined) focusSoon(`[data-id="${CSS.escape(next.sha)}"] button`);
  });
}
