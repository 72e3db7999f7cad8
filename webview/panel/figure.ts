import { t } from '../../src/core/l10n/message.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { withName } from './state.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

export interface TableTwin {
  readonly caption: string;
  readonly columns: readonly string[];
  /** Columns of numbers, aligned to the right. */
  readonly numbers: readonly number[];
  readonly rows: readonly (readonly Child[])[];
}

export interface Figure {
  /** Names it in the kept state. */
  readonly id: string;
  readonly title: string;
  readonly subtitle?: Child;
  readonly tools?: Child;
  readonly picture: Child;
  readonly table: TableTwin;
  readonly footer?: Child;
  readonly className?: string;
}

/** A picture with its title, and the same as a table when that is wanted; the choice is kept. */
export function figureOf(panel: Panel, figure: Figure): Description {
  const { tables } = panel.state;
  const asTable = tables.includes(figure.id);
  const label = asTable ? t('Show {0} as a picture', figure.title) : t('Show {0} as a table', figure.title);
  return h(
    'section',
    { class: `figure ${figure.className ?? ''}`, key: figure.id, 'aria-label': figure.title },
    h(
      'header',
      { class: 'figure-head' },
      h('h2', {}, figure.title),
      figure.subtitle === undefined ? null : h('span', { class: 'figure-sub' }, figure.subtitle),
      h(
        'span',
        { class: 'figure-tools' },
        figure.tools,
        h(
          'button',
          {
            type: 'button',
            class: 'icon-button',
            title: asTable ? t('Show as a picture') : t('Show as a table'),
            'aria-label': label,
            onclick: () => panel.change({ tables: withName(tables, figure.id, !asTable) }),
          },
          icon(asTable ? 'chart' : 'table'),
        ),
      ),
    ),
    asTable
      ? h(
          'div',
          { class: 'table-twin', key: 'table', tabindex: '0', role: 'group', 'aria-label': t('{0}, as a table', figure.table.caption) },
          table(figure.table),
        )
      : figure.picture,
    figure.footer,
  );
}

/** A plain table; its first column names the row. */
export function table({ caption, columns, numbers, rows }: TableTwin): Description {
  const side = (index: number): string => (numbers.includes(index) ? 'number' : '');
  return h(
    'table',
    { class: 'table' },
    h('caption', { class: 'visually-hidden' }, caption),
    h('thead', {}, h('tr', {}, ...columns.map((column, index) => h('th', { scope: 'col', class: side(index) }, column)))),
    h(
      'tbody',
      {},
      ...rows.map((cells) =>
        h('tr', {}, ...cells.map((cell, index) => (index === 0 ? h('th', { scope: 'row' }, cell) : h('td', { class: side(index) }, cell)))),
      ),
    ),
  );
}
