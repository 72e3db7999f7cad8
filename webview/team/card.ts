/** A section of the page, and a picture in it with its table twin. */
import { h } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import { table } from '../shared/table.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { TableTwin } from '../shared/table.ts';

/** What a section needs of the page. */
export interface Tables {
  /** Whether the figure of this name is shown as a table. */
  asTable(id: string): boolean;
  toggle(id: string): void;
}

export interface SectionHead {
  readonly id: string;
  readonly title: string;
  /** What it answers, in one sentence. */
  readonly about: Child;
}

export function section({ id, title, about }: SectionHead, ...children: readonly Child[]): Description {
  return h(
    'section',
    { class: 'section', id, key: id, 'aria-labelledby': `${id}-title` },
    h('h2', { id: `${id}-title`, tabindex: '-1' }, title),
    h('p', { class: 'about' }, about),
    ...children,
  );
}

export interface Figure {
  /** Names it among the kept choices; without spaces. */
  readonly id: string;
  readonly title: string;
  readonly subtitle?: Child;
  readonly picture: Child;
  readonly table: TableTwin;
  readonly footer?: Child;
  readonly className?: string;
}

/** A picture, or the same as a table where that is wanted. */
export function figure(tables: Tables, { id, title, subtitle, picture, table: twin, footer, className = '' }: Figure): Description {
  const asTable = tables.asTable(id);
  return h(
    'section',
    { class: `figure ${className}`, key: id, 'aria-label': title },
    h(
      'header',
      { class: 'figure-head' },
      h('h3', {}, title),
      subtitle === undefined ? null : h('span', { class: 'figure-sub' }, subtitle),
      h(
        'span',
        { class: 'figure-tools' },
        h(
          'button',
          {
            type: 'button',
            class: 'icon-button',
            title: asTable ? 'Show as a picture' : 'Show as a table',
            'aria-label': asTable ? `Show ${title} as a picture` : `Show ${title} as a table`,
            onclick: () => tables.toggle(id),
          },
          icon(asTable ? 'chart' : 'table'),
        ),
      ),
    ),
    // Keys, so that what stands beneath never takes the place of a picture that goes: a canvas would stay in it.
    asTable ? tableBox(id, twin) : h('div', { key: 'picture' }, picture),
    footer === undefined ? null : h('div', { key: 'footer' }, footer),
  );
}

/** A table that scrolls by itself where it is long or wide. */
export function tableBox(id: string, twin: TableTwin): Description {
  return h(
    'div',
    { class: 'table-twin', key: `${id} table`, tabindex: '0', role: 'group', 'aria-label': `${twin.caption}, as a table` },
    table(twin),
  );
}

export interface Tile {
  readonly label: string;
  /** What is known, or the words in its place. */
  readonly value: Child;
  readonly about?: Child;
  /** Nothing is known: the words are quiet. */
  readonly hidden?: boolean;
}

/** Single figures beside each other, each with its name. */
export function tiles(...all: readonly (Tile | null)[]): Description {
  return h(
    'dl',
    { class: 'tiles' },
    ...all.map((tile) =>
      tile === null
        ? null
        : h(
            'div',
            { class: 'tile', key: tile.label },
            h('dt', {}, tile.label),
            h('dd', { class: tile.hidden === true ? 'tile-hidden' : 'tile-value' }, tile.value),
            tile.about === undefined ? null : h('dd', { class: 'tile-about' }, tile.about),
          ),
    ),
  );
}
