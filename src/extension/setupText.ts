/** The document of *Set up this repository*: what is proposed, what each value is based on, and the file. Knows nothing of VS Code. */
import { t } from '../core/l10n/message.ts';
import { isComplete } from '../core/outcomes/setupProposal.ts';
import { addedLines } from '../core/outcomes/settingsText.ts';
import type { ProposedSetting, SetupProposal } from '../core/outcomes/setupProposal.ts';
import { repositoryName } from '../core/report/words.ts';
import { demoSentence } from '../core/report/tooltip.ts';
import { left, plain, table } from './markdownTable.ts';

const basisWords: Readonly<Record<ProposedSetting['basis'], () => string>> = {
  history: () => t('History'),
  default: () => t('Default'),
  choice: () => t('Choice'),
  file: () => t('File'),
};

export function setupText(proposal: SetupProposal, demo: boolean): string {
  const { repository, settings, cadence, problem } = proposal;
  return `${[
    `# ${t('Set up {0}', plain(repositoryName(repository)))}`,
    ...(demo ? [`**${demoSentence()}**`] : []),
    plain(introOf(proposal)),
    ...(problem === null ? [] : [t('**What is wrong in it:** {0}', plain(problem))]),
    `## ${t('What it is based on')}`,
    table(
      [left(t('Setting')), left(t('Value')), left(t('From')), left(t('Because'))],
      settings.map(({ key, value, basis, reason }) => [key, value === '' ? t('none') : value, basisWords[basis](), reason]),
    ),
    ...(cadence === '' ? [] : [plain(cadence)]),
    ...fileOf(proposal),
  ].join('\n\n')}\n`;
}

function introOf(proposal: SetupProposal): string {
  const { existing, settings } = proposal;
  if (existing === null)
    return t(
      'The file .payoff.json says how changes in this repository are judged: committed, so that everybody shares it. This one is proposed from its history. Nothing is written yet.',
    );
  if (!isComplete(proposal))
    return t('There is a .payoff.json already. Every line of it stays as it is; what it lacks would be added. Nothing is written yet.');
  const isWhole = settings.some(({ basis }) => basis === 'file');
  return isWhole
    ? t('There is a .payoff.json, and it lacks nothing that its history could add.')
    : t('There is a .payoff.json that nothing can be added to.');
}

/** A file as it would be; of one that is there what is added, and enough around it to see where. */
function fileOf(proposal: SetupProposal): readonly string[] {
  const { existing, proposed } = proposal;
  if (existing === null) return [`## ${t('The file')}`, fenced('jsonc', proposed)];
  if (isComplete(proposal)) return [];
  return [`## ${t('What would be added')}`, fenced('diff', addedLines(existing, proposed))];
}

/** A fence is longer than any run of its own character inside. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}
