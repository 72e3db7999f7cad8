import { formatCount } from '../../src/core/report/money.ts';
import { commitCount } from '../../src/core/report/counts.ts';
import { t } from '../../src/core/l10n/message.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
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
    { class: 'figure', key: 'pullRequests', 'aria-label': t('Pull requests') },
    h(
      'header',
      { class: 'figure-head' },
      h('h2', {}, t('Pull requests')),
      h('span', { class: 'figure-sub' }, t('each costs what its commits cost')),
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
          all ? t('Show fewer') : t('Show all {0}', formatCount(pullRequests.length)),
        ),
  );
}

function entry(panel: Panel, row: PullRequestRow): Description {
  const { url, number, branch, created, reviewed, onDefaultBranch, commits, money, repository, firstSeenAtMs } = row;
  const name = t('Pull request {0}', String(number));
  const place = row.defaultBranch || t('the default branch');
  const where =
    onDefaultBranch === null
      ? commits.length === 0
        ? t('no commit known')
        : t('git not read')
      : onDefaultBranch
        ? t('on {0}', place)
        : t('not on {0}', place);
  const by = created ? t('opened by a session') : reviewed ? t('read by a session') : t('worked on by a session');
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
      h('span', { class: 'entry-where' }, h('span', { class: 'cut', title: where }, where)),
      h('span', { class: 'cut', title: branch }, branch),
      h('span', { class: 'cut', title: by }, by),
      h('span', { class: 'entry-when' }, formatWhen(firstSeenAtMs, panel.nowMs, panel.timezone)),
    ),
    h('span', { class: 'entry-lines number quiet' }, commitCount(commits.length)),
    money === null
      ? h('span', { class: 'entry-cost number quiet' }, t('cost not recorded'))
      : h(
          'button',
          {
            type: 'button',
            class: 'entry-cost amount number',
            'aria-label': t('Explain {0}: {1}', name, panel.amounts.text(money)),
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
              title: t('Copy receipt'),
              'aria-label': t('Copy receipt of pull request {0}', String(number)),
              onclick: () => void panel.copyReceipt(url, repository),
            },
            icon('copy'),
          ),
    ),
  );
}
