import { h } from '../shared/dom.ts';
import type { Description } from '../shared/dom.ts';

/** The product's mark and name. */
export function brand(): Description {
  return h(
    'span',
    { class: 'brand' },
    h(
      'svg',
      { class: 'brand-mark', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
      h('path', { d: 'M2 13h4.2l2.6-8 4.4 14 2.7-8 1.1 2h5' }),
    ),
    'Payoff',
  );
}
