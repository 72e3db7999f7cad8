/**
 * Turns the records of one transcript file into facts, in file order. The reader keeps what one record needs of an earlier one
 * in its state, so that any split of the file between two readers gives the same facts.
 */
import type { CompactionFact, Context, CostStateFact, CostStateModel, Fact, PullRequestFact, TurnFact } from './facts.ts';
import { asAnyCount, asCount, asFields, asId, asName, asPath, asString, asTime, asTotal } from './fields.ts';
import type { Fields } from './fields.ts';
import type { HashText } from './hashedLine.ts';
import { hexOf } from './hex.ts';
import { classifyPrompt } from './prompt.ts';
import type { ReaderState } from './readerState.ts';
import { newReaderState, writeReaderState } from './readerState.ts';
import { webAddress } from './webAddress.ts';
import { Responses } from './responses.ts';
import type { ResponseLine } from './responses.ts';
import { ToolCalls } from './toolCalls.ts';
import type { CallOrigin, PlainResult } from './toolCalls.ts';

/** Why a line gave no facts although it should have. */
export type SkipReason = 'not-json' | 'not-an-object' | 'unreadable' | 'usage' | 'usage-large' | 'time' | 'too-long';

export interface ReaderOptions {
  /** Keyed hash of a text, eight bytes. */
  readonly hash: HashText;
  readonly state?: ReaderState;
  /** Whether nothing of a folder's records is to be kept. */
  readonly isExcluded?: (folder: string) => boolean;
}

/** The latest `api-request` ids that are remembered: a response's lines follow its request at once. They are kept with every file's cursor. */
const rememberedRequests = 16;

export class TranscriptReader {
  readonly state: ReaderState;
  private readonly hash: HashText;
  private readonly responses: Responses;
  private readonly toolCalls: ToolCalls;
  private readonly facts: Fact[] = [];
  private readonly isExcluded: (folder: string) => boolean;

  constructor(options: ReaderOptions) {
    this.state = options.state ?? newReaderState();
    this.hash = options.hash;
    this.isExcluded = options.isExcluded ?? (() => false);
    this.responses = new Responses(this.state, options.hash);
    this.toolCalls = new ToolCalls(this.state, options.hash, this.facts);
  }

  /** Reads one record that starts at byte `offset`; returns why it had to be skipped, or null. */
  read(record: Fields, offset: number): SkipReason | null {
    const atMs = asTime(record.timestamp);
    if (atMs !== null) this.noteTime(atMs);
    if (this.state.sessionId === '') this.state.sessionId = asId(record.sessionId);
    // A record without an envelope belongs to the conversation around it.
    const cwd = record.cwd === undefined ? this.state.context.cwd : this.folderOf(record);
    if (this.isExcluded(cwd)) {
      // Enough to know it again, and no more: not its branch, and nothing of what is in it.
      this.state.context = { cwd, branch: '', entrypoint: '', version: '' };
      if (record.type === 'assistant') this.state.partial = true;
      return null;
    }
    switch (record.type) {
      case 'assistant':
        return this.readAssistant(record, atMs, offset);
      case 'user':
        return this.readUser(record, atMs);
      case 'attachment':
        return this.readAttachment(record, atMs);
      case 'system':
        return this.readSystem(record, atMs);
      case 'api-request':
        this.noteRequest(asId(record.id));
        return null;
      case 'cost-state':
        return this.readCostState(record, offset);
      case 'pr-link':
        return this.readPullRequestLink(record, atMs);
      default:
        return null;
    }
  }

  /**
   * The same for records of which somebody else has checked the fields. Each of these says whether it could read the line: where not, nothing has
   * changed but what reading the record changes too.
   */
  readRequest(atMs: number, id: string): boolean {
    if (!this.isUnderWay || this.isExcluded(this.state.context.cwd)) return false;
    this.noteTime(atMs);
    this.noteRequest(id);
    return true;
  }

  /** A line of a response that has a stop reason and no advisor. */
  readResponse(line: ResponseLine): boolean {
    if (!this.isUnderWay) return false;
    this.noteTime(line.atMs);
    this.responses.add(line);
    return true;
  }

  /** What a line of a response calls. */
  readCall(id: string, tool: string, input: Fields, origin: CallOrigin): void {
    this.toolCalls.readCall(id, tool, input, origin);
  }

  /** A result that changed no file and of which no operation of git is recorded. */
  readPlainResult(result: PlainResult): boolean {
    if (!this.isUnderWay || !this.toolCalls.readPlainResult(result)) return false;
    this.noteTime(result.atMs);
    return true;
  }

  /** Where records with this `cwd`, `gitBranch`, `entrypoint` and `version` were written; null when nothing of them is kept. */
  contextFor(envelope: Fields): Context | null {
    return this.isExcluded(asPath(envelope.cwd)) ? null : this.contextOf(envelope);
  }

  /** Whether what a file's first records say is known: until then they are all read. */
  private get isUnderWay(): boolean {
    return this.state.firstRecordMs !== null && this.state.sessionId !== '';
  }

  private noteTime(atMs: number): void {
    this.state.firstRecordMs ??= atMs;
    if (this.state.lastRecordMs === null || atMs > this.state.lastRecordMs) this.state.lastRecordMs = atMs;
  }

  private noteRequest(id: string): void {
    this.state.requested.push(id);
    if (this.state.requested.length > rememberedRequests) this.state.requested.shift();
  }

  /** The state as JSON, `''` when it holds nothing worth keeping. */
  writtenState(): string {
    return writeReaderState({ ...this.state, begun: this.responses.begun() });
  }

  /** The facts since the last call. */
  takeFacts(): readonly Fact[] {
    return [...this.responses.take(), ...this.facts.splice(0)];
  }

  private readAssistant(record: Fields, atMs: number | null, offset: number): SkipReason | null {
    const message = asFields(record.message);
    if (message === null || message.model === '<synthetic>') return null;
    const context = this.contextOf(record);
    const id = asId(message.id) || (asId(record.uuid) && `uuid:${asId(record.uuid)}`);
    this.toolCalls.readCalls(message, { messageId: id, atMs: atMs ?? this.state.lastRecordMs ?? 0, context });
    const usage = asFields(message.usage);
    if (usage === null) return null;
    if (id === '') return 'usage';
    if (atMs === null) return 'time';
    return this.responses.read(record, message, usage, { id, atMs, offset, context });
  }

  private readUser(record: Fields, atMs: number | null): SkipReason | null {
    const prompt = classifyPrompt(record);
    if (prompt !== null) {
      if (atMs === null) return 'time';
      this.facts.push(this.turn(record, { ...prompt, atMs }));
      return null;
    }
    if (atMs !== null) this.toolCalls.readResult(record, atMs, this.contextOf(record));
    return null;
  }

  /** A prompt that was typed ahead can be in a `queued_command` attachment alone (TRANSCRIPTS section 2). */
  private readAttachment(record: Fields, atMs: number | null): SkipReason | null {
    const attachment = asFields(record.attachment);
    if (attachment?.type !== 'queued_command' || record.isSidechain === true || atMs === null) return null;
    const origin = asFields(attachment.origin);
    if ((attachment.commandMode ?? 'prompt') !== 'prompt' || (origin !== null && origin.kind !== 'human')) return null;
    const text = asString(attachment.prompt);
    if (text !== '') this.facts.push(this.turn(record, { kind: 'prompt', text, promptId: asId(record.promptId), atMs }));
    return null;
  }

  private turn(record: Fields, prompt: { kind: 'prompt' | 'command'; text: string; promptId: string; atMs: number }): TurnFact {
    return {
      kind: 'turn',
      uuid: this.uuidOf(record, prompt.atMs),
      atMs: prompt.atMs,
      promptId: prompt.promptId,
      command: prompt.kind === 'command',
      textHash: hexOf(this.hash(prompt.text)),
      mode: asName(record.permissionMode),
      context: this.contextOf(record),
    };
  }

  /** The record's own id, or what stands for it: without one two records of two sessions would be the same. */
  private uuidOf(record: Fields, atMs: number): string {
    return asId(record.uuid) || `${asId(record.sessionId) || this.state.sessionId}:${atMs}`;
  }

  private readSystem(record: Fields, atMs: number | null): SkipReason | null {
    if (record.subtype !== 'compact_boundary' || atMs === null) return null;
    const metadata = asFields(record.compactMetadata);
    const compaction: CompactionFact = {
      kind: 'compaction',
      uuid: this.uuidOf(record, atMs),
      atMs,
      trigger: asName(metadata?.trigger),
      tokensBefore: asCount(metadata?.preTokens) ?? 0,
      context: this.contextOf(record),
    };
    this.facts.push(compaction);
    return null;
  }

  private readCostState(record: Fields, offset: number): SkipReason | null {
    const models = costStateModels(record, asTotal);
    if (models === null) return costStateModels(record, asAnyCount) === null ? 'usage' : 'usage-large';
    const total = record.totalCostUSD;
    const state: CostStateFact = {
      kind: 'costState',
      offset,
      models,
      clientNanodollars: typeof total === 'number' && total >= 0 && total < 1e6 ? Math.round(total * 1e9) : null,
      hasUnknownModelCost: record.hasUnknownModelCost === true,
    };
    this.facts.push(state);
    return null;
  }

  private readPullRequestLink(record: Fields, atMs: number | null): SkipReason | null {
    const url = webAddress(asString(record.prUrl));
    if (url === '') return null;
    if (atMs === null) return 'time';
    const link: PullRequestFact = {
      kind: 'pullRequest',
      source: `link:${url}`,
      atMs,
      url,
      number: asCount(record.prNumber, Number.MAX_SAFE_INTEGER) ?? 0,
      action: 'linked',
      // Metadata records carry no envelope: the link belongs where the conversation was.
      context: this.state.context,
    };
    this.facts.push(link);
    return null;
  }

  /** The record's context; the same object again while nothing changes, which is nearly always. */
  private contextOf(record: Fields): Context {
    const last = this.state.context;
    const cwd = this.folderOf(record);
    // What equals the last name is one too.
    const branch = record.gitBranch === last.branch ? last.branch : asPath(record.gitBranch);
    const entrypoint = record.entrypoint === last.entrypoint ? last.entrypoint : asName(record.entrypoint);
    const version = record.version === last.version ? last.version : asName(record.version);
    if (last.cwd !== cwd || last.branch !== branch || last.entrypoint !== entrypoint || last.version !== version)
      this.state.context = { cwd, branch, entrypoint, version };
    return this.state.context;
  }

  private folderOf({ cwd }: Fields): string {
    const last = this.state.context.cwd;
    return cwd === last ? last : asPath(cwd);
  }
}

/** The running totals of each model; null when one is none. */
function costStateModels(record: Fields, totalOf: (value: unknown) => number | null): readonly CostStateModel[] | null {
  const models: CostStateModel[] = [];
  for (const [model, value] of Object.entries(asFields(record.modelUsage) ?? {})) {
    const usage = asFields(value);
    const input = totalOf(usage?.inputTokens);
    const output = totalOf(usage?.outputTokens);
    const cacheRead = totalOf(usage?.cacheReadInputTokens);
    const cacheWrite = totalOf(usage?.cacheCreationInputTokens);
    const webSearches = totalOf(usage?.webSearchRequests);
    if (input === null || output === null || cacheRead === null || cacheWrite === null || webSearches === null) return null;
    models.push({ model: asName(model), input, output, cacheRead, cacheWrite, webSearches });
  }
  return models;
}
