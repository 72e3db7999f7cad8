/** Bars that lie: a name, a length, the words. */
import { h } from '../shared/dom.ts';
import type { Child, Description } from '../shared/dom.ts';

export interface Bar {
  readonly label: string;
  /** What is sure, and up to what it may be; lengths against the longest of all. */
  readonly from: number;
  readonly to?: number;
  readonly words: Child;
  /** As a series'; the first one's unless it is given. */
  readonly colour?: number;
  /** A line across at this amount. */
  readonly mark?: number | null;
  /** The label is that of the bar above, and only read out. */
  readonly second?: boolean;
}

/** What is not sure is drawn lighter, with an edge. */
export function bars(key: string, name: string, all: readonly Bar[], longest?: number): Description {
  const most = longest ?? Math.max(1e-9, ...all.map(({ from, to = from, mark }) => Math.max(from, to, mark ?? 0)));
  const width = (value: number): string => `${((100 * Math.min(value, most)) / most).toFixed(2)}%`;
  return h(
    'ul',
    { class: 'bars', key, 'aria-label': name },
    ...all.map(({ label, from, to = from, words, colour = 0, mark = null, second = false }) =>
      h(
        'li',
        { key: label },
        h('span', { class: 'bars-label' }, second ? h('span', { class: 'visually-hidden' }, label) : label),
        h(
          'span',
          { class: `bars-track series-${colour < 0 ? 'quiet' : String(colour)}`, 'aria-hidden': 'true' },
          h('span', { class: 'bars-fill', style: { width: width(from) } }),
          to > from ? h('span', { class: 'bars-maybe', style: { width: width(to - from) } }) : null,
          mark === null ? null : h('span', { class: 'bars-mark', style: { left: width(mark) } }),
        ),
        h('span', { class: 'bars-number' }, words),
      ),
    ),
  );
}
