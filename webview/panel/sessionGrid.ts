/**
 * A table of any length: only the rows in view are elements. The table itself holds the focus and names the active row, so that rows may
 * come and go without losing it.
 */
import { t } from '../../src/core/l10n/message.ts';
import { h, island, render } from '../shared/dom.ts';
import type { SessionListRow } from '../../src/core/report/sessionPage.ts';
import type { Description, Island } from '../shared/dom.ts';
import type { Panel } from './panel.ts';
import type { SessionColumn } from './sessionColumns.ts';

/** Rows beyond the visible ones that are drawn too, so that a flick of the wheel shows no gap. */
const margin = 8;
/** The place is kept once it has not moved for so long. */
const restMs = 150;
const bodies = new WeakMap<Element, GridBody>();

export function sessionGrid(panel: Panel, columns: readonly SessionColumn[]): Description {
  return island('div', { class: 'grid', key: 'grid' }, gridIsland(panel, columns));
}

function gridIsland(panel: Panel, columns: readonly SessionColumn[]): Island {
  return {
    mount(element) {
      if (element instanceof HTMLElement) bodies.set(element, new GridBody(element, panel, columns));
    },
    update: (element) => bodies.get(element)?.draw(),
    unmount: (element) => bodies.get(element)?.close(),
  };
}

class GridBody {
  readonly #grid: HTMLElement;
  readonly #panel: Panel;
  readonly #columns: readonly SessionColumn[];
  readonly #resized: ResizeObserver;
  #rowHeight = 34;
  #headHeight = 30;
  #restored = false;
  #query = '';
  #waiting = false;
  #restTimer: number | null = null;

  constructor(grid: HTMLElement, panel: Panel, columns: readonly SessionColumn[]) {
    this.#grid = grid;
    this.#panel = panel;
    this.#columns = columns;
    grid.setAttribute('role', 'grid');
    grid.setAttribute('aria-label', t('Sessions'));
    grid.setAttribute('aria-colcount', String(columns.length));
    grid.tabIndex = 0;
    grid.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    grid.addEventListener('keydown', (event) => this.#key(event));
    this.#resized = new ResizeObserver(() => this.draw());
    this.#resized.observe(grid);
    this.draw();
  }

  close(): void {
    this.#resized.disconnect();
  }

  draw(): void {
    const { sessions, state } = this.#panel;
    const total = sessions.total ?? 0;
    const query = JSON.stringify([this.#panel.filter, state.search, state.order, state.descending]);
    if (this.#query !== query && this.#query !== '') this.#grid.scrollTop = 0;
    this.#query = query;
    this.#measure();
    const [from, to] = this.#visible(total);
    const active = Math.min(state.activeRow, Math.max(0, total - 1));
    this.#grid.setAttribute('aria-rowcount', String(total + 1));
    if (active >= from && active < to) this.#grid.setAttribute('aria-activedescendant', `session-row-${String(active)}`);
    else this.#grid.removeAttribute('aria-activedescendant');
    const rows = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
    const slots = this.#fitting() + 2 * margin + 1;
    render(
      this.#grid,
      h('div', { class: 'grid-head', role: 'rowgroup' }, this.#head()),
      h(
        'div',
        { class: 'grid-rows', role: 'rowgroup', style: { height: `${String(total * this.#rowHeight)}px` } },
        ...rows.map((index) => this.#row(index, sessions.row(index), index === active, slots)),
      ),
    );
    sessions.want(from, to);
    // Not before it is on the page: an element beside it has no place to scroll to.
    if (!this.#restored && total > 0 && this.#grid.clientHeight > 0) {
      this.#restored = true;
      if (state.firstRow > 0) this.#grid.scrollTop = state.firstRow * this.#rowHeight;
    }
  }

  #measure(): void {
    const probe = this.#grid.querySelector<HTMLElement>('.grid-row');
    if (probe !== null && probe.offsetHeight > 0) this.#rowHeight = probe.offsetHeight;
    const head = this.#grid.querySelector<HTMLElement>('.grid-head');
    if (head !== null) this.#headHeight = head.offsetHeight;
  }

  #visible(total: number): readonly [number, number] {
    const first = Math.floor(this.#grid.scrollTop / this.#rowHeight);
    return [Math.max(0, first - margin), Math.min(total, first + this.#fitting() + margin)];
  }

  /** Rows that have room, at most. */
  #fitting(): number {
    return Math.ceil((this.#grid.clientHeight || 400) / this.#rowHeight) + 1;
  }

  #head(): Description {
    const { order, descending } = this.#panel.state;
    return h(
      'div',
      { class: 'grid-row-head', role: 'row', 'aria-rowindex': '1' },
      ...this.#columns.map((column, index) => {
        const sorted = column.order !== null && column.order === order;
        return h(
          'div',
          {
            key: column.id,
            class: `cell col-${column.id}${column.number ? ' number' : ''}`,
            role: 'columnheader',
            'aria-colindex': String(index + 1),
            'aria-sort': column.order === null ? null : sorted ? (descending ? 'descending' : 'ascending') : 'none',
          },
          column.order === null
            ? column.label()
            : h(
                'button',
                { type: 'button', class: `sort${sorted ? ' sorted' : ''}`, onclick: () => this.#sort(column) },
                sorted ? h('span', { class: 'sort-mark', 'aria-hidden': 'true' }, descending ? '↓' : '↑') : null,
                column.label(),
              ),
        );
      }),
    );
  }

  #sort({ order: wanted }: SessionColumn): void {
    const { order, descending } = this.#panel.state;
    if (wanted !== null)
      this.#panel.change({ order: wanted, descending: order === wanted ? !descending : wanted !== 'branch', firstRow: 0, activeRow: 0 });
  }

  #row(index: number, row: SessionListRow | null, active: boolean, slots: number): Description {
    return h(
      'div',
      {
        key: String(index % slots), // elements are used again for other rows
        id: `session-row-${String(index)}`,
        class: `grid-row${active ? ' active' : ''}`,
        role: 'row',
        'aria-rowindex': String(index + 2),
        'aria-selected': String(active),
        'aria-busy': row === null ? 'true' : null,
        style: { transform: `translateY(${String(index * this.#rowHeight)}px)` },
        onclick: () => this.#open(index),
      },
      ...this.#columns.map((column, at) =>
        h(
          'div',
          {
            key: column.id,
            class: `cell col-${column.id}${column.number ? ' number' : ''}`,
            role: 'gridcell',
            'aria-colindex': String(at + 1),
          },
          row === null ? h('span', { class: 'skeleton s-cell' }) : column.cell(row, this.#panel),
        ),
      ),
    );
  }

  #open(index: number): void {
    const row = this.#panel.sessions.row(index);
    if (row === null) return;
    this.#keepPlace();
    this.#panel.change({ activeRow: index });
    this.#panel.go({ session: row.sessionId });
  }

  #scrolled(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      if (!this.#grid.isConnected) return;
      this.draw();
      if (this.#restTimer !== null) clearTimeout(this.#restTimer);
      this.#restTimer = window.setTimeout(() => this.#keepPlace(), restMs);
    });
  }

  #keepPlace(): void {
    const first = Math.floor(this.#grid.scrollTop / this.#rowHeight);
    if (this.#grid.isConnected && this.#restored && first !== this.#panel.state.firstRow) this.#panel.change({ firstRow: first });
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.#grid || event.ctrlKey || event.metaKey || event.altKey) return;
    const { activeRow } = this.#panel.state;
    const last = (this.#panel.sessions.total ?? 0) - 1;
    const page = Math.max(1, Math.floor((this.#grid.clientHeight - this.#headHeight) / this.#rowHeight) - 1);
    const to = {
      ArrowDown: activeRow + 1,
      ArrowUp: activeRow - 1,
      PageDown: activeRow + page,
      PageUp: activeRow - page,
      Home: 0,
      End: last,
    }[event.key];
    if (event.key === 'Enter') this.#open(activeRow);
    else if (to === undefined) return;
    else this.#activate(Math.max(0, Math.min(last, to)));
    event.preventDefault();
  }

  #activate(index: number): void {
    const top = index * this.#rowHeight;
    const inView = this.#grid.clientHeight - this.#headHeight;
    if (top < this.#grid.scrollTop) this.#grid.scrollTop = top;
    else if (top + this.#rowHeight > this.#grid.scrollTop + inView) this.#grid.scrollTop = top + this.#rowHeight - inView;
    this.#panel.change({ activeRow: index });
    this.draw(); // at once: whoever holds a key down is not to wait for the next frame
  }
}
