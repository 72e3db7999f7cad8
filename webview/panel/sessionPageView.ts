import { turnCount } from '../../src/core/report/counts.ts';
import { t } from '../../src/core/l10n/message.ts';
import { clockTime } from '../../src/core/report/time.ts';
import { formatDuration } from '../../src/core/report/durations.ts';
import { modelLabel } from '../../src/core/report/modelLabel.ts';
import { formatCount, formatPercent, formatTokens, isUnpriced } from '../../src/core/report/money.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { listed, repositoryName, shareText, shortSha } from '../../src/core/report/words.ts';
import { contextFigure, turnsFigure } from './sessionCharts.ts';
import { sessionName } from './sessionColumns.ts';
import { standingFigure } from './standingBar.ts';
import { emptyPage, loadingPage, problemLine } from './states.ts';
import { formatWhen } from './when.ts';
import type { SessionPage } from '../../src/core/report/sessionPage.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

/** One session along its turns: what it cost, when, and what became of it. */
export function sessionPageView(panel: Panel): Description {
  const { value, problem, loading } = panel.sessionPage;
  const content = (): Child => {
    if (value !== null) return page(panel, value);
    if (problem !== null) return problemLine(t('Reading the session'), problem, () => panel.retry());
    return loading
      ? loadingPage('overview')
      : emptyPage(t('This session is not in the ledger.'), t('It may have been forgotten, or its folder excluded.'));
  };
  return h(
    'div',
    {
      class: 'page session-page',
      key: 'session',
      'aria-busy': String(loading && value === null),
    },
    content(),
  );
}

function page(panel: Panel, session: SessionPage): Child {
  const { row, standing } = session;
  const name = sessionName(row, session.title, panel);
  const branch = row.defaultBranch || null;
  return [
    h(
      'header',
      { class: 'session-head' },
      h(
        'div',
        { class: 'session-what' },
        h('h2', { tabindex: '-1' }, row.live ? h('span', { class: 'live', title: t('Live now') }) : null, name),
        h('p', { class: 'quiet' }, facts(panel, session)),
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'big',
          'aria-label': t('Explain {0}', panel.amounts.text(row.money)),
          onclick: () => panel.explain(row.sessionId, 'session', row.repository || null),
        },
        panel.amounts.text(row.money),
      ),
    ),
    turnsFigure(panel, session),
    standingFigure(panel, t('What became of it'), {
      id: 'session standing',
      standing,
      before: null,
      defaultBranch: branch,
      choose: null,
      chosen: null,
      single: true,
    }),
    commits(panel, session),
    contextFigure(panel, session),
    h('div', { class: 'cards' }, modelMix(panel, session), cache(session), others(panel, session)),
  ];
}

function facts(panel: Panel, { row }: SessionPage): string {
  const { startedAtMs, endedAtMs, branches, repository, turns } = row;
  const folder = repository === '' ? t('outside any repository') : repositoryName(repository);
  return [
    t(
      '{0} to {1} ({2})',
      formatWhen(startedAtMs, panel.nowMs, panel.timezone),
      clockTime(endedAtMs, panel.timezone),
      formatDuration(endedAtMs - startedAtMs),
    ),
    folder,
    ...(branches.length === 0 ? [] : [branches.join(', ')]),
    turnCount(turns),
  ].join(' · ');
}

function commits(panel: Panel, { commits: linked, pullRequests }: SessionPage): Child {
  if (linked.length === 0 && pullRequests.length === 0) return null;
  return h(
    'section',
    { class: 'figure', key: 'commits', 'aria-label': t('Commits') },
    h('header', { class: 'figure-head' }, h('h2', {}, t('Commits'))),
    h(
      'ul',
      { class: 'evidence-list' },
      ...linked.map(({ sha, repository, link, onDefaultBranch, branch, defaultBranch }) =>
        h(
          'li',
          { key: sha },
          icon('commit'),
          h(
            'span',
            { class: 'evidence-text' },
            h('button', { type: 'button', class: 'link mono', onclick: () => panel.open('shipped', sha) }, shortSha(sha)),
            h('span', { class: 'quiet' }, ` ${t('on {0}', onDefaultBranch ? defaultBranch || t('the default branch') : branch)}`),
            h('span', { class: 'evidence-sentence' }, panel.amounts.said(link.sentence)),
          ),
          h(
            'button',
            {
              type: 'button',
              class: 'amount',
              'aria-label': t('Explain {0}: {1}', shortSha(sha), panel.amounts.text(link.money)),
              onclick: () => panel.explain(sha, 'commit', repository),
            },
            panel.amounts.text(link.money),
          ),
        ),
      ),
      ...pullRequests.map(({ url, number, created, reviewed }) =>
        h(
          'li',
          { key: url },
          icon('pullRequest'),
          h(
            'span',
            { class: 'evidence-text' },
            h(
              'button',
              { type: 'button', class: 'link', onclick: () => void panel.host.call('openAddress', { url }) },
              t('Pull request {0}', String(number)),
            ),
            h('span', { class: 'quiet' }, ` ${created ? t('opened here') : reviewed ? t('read here') : t('worked on here')}`),
          ),
        ),
      ),
    ),
  );
}

function modelMix(panel: Panel, { models, row, sideCalls }: SessionPage): Description {
  return h(
    'section',
    { class: 'figure card', key: 'models', 'aria-label': t('Models') },
    h('header', { class: 'figure-head' }, h('h2', {}, t('Models'))),
    h(
      'ul',
      { class: 'measures' },
      ...models.map(({ model, money }) =>
        h(
          'li',
          { key: model },
          h('span', {}, modelLabel(model)),
          h('span', { class: 'quiet' }, isUnpriced(money) ? null : shareText(money.nanodollars, row.money.nanodollars)),
          h('span', { class: 'number' }, panel.amounts.text(money)),
        ),
      ),
      sideCalls !== null && sideCalls.nanodollars === 0 && sideCalls.unpricedRequests === 0
        ? null
        : h(
            'li',
            { key: 'side calls' },
            h('span', {}, t('Side calls (titles, web searches)')),
            h('span', { class: 'number' }, sideCalls === null ? t('not known') : panel.amounts.text(sideCalls)),
          ),
    ),
  );
}

function cache({ cache: { readTokens, writtenTokens, uncachedTokens, hitShare } }: SessionPage): Description {
  const measures: readonly (readonly [string, string])[] = [
    [t('From the cache'), hitShare === null ? '–' : formatPercent(100 * hitShare)],
    [t('Read'), formatTokens(readTokens)],
    [t('Written'), formatTokens(writtenTokens)],
    [t('Not cached'), formatTokens(uncachedTokens)],
  ];
  return h(
    'section',
    { class: 'figure card', key: 'cache', 'aria-label': t('Prompt cache') },
    h('header', { class: 'figure-head' }, h('h2', {}, t('Prompt cache')), h('span', { class: 'figure-sub' }, t('tokens'))),
    h(
      'ul',
      { class: 'measures' },
      ...measures.map(([name, value]) => h('li', { key: name }, h('span', {}, name), h('span', { class: 'number' }, value))),
    ),
  );
}

function others(panel: Panel, { checks, subagents, row }: SessionPage): Description {
  const { passed, failed, unknown } = checks;
  const ran = [
    ...(passed > 0 ? [t('{0} passed', formatCount(passed))] : []),
    ...(failed > 0 ? [t('{0} failed', formatCount(failed))] : []),
    ...(unknown > 0 ? [t('{0} unclear', formatCount(unknown))] : []),
  ];
  return h(
    'section',
    { class: 'figure card', key: 'others', 'aria-label': t('Along the way') },
    h('header', { class: 'figure-head' }, h('h2', {}, t('Along the way'))),
    h(
      'ul',
      { class: 'measures' },
      h(
        'li',
        {},
        h('span', {}, t('Lines edited')),
        h('span', { class: 'number' }, `+${formatCount(row.linesAdded)} −${formatCount(row.linesRemoved)}`),
      ),
      h(
        'li',
        {},
        h('span', {}, t('Tests and builds')),
        h('span', { class: 'number' }, ran.length === 0 ? t('none recorded') : listed(ran)),
      ),
      ...subagents.map(({ agentId, money, startedAtMs, endedAtMs }, index) =>
        h(
          'li',
          { key: agentId },
          h('span', {}, t('Subagent {0}', formatCount(index + 1))),
          h('span', { class: 'quiet' }, formatDuration(endedAtMs - startedAtMs)),
          h('span', { class: 'number' }, panel.amounts.text(money)),
        ),
      ),
    ),
  );
}
