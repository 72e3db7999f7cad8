import { plural } from '../../src/core/l10n/message.ts';
import { waitingText } from '../../src/core/report/advice/adviceWords.ts';
import { formatCount } from '../../src/core/report/money.ts';
import type { AdviceView } from '../../src/core/report/advice/adviceView.ts';

/** How much advice there is, beside its heading and for screen readers; without any, why. */
export function adviceSentence(view: AdviceView): string {
  const count = view.advice.length;
  if (count === 0) return waitingText(view);
  return plural(count, '{0} piece of advice', '{0} pieces of advice, the most at stake first', formatCount(count));
}
