import { t } from '../l10n/message.ts';
import type { Explanation, ExplanationParagraph } from './explanation.ts';
import type { Money } from './live.ts';
import { capitalized, inARow, mixText, saidMoney } from './words.ts';

/** How amounts are said: in dollars, or as shares of something. */
export type AmountText = (money: Money) => string;

/** The sentence about the whole: `$2.31 at list price: 9 requests of 1 session, on main.` */
export function wholeText({ money, summary }: Pick<Explanation, 'money' | 'summary'>, amount: AmountText = saidMoney): string {
  return capitalized(money === null ? summary : amountBefore(amount(money), summary));
}

/** A paragraph with its own amounts: `$2.31 because: …, same subject. 9 requests since the edit before: Opus 5.5 $2.18, Haiku 4.5 $0.13.` */
export function paragraphText({ text, money, mix }: Omit<ExplanationParagraph, 'evidence'>, amount: AmountText = saidMoney): string {
  const said = money === null ? text : capitalized(amountBefore(amount(money), text));
  return mix === null ? said : inARow(said, t('{0}: {1}.', mix.requests, mixText(mix.models, amount)));
}

/** A message of its own, though English joins two sentences with the same space: other languages do not. */
function amountBefore(amount: string, text: string): string {
  return t('{1} {0}', text, amount);
}
