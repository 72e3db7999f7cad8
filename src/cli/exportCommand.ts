import path from 'node:path';
import { formatCount } from '../core/report/money.ts';
import { counted } from '../core/report/words.ts';
import { exitCodes } from './exitCodes.ts';
import { ProgressBar } from './progressBar.ts';
import { printJson, readFirst } from './session.ts';
import type { CommandFunction } from './session.ts';
import { homely, megabytes } from './sizes.ts';
import { printable } from './table.ts';
import { wrapped } from './wrap.ts';

/** `payoff export FILE`: everything that the ledger holds, in one file. */
export const exportCommand: CommandFunction = async (context) => {
  const { line, surroundings, engine } = context;
  const file = path.resolve(surroundings.folder, line.reference);
  const ended = await readFirst(context);
  if (ended !== null) return ended;
  const bar = new ProgressBar(surroundings);
  let written;
  try {
    const onProgress = (records: number): void => bar.showText(`Exporting: ${formatCount(records)} records so far`);
    written = await engine.transfer.exportHistory({ path: file, replace: line.force, signal: surroundings.signal, onProgress });
  } finally {
    bar.clear();
  }
  if ('problem' in written) {
    surroundings.stderr.write(`payoff: ${printable(written.problem)}\n`);
    return surroundings.signal.aborted ? exitCodes.interrupted : exitCodes.failure;
  }
  if (line.json) printJson(surroundings, { file, ...written });
  else {
    const sentences = [
      `Wrote ${counted(written.requests, 'request')} to ${printable(homely(file, surroundings.home))} (${megabytes(written.bytes)}).`,
      "It holds paths, branch names and the ledger's hash key, and no prompt, answer, code or command.",
      'On another machine: payoff import FILE',
    ];
    surroundings.stdout.write(`${wrapped(sentences.join(' '), surroundings.stdout.columns)}\n`);
  }
  return exitCodes.success;
};
