import { t } from '../core/l10n/message.ts';
import type { Explanation, ExplanationParagraph, NotFound } from '../core/report/explanation.ts';
import { paragraphText, wholeText } from '../core/report/explanationText.ts';
import { demoSentence } from '../core/report/tooltip.ts';
import { openingMoney } from '../core/report/words.ts';
import { plain } from './markdownTable.ts';

/** Why a figure is what it is, as Markdown. Names in it are text and never markup. */
export function explanationText(explanation: Explanation | NotFound, demo: boolean): string {
  if ('notFound' in explanation) return page([`# ${t('Not found')}`, plain(explanation.notFound)]);
  const { title, paragraphs, repository, id } = explanation;
  return page([
    `# ${plain(title)}`,
    ...(demo ? [`**${demoSentence()}**`] : []),
    plain([id, repository].filter((part) => part !== '').join(' · ')),
    plain(wholeText(explanation)),
    ...paragraphs.map(item),
  ]);
}

/** The amount that a paragraph accounts for and begins with stands out. */
function item(paragraph: ExplanationParagraph): string {
  const { text, money } = paragraph;
  const said = paragraphText(paragraph);
  if (money === null) return plain(said);
  const amount = openingMoney(money);
  return said.startsWith(`${amount} ${text}`)
    ? `- **${plain(amount)}**${plain(said.slice(amount.length)).replace(/^(?=\S)/, ' ')}`
    : `- ${plain(said)}`;
}

function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
