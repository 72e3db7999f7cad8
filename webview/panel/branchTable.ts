import { t, plural } from '../../src/core/l10n/message.ts';
import { formatAge } from '../../src/core/report/durations.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { explainBranch } from './explainOverview.ts';
import { miniBar } from './standingBar.ts';
import { branchName } from './standingLabels.ts';
import { withName } from './state.ts';
import type { BranchRest, BranchRow, Overview } from '../../src/core/report/overview.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

const shortLength = 8;

/** The dearest branches with what became of their cost. */
export function branchTable(panel: Panel, { branches, otherBranches, choices, defaultBranch }: Overview): Description {
  const all = panel.state.unfolded.includes('branches');
  const shown = all ? branches : branches.slice(0, shortLength);
  const severalRepositories = new Set(branches.map(({ repository }) => repository)).size > 1;
  const nameOf = (repository: string): string =>
    repository === '' ? t('outside any repository') : (choices.repositories.find((each) => each.repository === repository)?.name ?? '');
  return h(
    'section',
    { class: 'figure', key: 'branches', 'aria-label': t('Branches') },
    h('header', { class: 'figure-head' }, h('h2', {}, t('Branches'))),
    h(
      'table',
      { class: 'table branches', role: 'table' },
      h('caption', { class: 'visually-hidden' }, t('Branches, dearest first')),
      h(
        'thead',
        { role: 'rowgroup' },
        h(
          'tr',
          { role: 'row' },
          head(t('Branch')),
          head(t('What became of it')),
          head(t('Sessions'), 'number'),
          head(t('Commits'), 'number'),
          head(t('Last'), 'number'),
          head(t('Cost'), 'number'),
        ),
      ),
      h(
        'tbody',
        { role: 'rowgroup' },
        ...shown.map((row) => branchRow(panel, row, severalRepositories ? nameOf(row.repository) : '')),
        all && otherBranches !== null ? restRow(panel, otherBranches, defaultBranch) : null,
      ),
    ),
    branches.length <= shortLength
      ? null
      : h(
          'button',
          { type: 'button', class: 'link', onclick: () => panel.change({ unfolded: withName(panel.state.unfolded, 'branches', !all) }) },
          all
            ? t('Show fewer')
            : otherBranches === null
              ? t('Show all {0}', formatCount(branches.length))
              : t('Show the dearest {0}', formatCount(branches.length)),
        ),
  );
}

function branchRow(panel: Panel, row: BranchRow, repositoryName: string): Description {
  const { branch, repository, money, sessions, commits, lastAtMs, parts, defaultBranch } = row;
  const name = branchName(branch);
  return h(
    'tr',
    { key: `${repository} ${branch}`, role: 'row' },
    h(
      'th',
      { scope: 'row', role: 'rowheader' },
      h(
        'span',
        { class: 'branch-name' },
        icon('branch'),
        h(
          'button',
          {
            type: 'button',
            class: 'plain cut',
            title: t('{0}: show its sessions', name),
            onclick: () =>
              panel.go({
                view: 'sessions',
                session: null,
                branch,
                ...(repository === '' ? { part: 'outsideRepositories' } : { repository }),
              }),
          },
          name,
        ),
        repositoryName === '' ? null : h('span', { class: 'quiet cut' }, repositoryName),
      ),
    ),
    cell('bar-cell', miniBar(parts, defaultBranch)),
    cell('number sessions-cell', count(sessions, plural(sessions, 'session', 'sessions'))),
    cell('number commits-cell', commits === 0 ? '–' : count(commits, plural(commits, 'commit', 'commits'))),
    cell('number quiet last-cell', formatAge(Math.max(0, panel.nowMs - lastAtMs))),
    cell(
      'number cost-cell',
      h(
        'button',
        {
          type: 'button',
          class: 'amount',
          'aria-label': t('Explain {0}: {1}', name, panel.amounts.text(money)),
          onclick: () => panel.explainHere(explainBranch(row)),
        },
        panel.amounts.text(money),
      ),
    ),
  );
}

/** The branches that are not named, as one row: how many they are, and what became of their cost. */
function restRow(panel: Panel, { branches, money, parts }: BranchRest, defaultBranch: string | null): Description {
  return h(
    'tr',
    { key: 'other branches', role: 'row' },
    h('th', { scope: 'row', role: 'rowheader' }, plural(branches, '{0} other branch', '{0} other branches', formatCount(branches))),
    cell('bar-cell', miniBar(parts, defaultBranch)),
    cell('number sessions-cell', '–'),
    cell('number commits-cell', '–'),
    cell('number quiet last-cell', '–'),
    cell('number cost-cell', panel.amounts.text(money)),
  );
}

function head(text: string, className = ''): Description {
  return h('th', { scope: 'col', role: 'columnheader', class: className }, text);
}

/** Narrow pages set the row on several lines, by style alone; the roles keep it a row for those who hear it. */
function cell(className: string, ...content: readonly Child[]): Description {
  return h('td', { role: 'cell', class: className }, ...content);
}

/** The unit is shown where the head of the table is not. */
function count(number: number, unit: string): Child {
  return [formatCount(number), h('span', { class: 'unit' }, ` ${unit}`)];
}
