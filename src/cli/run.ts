import { messageOf, sqliteCode, troubleSentence } from '../ledger/errors.ts';
import type { Command } from './commandLine.ts';
import { parseCommandLine } from './commandLine.ts';
import { exitCodes } from './exitCodes.ts';
import type { ExitCode } from './exitCodes.ts';
import type { BareCommand, LoadedCommand, UpkeepCommand } from './session.ts';
import type { Surroundings } from './surroundings.ts';

/** Each command is loaded when it is asked for: `payoff --version` and a status line start at once. */
const load: Readonly<Record<Command, () => Promise<LoadedCommand | UpkeepCommand | BareCommand>>> = {
  report: async () => ({ command: (await import('./reportCommand.ts')).reportCommand }),
  sessions: async () => ({ command: (await import('./sessionsCommand.ts')).sessionsCommand }),
  commits: async () => ({ command: (await import('./commitsCommand.ts')).commitsCommand }),
  links: async () => ({ command: (await import('./linksCommand.ts')).linksCommand }),
  explain: async () => ({ command: (await import('./explainCommand.ts')).explainCommand }),
  receipt: async () => ({ command: (await import('./receiptCommand.ts')).receiptCommand }),
  outcomes: async () => ({ command: (await import('./outcomesCommand.ts')).outcomesCommand }),
  advice: async () => ({ command: (await import('./adviceCommand.ts')).adviceCommand }),
  review: async () => ({ command: (await import('./reviewCommand.ts')).reviewCommand }),
  setup: async () => ({ command: (await import('./setupCommand.ts')).setupCommand }),
  ingest: async () => ({ withUpkeep: (await import('./ingestCommand.ts')).ingestCommand }),
  doctor: async () => {
    const { doctorCommand, doctorWithoutLedger } = await import('./doctorCommand.ts');
    return { command: doctorCommand, withoutLedger: doctorWithoutLedger };
  },
  compare: async () => ({ command: (await import('./compareCommand.ts')).compareCommand }),
  export: async () => ({ command: (await import('./exportCommand.ts')).exportCommand }),
  import: async () => ({ command: (await import('./importCommand.ts')).importCommand }),
  statusline: async () => ({ command: (await import('./statuslineCommand.ts')).statuslineCommand }),
  team: async () => ({ command: (await import('./teamCommand.ts')).teamCommand }),
  hook: async () => ({ withoutEngine: (await import('./hookCommand.ts')).hookCommand }),
};

/** Runs `payoff` with the arguments `given`; resolves to what it ends with. Never throws. */
export async function run(given: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { stdout, stderr } = surroundings;
  try {
    const parsed = parseCommandLine(given, surroundings);
    switch (parsed.kind) {
      case 'version':
        stdout.write(`${surroundings.version()}\n`);
        return exitCodes.success;
      case 'help':
        stdout.write((await import('./help.ts')).helpText);
        return exitCodes.success;
      case 'usage':
        stderr.write(`payoff: ${parsed.sentence}\n${(await import('./help.ts')).usageHint}`);
        return exitCodes.usage;
      case 'command': {
        const command = await load[parsed.line.command]();
        if ('withoutEngine' in command) return await command.withoutEngine(parsed.line, surroundings);
        const { withEngine } = await import('./session.ts');
        return await withEngine(parsed.line, surroundings, command);
      }
    }
  } catch (error) {
    stderr.write(`payoff: ${sentenceOf(error)}\n`);
    return isLedgerError(error) ? exitCodes.ledgerUnusable : exitCodes.failure;
  }
}

function sentenceOf(error: unknown): string {
  if (isLedgerError(error)) return `${troubleSentence(error)} payoff doctor says more.`;
  return `Something failed that should not: ${messageOf(error)}. Nothing was lost: transcripts are only ever read. Please try again.`;
}

/** Errors of `node:sqlite`, such as a full disk under the ledger. */
function isLedgerError(error: unknown): boolean {
  return sqliteCode(error) !== null;
}
