import type { AdviceView, Dismissal } from '../core/report/advice/adviceView.ts';
import { counted, ended } from '../core/report/words.ts';
import type { Refused } from '../engine/adviceViews.ts';
import { periodOf } from '../engine/periodOf.ts';
import { adviceJson, dismissalJson } from './adviceShapes.ts';
import { adviceText } from './adviceText.ts';
import { exitCodes } from './exitCodes.ts';
import type { ExitCode } from './exitCodes.ts';
import { prepare } from './gitFirst.ts';
import { printJson } from './session.ts';
import type { CommandContext, CommandFunction } from './session.ts';
import { shellWord } from './shellWord.ts';

/** `payoff advice`: what is worth doing about the spend; `dismiss` and `restore` say what is not to be said again. */
export const adviceCommand: CommandFunction = async (context) => {
  const { action, dismissal } = context.line.advice;
  if (action === 'restore') return restore(dismissal, context);
  if (dismissal?.kind === 'rule') return dismiss(dismissal, `all that ${dismissal.rule} says`, context);
  const prepared = await prepare(context, 'repository', { everywhere: true });
  if ('ended' in prepared) return prepared.ended;
  const { surroundings } = context;
  const view = await viewOf(prepared.repository, context);
  if (dismissal !== null) return dismissOne(dismissal, view, context);
  if (context.line.json) printJson(surroundings, adviceJson(view));
  else surroundings.stdout.write(adviceText(view, context));
  return exitCodes.success;
};

/** Of the last 30 days, today included, unless told otherwise: as the panel begins. */
function viewOf(repository: string | null, { line, surroundings, engine }: CommandContext): Promise<AdviceView> {
  const nowMs = surroundings.nowMs();
  const given = line.period.sinceMs !== null || line.period.untilMs !== null;
  const period = given ? line.period : periodOf('30days', engine.timezone, nowMs);
  return engine.advice.view({ period, repository, nowMs });
}

/** An id that nothing has is a slip of the fingers: it is told instead of kept. */
function dismissOne(
  dismissal: Extract<Dismissal, { kind: 'advice' }>,
  view: AdviceView,
  context: CommandContext,
): Promise<ExitCode> | ExitCode {
  const all = [...view.advice, ...view.dismissed.map(({ advice }) => advice)];
  const piece = all.find(({ id }) => id === dismissal.id);
  if (piece !== undefined) return dismiss(dismissal, piece.sentence, context);
  context.surroundings.stderr.write(
    `payoff: No piece of advice of this period has the id ${JSON.stringify(dismissal.id)}: payoff advice shows them.\n`,
  );
  return exitCodes.failure;
}

async function dismiss(dismissal: Dismissal, what: string, { engine, line, surroundings }: CommandContext): Promise<ExitCode> {
  const answer = await engine.advice.dismiss(dismissal);
  if ('refused' in answer) return refused(answer, surroundings);
  const back = dismissal.kind === 'advice' ? shellWord(dismissal.id) : `--rule ${dismissal.rule}`;
  if (line.json) printJson(surroundings, { dismissed: dismissalJson(dismissal) });
  else surroundings.stdout.write(`Dismissed: ${ended(what)}\nTo see it again: payoff advice restore ${back}\n`);
  return exitCodes.success;
}

async function restore(dismissal: Dismissal | null, { engine, line, surroundings }: CommandContext): Promise<ExitCode> {
  const answer = await engine.advice.restore(dismissal);
  if ('refused' in answer) return refused(answer, surroundings);
  const { restored } = answer;
  if (line.json) printJson(surroundings, { restored });
  else surroundings.stdout.write(restored === 0 ? 'Nothing of it was dismissed.\n' : `Brought back: ${counted(restored, 'dismissal')}.\n`);
  return exitCodes.success;
}

function refused({ refused: problem }: Refused, { stderr }: CommandContext['surroundings']): ExitCode {
  stderr.write(`payoff: ${problem}\n`);
  return exitCodes.failure;
}
