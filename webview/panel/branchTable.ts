import { formatAge } from '../../src/core/report/durations.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { explainBranch } from './explainOverview.ts';
import { miniBar } from './standingBar.ts';
import { withName } from './state.ts';
import type { BranchRow, Overview } from '../../src/core/report/overview.ts';
import type { Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

const shortLength = 8;

/** The dearest branches with what became of their cost. */
export function branchTable(panel: Panel, { branches, defaultBranch, choices }: Overview): Description {
  const all = panel.state.unfolded.includes('branches');
  const shown = all ? branches : branches.slice(0, shortLength);
  const severalRepositories = new Set(branches.map(({ repository }) => repository)).size > 1;
  const nameOf = (repository: string): string =>
    repository === '' ? 'outside any repository' : (choices.repositories.find((each) => each.repository === repository)?.name ?? '');
  return h(
    'section',
    { class: 'figure', key: 'branches', 'aria-label': 'Branches' },
    h('header', { class: 'figure-head' }, h('h2', {}, 'Branches')),
    h(
      'table',
      { class: 'table branches' },
      h('caption', { class: 'visually-hidden' }, 'Branches, dearest first'),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, 'Branch'),
          h('th', { scope: 'col', class: 'wide-only' }, 'What became of it'),
          h('th', { scope: 'col', class: 'number wide-only' }, 'Sessions'),
          h('th', { scope: 'col', class: 'number wide-only' }, 'Commits'),
          h('th', { scope: 'col', class: 'number wide-only' }, 'Last'),
          h('th', { scope: 'col', class: 'number' }, 'Cost'),
        ),
      ),
      h('tbody', {}, ...shown.map((row) => branchRow(panel, row, severalRepositories ? nameOf(row.repository) : '', defaultBranch))),
    ),
    branches.length <= shortLength
      ? null
      : h(
          'button',
          { type: 'button', class: 'link', onclick: () => panel.change({ unfolded: withName(panel.state.unfolded, 'branches', !all) }) },
          all ? 'Show fewer' : `Show all ${String(branches.length)}`,
        ),
  );
}

function branchRow(panel: Panel, row: BranchRow, repositoryName: string, defaultBranch: string | null): Description {
  const { branch, repository, money, sessions, commits, lastAtMs, parts } = row;
  const name = branch === '' ? 'no branch recorded' : branch;
  return h(
    'tr',
    { key: `${repository} ${branch}` },
    h(
      'th',
      { scope: 'row' },
      h(
        'span',
        { class: 'branch-name' },
        icon('branch'),
        h(
          'button',
          {
            type: 'button',
            class: 'plain cut',
            title: `${name}: show its sessions`,
            onclick: () =>
              panel.change({
                view: 'sessions',
                session: null,
                branch: branch || null,
                ...(repository === '' ? { part: 'outsideRepositories' } : { repository }),
              }),
          },
          name,
        ),
        repositoryName === '' ? null : h('span', { class: 'quiet cut' }, repositoryName),
      ),
    ),
    h('td', { class: 'wide-only bar-cell' }, miniBar(parts, defaultBranch)),
    h('td', { class: 'number wide-only' }, String(sessions)),
    h('td', { class: 'number wide-only' }, commits === 0 ? '–' : String(commits)),
    h('td', { class: 'number wide-only quiet' }, formatAge(Math.max(0, panel.nowMs - lastAtMs))),
    h(
      'td',
      { class: 'number' },
      h(
        'button',
        {
          type: 'button',
          class: 'amount',
          'aria-label': `Explain ${name}: ${panel.amounts.text(money)}`,
          onclick: () => panel.explainHere(explainBranch(row, defaultBranch)),
        },
        panel.amounts.text(money),
      ),
    ),
  );
}
