/** `payoff hook install | uninstall | status | run`: Claude Code itself says when a session began or ended, so that no editor has to be open. */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { hookCommands } from '../core/hooks/hookCommands.ts';
import { hookEvents, hooksAreDisabled, hooksIn, withHooks, withoutHooks } from '../core/hooks/hookSettings.ts';
import type { HookChange } from '../core/hooks/hookSettings.ts';
import { addedLines } from '../core/outcomes/settingsText.ts';
import type { CommandLine } from './commandLine.ts';
import { exitCodes } from './exitCodes.ts';
import type { ExitCode } from './exitCodes.ts';
import { ensureLauncher, launcherState } from './hookLauncher.ts';
import { lastOfLog } from './hookLog.ts';
import { startHookWork } from './hookRun.ts';
import { hookWork } from './hookWork.ts';
import { replaceFile } from './replaceFile.ts';
import { printJson } from './session.ts';
import { homely } from './sizes.ts';
import type { Surroundings } from './surroundings.ts';
import { printable } from './table.ts';

/** Runs what stands behind `payoff hook`. */
export async function hookCommand(line: CommandLine, surroundings: Surroundings): Promise<ExitCode> {
  switch (line.reference) {
    case 'install':
      return install(line, surroundings);
    case 'uninstall':
      return uninstall(line, surroundings);
    case 'status':
      return status(line, surroundings);
    case 'work':
      return hookWork(line, surroundings);
    default:
      startHookWork(line, surroundings);
      return exitCodes.success; // whatever happened: a session is never disturbed
  }
}

interface SettingsFile {
  readonly path: string;
  /** As people write it. */
  readonly name: string;
  /** Null where there is none. */
  readonly text: string | null;
}

async function install(line: CommandLine, surroundings: Surroundings): Promise<ExitCode> {
  const file = await settingsFile(line, surroundings);
  if (typeof file === 'string') return refused(file, surroundings);
  const { home } = surroundings;
  const change = withHooks(file.text, hookCommands({ home, platform: process.platform, ledger: line.ledger }));
  const ended = await written(file, change, line, surroundings, () => ensureLauncher(home));
  if (ended !== null) return ended;
  const disabled = file.text !== null && hooksAreDisabled(file.text);
  surroundings.stdout.write(
    `Claude Code runs Payoff when a session begins and when it ends. payoff hook uninstall takes it out again.\n${disabled ? `But ${file.name} says "disableAllHooks": no hook runs while it does.\n` : ''}`,
  );
  return exitCodes.success;
}

async function uninstall(line: CommandLine, surroundings: Surroundings): Promise<ExitCode> {
  const file = await settingsFile(line, surroundings);
  if (typeof file === 'string') return refused(file, surroundings);
  const change: HookChange = file.text === null ? { ok: true, text: null } : withoutHooks(file.text);
  const ended = await written(file, change, line, surroundings, () => Promise.resolve());
  if (ended !== null) return ended;
  surroundings.stdout.write('Claude Code runs Payoff no more. What was read is kept.\n');
  return exitCodes.success;
}

async function status(line: CommandLine, surroundings: Surroundings): Promise<ExitCode> {
  const file = await settingsFile(line, surroundings);
  if (typeof file === 'string') return refused(file, surroundings);
  const found = hooksIn(file.text ?? '');
  const wanted = hookCommands({ home: surroundings.home, platform: process.platform, ledger: line.ledger });
  const events = hookEvents.filter((event) => found[event].length > 0);
  const installed = events.length === 0 ? 'no' : events.length === hookEvents.length ? 'yes' : 'partly';
  const current = hookEvents.every((event) => found[event].length === 1 && found[event][0] === wanted[event]);
  const disabled = hooksAreDisabled(file.text ?? '');
  const launcher = await launcherState(surroundings.home);
  const log = await lastOfLog(line, surroundings);
  if (line.json) printJson(surroundings, { file: file.path, installed, events, current, disabled, launcher, log });
  else
    surroundings.stdout.write(
      [
        installed === 'no'
          ? `${file.name} has no hook of Payoff: payoff hook install adds them.`
          : `${file.name} has Payoff's ${events.length === 1 ? 'hook' : 'hooks'} for ${events.join(' and ')}.`,
        ...(installed !== 'no' && !current ? ['They are not as this payoff would write them: payoff hook install renews them.'] : []),
        ...(disabled ? ['It also says "disableAllHooks": no hook runs while it does.'] : []),
        ...(installed !== 'no' && launcher !== 'ready'
          ? ['The launcher that they name is gone, or names what is gone: payoff hook install renews it.']
          : []),
        ...(log.length === 0 ? [] : ['What they did last:', ...log.map((entry) => `  ${printable(entry)}`)]),
        '',
      ].join('\n'),
    );
  return exitCodes.success;
}

/** Shows the change, asks, and writes it; null when the file is as it was to be, else what the command ends with. */
async function written(
  file: SettingsFile,
  change: HookChange,
  line: CommandLine,
  surroundings: Surroundings,
  first: () => Promise<void>,
): Promise<ExitCode | null> {
  const { stdout } = surroundings;
  if (!change.ok) return refused(`${file.name} was left as it is: ${change.problem}.`, surroundings);
  if (change.text === file.text) {
    await first();
    stdout.write(`${file.name} is as it is to be.\n`);
    return null;
  }
  stdout.write(`${file.name}${file.text === null ? ' (new)' : ''}\n${diffOf(file.text, change.text)}\n\n`);
  if (!line.yes) {
    const answer = (await surroundings.ask?.('Write it? [y/N] ')) ?? null;
    if (answer === null) return refused('Nothing is written without a yes: give --yes where nobody can be asked.', surroundings);
    if (!/^y(es)?$/i.test(answer.trim())) return refused('Nothing was written.', surroundings);
  }
  try {
    await first();
    if ((await textOf(file.path)) !== file.text) return refused(`${file.name} changed meanwhile: nothing was written.`, surroundings);
    if (change.text === null) await rm(file.path, { force: true });
    else await replaceFile(file.path, change.text, 0o600);
    return null;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'the disk does not take it';
    return refused(`${file.name} could not be written (${reason}). It is as it was.`, surroundings);
  }
}

function diffOf(before: string | null, after: string | null): string {
  const text = before === null || after === null ? marked(before ?? after ?? '', before === null ? '+' : '-') : addedLines(before, after);
  return text.split('\n').map(printable).join('\n');
}

function marked(text: string, mark: string): string {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((each) => `${mark}${each}`)
    .join('\n');
}

/** The file that is meant, as it is; a sentence where it cannot be told or read. */
async function settingsFile(line: CommandLine, { environment, home, folder }: Surroundings): Promise<SettingsFile | string> {
  const [given, another] = line.claudeDirectories;
  if (another !== undefined) return 'Hooks go into one settings file: give one --claude-dir.';
  const configured = environment.CLAUDE_CONFIG_DIR ?? '';
  const user = given ?? (configured === '' ? path.join(home, '.claude') : path.resolve(folder, configured));
  const file = line.project ? path.join(folder, '.claude', 'settings.local.json') : path.join(user, 'settings.json');
  const name = printable(homely(file, home));
  try {
    return { path: file, name, text: await textOf(file) };
  } catch (error) {
    return `${name} cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'}).`;
  }
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function refused(sentence: string, { stderr }: Surroundings): ExitCode {
  stderr.write(`payoff: ${sentence}\n`);
  return exitCodes.failure;
}
