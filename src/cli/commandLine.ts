import path from 'node:path';
import { parseArgs } from 'node:util';
import { comparedFigures } from '../core/report/compare/comparison.ts';
import { parseQuarter } from '../core/report/quarter.ts';
import type { Quarter } from '../core/report/quarter.ts';
import { groupings } from '../core/report/report.ts';
import type { Grouping } from '../core/report/report.ts';
import { parsePeriod } from '../core/report/time.ts';
import type { Period } from '../core/report/time.ts';
import { isZone } from '../core/report/zone.ts';
import type { PathMapping } from '../engine/types.ts';
import { adviceArguments, showAdvice } from './adviceArguments.ts';
import type { AdviceArguments } from './adviceArguments.ts';
import { hookProblem } from './hookArguments.ts';
import { noTeam, teamArguments } from './teamArguments.ts';
import type { TeamArguments } from './teamArguments.ts';

export const commands = [
  'report',
  'sessions',
  'commits',
  'links',
  'explain',
  'receipt',
  'outcomes',
  'advice',
  'review',
  'setup',
  'ingest',
  'doctor',
  'compare',
  'export',
  'import',
  'statusline',
  'hook',
  'team',
] as const;
export type Command = (typeof commands)[number];

/** What was asked, with every default filled in. */
export interface CommandLine {
  readonly command: Command;
  readonly claudeDirectories: readonly string[];
  readonly ledger: string | null;
  readonly timezone: string;
  readonly mappings: readonly PathMapping[];
  readonly period: Period;
  /** The period as it was given, for sentences. */
  readonly periodText: string;
  readonly by: Grouping;
  /** The folder whose repository is meant, absolute; null for all of them. */
  readonly folder: string | null;
  /** A commit, session, pull request or branch, as it was given; `''` where the command takes none. */
  readonly reference: string;
  /** What stands behind it: of a comparison the file or the amount; `''` where there is none. */
  readonly operand: string;
  /** What is done about advice; shown unless told otherwise. */
  readonly advice: AdviceArguments;
  /** The program to be run, by path or name; null for the usual one. */
  readonly program: string | null;
  /** Addresses that are this user's beside those that git knows; `any` for everybody's. */
  readonly identities: readonly string[];
  readonly json: boolean;
  /** Only what a bug report may hold. */
  readonly report: boolean;
  readonly ingest: boolean;
  /** Whether what is proposed is written. */
  readonly write: boolean;
  /** Whether a file that is there may be replaced. */
  readonly force: boolean;
  /** A file of the user's own prices, absolute; null for those of this build. */
  readonly prices: string | null;
  /** What a budget review is about: the last quarter that is over, unless another is named. */
  readonly quarter: Quarter;
  /** A table for spreadsheets instead of text. */
  readonly csv: boolean;
  /** Whether nobody is to be asked first. */
  readonly yes: boolean;
  /** Whether only the current folder is meant. */
  readonly project: boolean;
  /** What is done about a team. */
  readonly team: TeamArguments;
  /** A file with a token, absolute; null for none. */
  readonly tokenFile: string | null;
}

export type Parsed =
  | { readonly kind: 'command'; readonly line: CommandLine }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'usage'; readonly sentence: string };

interface Place {
  readonly home: string;
  readonly folder: string;
  /** Zone of this machine, where none is given. */
  readonly timezone: string;
  readonly nowMs: () => number;
}

const options = {
  'claude-dir': { type: 'string', multiple: true },
  ledger: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  timezone: { type: 'string' },
  map: { type: 'string', multiple: true },
  by: { type: 'string' },
  repo: { type: 'string' },
  identity: { type: 'string', multiple: true },
  rule: { type: 'string' },
  json: { type: 'boolean' },
  report: { type: 'boolean' },
  command: { type: 'string' },
  'no-ingest': { type: 'boolean' },
  write: { type: 'boolean' },
  force: { type: 'boolean' },
  prices: { type: 'string' },
  quarter: { type: 'string' },
  csv: { type: 'boolean' },
  yes: { type: 'boolean' },
  project: { type: 'boolean' },
  endpoint: { type: 'string' },
  team: { type: 'string' },
  'token-file': { type: 'string' },
  reporter: { type: 'string' },
  repositories: { type: 'boolean' },
  otlp: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

type OptionName = keyof typeof options;

const everywhere: readonly OptionName[] = ['claude-dir', 'ledger', 'timezone', 'map', 'help', 'version'];

/** Options that only some commands understand: a misplaced one is told instead of ignored. */
const understood: Readonly<Record<Command, readonly OptionName[]>> = {
  report: ['by', 'repo', 'identity', 'since', 'until', 'prices', 'json', 'no-ingest'],
  sessions: ['repo', 'identity', 'since', 'until', 'json', 'no-ingest'],
  commits: ['repo', 'identity', 'since', 'until', 'json', 'no-ingest'],
  links: ['repo', 'identity', 'since', 'until', 'json', 'no-ingest'],
  explain: ['repo', 'identity', 'json', 'no-ingest'],
  receipt: ['repo', 'identity', 'json', 'no-ingest'],
  outcomes: ['repo', 'identity', 'since', 'until', 'json', 'no-ingest'],
  advice: ['repo', 'identity', 'since', 'until', 'rule', 'json', 'no-ingest'],
  review: ['quarter', 'repo', 'identity', 'csv', 'json', 'no-ingest'],
  setup: ['repo', 'identity', 'write', 'force', 'json', 'no-ingest'],
  ingest: ['json'],
  doctor: ['json', 'report', 'no-ingest'],
  compare: ['command', 'since', 'until', 'json', 'no-ingest'],
  export: ['force', 'json', 'no-ingest'],
  import: ['json'],
  statusline: ['no-ingest'],
  hook: ['yes', 'project', 'json'],
  team: ['endpoint', 'team', 'token-file', 'reporter', 'repositories', 'otlp', 'yes', 'identity', 'json', 'no-ingest'],
};

/** What a command names, in words; the others take nothing. */
const references: Readonly<Partial<Record<Command, string>>> = {
  explain: 'a commit or a branch, a session, a pull request (#7 or its address), or a file',
  receipt: 'a commit, a branch, or a pull request (#7 or its address)',
  compare: 'what to compare with: ccusage, claude or console',
  export: 'the file to write',
  import: 'a file that payoff export wrote',
};

/** Without `--repo` these mean the repository of the current folder, the others all of them. */
const ofOneRepository: readonly Command[] = ['commits', 'links', 'explain', 'receipt', 'outcomes', 'setup'];

/** Reads the arguments of `payoff`; what is wrong with them is a sentence. */
export function parseCommandLine(given: readonly string[], place: Place): Parsed {
  try {
    return parse(given, place);
  } catch (error) {
    if (error instanceof UsageError) return { kind: 'usage', sentence: error.message };
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
      return { kind: 'usage', sentence: firstSentence(error.message) };
    throw error;
  }
}

class UsageError extends Error {}

function parse(given: readonly string[], place: Place): Parsed {
  const { values, positionals } = parseArgs({ args: [...given], options, allowPositionals: true });
  if (values.version === true) return { kind: 'version' };
  if (values.help === true || positionals[0] === 'help') return { kind: 'help' };
  const [name, ...named] = positionals;
  if (name === undefined) throw new UsageError('No command is given.');
  const command = commands.find((known) => known === name);
  if (command === undefined) throw new UsageError(`${JSON.stringify(name)} is not a command of payoff.`);
  for (const option of Object.keys(values) as OptionName[])
    if (!everywhere.includes(option) && !understood[command].includes(option))
      throw new UsageError(`payoff ${command} does not understand --${option}.`);
  if (values.csv === true && values.json === true) throw new UsageError('--csv and --json are two forms of the same: give one of them.');
  if (values.report === true && values.json === true)
    throw new UsageError('--report is text to paste, --json everything: give one of them.');

  const advice = command === 'advice' ? adviceOf(named, values.rule) : showAdvice;
  const team = command === 'team' ? teamOf(named, values) : noTeam;
  const reference = referenceOf(command, named);
  const operand = operandOf(command, reference, named.slice(1), values.command !== undefined);
  const timezone = values.timezone ?? place.timezone;
  if (!isZone(timezone)) throw new UsageError(`--timezone ${JSON.stringify(timezone)} is not a time zone: give one such as Europe/Berlin.`);
  return {
    kind: 'command',
    line: {
      command,
      claudeDirectories: (values['claude-dir'] ?? []).map((text) => pathOf('claude-dir', text, place)),
      ledger: values.ledger === undefined ? null : pathOf('ledger', values.ledger, place),
      timezone,
      mappings: (values.map ?? []).map(mappingOf),
      ...periodOf(values, timezone),
      by: groupingOf(values.by ?? 'day'),
      folder: values.repo !== undefined ? pathOf('repo', values.repo, place) : ofOneRepository.includes(command) ? place.folder : null,
      reference,
      operand,
      advice,
      program: values.command ?? null,
      identities: (values.identity ?? []).map(identityOf),
      json: values.json === true,
      report: values.report === true,
      ingest: values['no-ingest'] !== true,
      write: values.write === true,
      force: values.force === true,
      prices: values.prices === undefined ? null : pathOf('prices', values.prices, place),
      quarter: quarterOf(values.quarter ?? '', place.nowMs, timezone),
      csv: values.csv === true,
      yes: values.yes === true,
      project: values.project === true,
      team,
      tokenFile: values['token-file'] === undefined ? null : pathOf('token-file', values['token-file'], place),
    },
  };
}

function referenceOf(command: Command, named: readonly string[]): string {
  if (command === 'advice' || command === 'team') return '';
  if (command === 'hook') {
    const problem = hookProblem(named);
    if (problem !== null) throw new UsageError(problem);
    return named[0] ?? '';
  }
  const [reference = '', unexpected] = command === 'compare' ? named.slice(0, 1) : named;
  const words = references[command];
  const extra = words === undefined && reference !== '' ? reference : unexpected;
  if (extra !== undefined) throw new UsageError(`payoff ${command} takes no ${JSON.stringify(extra)}.`);
  if (words !== undefined && reference.trim() === '') throw new UsageError(`payoff ${command} needs ${words}.`);
  return reference.trim();
}

/** What a comparison takes behind the name of the other figure: a file, `-`, an amount, or nothing. Of a hook its event. */
function operandOf(command: Command, figure: string, [operand = '', unexpected]: readonly string[], program: boolean): string {
  if (command !== 'compare') return command === 'hook' ? operand : '';
  const known = comparedFigures.find((name) => name === figure);
  if (known === undefined)
    throw new UsageError(`payoff compare does not know ${JSON.stringify(figure)}: give one of ${comparedFigures.join(', ')}.`);
  const extra = known === 'claude' && operand !== '' ? operand : unexpected;
  if (extra !== undefined) throw new UsageError(`payoff compare ${known} takes no ${JSON.stringify(extra)}.`);
  if (known === 'console' && operand === '')
    throw new UsageError('payoff compare console needs the amount that the Console shows, such as 123.45, or a file that it exported.');
  if (program && (known !== 'ccusage' || operand !== ''))
    throw new UsageError('--command is for running ccusage: payoff compare ccusage --command FILE.');
  return operand;
}

function adviceOf(named: readonly string[], rule: string | undefined): AdviceArguments {
  const given = adviceArguments(named, rule);
  if ('problem' in given) throw new UsageError(given.problem);
  return given;
}

function teamOf(named: readonly string[], values: Parameters<typeof teamArguments>[1]): TeamArguments {
  const given = teamArguments(named, values);
  if ('problem' in given) throw new UsageError(given.problem);
  return given;
}

function identityOf(text: string): string {
  const address = text.trim();
  if (address === 'any' || /^[^\s@]+@[^\s@]+$/.test(address)) return address;
  throw new UsageError(`--identity ${JSON.stringify(text)} is not understood: give an e-mail address as in git's commits, or any.`);
}

function periodOf(
  { since, until }: { readonly since?: string; readonly until?: string },
  zone: string,
): Pick<CommandLine, 'period' | 'periodText'> {
  const parsed = parsePeriod({ ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }), zone });
  if (!parsed.ok) throw new UsageError(parsed.sentence);
  return { period: parsed.period, periodText: periodText(since, until) };
}

function periodText(since: string | undefined, until: string | undefined): string {
  if (since === undefined) return until === undefined ? '' : `until ${until}`;
  return until === undefined ? `since ${since}` : `from ${since} to ${until}`;
}

function quarterOf(text: string, nowMs: () => number, zone: string): Quarter {
  const today = nowMs();
  const quarter = parseQuarter(text, today, zone);
  if (quarter === null) throw new UsageError(`--quarter ${JSON.stringify(text)} is not understood: give one such as 2026-Q3, or current.`);
  if (quarter.sinceMs > today) throw new UsageError(`The quarter ${quarter.name} has not begun: give one such as 2026-Q3, or current.`);
  return quarter;
}

function groupingOf(text: string): Grouping {
  const grouping = groupings.find((known) => known === text);
  if (grouping === undefined) throw new UsageError(`--by ${JSON.stringify(text)} is not understood: give one of ${groupings.join(', ')}.`);
  return grouping;
}

function mappingOf(text: string): PathMapping {
  const [from = '', ...rest] = text.split('=');
  const to = rest.join('=');
  if (from === '' || to === '')
    throw new UsageError(`--map ${JSON.stringify(text)} is not understood: give FROM=TO, such as /workspaces/loom=/home/ada/loom.`);
  return { from, to };
}

/** An absolute path; shells leave `~` alone behind an equals sign. */
function pathOf(option: OptionName, text: string, { home, folder }: Place): string {
  if (text === '') throw new UsageError(`--${option} needs a path.`);
  return path.resolve(folder, /^~(?=[\\/]|$)/.test(text) ? home + text.slice(1) : text);
}

/** parseArgs adds advice about positional arguments that does not apply here. */
function firstSentence(message: string): string {
  const [sentence = message] = message.split(/\.(?:\s|$)/);
  return `${sentence.replaceAll("'", '"')}.`;
}
