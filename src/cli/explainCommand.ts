import type { Explanation } from '../core/report/explanation.ts';
import { paragraphText, wholeText } from '../core/report/explanationText.ts';
import { explanationJson } from './commitShapes.ts';
import { exitCodes } from './exitCodes.ts';
import { prepare } from './gitFirst.ts';
import { demoLine, printJson } from './session.ts';
import type { CommandContext, CommandFunction } from './session.ts';
import { style, styleOf } from './style.ts';
import { printable } from './table.ts';
import { wrapped } from './wrap.ts';

/** `payoff explain`: which evidence led to which number, in sentences. */
export const explainCommand: CommandFunction = async (context) => {
  // A session or a pull request of another place can be asked about from anywhere.
  const prepared = await prepare(context, 'nothing');
  if ('ended' in prepared) return prepared.ended;
  const { line, surroundings, engine } = context;
  const answer = await engine.explain({ reference: line.reference, kind: null, folder: line.folder });
  if ('notFound' in answer) {
    surroundings.stderr.write(`payoff: ${answer.notFound}\n`);
    return exitCodes.failure;
  }
  if (line.json) printJson(surroundings, explanationJson(answer));
  else surroundings.stdout.write(explanationText(answer, context));
  return exitCodes.success;
};

function explanationText(explanation: Explanation, { surroundings }: CommandContext): string {
  const paint = styleOf(surroundings.stdout, surroundings);
  const width = Math.min(surroundings.stdout.columns, 100);
  const { title, paragraphs } = explanation;
  const texts = [wholeText(explanation), ...paragraphs.map((paragraph) => paragraphText(paragraph))].map(
    (text) => `${wrapped(printable(text), width)}\n`,
  );
  return `${demoLine(surroundings)}${style(paint, 'bold', printable(title))}\n\n${texts.join('\n')}`;
}
