/** The bar when there are no figures: a word, and in the tooltip the sentence that says why and what to do. */
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
    text: '$(warning) no figures',
    tooltip: tooltipText(markdown([[{ text: 'No figures', style: 'strong' }], [{ text: sentence }], linkLine])),
    label: `Payoff: no figures. ${sentence}`,
    warning: false,
  };
}
