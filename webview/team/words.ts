/** How the page says what all of its sections say. */
import { h } from '../shared/dom.ts';
import type { Description } from '../shared/dom.ts';

export function code(text: string): Description {
  return h('code', { class: 'mono' }, text);
}
