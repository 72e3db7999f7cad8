/** `payoff setup`: the `.payoff.json` that a repository's history suggests, with what each value is based on; written with `--write`. */
import { readFile, writeFile } from 'node:fs/promises';
import { addedLines } from '../core/outcomes/settingsText.ts';
import { isComplete } from '../core/outcomes/setupProposal.ts';
import type { ProposedSetting, SetupProposal } from '../core/outcomes/setupProposal.ts';
import { repositoryName } from '../core/report/words.ts';
import { exitCodes } from './exitCodes.ts';
import { prepare } from './gitFirst.ts';
import { demoLine, printJson } from './session.ts';
import type { CommandContext, CommandFunction } from './session.ts';
import { homely } from './sizes.ts';
import { style, styleOf } from './style.ts';
import { printable } from './table.ts';
import { hanging, wrapped } from './wrap.ts';

export const setupCommand: CommandFunction = async (context) => {
  const prepared = await prepare(context, 'commits');
  if ('ended' in prepared) return prepared.ended;
  const { line, surroundings, engine } = context;
  const proposal = await engine.outcomes.setup({ folder: prepared.repository ?? '', nowMs: surroundings.nowMs() });
  if ('notFound' in proposal) {
    surroundings.stderr.write(`payoff: ${proposal.notFound}\n`);
    return exitCodes.repositoryUnusable;
  }
  const written = line.write && !isComplete(proposal) && (proposal.existing === null || line.force) ? await write(proposal) : null;
  if (line.json) printJson(surroundings, { ...proposal, written: written === '' });
  else surroundings.stdout.write(proposalText(proposal, context));
  const place = printable(homely(proposal.file, surroundings.home));
  if (written === null) {
    if (!line.write || isComplete(proposal)) return exitCodes.success;
    surroundings.stderr.write(`payoff: ${place} is there and was left as it is: payoff setup --write --force adds what is shown.\n`);
    return exitCodes.failure;
  }
  if (written !== '') {
    surroundings.stderr.write(`payoff: ${place} could not be written (${written}). Nothing was changed.\n`);
    return exitCodes.failure;
  }
  if (!line.json)
    surroundings.stdout.write(`${wrapped(`Written to ${place}. Commit it, so that everybody shares it.`, surroundings.stdout.columns)}\n`);
  return exitCodes.success;
};

/** Why it could not be written; `''` when it was. Never over something that was not shown. */
async function write({ file, existing, proposed }: SetupProposal): Promise<string> {
  try {
    if (existing !== null && (await readFile(file, 'utf8')) !== existing) return 'it changed meanwhile';
    await writeFile(file, proposed, { flag: existing === null ? 'wx' : 'w' });
    return '';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'the disk does not take it';
  }
}

const basisWords: Readonly<Record<ProposedSetting['basis'], string>> = {
  history: 'from the history',
  default: 'the default',
  choice: 'yours to take in',
  file: 'from your file',
};

function proposalText(proposal: SetupProposal, { line, surroundings }: CommandContext): string {
  const { repository, existing, proposed, problem, settings, cadence } = proposal;
  const { stdout } = surroundings;
  const paint = styleOf(stdout, surroundings);
  const indented = (text: string, by: string): string => `${hanging(printable(text), stdout.columns, by)}\n`;
  // To break a line makes a blank its end, so that what is bold is as long as before.
  const titled = (bold: string, rest: string): string => {
    const text = wrapped(bold + rest, stdout.columns - 4);
    return (style(paint, 'bold', text.slice(0, bold.length)) + text.slice(bold.length)).replaceAll('\n', '\n    ');
  };
  const parts = settings.map(({ key, value, basis, reason }) => {
    const title = `${key}: ${value === '' ? 'none' : printable(value)}`;
    return `${titled(title, ` (${basisWords[basis]})`)}\n${indented(reason, '  ')}`;
  });
  const file = isComplete(proposal) ? [] : [existing === null ? proposed : `${addedLines(existing, proposed)}\n`];
  const next = isComplete(proposal)
    ? 'Nothing to add: the file that is there is left as it is.'
    : 'Nothing is written yet: payoff setup --write writes it.';
  return [
    `${demoLine(surroundings)}${printable(repositoryName(repository))} · .payoff.json\n`,
    ...(problem === null ? [] : [indented(`What is wrong in it: ${problem}`, '')]),
    parts.join(''),
    ...(cadence === '' ? [] : [indented(cadence, '')]),
    // What is in the file that is there may be anything.
    ...file.map((text) => text.split('\n').map(printable).join('\n')),
    ...(line.write ? [] : [`${style(paint, 'dim', wrapped(next, stdout.columns))}\n`]),
  ].join('\n');
}
