/** The user's own marks: how each stands, where its period may end, and what the user takes the time saved to be. */
import { t } from '../../src/core/l10n/message.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { figureOf } from './figure.ts';
import type { MarkRow, MarksSection } from '../../src/core/report/advice/marksSection.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

/** Null while they are not known: the window tells of them, not the ledger. */
export function markFigures(panel: Panel, section: MarksSection | null): Child {
  if (section === null) return null;
  const { rows, problems, rate, timeSaved } = section;
  return h(
    'section',
    { class: 'advice-part', key: 'marks', 'aria-label': t('Marks and forecast') },
    h('h2', { class: 'part-title' }, t('Marks and forecast')),
    ...problems.map((sentence) => h('p', { class: 'problem-line', key: sentence }, icon('error'), h('span', {}, sentence))),
    rows.length === 0 ? none(panel) : marks(panel, section),
    timeSaved === null
      ? null
      : h('p', { class: 'time-saved', key: 'time' }, timeSaved.sentence, ' ', h('span', { class: 'quiet' }, timeSaved.assumption)),
    rate === null ? null : h('p', { class: 'quiet', key: 'rate' }, rate),
  );
}

function none(panel: Panel): Description {
  return h(
    'div',
    { class: 'advice-off', key: 'none' },
    h(
      'p',
      {},
      t('No mark is set. A mark says when a session, a day, a week or a month has cost as much as you chose; nothing is stopped.'),
    ),
    setButton(panel),
  );
}

function setButton(panel: Panel): Description {
  return h(
    'vscode-button',
    { appearance: 'secondary', key: 'set', onclick: () => void panel.host.call('run', { command: 'setMark' }) },
    t('Set a mark'),
  );
}

function marks(panel: Panel, { rows }: MarksSection): Description {
  const title = t('How each mark stands');
  return figureOf(panel, {
    id: 'advice marks',
    title,
    subtitle: t('whatever period is chosen above'),
    picture: h('ul', { class: 'mark-rows' }, ...rows.map((row, index) => markRow(row, index))),
    table: {
      caption: title,
      columns: [t('Mark'), t('So far'), t('Of the mark'), t('Mark at'), t('Forecast')],
      numbers: [1, 2],
      rows: rows.map((row) => [
        row.name,
        row.counted,
        row.share ?? t('not known'),
        row.amounts.map(({ text }) => text).join(', '),
        row.forecast ?? row.basis,
      ]),
    },
    footer: setButton(panel),
  });
}

function markRow(row: MarkRow, index: number): Description {
  const { name, counted, amounts, filled, share, state, snoozed, unsure, forecast, basis } = row;
  return h(
    'li',
    { class: `mark-row ${state}`, key: `${String(index)} ${name}` },
    h(
      'p',
      { class: 'mark-head' },
      h('strong', {}, name),
      h('span', {}, counted),
      share === null ? null : h('span', { class: 'quiet' }, t('{0} of the mark', share)),
      snoozed === null ? null : h('span', { class: 'tag' }, snoozed),
    ),
    filled === null
      ? null
      : h(
          'span',
          { class: 'mark-track', 'aria-hidden': 'true' },
          h('span', { class: 'mark-fill', style: { width: `${String(Math.min(100, Math.max(0, 100 * filled)))}%` } }),
        ),
    h(
      'ul',
      { class: 'mark-amounts' },
      ...amounts.map(({ text, passed, reach }, at) =>
        h(
          'li',
          { key: String(at) },
          icon(passed ? 'check' : 'clock'),
          h('span', {}, passed ? t('{0}: passed', text) : text),
          reach === null ? null : h('span', { class: 'quiet' }, reach),
        ),
      ),
    ),
    unsure === null ? null : h('p', {}, unsure),
    forecast === null ? null : h('p', {}, forecast),
    h('p', { class: 'quiet' }, basis),
  );
}
