/** What leaves a demo says by itself that its figures are made up. Knows nothing of VS Code. */
import { demoSentence } from '../core/report/tooltip.ts';

/** Markdown with the mark before it. */
export function markedMarkdown(markdown: string): string {
  return `**${demoSentence()}**\n\n${markdown}`;
}

/** `payoff demo overview 2026-11-22.csv`: CSV, JSON's rows and a picture have no other place for the mark. */
export function markedFileName(name: string): string {
  return name.replace(/^(?:payoff )?/, 'payoff demo ');
}
