/**
 * Reads lines by the digests that the scanner makes of them: where a record is as programs write it nearly all of it is a few numbers, and no object of
 * it has to be made. `assembly/digests.ts` says what is where, and of which lines there is none.
 */
import type { Context } from '../core/transcript/facts.ts';
import { asFields, asName } from '../core/transcript/fields.ts';
import type { Fields } from '../core/transcript/fields.ts';
import type { TranscriptReader } from '../core/transcript/reader.ts';
import { termsOf } from '../core/transcript/responses.ts';
import type { Terms } from '../core/transcript/responses.ts';
import { followedTools } from '../core/transcript/toolCalls.ts';
import { digested } from './scanner.ts';
import type { Scanner } from './scanner.ts';

/** In a digest: its flags, which envelope, the time, and of a response its counts, which terms, and the first of its blocks that calls a tool. */
const [envelopeAt, timeAt, idAt, referenceAt, countsAt, termsAt, callsAt] = [4, 8, 16, 24, 32, 56, 60];
const [sidechain, failed, background] = [1, 2, 4];

/** Of a block: the next one, and the slots of what is asked of it; and those of what a call is given. */
const [blockType, blockId, blockName, blockInput, blockContent] = [16, 32, 48, 96, 112];
const [inputCommand, inputFile, inputNotebook, inputOffset, inputLimit] = [16, 32, 48, 64, 80];
/** Of a record and of its message the slots of a result's blocks. */
const [recordMessage, messageContent] = [288, 80];
const [membersKind, jsonKind] = [7, 12];
/** A text that is not left where it is has no more characters. */
const longestKept = 64;

export class Digests {
  private readonly scanner: Scanner;
  private readonly reader: TranscriptReader;
  /** Of the envelope that was met last. */
  private envelope = -1;
  private context: Context | null = null;
  private readonly terms: KnownTerms;
  /** The line that is being read; the same object for each. */
  private readonly line = {
    id: '',
    requestRef: '',
    atMs: 0,
    offset: 0,
    context: noContext,
    sidechain: false,
    terms: noTerms,
    tokens: { input: 0, output: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches: 0 },
  };

  constructor(scanner: Scanner, reader: TranscriptReader) {
    this.scanner = scanner;
    this.reader = reader;
    this.terms = termsKnownTo(scanner);
  }

  /** Reads a line of the last scan that has a digest; false when its record has to be read instead. */
  read(kind: number, line: number, offset: number): boolean {
    const { scanner } = this;
    const digest = scanner.digestPlace(line);
    switch (kind) {
      case digested.request:
        return this.reader.readRequest(scanner.longNumberAt(digest + timeAt), scanner.textAt(digest + idAt));
      case digested.response:
        return this.readResponse(digest, line, offset);
      case digested.result:
        return this.readResult(digest, line);
      default:
        return false;
    }
  }

  private readResponse(digest: number, number: number, offset: number): boolean {
    const { scanner, line } = this;
    const terms = this.termsOf(digest, number);
    if (terms === null) return false;
    const context = this.contextOf(digest, number);
    if (context === null) return false;
    line.id = scanner.textAt(digest + idAt);
    line.requestRef = scanner.textAt(digest + referenceAt);
    line.atMs = scanner.longNumberAt(digest + timeAt);
    line.offset = offset;
    line.context = context;
    line.sidechain = (scanner.numberAt(digest) & sidechain) !== 0;
    line.terms = terms;
    const { tokens } = line;
    const counts = digest + countsAt;
    tokens.input = scanner.numberAt(counts);
    tokens.output = scanner.numberAt(counts + 4);
    tokens.cacheWrite5m = scanner.numberAt(counts + 8);
    tokens.cacheWrite1h = scanner.numberAt(counts + 12);
    tokens.cacheRead = scanner.numberAt(counts + 16);
    tokens.webSearches = scanner.numberAt(counts + 20);
    if (!this.reader.readResponse(line)) return false;
    for (let block = scanner.numberAt(digest + callsAt); block !== 0; block = scanner.numberAt(block)) this.readCall(block);
    return true;
  }

  private readCall(block: number): void {
    const { scanner, line } = this;
    if (scanner.slotAt(block + blockType) !== 'tool_use') return;
    const tool = scanner.slotAt(block + blockName);
    if (typeof tool !== 'string' || !followedTools.has(tool)) return;
    this.reader.readCall(scanner.textAt(block + blockId + 4), tool, this.inputOf(block), {
      messageId: line.id,
      atMs: line.atMs,
      context: line.context,
    });
  }

  /** What of a call's input is asked for. */
  private inputOf(block: number): Fields {
    const { scanner } = this;
    const slot = block + blockInput;
    if (scanner.numberAt(slot) !== membersKind) return noFields;
    const input = scanner.numberAt(slot + 4);
    const valueAt = (place: number): unknown => (scanner.numberAt(input + place) === 0 ? undefined : scanner.slotAt(input + place));
    return {
      command: valueAt(inputCommand),
      file_path: valueAt(inputFile),
      notebook_path: valueAt(inputNotebook),
      offset: valueAt(inputOffset),
      limit: valueAt(inputLimit),
    };
  }

  /** No text of a result has more characters than its JSON has bytes. */
  private mostCharacters(number: number): number {
    const { scanner } = this;
    const message = scanner.numberAt(scanner.recordPlace(number) + recordMessage + 4);
    let most = longestKept;
    for (let block = scanner.numberAt(message + messageContent + 4); block !== 0; block = scanner.numberAt(block)) {
      const content = block + blockContent;
      if (scanner.numberAt(content) === jsonKind) most = Math.max(most, scanner.numberAt(content + 8) - scanner.numberAt(content + 4));
    }
    return most;
  }

  private readResult(digest: number, number: number): boolean {
    const { scanner } = this;
    const context = this.contextOf(digest, number);
    if (context === null) return false;
    const flags = scanner.numberAt(digest);
    return this.reader.readPlainResult({
      toolUseId: scanner.textAt(digest + idAt),
      failed: (flags & failed) !== 0,
      background: (flags & background) !== 0,
      mostCharacters: this.mostCharacters(number),
      atMs: scanner.longNumberAt(digest + timeAt),
      context,
    });
  }

  private contextOf(digest: number, number: number): Context | null {
    const envelope = this.scanner.numberAt(digest + envelopeAt);
    // Other lines between may have been written elsewhere.
    if (envelope !== this.envelope || this.context !== this.reader.state.context) {
      this.context = this.reader.contextFor(this.scanner.recordOf(number));
      this.envelope = envelope;
    }
    return this.context;
  }

  private termsOf(digest: number, number: number): Terms | null {
    const { scanner, terms } = this;
    const place = scanner.numberAt(digest + termsAt);
    if (place !== terms.number) {
      terms.number = place;
      terms.terms = termsIn(scanner.recordOf(number));
    }
    return terms.terms;
  }
}

/** The terms that a scanner's digests named last, whatever it read. */
interface KnownTerms {
  number: number;
  terms: Terms | null;
}

const knownTerms = new WeakMap<Scanner, KnownTerms>();

function termsKnownTo(scanner: Scanner): KnownTerms {
  const known = knownTerms.get(scanner) ?? { number: -1, terms: null };
  knownTerms.set(scanner, known);
  return known;
}

/** Null where a response has not ended, or is none: then it takes its texts, or nothing of it counts. */
function termsIn(record: Fields): Terms | null {
  const message = asFields(record.message);
  const usage = asFields(message?.usage);
  const stopReason = asName(message?.stop_reason);
  if (stopReason === '' || message?.model === '<synthetic>') return null;
  const how = { fast: usage?.speed === 'fast', geography: asName(usage?.inference_geo) };
  return termsOf(asName(message?.model), record.requestedModel, stopReason, how);
}

const noFields: Fields = {};
const noContext: Context = { cwd: '', branch: '', entrypoint: '', version: '' };
const noTerms = termsOf('', undefined, '', { fast: false, geography: '' });
