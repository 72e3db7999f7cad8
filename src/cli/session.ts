/** What every command does around its own work: opens the ledger, reads what is new, and closes. */
import type { Engine, EngineOptions, IngestResult, LedgerProblem, LedgerUpkeep } from '../engine/types.ts';
import { demoSentence } from '../core/report/tooltip.ts';
import { mayBeDamage } from '../ledger/errors.ts';
import type { CommandLine } from './commandLine.ts';
import { exitCodes } from './exitCodes.ts';
import type { ExitCode } from './exitCodes.ts';
import { ProgressBar } from './progressBar.ts';
import { style, styleOf } from './style.ts';
import { isDemo } from './surroundings.ts';
import type { Surroundings } from './surroundings.ts';

export interface UpkeepContext {
  readonly line: CommandLine;
  readonly surroundings: Surroundings;
  readonly engine: LedgerUpkeep;
}

export interface CommandContext extends UpkeepContext {
  readonly engine: Engine;
}

/** A command's own work, with the ledger open. */
export type CommandFunction = (context: CommandContext) => Promise<ExitCode>;

/** A command, and what it says where the ledger cannot be used, if that is more than the problem. */
export interface LoadedCommand {
  readonly command: CommandFunction;
  readonly withoutLedger?: (unopened: Unopened) => Promise<void>;
}

/** A command that only brings the ledger up to date: of the engine no more is loaded than that takes. */
export interface UpkeepCommand {
  readonly withUpkeep: (context: UpkeepContext) => Promise<ExitCode>;
}

/** A command that opens no ledger, or not before it knows that it needs one. */
export interface BareCommand {
  readonly withoutEngine: (line: CommandLine, surroundings: Surroundings) => Promise<ExitCode>;
}

export interface Unopened extends Omit<CommandContext, 'engine'> {
  readonly options: EngineOptions;
  readonly problem: LedgerProblem;
}

/** Runs a command with the ledger open, and closes it however the command ends. */
export async function withEngine(line: CommandLine, surroundings: Surroundings, loaded: LoadedCommand | UpkeepCommand): Promise<ExitCode> {
  let options: EngineOptions = {
    claudeDirectories: line.claudeDirectories,
    ledger: line.ledger,
    exclude: null,
    timezone: line.timezone,
    mappings: line.mappings,
    identities: line.identities,
    environment: surroundings.environment,
    home: surroundings.home,
    holder: 'cli',
  };
  if (line.prices !== null) {
    const given = await (await import('./pricesFile.ts')).readPrices(line.prices);
    if ('problem' in given) {
      surroundings.stderr.write(`payoff: ${given.problem}\n`);
      return exitCodes.failure;
    }
    options = { ...options, prices: given };
  }
  const refuse = async (problem: LedgerProblem): Promise<ExitCode> => {
    if ('withUpkeep' in loaded || loaded.withoutLedger === undefined) surroundings.stderr.write(`payoff: ${problem.sentence}\n`);
    else await loaded.withoutLedger({ line, surroundings, options, problem });
    return exitCodes.ledgerUnusable;
  };
  const once = (suspect: boolean): Promise<ExitCode> => {
    const wanted = { ...options, suspect };
    return 'withUpkeep' in loaded
      ? whileOpen(surroundings.openUpkeep(wanted), refuse, (engine) => loaded.withUpkeep({ line, surroundings, engine }))
      : whileOpen(surroundings.openEngine(wanted), refuse, (engine) => loaded.command({ line, surroundings, engine }));
  };
  try {
    return await once(false);
  } catch (error) {
    if (!mayBeDamage(error)) throw error;
    // A damaged ledger is set aside when it is opened anew; if nothing is found in it, the command fails as it did.
    return once(true);
  }
}

async function whileOpen<Opened extends LedgerUpkeep>(
  opening: Promise<Opened | LedgerProblem>,
  refuse: (problem: LedgerProblem) => Promise<ExitCode>,
  work: (engine: Opened) => Promise<ExitCode>,
): Promise<ExitCode> {
  const opened = await opening;
  if ('sentence' in opened) return refuse(opened);
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/** Reads what is new, with a bar on a terminal, and says on the error output what could not be read. */
export async function readTranscripts({ engine, surroundings }: UpkeepContext, signal = surroundings.signal): Promise<IngestResult> {
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
  const result = await readTranscripts(context);
  if (surroundings.signal.aborted) {
    return interrupted(surroundings);
  }
  if (endedEarly(result))
    surroundings.stderr.write('payoff: Not everything is read yet (another payoff may be reading): the figures can still grow.\n');
  return null;
}

/** Says what is kept, and how the command ends. */
export function interrupted({ stderr }: Pick<Surroundings, 'stderr'>): ExitCode {
  stderr.write('payoff: Interrupted. What was read so far is kept; the next run goes on from there.\n');
  return exitCodes.interrupted;
}

/** Whether reading began and did not come to its end. Where it could not begin, a problem has said why. */
export function endedEarly({ complete, files, problems }: IngestResult): boolean {
  return !complete && (files > 0 || problems.length === 0);
}

/** Writes one JSON value to standard output, alone; generated figures are marked as such, where the value has names. */
export function printJson(surroundings: Surroundings, value: object): void {
  const marked = isDemo(surroundings) && !Array.isArray(value) ? { demo: true, ...value } : value;
  surroundings.stdout.write(`${JSON.stringify(marked, null, 2)}\n`);
}

/** The line above generated figures, empty above real ones. */
export function demoLine(surroundings: Surroundings): string {
  return isDemo(surroundings) ? `${style(styleOf(surroundings.stdout, surroundings), 'yellow', demoSentence())}\n` : '';
}
