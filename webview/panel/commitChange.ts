/** What a commit's row says of the change that it belongs to. */
import { t } from '../../src/core/l10n/message.ts';
import { formatCount } from '../../src/core/report/money.ts';
import { inARow, listed, shareText, shortSha } from '../../src/core/report/words.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { changeWords, fateName, fateOf, fates } from './stayedStates.ts';
import type { SurvivalAt, SurvivalGap } from '../../src/core/outcomes/survival.ts';
import type { CommitChange, CommitRow } from '../../src/core/report/commits.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { IconName } from '../shared/icons.ts';
import type { Panel } from './panel.ts';
import type { Fate } from './stayedStates.ts';

const fateIcons: Readonly<Record<Fate, IconName>> = { stayed: 'check', onDefaultBranch: 'clock', cameBack: 'cameBack' };

/** The state of a row's change: an icon and words. */
export function changeMark(change: CommitChange, nowMs: number): Description {
  if (change.joined !== null) {
    const text = joinedWords(change.joined, shortSha(change.sha));
    return h('span', { class: 'change-mark', title: text }, icon('commit'), h('span', { class: 'cut' }, text));
  }
  const { short, whole } = changeWords(change, nowMs);
  const fate = fateOf(change.state);
  const said = change.setAside ? t('{0}; set aside', whole) : whole;
  return h(
    'span',
    { class: `change-mark mark-of-${fate}`, title: said },
    icon(fateIcons[fate]),
    h('span', { class: 'cut' }, change.setAside ? t('{0}, set aside', short) : short),
  );
}

function joinedWords(joined: NonNullable<CommitChange['joined']>, sha: string): string {
  if (joined === 'revert') return t('Reverts {0}', sha);
  return joined === 'hotfix' ? t('Mends {0}', sha) : t('Lands {0} again', sha);
}

const styleNames = { merge: () => t('merge'), squash: () => t('squash'), rebase: () => t('rebase') } as const;

/** `squash 1a2b3c4`: how the commits of one change are known by. Nothing where the commit is one by itself. */
export function styleTag({ change, sha }: CommitRow): Child {
  if (change === null || change.style === 'trunk') return null;
  const name = styleNames[change.style]();
  const text = change.sha === sha ? name : `${name} ${shortSha(change.sha)}`;
  return h('span', { class: 'tag', title: t('One change, which came on to its branch as a {0}: {1}', name, shortSha(change.sha)) }, text);
}

/** What became of it, why, its lines, and the other commits of it that are shown. */
export function aboutChange(panel: Panel, row: CommitRow): Child {
  const { change } = row;
  if (change === null) return null;
  const others = panel.commits.rows.filter(
    (other) => other.change?.sha === change.sha && other.sha !== row.sha && other.repository === row.repository,
  );
  const { lines } = change;
  return h(
    'div',
    { class: 'about-change', key: 'change' },
    h('ul', { class: 'sentences' }, ...change.sentences.map((sentence) => h('li', { key: sentence }, sentence))),
    lines === null || lines.committed === 0 ? null : h('p', { class: 'quiet' }, linesSentence(lines)),
    others.length === 0
      ? null
      : h(
          'p',
          { class: 'quiet' },
          t('The same change: '),
          ...others.flatMap((other, index) => [
            index === 0 ? null : ', ',
            h(
              'button',
              { type: 'button', class: 'link', key: other.sha, onclick: () => panel.open('shipped', other.sha) },
              other.subject ?? shortSha(other.sha),
            ),
          ]),
          '.',
        ),
  );
}

const gaps: Readonly<Record<SurvivalGap, () => string>> = {
  tooYoung: () => t('too young'),
  notFetched: () => t('not fetched since'),
  notLooked: () => t('not looked at yet'),
};

/** `Claude's lines: 30 committed, 28 shipped. Still there: after 7 days 26 (93%), after 14 days too young.` */
function linesSentence({ committed, shipped, at }: NonNullable<CommitChange['lines']>): string {
  const first =
    shipped === null
      ? t('Lines of Claude’s in it: {0} committed, not looked at yet whether they shipped.', formatCount(committed))
      : t('Lines of Claude’s in it: {0} committed, {1} shipped.', formatCount(committed), formatCount(shipped));
  if (shipped === null || shipped === 0) return first;
  const seen: readonly string[] = ([7, 14, 30] as const).flatMap((days) => {
    const text = seenWords(at[days]);
    return text === null ? [] : [t('{0} after {1} days', text, days)];
  });
  const next = ([7, 14, 30] as const).find((days) => 'gap' in at[days]);
  const gap = next === undefined ? null : at[next];
  const waits = gap === null || !('gap' in gap) ? '' : t('After {0} days: {1}.', String(next), gaps[gap.gap]());
  return inARow(first, seen.length === 0 ? '' : t('Still there: {0}.', listed(seen)), waits);
}

function seenWords(at: SurvivalAt): string | null {
  if ('gap' in at || at.lines === 0) return null;
  return t('{0} of {1} ({2})', formatCount(at.surviving), formatCount(at.lines), shareText(at.surviving, at.lines));
}

/** All commits, or those of changes that stayed, are watched, or came back. */
export function fateChips(panel: Panel): Description {
  const { part } = panel.state;
  const chip = (name: string, chosen: boolean, choose: () => void, mark: Child): Description =>
    h('button', { type: 'button', class: 'chip', key: name, 'aria-pressed': String(chosen), onclick: choose }, mark, name);
  return h(
    'div',
    { class: 'chips', key: 'chips', role: 'group', 'aria-label': t('What became of them') },
    chip(t('All'), part === null, () => panel.choose({ part: null }), null),
    ...fates.map((fate) => chip(fateName(fate), part === fate, () => panel.choose({ part: fate }), icon(fateIcons[fate]))),
  );
}
