import { fileCount } from '../../src/core/report/counts.ts';
import { t, plural } from '../../src/core/l10n/message.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { tierLabel } from '../../src/core/report/labels.ts';
import { h } from '../shared/dom.ts';
import { around } from '../shared/around.ts';
import { icon } from '../shared/icons.ts';
import { capitalized, listed, mixText, repositoryName, shortSha } from '../../src/core/report/words.ts';
import { whereWords } from '../../src/core/report/whereWords.ts';
import { aboutChange, changeMark, styleTag } from './commitChange.ts';
import { withName } from './state.ts';
import { swatch } from './standingBar.ts';
import { formatWhen } from './when.ts';
import type { StandingPart } from '../../src/core/attribution/placement.ts';
import type { CommitRow } from '../../src/core/report/commits.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

/** One commit: what it was, where it is, what it cost; unfolded, how that is known. */
export function commitEntry(panel: Panel, row: CommitRow): Description {
  const { sha, subject, money, repository } = row;
  const id = `commit ${sha}`;
  const unfolded = panel.state.unfolded.includes(id);
  const short = shortSha(sha);
  const severalRepositories = showsRepositories(panel);
  return h(
    'li',
    { class: `entry commit-row${unfolded ? ' unfolded' : ''}`, key: sha, 'data-id': sha },
    h(
      'button',
      {
        type: 'button',
        class: 'entry-fold',
        'aria-expanded': String(unfolded),
        'aria-controls': `about-${short}`,
        onclick: () => panel.change({ unfolded: withName(panel.state.unfolded, id, !unfolded) }),
      },
      icon('chevron'),
      h('span', { class: 'entry-title cut', title: subject }, subject ?? t('Commit')),
      styleTag(row),
    ),
    h(
      'span',
      { class: 'entry-meta quiet' },
      h('span', { class: 'mono' }, short),
      h('span', { class: 'entry-where' }, row.change === null ? where(row) : changeMark(row.change, panel.nowMs)),
      severalRepositories ? h('span', { class: 'cut', title: nameOf(panel, repository) }, nameOf(panel, repository)) : null,
      h('span', { class: 'entry-when' }, formatWhen(row.authoredAtMs, panel.nowMs, panel.timezone)),
    ),
    h('span', { class: 'entry-lines number quiet' }, `+${formatCount(row.linesAdded)} −${formatCount(row.linesRemoved)}`),
    money === null
      ? h('span', { class: 'entry-cost number quiet', title: t('No session that is known made this commit.') }, t('cost not recorded'))
      : h(
          'button',
          {
            type: 'button',
            class: 'entry-cost amount number',
            'aria-label': t('Explain {0}: {1}', short, panel.amounts.text(money)),
            onclick: () => panel.explain(sha, 'commit', repository),
          },
          panel.amounts.text(money),
        ),
    h('div', { class: 'entry-about', id: `about-${short}`, hidden: !unfolded }, unfolded ? about(panel, row) : null),
  );
}

/** Whether a row has to say which repository it is of. */
export function showsRepositories({ state, overview }: Panel): boolean {
  return state.repository === null && (overview.value?.choices.repositories.length ?? 0) > 1;
}

function where(row: CommitRow): Child {
  const { part, branch, defaultBranch } = row;
  // A branch of its own is said by its name: there is no column for it.
  const text = part === 'onAnotherBranch' && branch !== '' && branch !== defaultBranch ? branch : capitalized(whereWords(row));
  return part === null ? text : placed(part, text);
}

function placed(part: StandingPart, text: string): Child {
  return [swatch(part), h('span', { class: 'cut', title: text }, text)];
}

function nameOf(panel: Panel, repository: string): string {
  return panel.overview.value?.choices.repositories.find((each) => each.repository === repository)?.name ?? repositoryName(repository);
}

function about(panel: Panel, row: CommitRow): Child {
  const { sha, repository, links, models, copies, money } = row;
  return [
    aboutChange(panel, row),
    links.length === 0
      ? h('p', { class: 'quiet' }, t('No session that is known made this commit: it has no cost here, and none is guessed.'))
      : h(
          'ul',
          { class: 'evidence-list' },
          ...links.map((link) =>
            h(
              'li',
              { key: link.sessionId },
              icon('check'),
              h(
                'span',
                { class: 'evidence-text' },
                panel.amounts.said(link.sentence),
                h('span', { class: 'quiet' }, ` ${capitalized(tierLabel(link.tier))}. `),
                h(
                  'button',
                  { type: 'button', class: 'link', onclick: () => panel.open('sessions', link.sessionId) },
                  t('Show the session'),
                ),
              ),
              h('span', { class: 'number' }, panel.amounts.text(link.money)),
            ),
          ),
        ),
    models.length === 0 ? null : h('p', { class: 'quiet' }, mixText(models, panel.amounts.text)),
    copies.length === 0
      ? null
      : h(
          'p',
          { class: 'quiet' },
          plural(
            copies.length,
            '{0} copy without cost: {1}.',
            '{0} copies without cost: {1}.',
            formatCount(copies.length),
            listed(copies.map((copy) => (copy.branch === '' ? shortSha(copy.sha) : t('{0} on {1}', shortSha(copy.sha), copy.branch)))),
          ),
        ),
    files(panel, row),
    h(
      'p',
      { class: 'entry-actions' },
      action(t('Open commit'), () => void openCommit(panel, repository, sha)),
      money === null ? null : action(t('Explain'), () => panel.explain(sha, 'commit', repository)),
      money === null ? null : action(t('Copy receipt'), () => void panel.copyReceipt(sha, repository)),
    ),
  ];
}

/** Each leads to its page. */
function files(panel: Panel, { repository, files: named, fileCount: all }: CommitRow): Child {
  if (named.length === 0) return null;
  const more = all - named.length;
  return h(
    'p',
    { class: 'quiet' },
    ...around(
      (list) => (more > 0 ? t('{0}: {1} and {2} more.', fileCount(all), list, formatCount(more)) : t('{0}: {1}.', fileCount(all), list)),
      named.flatMap((path, index) => [
        index === 0 ? null : ', ',
        h('button', { type: 'button', class: 'link', key: path, 'data-file': path, onclick: () => panel.openFile(repository, path) }, path),
      ]),
    ),
  );
}

function action(label: string, run: () => void): Description {
  return h('button', { type: 'button', class: 'link', key: label, onclick: run }, label);
}

async function openCommit(panel: Panel, repository: string, sha: string): Promise<void> {
  const answer = await panel.host.call('openCommit', { repository, sha });
  if (!answer.ok) panel.fail(t('Opening the commit'), answer.error.sentence);
}
