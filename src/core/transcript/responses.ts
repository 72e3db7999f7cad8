/** Collects the lines of each API response: one response is many lines, and only one of them is right (TRANSCRIPTS 4.1). */
import type { Context, RequestFact } from './facts.ts';
import { asFields, asId, asList, asName, asString } from './fields.ts';
import type { Fields } from './fields.ts';
import type { OpenResponse, ReaderState } from './readerState.ts';
import { readAdvisors, readUsage } from './usage.ts';
import type { UsageReading } from './usage.ts';

export interface ResponseLine {
  /** `message.id`, or what stands for it. */
  readonly id: string;
  readonly record: Fields;
  readonly message: Fields;
  readonly usage: Fields;
  readonly atMs: number;
  readonly offset: number;
  readonly context: Context;
}

/** Responses without a stop reason that are remembered between two reads: their lines lie close together. */
const rememberedResponses = 16;

/** Lines of such a response that are known again: what was written twice lies close together, too. */
const rememberedLines = 256;

export class Responses {
  private readonly byId = new Map<string, RequestFact>();
  private readonly state: ReaderState;

  constructor(state: ReaderState) {
    this.state = state;
  }

  /** Adds one line; returns `'usage'` when its counts cannot be read. */
  read(line: ResponseLine): 'usage' | null {
    const usage = readUsage(line.usage);
    const advisors = readAdvisors(line.usage);
    if (usage === null || advisors === null) return 'usage';
    const stopReason = asName(line.message.stop_reason);
    const visibleCharacters = stopReason === '' ? this.visibleSoFar(line) : 0;
    this.add(line, line.id, asName(line.message.model), usage, stopReason, visibleCharacters);
    for (const [index, advisor] of advisors.entries())
      this.add(line, `${line.id}#advisor${index}`, advisor.model, advisor, stopReason === '' ? 'advisor' : stopReason, 0);
    return null;
  }

  /** The responses since the last call, each with its best line so far. */
  take(): readonly RequestFact[] {
    const facts = [...this.byId.values()];
    this.byId.clear();
    return facts;
  }

  private add(line: ResponseLine, id: string, model: string, usage: UsageReading, stopReason: string, visibleCharacters: number): void {
    const earlier = this.byId.get(id);
    const requestRef = asId(line.record.requestRef);
    const fact: RequestFact = {
      kind: 'request',
      messageId: id,
      atMs: line.atMs,
      lineOffset: line.offset,
      model,
      tokens: usage.tokens,
      fast: usage.fast,
      geography: usage.geography,
      stopReason,
      stopped: stopReason !== '',
      visibleCharacters,
      sidechain: line.record.isSidechain === true,
      longContext: asString(line.record.requestedModel).endsWith('[1m]') || model.endsWith('[1m]'),
      requested: requestRef !== '' && this.state.requested.lastIndexOf(requestRef) >= 0,
      context: line.context,
    };
    this.byId.set(id, earlier === undefined ? fact : mergeLines(earlier, fact));
  }

  /** Characters of this response's visible content up to this line, every line counted once. */
  private visibleSoFar(line: ResponseLine): number {
    const open = this.openResponse(line.id);
    const uuid = asId(line.record.uuid);
    if (uuid !== '' && open.uuids.includes(uuid)) return open.visibleCharacters;
    open.uuids.push(uuid);
    if (open.uuids.length > rememberedLines) open.uuids.shift();
    open.visibleCharacters += visibleCharacters(line.message);
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

/** Two lines of one response in one file, the later one second: the line with more output is kept whole, the last of equals. */
function mergeLines(earlier: RequestFact, later: RequestFact): RequestFact {
  const kept = later.tokens.output >= earlier.tokens.output ? later : earlier;
  return {
    ...kept,
    atMs: Math.min(earlier.atMs, later.atMs),
    stopped: earlier.stopped || later.stopped,
    visibleCharacters: Math.max(earlier.visibleCharacters, later.visibleCharacters),
    requested: earlier.requested || later.requested,
    sidechain: earlier.sidechain,
    context: earlier.context,
  };
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
