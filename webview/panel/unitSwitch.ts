import { h } from '../shared/dom.ts';
import type { Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

/** Dollars, or shares of all that is shown; the second only with a plan, whose fee is flat. */
export function unitSwitch(panel: Panel): Description {
  const { settings } = panel;
  const known = (settings?.plan?.windows.length ?? 0) > 0;
  const unit = settings?.unit ?? 'money';
  const reason = known
    ? 'Each amount as a share of all that is shown.'
    : 'Not available: no limit of a plan is known here. Amounts are at list price.';
  const choice = (value: 'money' | 'plan', text: string, name: string): Description =>
    h(
      'label',
      { class: 'segment', title: value === 'plan' ? reason : 'Amounts in dollars, at list price.' },
      h('input', {
        type: 'radio',
        name: 'unit',
        class: 'visually-hidden',
        'aria-label': name,
        'aria-describedby': value === 'plan' ? 'unit-reason' : null,
        disabled: value === 'plan' && !known,
        '.checked': unit === value,
        onchange: () => void panel.host.call('setUnit', { unit: value }),
      }),
      h('span', { 'aria-hidden': 'true' }, text),
    );
  return h(
    'fieldset',
    { class: 'segments' },
    h('legend', { class: 'visually-hidden' }, 'Unit of amounts'),
    choice('money', '$', 'Dollars'),
    choice('plan', 'plan %', 'Share of the plan, in percent'),
    h('span', { id: 'unit-reason', class: 'visually-hidden' }, reason),
  );
}
