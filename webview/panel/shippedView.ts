import { h } from '../shared/dom.ts';
import { counted } from '../shared/share.ts';
import { commitEntry, showsRepositories } from './commitEntry.ts';
import { filterBar } from './filterBar.ts';
import { pullRequestSection } from './pullRequestSection.ts';
import { emptyPage, loadingPage, problemLine } from './states.ts';
import type { Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

/** What became of the work: commits and pull requests with their cost and how it is known. */
export function shippedView(panel: Panel): Description {
  const { commits } = panel;
  if (commits.total === null && commits.problem === null) return loadingPage('shipped');
  const left = (commits.total ?? 0) - commits.rows.length;
  const withCost = commits.rows.filter(({ money }) => money !== null).length;
  return h(
    'div',
    { class: 'page', key: 'shipped', 'aria-busy': String(commits.loading && commits.rows.length === 0) },
    filterBar(panel),
    problemLine(commits.problem, () => panel.retry()),
    commits.rows.length === 0 && commits.pullRequests.length === 0
      ? emptyPage(
          'No commit yet.',
          'Commits that Claude Code makes appear here with their cost; your own without it appear as “cost not recorded”.',
        )
      : null,
    pullRequestSection(panel, commits.pullRequests),
    commits.rows.length === 0
      ? null
      : h(
          'section',
          { class: 'figure', key: 'commits', 'aria-label': 'Commits' },
          h(
            'header',
            { class: 'figure-head' },
            h('h2', {}, 'Commits'),
            h(
              'span',
              { class: 'figure-sub' },
              left > 0
                ? `${String(commits.rows.length)} of ${counted(commits.total ?? 0, 'commit')}`
                : `${counted(commits.rows.length, 'commit')}, ${String(withCost)} with a cost that is known`,
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
                { appearance: 'secondary', class: 'more', disabled: commits.loading, onclick: () => commits.more() },
                `Show more (${String(left)} left)`,
              )
            : null,
        ),
  );
}
