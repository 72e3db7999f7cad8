import { formatMoney } from '../core/report/money.ts';
import type { Explanation, NotFound } from '../core/report/explanation.ts';
import { demoSentence } from '../core/report/tooltip.ts';
import { plain } from './markdownTable.ts';

/** Why a figure is what it is, as Markdown: what each paragraph accounts for stands before it. Names in it are text and never markup. */
export function explanationText(explanation: Explanation | NotFound, demo: boolean): string {
  if ('notFound' in explanation) return page(['# Not found', plain(explanation.notFound)]);
  const { title, money, paragraphs, repository, id } = explanation;
  const amount = money === null ? 'cost not recorded' : formatMoney(money);
  return page([
    `# ${plain(`${title}: ${amount}`)}`,
    ...(demo ? [`**${demoSentence}**`] : []),
    plain([id, repository].filter((part) => part !== '').join(' · ')),
    ...paragraphs.map(({ text, money: part }) => (part === null ? plain(text) : `- **${plain(formatMoney(part))}** ${plain(text)}`)),
  ]);
}

function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
