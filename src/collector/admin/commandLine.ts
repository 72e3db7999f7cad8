import { parseArgs } from 'node:util';
import { SettingProblem, configurationOf, serveOptions } from '../configuration.ts';
import type { Configuration } from '../configuration.ts';
import { tokenKinds } from '../tokens.ts';
import type { TokenKind } from '../tokens.ts';
import { leastK, usualK } from '../teams.ts';

/** What is done to the store, by the command line itself or by the collector that holds the store. */
export type AdminCommand =
  | { readonly kind: 'teamCreate'; readonly name: string; readonly k: number; readonly seats: number | null }
  | { readonly kind: 'teamList' }
  | { readonly kind: 'tokenCreate'; readonly token: TokenKind; readonly teams: readonly string[]; readonly expiresInMs: number | null }
  | { readonly kind: 'tokenList' }
  | { readonly kind: 'tokenRevoke'; readonly id: string }
  | { readonly kind: 'publish' }
  | { readonly kind: 'joinLink'; readonly team: string; readonly endpoint: string | null; readonly expiresInMs: number };

export type ParsedCollector =
  | { readonly kind: 'serve'; readonly configuration: Configuration }
  | { readonly kind: 'admin'; readonly command: AdminCommand; readonly configuration: Configuration }
  | { readonly kind: 'help' }
  | { readonly kind: 'usage'; readonly sentence: string };

class UsageError extends Error {}

const adminOptions = {
  k: { type: 'string' },
  seats: { type: 'string' },
  team: { type: 'string', multiple: true },
  kind: { type: 'string' },
  expires: { type: 'string' },
  endpoint: { type: 'string' },
} as const;
const options = { ...serveOptions, ...adminOptions, help: { type: 'boolean', short: 'h' } } as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values'];

interface Words {
  readonly takes: readonly (keyof typeof adminOptions)[];
  /** What stands behind the command's words; null for nothing. */
  readonly operand: string | null;
  readonly read: (values: Values, operand: string) => AdminCommand;
}

const day = 86_400_000;
const joinTokenMs = 7 * day;

const commands: Readonly<Record<string, Words>> = {
  'team create': {
    takes: ['k', 'seats'],
    operand: 'the name of the team',
    read: ({ k, seats }, name) => ({
      kind: 'teamCreate',
      name,
      k: wholeOf('k', k, leastK, 1000) ?? usualK,
      seats: wholeOf('seats', seats, 1, 10_000_000),
    }),
  },
  'team list': { takes: [], operand: null, read: () => ({ kind: 'teamList' }) },
  'token create': { takes: ['team', 'kind', 'expires'], operand: null, read: readTokenCreate },
  publish: { takes: [], operand: null, read: () => ({ kind: 'publish' }) },
  'token list': { takes: [], operand: null, read: () => ({ kind: 'tokenList' }) },
  'token revoke': { takes: [], operand: 'the id of a token, as token list shows it', read: (_, id) => ({ kind: 'tokenRevoke', id }) },
  'join-link': {
    takes: ['team', 'endpoint', 'expires'],
    operand: null,
    read: ({ team, endpoint, expires }) => ({
      kind: 'joinLink',
      team: onlyTeam(team ?? []),
      endpoint: endpoint ?? null,
      expiresInMs: durationOf(expires) ?? joinTokenMs,
    }),
  },
};

/** Reads the arguments behind `payoff collector`; what is wrong with them is a sentence. */
export function parseCollector(given: readonly string[], environment: NodeJS.ProcessEnv, folder: string): ParsedCollector {
  try {
    return parse(given, environment, folder);
  } catch (error) {
    if (error instanceof UsageError || error instanceof SettingProblem) return { kind: 'usage', sentence: error.message };
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
      return { kind: 'usage', sentence: `${error.message.split(/\.(?:\s|$)/)[0] ?? ''}.`.replaceAll("'", '"') };
    throw error;
  }
}

function parse(given: readonly string[], environment: NodeJS.ProcessEnv, folder: string): ParsedCollector {
  const { values, positionals } = parseArgs({ args: [...given], options, allowPositionals: true });
  if (values.help === true || positionals[0] === 'help') return { kind: 'help' };
  const [first = 'serve', second] = positionals;
  if (first === 'serve') {
    refuseForeign(values, 'serve', []);
    if (second !== undefined) throw new UsageError(`payoff collector serve takes no ${JSON.stringify(second)}.`);
    return { kind: 'serve', configuration: configurationOf(values, environment, folder) };
  }
  const name = Object.hasOwn(commands, first) ? first : `${first} ${second ?? ''}`.trim();
  const words = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (words === undefined) throw new UsageError(`${JSON.stringify(name)} is not a command of payoff collector.`);
  refuseForeign(values, name, words.takes);
  const [operand = '', unexpected] = positionals.slice(name.split(' ').length);
  if (words.operand !== null && operand.trim() === '') throw new UsageError(`payoff collector ${name} needs ${words.operand}.`);
  const extra = words.operand === null && operand !== '' ? operand : unexpected;
  if (extra !== undefined) throw new UsageError(`payoff collector ${name} takes no ${JSON.stringify(extra)}.`);
  return { kind: 'admin', command: words.read(values, operand.trim()), configuration: placeOnly(values, environment, folder) };
}

/** A command needs to know where the store is and how members reach it; whether a server could run here is not its concern. */
function placeOnly({ data, 'public-url': url }: Values, environment: NodeJS.ProcessEnv, folder: string): Configuration {
  const { DATABASE_URL, PAYOFF_COLLECTOR_DATA, PAYOFF_COLLECTOR_PUBLIC_URL } = environment;
  return configurationOf({ data, 'public-url': url }, { DATABASE_URL, PAYOFF_COLLECTOR_DATA, PAYOFF_COLLECTOR_PUBLIC_URL }, folder);
}

function refuseForeign(values: Values, name: string, takes: readonly string[]): void {
  for (const option of Object.keys(values))
    if (name === 'serve' ? option in adminOptions : !takes.includes(option) && !['data', 'public-url'].includes(option))
      throw new UsageError(`payoff collector ${name} does not understand --${option}.`);
}

function readTokenCreate({ team, kind, expires }: Values): AdminCommand {
  const token = tokenKinds.find((known) => known === kind);
  if (token === undefined) throw new UsageError(`--kind is one of ${tokenKinds.join(', ')}.`);
  const several = token === 'read' || token === 'lead';
  const teams = several ? [...new Set(team ?? [])] : [onlyTeam(team ?? [])];
  if (teams.length === 0) throw new UsageError('--team is missing: payoff collector team list shows the teams.');
  return { kind: 'tokenCreate', token, teams, expiresInMs: durationOf(expires) ?? (token === 'join' ? joinTokenMs : null) };
}

function onlyTeam([team, another]: readonly string[]): string {
  if (team === undefined) throw new UsageError('--team is missing: payoff collector team list shows the teams.');
  if (another !== undefined) throw new UsageError('This is for one team: give --team once.');
  return team;
}

function wholeOf(name: string, text: string | undefined, least: number, most: number): number | null {
  if (text === undefined) return null;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) throw new UsageError(`--${name} is a whole number from ${least} to ${most}.`);
  return number;
}

/** Milliseconds of `30m`, `12h`, `7d`; null where nothing is given. */
function durationOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const [, number = '', unit = ''] = /^([1-9]\d{0,3})([mhd])$/.exec(text) ?? [];
  if (number === '') throw new UsageError(`--expires ${JSON.stringify(text)} is not understood: give one such as 30m, 12h or 7d.`);
  return Number(number) * { m: 60_000, h: 3_600_000, d: day }[unit as 'm' | 'h' | 'd'];
}
