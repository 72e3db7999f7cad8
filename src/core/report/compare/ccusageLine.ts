/**
 * Which lines of a transcript ccusage counts, and as what (20.0.24, each rule tried with a line of its own: the tests hold what was seen).
 * It takes every record with a `usage` in its message, of whatever type, and copies of subagents' messages in progress records too.
 */
import { asFields, asList, asString } from '../../transcript/fields.ts';
import type { Fields } from '../../transcript/fields.ts';
import type { UnitRates } from './unitRates.ts';

/** One use that ccusage reads off one line. */
export interface CcusageLine {
  /** As our ledger names the response: `message.id`, `uuid:` and the line's uuid without one, with `#advisor` and its index for an advisor. */
  readonly messageId: string;
  /** Whether the record has a `message.id`: without one nothing is a duplicate of it. */
  readonly identified: boolean;
  readonly requestId: string | null;
  readonly sessionId: string;
  readonly atMs: number;
  /** `''` without one, and for `<synthetic>`. */
  readonly model: string;
  readonly tokens: Readonly<Record<keyof UnitRates, number>>;
  readonly fast: boolean;
  /** Whether the line says how fast it was at all. */
  readonly saysSpeed: boolean;
  /** `costUSD` of old records, in nanodollars. */
  readonly recordedNanodollars: number | null;
  readonly sidechain: boolean;
  /** A copy of a subagent's message in its parent's file. */
  readonly progress: boolean;
  /** In a file that Payoff reads as no transcript. */
  readonly leftover: boolean;
}

export interface CcusagePlace {
  /** For lines that name no session. */
  readonly sessionId: string;
  readonly leftover: boolean;
}

export type CcusageReading =
  { readonly kind: 'taken'; readonly lines: readonly CcusageLine[] } | { readonly kind: 'refused'; readonly messageId: string } | null;

/** Fields that ccusage lets no line have as null, wherever in it they are. */
const neverNull =
  /"(?:id|cwd|speed|costUSD|version|sessionId|requestId|isApiErrorMessage|cache_read_input_tokens|cache_creation_input_tokens)"\s*:null/;
const nullModel = /"model"\s*:null/;

/** What ccusage reads off a line; refused is a response that Payoff counts and ccusage does not; null is neither. */
export function readCcusageLine(text: string, place: CcusagePlace): CcusageReading {
  let record: Fields | null;
  try {
    record = asFields(JSON.parse(text));
  } catch {
    return null;
  }
  if (record === null) return null;
  const lines = takenOf(record, text, place);
  if (lines !== null) return { kind: 'taken', lines };
  const message = asFields(record.message);
  const counts = record.type === 'assistant' && asFields(message?.usage) !== null && message?.model !== '<synthetic>';
  return counts ? { kind: 'refused', messageId: idOf(record, message) } : null;
}

function takenOf(record: Fields, text: string, place: CcusagePlace): readonly CcusageLine[] | null {
  if (!text.includes('"usage":{') || neverNull.test(text)) return null;
  const direct = usageOf(record);
  const copied = direct === null ? asFields(asFields(record.data)?.message) : null;
  const source = direct === null ? copied : record;
  const usage = direct ?? (copied === null ? null : usageOf(copied));
  const message = asFields(source?.message);
  if (source === null || usage === null || message === null) return null;
  // Only an iteration's model may be null: the client writes it so.
  if (nullModel.test(text) && hasNullModel(record, source)) return null;
  const version = direct === null ? undefined : record.version;
  if (version !== undefined && !(typeof version === 'string' && /^\d+\.\d+\.\d/.test(version))) return null;
  const names = [record.sessionId, source.requestId, message.id, message.model];
  if (names.some((name) => name !== undefined && (typeof name !== 'string' || name === ''))) return null;
  const atMs = timeOf(source.timestamp);
  const tokens = tokensOf(usage);
  if (atMs === null || tokens === null) return null;
  const speed = usage.speed;
  if (speed !== undefined && speed !== 'fast' && speed !== 'standard') return null;
  const { costUSD } = source;
  const line: CcusageLine = {
    messageId: idOf(source, message),
    identified: message.id !== undefined,
    requestId: source.requestId === undefined ? null : asString(source.requestId),
    sessionId: record.sessionId === undefined ? place.sessionId : asString(record.sessionId),
    atMs,
    model: message.model === '<synthetic>' ? '' : asString(message.model),
    tokens,
    fast: speed === 'fast',
    saysSpeed: speed !== undefined,
    recordedNanodollars: typeof costUSD === 'number' ? costUSD * 1e9 : null,
    sidechain: source.isSidechain === true,
    progress: direct === null,
    leftover: place.leftover,
  };
  return [line, ...advisorsOf(usage, line)];
}

function idOf(record: Fields, message: Fields | null): string {
  return asString(message?.id) || `uuid:${asString(record.uuid)}`;
}

function usageOf(record: Fields): Fields | null {
  return typeof record.timestamp === 'string' ? asFields(asFields(record.message)?.usage) : null;
}

/** A null `model` anywhere but directly in an iteration. */
function hasNullModel(...records: readonly Fields[]): boolean {
  const found = (value: unknown, allowed: boolean): boolean => {
    if (Array.isArray(value)) return value.some((item) => found(item, allowed));
    const fields = asFields(value);
    if (fields === null) return false;
    return Object.entries(fields).some(([name, inner]) =>
      name === 'model' && inner === null ? !allowed : found(inner, name === 'iterations'),
    );
  };
  return records.some((record) => found(record, false));
}

/** An instant with its zone; a plain date and time is none. */
function timeOf(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/.test(value)) return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : ms;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Both lifetimes of cache writes from the split where there is one, whatever the sum beside it says. */
function tokensOf(usage: Fields): CcusageLine['tokens'] | null {
  const { input_tokens: input, output_tokens: output, cache_read_input_tokens: read = 0, cache_creation_input_tokens: written = 0 } = usage;
  if (!isCount(input) || !isCount(output) || !isCount(read) || !isCount(written)) return null;
  const split = asFields(usage.cache_creation);
  if (split === null) return { input, output, cacheWrite5m: written, cacheWrite1h: 0, cacheRead: read };
  const { ephemeral_5m_input_tokens: short = 0, ephemeral_1h_input_tokens: long = 0 } = split;
  return isCount(short) && isCount(long) ? { input, output, cacheWrite5m: short, cacheWrite1h: long, cacheRead: read } : null;
}

/** Advisors' responses are uses of their own; they are named by their place among the advisors of the response. */
function advisorsOf(usage: Fields, line: CcusageLine): readonly CcusageLine[] {
  return asList(usage.iterations)
    .map(asFields)
    .filter((iteration) => iteration?.type === 'advisor_message')
    .flatMap((iteration, index) => {
      const model = asString(iteration?.model);
      const tokens = iteration === null ? null : tokensOf(iteration);
      if (model === '' || tokens === null) return [];
      return [{ ...line, messageId: `${line.messageId}#advisor${String(index)}`, model, tokens, fast: false, recordedNanodollars: null }];
    });
}
