import { sessionCount, requestCount } from '../../src/core/report/counts.ts';
import { t, plural } from '../../src/core/l10n/message.ts';
import { dateWords } from '../../src/core/report/dates.ts';
import { formatDollars, isAtLeast, isUnpriced, formatCount } from '../../src/core/report/money.ts';
import { dayKey } from '../../src/core/report/time.ts';
import { around } from '../shared/around.ts';
import { h } from '../shared/dom.ts';
import { focusSoon } from '../shared/focus.ts';
import { icon } from '../shared/icons.ts';
import type { StandingShare } from '../../src/core/report/standing.ts';
import { capitalized, ended, listed, saidMoney, shareText } from '../../src/core/report/words.ts';
import { branchTable } from './branchTable.ts';
import { daysFigure } from './daysFigure.ts';
import { distributionFigure } from './distributionFigure.ts';
import { amountsIn } from './amounts.ts';
import { daysBefore, explainBefore, explainDistribution, explainStanding } from './explainOverview.ts';
import { filterBar } from './filterBar.ts';
import { standingFigure } from './standingBar.ts';
import { unfiltered } from './state.ts';
import { emptyPage, loadingPage, nothingSeen, problemLine } from './states.ts';
import { stayedFigures } from './stayedFigures.ts';
import { weeklyCuts } from './weeklyCuts.ts';
import type { Overview, WorthALook } from '../../src/core/report/overview.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Money } from '../../src/core/report/live.ts';
import type { Amounts, Panel } from './panel.ts';

/** What was spent, where it is now, what is worth a look. */
export function overviewView(panel: Panel): Description {
  const { value, problem, loading } = panel.overview;
  if (value === null)
    return problem === null
      ? loadingPage('overview')
      : h(
          'div',
          { class: 'page' },
          problemLine(t('Reading the ledger'), problem, () => panel.retry()),
        );
  const { standing, defaultBranch, sentenceKind } = value;
  const head = [
    panel.settings?.empty === true ? null : filterBar(panel),
    firstUse(panel),
    problemLine(t('Reading the ledger'), problem, () => panel.retry()),
  ];
  if (value.requests === 0) return h('div', { class: 'page', key: 'overview' }, ...head, nothing(panel, value), notes(panel, value.notes));
  const inGit = sentenceKind !== 'noRepository';
  return h(
    'div',
    { class: 'page', key: 'overview', 'aria-busy': String(loading) },
    ...head,
    h(
      'section',
      { class: 'headline', 'aria-label': t('In one sentence') },
      h('p', { class: 'sentence' }, ...emphasized(panel.amounts.said(value.sentence))),
      h(
        'p',
        { class: 'quiet headline-facts' },
        ended(
          listed([sessionCount(value.sessions), requestCount(value.requests), ...(value.firstDay === '' ? [] : [dayRange(value, panel)])]),
        ),
        ' ',
        h('button', { type: 'button', class: 'link', onclick: () => panel.explainHere(explainStanding(value)) }, t('Explain this number')),
      ),
    ),
    standingFigure(panel, t('Where it is now'), {
      id: 'standing',
      standing,
      before:
        panel.state.compare && value.before !== null
          ? { standing: value.before.standing, amounts: amountsBefore(panel, value), name: capitalized(daysBefore(value.days)) }
          : null,
      defaultBranch,
      chosen: panel.state.part,
      choose: (part) =>
        panel.state.part === part
          ? panel.choose({ part: null })
          : panel.go({
              part,
              view: part === 'stayed' || part === 'onDefaultBranch' || part === 'cameBack' ? 'shipped' : 'sessions',
              session: null,
            }),
      tools: compareSwitch(panel, value),
    }),
    before(panel, value),
    stayedFigures(panel, value),
    value.worthALook.length === 0
      ? null
      : h(
          'section',
          { class: 'looks', 'aria-label': t('Worth a look') },
          ...value.worthALook.slice(0, 2).map((look) => worthALook(panel, look)),
        ),
    toAdvice(panel),
    notes(panel, value.notes),
    daysFigure(panel, value),
    h(
      'div',
      { class: 'cards', key: 'spread' },
      ...value.figures.map((figure) =>
        distributionFigure(panel, {
          ...figure,
          id: `figure ${figure.id}`,
          explanation: () => explainDistribution(figure.label, figure.distribution),
        }),
      ),
    ),
    inGit || value.branches.length > 0 ? branchTable(panel, value) : null,
    weeklyCuts(panel, value),
    h(
      'p',
      { class: 'fine' },
      t('At list prices of {0}. Each amount is rounded to the cent by itself. Days of {1}.', dateWords(value.asOf), value.timezone),
    ),
  );
}

/** `$1,204.50`, `1.204,50 €`, `≥ $12.4k`, `<1%`, `42 %`. */
const amountOrShare =
  /((?:≥ )?[<>]?(?:[A-Z]{0,2}\p{Sc}\s?\d(?:[\d.,]*\d)?[kM万億亿]?|\d(?:[\d.,]*\d)?\s?(?:%|(?:Mio\.\s)?[A-Z]{0,2}\p{Sc})))/u;

/** The sentence with its amounts and shares set stronger. */
export function emphasized(sentence: string): readonly Child[] {
  return sentence.split(amountOrShare).map((part, index) => (index % 2 === 0 ? part : h('strong', {}, part)));
}

function dayRange({ firstDay, lastDay }: Overview, panel: Panel): string {
  const today = dayKey(panel.nowMs, panel.timezone);
  return firstDay === lastDay
    ? dateWords(firstDay, today)
    : t('{0} to {1}', dateWords(firstDay, today), lastDay === today ? t('today') : dateWords(lastDay, today));
}

/** Where there is nothing to compare with, the reason stands beside it. */
function compareSwitch(panel: Panel, { before: earlier, days }: Overview): Child {
  const reason = plural(days, 'The day before is not in the ledger.', 'The {0} days before are not in the ledger.', formatCount(days));
  return [
    h(
      'label',
      { class: 'check' },
      h('input', {
        type: 'checkbox',
        disabled: earlier === null,
        'aria-describedby': earlier === null ? 'compare-reason' : null,
        '.checked': panel.state.compare && earlier !== null,
        onchange: (event) => panel.change({ compare: event.target instanceof HTMLInputElement && event.target.checked }),
      }),
      t('With the period before'),
    ),
    earlier === null ? h('span', { class: 'quiet', id: 'compare-reason' }, reason) : null,
  ];
}

/** The period before in amounts of its own whole. */
function amountsBefore(panel: Panel, { before: earlier }: Overview): Amounts {
  return amountsIn(panel.amounts.unit, earlier?.wholePlan.nanodollars ?? null);
}

/** `$36 more than the 30 days before, 62% on main then.` In dollars in either unit: shares of two wholes cannot be compared. */
function before(panel: Panel, overview: Overview): Child {
  const { before: earlier, standing, days, defaultBranch } = overview;
  if (earlier === null || !panel.state.compare || isUnpriced(standing.total) || isUnpriced(earlier.total)) return null;
  const isOnMain = ({ part }: StandingShare): boolean => part === 'stayed' || part === 'onDefaultBranch';
  const onMain = earlier.standing.parts.filter(isOnMain).reduce((sum, { money }) => sum + money.nanodollars, 0);
  const { change, than } = changeWords(standing.total, earlier.total, panel.amounts.unit);
  const button = h(
    'button',
    {
      type: 'button',
      class: 'amount',
      title: t('Explain'),
      onclick: () => panel.explainHere(explainBefore(overview, amountsBefore(panel, overview))),
    },
    change,
  );
  const then = [daysBefore(days), shareText(onMain, earlier.total.nanodollars), defaultBranch ?? t('the default branch')] as const;
  return h('p', { class: 'before quiet', key: 'before' }, ...around((mark) => than(mark, ...then), button));
}

interface Change {
  readonly change: string;
  /** The sentence around it, with the days before, and what share of theirs is on which branch. */
  readonly than: (change: string, days: string, share: string, branch: string) => string;
}

/** The difference of two amounts in words; where one of them may be larger there is none to be told. */
function changeWords(now: Money, then: Money, unit: Amounts['unit']): Change {
  const priced = (said: string): string => (unit === 'plan' ? t('{0} at list price', said) : said);
  if (isAtLeast(now) || isAtLeast(then))
    return {
      change: priced(saidMoney(now)),
      than: (change, days, share, branch) => t('{0} after {4} in {1}, {2} on {3} then.', change, days, share, branch, saidMoney(then)),
    };
  const difference = now.nanodollars - then.nanodollars;
  if (difference === 0)
    return { change: t('As much'), than: (change, days, share, branch) => t('{0} as {1}, {2} on {3} then.', change, days, share, branch) };
  const amount = formatDollars(Math.abs(difference), 'dollars');
  return {
    change: priced(difference > 0 ? t('{0} more', amount) : t('{0} less', amount)),
    than: (change, days, share, branch) => t('{0} than {1}, {2} on {3} then.', change, days, share, branch),
  };
}

function worthALook(panel: Panel, { sentence, leadsTo, id }: WorthALook): Description {
  const lead = (): void => {
    if (leadsTo.view === 'shipped') panel.open('shipped', leadsTo.sha);
    else panel.go({ view: 'sessions', session: leadsTo.sessionId, ...(leadsTo.part === null ? {} : { part: leadsTo.part }) });
  };
  return h(
    'button',
    { type: 'button', class: 'look', key: id, onclick: lead },
    icon('eye'),
    h('span', { class: 'look-text' }, ...emphasized(panel.amounts.said(sentence))),
    icon('chevron'),
  );
}

/** What is worth a look is a part of what is worth doing. */
function toAdvice(panel: Panel): Child {
  if (panel.settings?.advice === false) return null;
  return h(
    'p',
    { class: 'to-advice quiet', key: 'to-advice' },
    h('button', { type: 'button', class: 'link', onclick: () => panel.open('advice') }, t('What is worth doing about it')),
  );
}

function notes(panel: Panel, all: Overview['notes']): Child {
  // What is still being read has a line of its own above.
  const shown = all.filter(({ kind }) => kind !== 'reading' || panel.settings?.reading === null);
  if (shown.length === 0) return null;
  return h(
    'ul',
    { class: 'notes', key: 'notes', 'aria-label': t('To read the figures right') },
    ...shown.map(({ kind, sentence }) =>
      h(
        'li',
        { key: `${kind} ${sentence}` },
        icon('info'),
        h('span', {}, panel.amounts.said(sentence)),
        kind === 'untrusted'
          ? h(
              'button',
              { type: 'button', class: 'link', onclick: () => void panel.host.call('run', { command: 'manageTrust' }) },
              t('Trust this folder'),
            )
          : null,
      ),
    ),
  );
}

function nothing(panel: Panel, overview: Overview): Description {
  if (panel.settings?.empty === true) return nothingSeen(panel);
  return emptyPage(
    overview.sentence,
    t('Nothing fits these filters.'),
    h(
      'vscode-button',
      {
        appearance: 'secondary',
        onclick: () => panel.choose({ period: { kind: 'all', since: '', until: '' }, ...unfiltered }),
      },
      t('Show everything'),
    ),
  );
}

function firstUse(panel: Panel): Child {
  if (panel.settings?.firstUse !== true) return null;
  return h(
    'div',
    { class: 'first-use', key: 'first-use' },
    icon('info'),
    h('p', {}, t('Claude Code deletes its transcripts after 30 days. From today Payoff keeps the numbers (no text).')),
    h(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': t('Dismiss'),
        title: t('Dismiss'),
        onclick: () => void dismissFirstUse(panel),
      },
      icon('close'),
    ),
  );
}

/** On to what stands beneath it. */
async function dismissFirstUse(panel: Panel): Promise<void> {
  const answer = await panel.host.call('dismissFirstUse', null);
  if (answer.ok) focusSoon('.headline .link');
  else panel.fail(t('Dismissing'), answer.error.sentence);
}
