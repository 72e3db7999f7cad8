import { formatCount } from '../core/report/money.ts';
import { counted } from '../core/report/words.ts';
import { exitCodes } from './exitCodes.ts';
import { megabytes } from './sizes.ts';
import { demoLine, endedEarly, printJson, readTranscripts } from './session.ts';
import type { UpkeepCommand } from './session.ts';
import { ingestJson } from './shapes.ts';

/** `payoff ingest`: reads what is new and says what that was. */
export const ingestCommand: UpkeepCommand['withUpkeep'] = async (context) => {
  const { line, surroundings } = context;
  const result = await readTranscripts(context);
  if (line.json) printJson(surroundings, ingestJson(result));
  else {
    const { files, filesRead, bytesRead, requests, newRequests, skippedLines, durationMs } = result;
    const read = `Read ${megabytes(bytesRead)} from ${counted(filesRead, 'changed file')} in ${seconds(durationMs)}.`;
    const held = `${counted(newRequests, 'new request')}, ${formatCount(requests)} in all, from ${counted(files, 'file')}.`;
    const skipped = skippedLines === 0 ? '' : ` ${counted(skippedLines, 'line')} could not be read: payoff doctor says where.`;
    surroundings.stdout.write(`${demoLine(surroundings)}${read} ${held}${skipped}\n`);
  }
  if (surroundings.signal.aborted) return exitCodes.interrupted;
  if (endedEarly(result))
    surroundings.stderr.write('payoff: Not everything was read: another payoff may be reading. Run it again later.\n');
  return exitCodes.success;
};

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
