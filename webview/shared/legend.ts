import { t } from '../../src/core/l10n/message.ts';
import { h } from './dom.ts';
import type { Description } from './dom.ts';

export interface LegendItem {
  readonly label: string;
  /** As the series' of the chart. */
  readonly colour: number;
  /** A line in place of a bar. */
  readonly line?: boolean;
}

/** Beside charts of weeks, where one has a star. */
export function partialNote(): string {
  return t('* only a part of the week');
}

/** What the colours of a chart mean. Exported pictures read it as it stands. */
export function legend(items: readonly LegendItem[], note: string | null = null): Description {
  return h(
    'span',
    { class: 'legend' },
    ...items.map(({ label, colour, line = false }) =>
      h(
        'span',
        { class: 'legend-item', key: label, 'data-series': String(colour) },
        h('span', { class: `${line ? 'dash' : 'dot'} series-${colour < 0 ? 'quiet' : String(colour)}` }),
        label,
      ),
    ),
    note === null ? null : h('span', { class: 'legend-item', key: 'note' }, note),
  );
}
