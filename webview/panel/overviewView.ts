import { dayKey } from '../../src/core/report/time.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { counted, formatShare } from '../shared/share.ts';
import { branchTable } from './branchTable.ts';
import { daysFigure } from './daysFigure.ts';
import { distributionFigure } from './distributionFigure.ts';
import { explainBefore, explainStanding } from './explainOverview.ts';
import { filterBar } from './filterBar.ts';
import { dayLabel } from './period.ts';
import { standingFigure } from './standingBar.ts';
import { emptyPage, loadingPage, problemLine } from './states.ts';
import { weeklyCuts } from './weeklyCuts.ts';
import type { Overview, WorthALook } from '../../src/core/report/overview.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

/** What was spent, where it is now, what is worth a look. */
export function overviewView(panel: Panel): Description {
  const { value, problem, loading } = panel.overview;
  if (value === null)
    return problem === null
      ? loadingPage('overview')
      : h(
          'div',
          { class: 'page' },
          problemLine(problem, () => panel.retry()),
        );
  const { standing, defaultBranch, sentenceKind } = value;
  const head = [panel.settings?.empty === true ? null : filterBar(panel), firstUse(panel), problemLine(problem, () => panel.retry())];
  if (value.requests === 0) return h('div', { class: 'page', key: 'overview' }, ...head, nothing(panel, value), notes(panel, value.notes));
  const inGit = sentenceKind !== 'noRepository';
  return h(
    'div',
    { class: 'page', key: 'overview', 'aria-busy': String(loading) },
    ...head,
    h(
      'section',
      { class: 'headline', 'aria-label': 'In one sentence' },
      h('p', { class: 'sentence' }, ...emphasized(value.sentence)),
      h(
        'p',
        { class: 'quiet headline-facts' },
        `${counted(value.sessions, 'session')}, ${counted(value.requests, 'request')}`,
        value.firstDay === '' ? null : `, ${dayRange(value, panel)}`,
        '. ',
        h(
          'button',
          { type: 'button', class: 'link', onclick: () => panel.explainHere(explainStanding(value, panel)) },
          'Explain this number',
        ),
      ),
    ),
    standingFigure(panel, 'Where it is now', {
      id: 'standing',
      standing,
      before: panel.state.compare ? (value.before?.standing ?? null) : null,
      defaultBranch,
      chosen: panel.state.part,
      choose: (part) =>
        panel.change(
          panel.state.part === part ? { part: null } : { part, view: part === 'onDefaultBranch' ? 'shipped' : 'sessions', session: null },
        ),
      tools: compareSwitch(panel, value),
    }),
    before(panel, value),
    value.worthALook.length === 0
      ? null
      : h(
          'section',
          { class: 'looks', 'aria-label': 'Worth a look' },
          ...value.worthALook.slice(0, 2).map((look) => worthALook(panel, look)),
        ),
    notes(panel, value.notes),
    h('div', { class: 'cards' }, ...value.figures.map((figure) => distributionFigure(panel, figure))),
    daysFigure(panel, value),
    inGit || value.branches.length > 0 ? branchTable(panel, value) : null,
    weeklyCuts(panel, value),
    h('p', { class: 'fine' }, `At list price as of ${value.asOf}. Days of ${value.timezone}.`),
  );
}

/** The sentence with its amounts and shares set stronger. */
export function emphasized(sentence: string): readonly Child[] {
  return sentence
    .split(/((?:≥ )?<?\$[\d,.]*\d[kM]?|[<>]?\d+(?:\.\d+)? ?%)/)
    .map((part, index) => (index % 2 === 0 ? part : h('strong', {}, part)));
}

function dayRange({ firstDay, lastDay }: Overview, panel: Panel): string {
  const today = dayKey(panel.nowMs, panel.timezone);
  return firstDay === lastDay
    ? dayLabel(firstDay, today)
    : `${dayLabel(firstDay, today)} to ${lastDay === today ? 'today' : dayLabel(lastDay, today)}`;
}

function compareSwitch(panel: Panel, { before: earlier }: Overview): Child {
  return h(
    'label',
    { class: 'check', title: earlier === null ? 'The ledger does not reach back that far.' : '' },
    h('input', {
      type: 'checkbox',
      disabled: earlier === null,
      '.checked': panel.state.compare && earlier !== null,
      onchange: (event) => panel.change({ compare: event.target instanceof HTMLInputElement && event.target.checked }),
    }),
    'With the period before',
  );
}

function before(panel: Panel, overview: Overview): Child {
  const { before: earlier, days } = overview;
  if (earlier === null || !panel.state.compare) return null;
  const onMain = earlier.standing.parts.find(({ part }) => part === 'onDefaultBranch');
  return h(
    'p',
    { class: 'before quiet', key: 'before' },
    `The ${counted(days, 'day')} before: `,
    h(
      'button',
      { type: 'button', class: 'amount', title: 'Explain', onclick: () => panel.explainHere(explainBefore(overview, panel)) },
      panel.amounts.text(earlier.total),
    ),
    `, ${formatShare(onMain?.money.nanodollars ?? 0, earlier.total.nanodollars)} on ${overview.defaultBranch ?? 'the default branch'}, ${counted(earlier.sessions, 'session')}.`,
  );
}

function worthALook(panel: Panel, { sentence, leadsTo, id }: WorthALook): Description {
  const lead = (): void => {
    if (leadsTo.view === 'shipped') panel.open('shipped', leadsTo.sha);
    else panel.change({ view: 'sessions', session: leadsTo.sessionId, ...(leadsTo.part === null ? {} : { part: leadsTo.part }) });
  };
  return h(
    'button',
    { type: 'button', class: 'look', key: id, onclick: lead },
    icon('eye'),
    h('span', { class: 'look-text' }, ...emphasized(sentence)),
    icon('chevron'),
  );
}

function notes(panel: Panel, all: Overview['notes']): Child {
  // What is still being read has a line of its own above.
  const shown = all.filter(({ kind }) => kind !== 'reading' || panel.settings?.reading === null);
  if (shown.length === 0) return null;
  return h(
    'ul',
    { class: 'notes', key: 'notes', 'aria-label': 'To read the figures right' },
    ...shown.map(({ kind, sentence }) =>
      h(
        'li',
        { key: `${kind} ${sentence}` },
        icon('info'),
        h('span', {}, sentence),
        kind === 'untrusted'
          ? h(
              'button',
              { type: 'button', class: 'link', onclick: () => void panel.host.call('run', { command: 'manageTrust' }) },
              'Trust this folder',
            )
          : null,
      ),
    ),
  );
}

function nothing(panel: Panel, overview: Overview): Description {
  if (panel.settings?.empty === true)
    return emptyPage(
      'No session of Claude Code has been seen on this machine yet.',
      'Payoff reads the transcripts that Claude Code writes by itself. Use it once, and its first figures appear here.',
      h(
        'vscode-button',
        { appearance: 'secondary', onclick: () => void panel.host.call('run', { command: 'doctor' }) },
        'Where Payoff looks',
      ),
    );
  return emptyPage(
    overview.sentence,
    'Nothing fits these filters.',
    h(
      'vscode-button',
      {
        appearance: 'secondary',
        onclick: () =>
          panel.change({ period: { kind: 'all', since: '', until: '' }, repository: null, branch: null, model: null, part: null }),
      },
      'Show everything',
    ),
  );
}

function firstUse(panel: Panel): Child {
  if (panel.settings?.firstUse !== true) return null;
  return h(
    'div',
    { class: 'first-use', key: 'first-use' },
    icon('info'),
    h('p', {}, 'Claude Code deletes its transcripts after 30 days. From today Payoff keeps the numbers (no text).'),
    h(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': 'Dismiss',
        title: 'Dismiss',
        onclick: () => void panel.host.call('dismissFirstUse', null),
      },
      icon('close'),
    ),
  );
}
