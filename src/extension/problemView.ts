/** The bar when there are no figures: a word, and in the tooltip the sentence that says why and what to do. */
import { t } from '../core/l10n/message.ts';
import { markdown } from '../core/report/tooltip.ts';
import type { Link } from '../core/report/tooltip.ts';
import type { Problem } from './engineClient.ts';
import { tooltipText } from './tooltipText.ts';

export interface ProblemView {
  readonly text: string;
  readonly tooltip: string;
  readonly label: string;
  readonly warning: false;
}

export function problemView({ sentence }: Problem, links: readonly Link[]): ProblemView {
  const linkLine = links.flatMap(({ title, target }, index) => [...(index === 0 ? [] : [{ text: ' · ' }]), { text: title, link: target }]);
  return {
    text: `$(warning) ${t('no figures')}`,
    tooltip: tooltipText(markdown([[{ text: t('No figures'), style: 'strong' }], [{ text: sentence }], linkLine])),
    label: t('Payoff: no figures. {0}', sentence),
    warning: false,
  };
}
