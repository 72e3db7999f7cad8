/** A comparison as a document: the answer in one sentence, then the way from our figure to the other one, cause by cause. */
import { t } from '../core/l10n/message.ts';
import type { Comparison } from '../core/report/compare/comparison.ts';
import { shownAmounts } from '../core/report/compare/shownAmounts.ts';
import { formatUsDollars } from '../core/report/money.ts';
import { demoSentence } from '../core/report/tooltip.ts';
import { left, plain, right, table } from './markdownTable.ts';

/** Sessions and days beyond these are left to the command line. */
const mostRows = 20;

export function comparisonText(comparison: Comparison, demo: boolean): string {
  const { causes, name, notes, possibleReasons, rows, rowsBy } = comparison;
  const shown = shownAmounts(comparison);
  const steps = causes
    .map(({ title, sentence }, index) => [title, shown.causes[index] ?? '', sentence] as const)
    // Less than can be shown: it is in the command line's JSON.
    .filter(([, amount]) => /[1-9]/.test(amount));
  const way = [
    ['Payoff', shown.ours, ''],
    ...steps,
    [t('Unexplained'), shown.unexplained, shown.allExplained ? '' : t('No cause was found for this part.')],
  ] as const;
  return `${[
    `# ${plain(shown.sentence)}`,
    ...(demo ? [`**${demoSentence()}**`] : []),
    table([left(t('Cause')), right(t('Amount')), left(t('What it is'))], way, [name, shown.theirs, t('The figure that was compared.')]),
    ...(shown.allExplained || possibleReasons.length === 0
      ? []
      : [`## ${t('What may be behind the rest')}\n\n${possibleReasons.map((reason) => `- ${plain(reason)}`).join('\n')}`]),
    ...(rowsBy === null
      ? []
      : [
          `## ${rowsBy === 'session' ? t('Sessions with the largest differences') : t('Days with the largest differences')}\n\n${rowsTable(comparison)}`,
        ]),
    ...(rows.length > mostRows ? [t('There are more: `payoff compare --json` has all of them.')] : []),
    notes.map(plain).join(' '),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function rowsTable({ rows, rowsBy, name }: Comparison): string {
  return table(
    [left(rowsBy === 'session' ? t('Session') : t('Day')), right(name), right('Payoff'), right(t('Apart')), right(t('Unexplained'))],
    rows
      .slice(0, mostRows)
      .map(({ key, theirsNanodollars, oursNanodollars, unexplainedNanodollars }) => [
        key,
        formatUsDollars(theirsNanodollars),
        formatUsDollars(oursNanodollars),
        formatUsDollars(theirsNanodollars - oursNanodollars),
        formatUsDollars(unexplainedNanodollars),
      ]),
  );
}
