import { t } from '../../src/core/l10n/message.ts';
import { h } from '../shared/dom.ts';
import { hasFlatPlan } from './amounts.ts';
import type { Description } from '../shared/dom.ts';
import type { Panel } from './panel.ts';

/** Dollars, or shares of all that was used in the period; the second only with a plan, whose fee is flat. */
export function unitSwitch(panel: Panel): Description {
  const { settings } = panel;
  const known = hasFlatPlan(settings);
  const { unit } = panel.amounts;
  const reason = known
    ? t('Each amount as a share of what the plan was used for in this period.')
    : t('Not available: no plan with a flat fee is known here. Amounts are at list price.');
  const choice = (value: 'money' | 'plan', text: string, name: string): Description =>
    h(
      'label',
      { class: 'segment', title: value === 'plan' ? reason : t('Amounts in dollars, at list price.') },
      h('input', {
        type: 'radio',
        name: 'unit',
        class: 'visually-hidden',
        'aria-label': name,
        'aria-describedby': value === 'plan' ? 'unit-reason' : null,
        disabled: value === 'plan' && !known,
        '.checked': unit === value,
        onchange: () => void choose(panel, value),
      }),
      h('span', { 'aria-hidden': 'true' }, text),
    );
  return h(
    'fieldset',
    { class: 'segments' },
    h('legend', { class: 'visually-hidden' }, t('Unit of amounts')),
    choice('money', '$', t('Dollars')),
    choice('plan', t('plan %'), t('Amounts as shares of what the plan was used for in this period')),
    h('span', { id: 'unit-reason', class: 'visually-hidden' }, reason),
  );
}

async function choose(panel: Panel, unit: 'money' | 'plan'): Promise<void> {
  const answer = await panel.host.call('setUnit', { unit });
  if (!answer.ok) panel.fail(t('Changing the unit'), answer.error.sentence);
  panel.render(); // what was not taken goes back
}
