import { readStatusLineInput, statusLineText } from '../core/report/statusLine.ts';
import { exitCodes } from './exitCodes.ts';
import { readTranscripts } from './session.ts';
import type { CommandFunction } from './session.ts';
import { isDemo } from './surroundings.ts';

/** Claude Code waits for its status line: what is not read by then is shown the next time. */
const readForMs = 1000;

/** `payoff statusline`: one line for the session that Claude Code names on standard input. */
export const statuslineCommand: CommandFunction = async (context) => {
  const { line, surroundings, engine } = context;
  const input = readStatusLineInput(parseJson((await surroundings.readInput()) ?? ''));
  if (line.ingest) await readTranscripts(context, AbortSignal.any([surroundings.signal, AbortSignal.timeout(readForMs)]));
  // The session is told by its id: it may have been started anywhere.
  const folders = input.sessionId !== null || input.cwd === null ? null : [input.cwd];
  const snapshot = await engine.snapshot({ folders, nowMs: surroundings.nowMs() });
  surroundings.stdout.write(`${statusLineText(snapshot, input, isDemo(surroundings))}\n`);
  return exitCodes.success;
};

/** What is no JSON is nothing handed over. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
