import { exitCodes } from './exitCodes.ts';
import { prepare } from './gitFirst.ts';
import { demoLine, printJson } from './session.ts';
import type { CommandFunction } from './session.ts';

/** `payoff review`: a page of Markdown for whoever signs the invoice, or the same as CSV. */
export const reviewCommand: CommandFunction = async (context) => {
  const prepared = await prepare(context, 'repository', { everywhere: true });
  if ('ended' in prepared) return prepared.ended;
  const { line, surroundings, engine } = context;
  const review = await engine.outcomes.review({ quarter: line.quarter, repository: prepared.repository, nowMs: surroundings.nowMs() });
  if (line.json) printJson(surroundings, { quarter: line.quarter.name, ...review });
  else surroundings.stdout.write(line.csv ? review.csv : `${demoLine(surroundings)}${review.markdown}`);
  return exitCodes.success;
};
