import { h } from '../shared/dom.ts';
import type { Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

export function sessionsView(_panel: Panel): Description {
  return h('div', { class: 'page' });
}
