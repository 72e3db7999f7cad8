/** What every command does around its own work: opens the ledger, reads what is new, and closes. */
import type { Engine, IngestResult } from '../engine/types.ts';
import type { CommandLine } from './commandLine.ts';
import { exitCodes } from './exitCodes.ts';
import type { ExitCode } from './exitCodes.ts';
import { ProgressBar } from './progressBar.ts';
import type { Surroundings } from './surroundings.ts';

export interface CommandContext {
  readonly line: CommandLine;
  readonly surroundings: Surroundings;
  readonly engine: Engine;
}

/** A command's own work, with the ledger open. */
export type CommandFunction = (context: CommandContext) => Promise<ExitCode>;

/** Runs a command with the ledger open, and closes it however the command ends. */
export async function withEngine(line: CommandLine, surroundings: Surroundings, command: CommandFunction): Promise<ExitCode> {
  const opened = await surroundings.openEngine({
    claudeDirectories: line.claudeDirectories,
    ledger: line.ledger,
    exclude: null,
    timezone: line.timezone,
    mappings: line.mappings,
    environment: surroundings.environment,
    home: surroundings.home,
    holder: 'cli',
  });
  if ('sentence' in opened) {
    surroundings.stderr.write(`payoff: ${opened.sentence}\n`);
    return exitCodes.ledgerUnusable;
  }
  try {
    return await command({ line, surroundings, engine: opened });
  } finally {
    await opened.close();
  }
}

/** Reads what is new, with a bar on a terminal, and says on the error output what could not be read. */
export async function readTranscripts({ engine, surroundings }: CommandContext, signal = surroundings.signal): Promise<IngestResult> {
  const bar = new ProgressBar(surroundings);
  try {
    const result = await engine.ingest({ signal, onProgress: (progress) => bar.show(progress) });
    bar.clear();
    for (const problem of result.problems) surroundings.stderr.write(`payoff: ${problem}\n`);
    return result;
  } finally {
    bar.clear();
  }
}

/** Reads what is new unless told not to; null when the command is to go on, else what it ends with. */
export async function readFirst(context: CommandContext): Promise<ExitCode | null> {
  const { line, surroundings } = context;
  if (!line.ingest) return null;
  const { complete } = await readTranscripts(context);
  if (surroundings.signal.aborted) {
    surroundings.stderr.write('payoff: Interrupted. What was read so far is kept; the next run goes on from there.\n');
    return exitCodes.interrupted;
  }
  if (!complete)
    surroundings.stderr.write('payoff: Not everything is read yet (another payoff may be reading): the figures can still grow.\n');
  return null;
}

/** Writes one JSON value to standard output, alone. */
export function printJson({ stdout }: Surroundings, value: object): void {
  stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
