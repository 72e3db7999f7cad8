/** Entry of `payoff` (`dist/cli.cjs`). An old Node has to be able to parse all that it is given before it is told so: the rest is in a file of its own. */
import { exitCodes } from './exitCodes.ts';
import { nodeProblem } from './nodeVersion.ts';

const problem = nodeProblem(process.version);
if (problem === null) void import('./start.ts');
else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = exitCodes.failure;
}
