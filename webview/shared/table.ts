import { h } from './dom.ts';
import type { Child, Description } from './dom.ts';

export interface TableTwin {
  readonly caption: string;
  readonly columns: readonly string[];
  /** Columns of numbers, aligned to the right. */
  readonly numbers: readonly number[];
  readonly rows: readonly (readonly Child[])[];
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
