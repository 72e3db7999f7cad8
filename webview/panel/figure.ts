import { t } from '../../src/core/l10n/message.ts';
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { table } from '../shared/table.ts';
import { withName } from './state.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { TableTwin } from '../shared/table.ts';
import type { Panel } from './panel.ts';

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
