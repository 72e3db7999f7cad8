import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { counted } from '../../src/core/report/words.ts';
import { withName } from './state.ts';
import { formatWhen } from './when.ts';
import type { PullRequestRow } from '../../src/core/report/commits.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

/** Longer lists are folded. */
export const shortLength = 5;

/** Pull requests that sessions made or worked on; each costs what its commits cost. */
export function pullRequestSection(panel: Panel, pullRequests: readonly PullRequestRow[]): Child {
  if (pullRequests.length === 0) return null;
  const all = panel.state.unfolded.includes('pullRequests');
  const shown = all ? pullRequests : pullRequests.slice(0, shortLength);
  return h(
    'section',
    { class: 'figure', key: 'pullRequests', 'aria-label': 'Pull requests' },
    h(
      'header',
      { class: 'figure-head' },
      h('h2', {}, 'Pull requests'),
      h('span', { class: 'figure-sub' }, 'each costs what its commits cost'),
    ),
    h('ul', { class: 'entries' }, ...shown.map((row) => entry(panel, row))),
    pullRequests.length <= shortLength
      ? null
      : h(
          'button',
          {
            type: 'button',
            class: 'link',
            onclick: () => panel.change({ unfolded: withName(panel.state.unfolded, 'pullRequests', !all) }),
          },
          all ? 'Show fewer' : `Show all ${String(pullRequests.length)}`,
        ),
  );
}

function entry(panel: Panel, row: PullRequestRow): Description {
  const { url, number, branch, created, reviewed, onDefaultBranch, commits, money, repository, firstSeenAtMs } = row;
  const name = `Pull request ${String(number)}`;
  const place = row.defaultBranch || 'the default branch';
  const where =
    onDefaultBranch === null
      ? commits.length === 0
        ? 'no commit known'
        : 'git not read'
      : onDefaultBranch
        ? `on ${place}`
        : `not on ${place}`;
  return h(
    'li',
    { class: 'entry request-row', key: url, 'data-id': url },
    h(
      'span',
      { class: 'entry-fold' },
      icon('pullRequest'),
      h(
        'button',
        { type: 'button', class: 'plain entry-title cut', title: url, onclick: () => void panel.host.call('openAddress', { url }) },
        name,
      ),
    ),
    h(
      'span',
      { class: 'entry-meta quiet' },
      h('span', { class: 'entry-where' }, h('span', { class: 'cut' }, where)),
      h('span', { class: 'cut', title: branch }, branch),
      h('span', { class: 'cut' }, created ? 'opened by a session' : reviewed ? 'read by a session' : 'worked on by a session'),
      h('span', { class: 'entry-when' }, formatWhen(firstSeenAtMs, panel.nowMs, panel.timezone)),
    ),
    h('span', { class: 'entry-lines number quiet' }, counted(commits.length, 'commit')),
    money === null
      ? h('span', { class: 'entry-cost number quiet' }, 'cost not recorded')
      : h(
          'button',
          {
            type: 'button',
            class: 'entry-cost amount number',
            'aria-label': `Explain ${name}: ${panel.amounts.text(money)}`,
            onclick: () => panel.explain(url, 'pullRequest', repository || null),
          },
          panel.amounts.text(money),
        ),
    h(
      'span',
      { class: 'entry-receipt' },
      money === null || repository === ''
        ? null
        : h(
            'button',
            {
              type: 'button',
              class: 'icon-button',
              title: 'Copy receipt',
              'aria-label': `Copy receipt of ${name.toLowerCase()}`,
              onclick: () => void panel.copyReceipt(url, repository),
            },
            icon('copy'),
          ),
    ),
  );
}
