import { receiptJson } from './commitShapes.ts';
import { exitCodes } from './exitCodes.ts';
import { prepare } from './gitFirst.ts';
import { demoLine, printJson } from './session.ts';
import type { CommandFunction } from './session.ts';

/** `payoff receipt`: five lines of Markdown about a commit, a branch or a pull request. */
export const receiptCommand: CommandFunction = async (context) => {
  const prepared = await prepare(context, 'nothing');
  if ('ended' in prepared) return prepared.ended;
  const { line, surroundings, engine } = context;
  const answer = await engine.receipt({ reference: line.reference, folder: line.folder ?? surroundings.folder });
  if ('notFound' in answer) {
    surroundings.stderr.write(`payoff: ${answer.notFound}\n`);
    return exitCodes.failure;
  }
  if (line.json) printJson(surroundings, receiptJson(answer));
  else surroundings.stdout.write(`${demoLine(surroundings)}${answer.markdown.trimEnd()}\n`);
  return exitCodes.success;
};
