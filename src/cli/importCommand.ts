import path from 'node:path';
import { formatCount } from '../core/report/money.ts';
import { counted } from '../core/report/words.ts';
import { exitCodes } from './exitCodes.ts';
import { ProgressBar } from './progressBar.ts';
import { printJson } from './session.ts';
import type { CommandFunction } from './session.ts';
import { homely } from './sizes.ts';
import { printable } from './table.ts';
import { wrapped } from './wrap.ts';

/** `payoff import FILE`: adds the history of another machine, or of another day. */
export const importCommand: CommandFunction = async ({ line, surroundings, engine }) => {
  const file = path.resolve(surroundings.folder, line.reference);
  const bar = new ProgressBar(surroundings);
  let merged;
  try {
    const onProgress = (share: number): void => bar.showText(`Importing: ${Math.floor(100 * share)}%`);
    merged = await engine.transfer.importHistory({ path: file, signal: surroundings.signal, onProgress });
  } finally {
    bar.clear();
  }
  if ('problem' in merged) {
    surroundings.stderr.write(`payoff: ${printable(merged.problem)}\n`);
    return surroundings.signal.aborted ? exitCodes.interrupted : exitCodes.failure;
  }
  if (line.json) printJson(surroundings, { file, ...merged });
  else {
    const { requests, newRequests, transcripts, leftOut } = merged;
    const kept = leftOut === 0 ? '' : ` ${counted(leftOut, 'record')} of folders that are excluded or were forgotten here stayed out.`;
    const held = `${printable(homely(file, surroundings.home))} holds ${counted(requests, 'request')} of ${counted(transcripts, 'transcript')}`;
    const text = `${held}; ${formatCount(newRequests)} of them were new here.${kept}`;
    surroundings.stdout.write(`${wrapped(text, surroundings.stdout.columns)}\n`);
  }
  return exitCodes.success;
};
