/** Collects the lines of each API response: one response is many lines, and only one of them is right (TRANSCRIPTS 4.1). */
import { Beginnings } from './beginnings.ts';
import type { Context, RequestFact, Tokens } from './facts.ts';
import { asFields, asId, asList, asName, asString } from './fields.ts';
import type { Fields } from './fields.ts';
import type { HashText } from './hashedLine.ts';
import type { BegunResponse, OpenResponse, ReaderState } from './readerState.ts';
import { readAdvisors, readUsage, whyUnread } from './usage.ts';
import type { UsageReading } from './usage.ts';

/** What a response was made with, and how it ended. */
export interface Terms {
  readonly model: string;
  readonly stopReason: string;
  readonly fast: boolean;
  /** `''` when there is none. */
  readonly geography: string;
  readonly longContext: boolean;
}

/** One line of a response, its fields checked. Whoever gives it may change it afterwards. */
export interface ResponseLine {
  /** `message.id`, or what stands for it. */
  readonly id: string;
  /** Id of its `api-request` record, `''` when it names none. */
  readonly requestRef: string;
  readonly atMs: number;
  readonly offset: number;
  readonly context: Context;
  readonly sidechain: boolean;
  readonly terms: Terms;
  readonly tokens: Tokens;
}

/** A response while its lines are read. */
type OpenFact = { -readonly [Field in Exclude<keyof RequestFact, 'tokens'>]: RequestFact[Field] } & {
  readonly tokens: { -readonly [Class in keyof Tokens]: number };
};

/** Responses without a stop reason that are remembered between two reads: their lines lie close together. */
const rememberedResponses = 16;

/** Lines of such a response that are known again: what was written twice lies close together, too. */
const rememberedLines = 256;

export class Responses {
  private readonly byId = new Map<string, OpenFact>();
  /** The response of the line before: most have several, one after the other. */
  private last: OpenFact | null = null;
  private readonly state: ReaderState;
  private readonly beginnings: Beginnings;

  constructor(state: ReaderState, hash: HashText) {
    this.state = state;
    this.beginnings = new Beginnings(state.begun, hash);
  }

  /** Adds a line by its record; returns why when its counts cannot be read. */
  read(
    record: Fields,
    message: Fields,
    billed: Fields,
    line: Pick<ResponseLine, 'id' | 'atMs' | 'offset' | 'context'>,
  ): ReturnType<typeof whyUnread> | null {
    const usage = readUsage(billed);
    const advisors = readAdvisors(billed);
    if (usage === null || advisors === null) return whyUnread(billed);
    const { id } = line;
    const { requestedModel } = record;
    const stopReason = asName(message.stop_reason);
    const visible = stopReason === '' ? this.visibleSoFar(id, record, message) : 0;
    const common = { ...line, requestRef: asId(record.requestRef), sidechain: record.isSidechain === true };
    this.add({ ...common, terms: termsOf(asName(message.model), requestedModel, stopReason, usage), tokens: usage.tokens }, visible);
    for (const [index, advisor] of advisors.entries()) {
      const terms = termsOf(advisor.model, requestedModel, stopReason === '' ? 'advisor' : stopReason, advisor);
      this.add({ ...common, id: `${id}#advisor${index}`, terms, tokens: advisor.tokens }, 0);
    }
    return null;
  }

  /** Adds a line; `visibleCharacters` are those of its response so far, should it not have ended. */
  add(line: ResponseLine, visibleCharacters = 0): void {
    const { id } = line;
    const earlier = this.last?.messageId === id ? this.last : this.byId.get(id);
    const requested = line.requestRef !== '' && this.state.requested.lastIndexOf(line.requestRef) >= 0;
    if (earlier === undefined) this.byId.set(id, (this.last = openFact(line, visibleCharacters, requested)));
    else mergeLine((this.last = earlier), line, visibleCharacters, requested);
    const beganMs = this.beginnings.note(id, line.atMs);
    if (beganMs < this.last.atMs) this.last.atMs = beganMs;
  }

  /** The responses since the last call, each with its best line so far. */
  take(): readonly RequestFact[] {
    const facts = [...this.byId.values()];
    this.byId.clear();
    this.last = null;
    return facts;
  }

  /** When the latest responses began, for the state. */
  begun(): readonly BegunResponse[] {
    return this.beginnings.stored();
  }

  /** Characters of this response's visible content up to this line, every line counted once. */
  private visibleSoFar(id: string, record: Fields, message: Fields): number {
    const open = this.openResponse(id);
    const uuid = asId(record.uuid);
    if (uuid !== '' && open.uuids.includes(uuid)) return open.visibleCharacters;
    open.uuids.push(uuid);
    if (open.uuids.length > rememberedLines) open.uuids.shift();
    open.visibleCharacters += visibleCharacters(message);
    return open.visibleCharacters;
  }

  private openResponse(messageId: string): OpenResponse {
    const known = this.state.responses.find((response) => response.messageId === messageId);
    if (known !== undefined) return known;
    const open: OpenResponse = { messageId, visibleCharacters: 0, uuids: [] };
    this.state.responses.push(open);
    if (this.state.responses.length > rememberedResponses) this.state.responses.shift();
    return open;
  }
}

/** The terms of a response or an advisor's. */
export function termsOf(model: string, requestedModel: unknown, stopReason: string, how: Pick<UsageReading, 'fast' | 'geography'>): Terms {
  const longContext = asString(requestedModel).endsWith('[1m]') || model.endsWith('[1m]');
  return { model, stopReason, fast: how.fast, geography: how.geography, longContext };
}

function openFact(line: ResponseLine, visibleCharacters: number, requested: boolean): OpenFact {
  const { terms, tokens } = line;
  return {
    kind: 'request',
    messageId: line.id,
    atMs: line.atMs,
    lineOffset: line.offset,
    model: terms.model,
    tokens: {
      input: tokens.input,
      output: tokens.output,
      cacheWrite5m: tokens.cacheWrite5m,
      cacheWrite1h: tokens.cacheWrite1h,
      cacheRead: tokens.cacheRead,
      webSearches: tokens.webSearches,
    },
    fast: terms.fast,
    geography: terms.geography,
    stopReason: terms.stopReason,
    stopped: terms.stopReason !== '',
    visibleCharacters,
    sidechain: line.sidechain,
    longContext: terms.longContext,
    requested,
    context: line.context,
  };
}

/** A later line of a response in the same file: the line with more output is kept whole, the last of equals. */
function mergeLine(fact: OpenFact, line: ResponseLine, visibleCharacters: number, requested: boolean): void {
  const { terms, tokens } = line;
  if (tokens.output >= fact.tokens.output) {
    fact.lineOffset = line.offset;
    fact.model = terms.model;
    fact.fast = terms.fast;
    fact.geography = terms.geography;
    fact.stopReason = terms.stopReason;
    fact.longContext = terms.longContext;
    fact.tokens.input = tokens.input;
    fact.tokens.output = tokens.output;
    fact.tokens.cacheWrite5m = tokens.cacheWrite5m;
    fact.tokens.cacheWrite1h = tokens.cacheWrite1h;
    fact.tokens.cacheRead = tokens.cacheRead;
    fact.tokens.webSearches = tokens.webSearches;
  }
  if (line.atMs < fact.atMs) fact.atMs = line.atMs;
  if (terms.stopReason !== '') fact.stopped = true;
  if (visibleCharacters > fact.visibleCharacters) fact.visibleCharacters = visibleCharacters;
  if (requested) fact.requested = true;
}

function visibleCharacters(message: Fields): number {
  let characters = 0;
  for (const item of asList(message.content)) {
    const block = asFields(item);
    if (block === null) continue;
    characters += asString(block.text).length + asString(block.thinking).length;
    if (block.type === 'tool_use') characters += JSON.stringify(block.input ?? null).length;
  }
  return characters;
}
