import { formatMoney } from '../core/report/money.ts';
import type { Explanation, ExplanationParagraph, NotFound } from '../core/report/explanation.ts';
import { demoSentence } from '../core/report/tooltip.ts';
import { plain } from './markdownTable.ts';

/** Why a figure is what it is, as Markdown. Names in it are text and never markup. */
export function explanationText(explanation: Explanation | NotFound, demo: boolean): string {
  if ('notFound' in explanation) return page(['# Not found', plain(explanation.notFound)]);
  const { title, paragraphs, repository, id } = explanation;
  return page([
    `# ${plain(title)}`,
    ...(demo ? [`**${demoSentence}**`] : []),
    plain([id, repository].filter((part) => part !== '').join(' · ')),
    ...paragraphs.map(paragraphText),
  ]);
}

/** The amount that a paragraph accounts for and begins with stands out. */
function paragraphText({ text, money }: ExplanationParagraph): string {
  const amount = money === null ? '' : formatMoney(money);
  if (amount === '') return plain(text);
  return text.startsWith(amount) ? `- **${plain(amount)}**${plain(text.slice(amount.length)).replace(/^(?=\S)/, ' ')}` : `- ${plain(text)}`;
}

function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
