/** The collector's settings: each an option of the command line and a variable of the environment, the option first. */
import { homedir } from 'node:os';
import path from 'node:path';

export interface Configuration {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** PostgreSQL; null for PGlite in `data`. */
  readonly databaseUrl: string | null;
  /** Folder of PGlite and of the admin socket; null for memory (tests). */
  readonly data: string | null;
  readonly connections: number;
  /** Files in PEM; null for HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** Whether a proxy in front says who asks, and speaks TLS. */
  readonly trustProxy: boolean;
  /** The one origin whose pages may ask; null for none but the collector's own. */
  readonly cors: string | null;
  /** Where members and readers reach the collector; null where it is not said. */
  readonly publicUrl: string | null;
  /** Weeks after which the rows of reports are deleted, and older ones are refused. */
  readonly retentionWeeks: number;
  /** Bytes of a report. */
  readonly reportBytes: number;
  /** Requests a minute of one token. */
  readonly rate: number;
  /** Who may see the process's own figures. */
  readonly metrics: 'loopback' | 'everyone' | 'off';
  readonly log: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

export const defaultConfiguration: Configuration = {
  host: '127.0.0.1',
  port: 4319,
  databaseUrl: null,
  data: path.join(homedir(), '.payoff', 'collector'),
  connections: 10,
  tls: null,
  trustProxy: false,
  cors: null,
  publicUrl: null,
  retentionWeeks: 52,
  reportBytes: 1024 * 1024,
  rate: 600,
  metrics: 'loopback',
  log: 'info',
};

/** Options of `payoff collector serve`, as parseArgs takes them. */
export const serveOptions = {
  host: { type: 'string' },
  port: { type: 'string' },
  data: { type: 'string' },
  connections: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'trust-proxy': { type: 'boolean' },
  cors: { type: 'string' },
  'public-url': { type: 'string' },
  'retention-weeks': { type: 'string' },
  'report-bytes': { type: 'string' },
  rate: { type: 'string' },
  metrics: { type: 'string' },
  log: { type: 'string' },
} as const;

export type OptionName = keyof typeof serveOptions;
export type OptionValues = Readonly<Partial<Record<OptionName, string | boolean | undefined>>>;

/** A setting that cannot be: its message is a sentence. */
export class SettingProblem extends Error {}

/** The variable of an option: `PAYOFF_COLLECTOR_TLS_CERT` of `tls-cert`. */
export function variableOf(option: OptionName): string {
  return `PAYOFF_COLLECTOR_${option.toUpperCase().replaceAll('-', '_')}`;
}

/** Settings from options, the environment and the defaults; throws SettingProblem. */
export function configurationOf(options: OptionValues, environment: NodeJS.ProcessEnv, folder: string): Configuration {
  const given = (name: OptionName): string | null => {
    const value = options[name] ?? environment[variableOf(name)];
    return value === undefined || value === '' ? null : String(value);
  };
  const whole = (name: OptionName, least: number, most: number, usual: number): number => {
    const text = given(name);
    if (text === null) return usual;
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || number > most)
      throw new SettingProblem(`${named(name)} is a whole number from ${least} to ${most}, not ${JSON.stringify(text)}.`);
    return number;
  };
  const oneOf = <Text extends string>(name: OptionName, known: readonly Text[], usual: Text): Text => {
    const text = given(name);
    const found = text === null ? usual : known.find((each) => each === text);
    if (found === undefined) throw new SettingProblem(`${named(name)} is one of ${known.join(', ')}, not ${JSON.stringify(text)}.`);
    return found;
  };
  const file = (name: OptionName): string | null => {
    const text = given(name);
    return text === null ? null : path.resolve(folder, text);
  };
  const usual = defaultConfiguration;

  const cert = file('tls-cert');
  const key = file('tls-key');
  if ((cert === null) !== (key === null)) throw new SettingProblem('TLS needs both --tls-cert and --tls-key.');
  const configuration: Configuration = {
    host: given('host') ?? usual.host,
    port: whole('port', 0, 65_535, usual.port),
    databaseUrl: environment.DATABASE_URL === undefined || environment.DATABASE_URL === '' ? null : environment.DATABASE_URL,
    data: file('data') ?? usual.data,
    connections: whole('connections', 2, 200, usual.connections),
    tls: cert === null || key === null ? null : { cert, key },
    trustProxy: yes(given('trust-proxy'), 'trust-proxy'),
    cors: originOf(given('cors')),
    publicUrl: urlOf(given('public-url')),
    retentionWeeks: whole('retention-weeks', 8, 520, usual.retentionWeeks),
    reportBytes: whole('report-bytes', 1024, 16 * 1024 * 1024, usual.reportBytes),
    rate: whole('rate', 1, 1_000_000, usual.rate),
    metrics: oneOf('metrics', ['loopback', 'everyone', 'off'], usual.metrics),
    log: oneOf('log', ['debug', 'info', 'warn', 'error', 'silent'], usual.log),
  };
  if (!isLoopback(configuration.host) && configuration.tls === null && !configuration.trustProxy)
    throw new SettingProblem(
      `On ${configuration.host} tokens would travel readable to everybody on the way: give --tls-cert and --tls-key, or put a proxy with TLS in front and say --trust-proxy.`,
    );
  return configuration;
}

/** Whether a host is this machine itself: 127.0.0.0/8, ::1, localhost. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|::ffff:127(?:\.\d{1,3}){3})$/i.test(host);
}

/** The address under which members reach a collector: HTTPS, or HTTP on this machine; null where the text is none. */
export function endpointOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const fits = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!fits || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function named(option: OptionName): string {
  return `--${option} (${variableOf(option)})`;
}

function yes(text: string | null, name: OptionName): boolean {
  if (text === null || ['false', '0', 'no'].includes(text)) return false;
  if (['true', '1', 'yes'].includes(text)) return true;
  throw new SettingProblem(`${named(name)} is true or false, not ${JSON.stringify(text)}.`);
}

function originOf(text: string | null): string | null {
  if (text === null) return null;
  if (URL.canParse(text) && new URL(text).origin === text) return text;
  throw new SettingProblem(`${named('cors')} is one origin such as https://dashboards.example.com, not ${JSON.stringify(text)}.`);
}

function urlOf(text: string | null): string | null {
  if (text === null) return null;
  const endpoint = endpointOf(text);
  if (endpoint === null)
    throw new SettingProblem(`${named('public-url')} is an address such as https://payoff.example.com, not ${JSON.stringify(text)}.`);
  return endpoint;
}
