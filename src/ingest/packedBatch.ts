/**
 * Batches as they go from a parser's thread to the writer's. The facts of which there are many go as one list of numbers, one text and one list of bytes: to
 * copy as many objects would cost several times as much, and lists for each of the small files that most are.
 */
import type { CheckFact, CheckKind, Context, EditFact, Fact, RequestFact, ShellCallFact } from '../core/transcript/facts.ts';
import type { Batch } from '../ledger/batch.ts';

export interface PackedBatches {
  /** One for each batch. */
  readonly transcripts: readonly Batch['transcript'][];
  /** How many facts of each of the packed kinds the first batch has, in their order, then the second, and so on. */
  readonly counts: readonly number[];
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Ids and paths, none of which has a zero in it, with a zero between them. */
  readonly texts: string;
  /** Hashes of the edits' lines and of what shell calls name. */
  readonly hashes: Uint8Array<ArrayBuffer>;
  /** What many facts say in common, each once: models, geographies, stop reasons; and where they were written. */
  readonly names: readonly string[];
  readonly contexts: readonly Context[];
  /** The other facts of each batch. */
  readonly others: readonly (readonly Fact[])[];
}

/** Flags of a response, as bits of one number. */
const [fast, stopped, sidechain, longContext, requested] = [1, 2, 4, 8, 16];

export function packBatches(batches: readonly Batch[]): PackedBatches {
  const sorted = batches.map(({ facts }) => sortFacts(facts));
  const packer = new Packer(sorted.reduce((sum, facts) => sum + numbersOf(facts), 0));
  const counts: number[] = [];
  for (const { requests, edits, shellCalls, checks } of sorted) {
    for (const fact of requests) packer.request(fact);
    for (const fact of edits) packer.edit(fact);
    for (const fact of shellCalls) packer.shellCall(fact);
    for (const fact of checks) packer.check(fact);
    counts.push(requests.length, edits.length, shellCalls.length, checks.length);
  }
  return {
    transcripts: batches.map(({ transcript }) => transcript),
    counts,
    ...packer.packed(),
    others: sorted.map(({ others }) => others),
  };
}

/** The batches again: of each its responses, its edits, its shell calls, its checks, and its other facts. */
export function unpackBatches({ transcripts, counts, others, ...packed }: PackedBatches): Batch[] {
  const unpacker = new Unpacker(packed);
  let at = 0;
  const next = (): number => counts[at++] ?? 0;
  return transcripts.map((transcript, index) => {
    const facts: Fact[] = [];
    for (let left = next(); left > 0; left -= 1) facts.push(unpacker.request());
    for (let left = next(); left > 0; left -= 1) facts.push(unpacker.edit());
    for (let left = next(); left > 0; left -= 1) facts.push(unpacker.shellCall());
    for (let left = next(); left > 0; left -= 1) facts.push(unpacker.check());
    for (const fact of others[index] ?? []) facts.push(fact);
    return { transcript, facts };
  });
}

interface SortedFacts {
  readonly requests: RequestFact[];
  readonly edits: EditFact[];
  readonly shellCalls: ShellCallFact[];
  readonly checks: CheckFact[];
  readonly others: Fact[];
}

function sortFacts(facts: readonly Fact[]): SortedFacts {
  const sorted: SortedFacts = { requests: [], edits: [], shellCalls: [], checks: [], others: [] };
  for (const fact of facts) {
    if (fact.kind === 'request') sorted.requests.push(fact);
    else if (fact.kind === 'edit') sorted.edits.push(fact);
    else if (fact.kind === 'shellCall') sorted.shellCalls.push(fact);
    else if (fact.kind === 'check') sorted.checks.push(fact);
    else sorted.others.push(fact);
  }
  return sorted;
}

/** How many numbers a packer has of them. */
function numbersOf({ requests, edits, shellCalls, checks }: SortedFacts): number {
  return requests.length * 14 + edits.length * 6 + shellCalls.length * 6 + checks.length * 4;
}

class Packer {
  private readonly numbers: Float64Array<ArrayBuffer>;
  private at = 0;
  private readonly texts: string[] = [];
  private readonly lists: Uint8Array[] = [];
  private readonly names = new Places<string>();
  private readonly contexts = new Places<Context>();

  /** @param size how many numbers the facts have in all */
  constructor(size: number) {
    this.numbers = new Float64Array(size);
  }

  request(fact: RequestFact): void {
    const { tokens } = fact;
    const flags =
      (fact.fast ? fast : 0) |
      (fact.stopped ? stopped : 0) |
      (fact.sidechain ? sidechain : 0) |
      (fact.longContext ? longContext : 0) |
      (fact.requested ? requested : 0);
    this.number(fact.atMs);
    this.number(this.contexts.of(fact.context));
    this.number(fact.lineOffset);
    this.number(fact.visibleCharacters);
    this.number(flags);
    this.number(tokens.input);
    this.number(tokens.output);
    this.number(tokens.cacheWrite5m);
    this.number(tokens.cacheWrite1h);
    this.number(tokens.cacheRead);
    this.number(tokens.webSearches);
    this.number(this.names.of(fact.model));
    this.number(this.names.of(fact.geography));
    this.number(this.names.of(fact.stopReason));
    this.texts.push(fact.messageId);
  }

  edit(fact: EditFact): void {
    this.number(fact.atMs);
    this.number(this.contexts.of(fact.context));
    this.number(fact.linesAdded);
    this.number(fact.linesRemoved);
    this.texts.push(fact.toolUseId, fact.messageId, fact.tool, fact.path);
    this.bytes(fact.addedHashes);
    this.bytes(fact.removedHashes);
  }

  shellCall(fact: ShellCallFact): void {
    this.number(fact.atMs);
    this.number(this.contexts.of(fact.context));
    this.number(numberOf(fact.succeeded));
    this.texts.push(fact.toolUseId);
    this.bytes(fact.fileHashes);
    this.bytes(fact.runHashes);
    this.bytes(fact.commandHash);
  }

  check(fact: CheckFact): void {
    this.number(fact.atMs);
    this.number(this.contexts.of(fact.context));
    this.number(numberOf(fact.succeeded));
    this.number(fact.index);
    this.texts.push(fact.toolUseId, fact.check);
  }

  packed(): Pick<PackedBatches, 'numbers' | 'texts' | 'hashes' | 'names' | 'contexts'> {
    const hashes = new Uint8Array(this.lists.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const list of this.lists) {
      hashes.set(list, at);
      at += list.length;
    }
    const { numbers, texts, names, contexts } = this;
    return { numbers, texts: texts.join('\0'), hashes, names: names.all, contexts: contexts.all };
  }

  private number(value: number): void {
    this.numbers[this.at++] = value;
  }

  private bytes(list: Uint8Array): void {
    this.number(list.length);
    this.lists.push(list);
  }
}

class Unpacker {
  private readonly numbers: Float64Array;
  private readonly texts: readonly string[];
  private readonly hashes: Uint8Array;
  private readonly names: readonly string[];
  private readonly contexts: readonly Context[];
  private numberAt = 0;
  private textAt = 0;
  private hashAt = 0;

  constructor({ numbers, texts, hashes, names, contexts }: Pick<PackedBatches, 'numbers' | 'texts' | 'hashes' | 'names' | 'contexts'>) {
    this.numbers = numbers;
    this.texts = texts.split('\0');
    this.hashes = hashes;
    this.names = names;
    this.contexts = contexts;
  }

  // Members are taken in the order in which they were packed, which is that of these lists.

  request(): RequestFact {
    const [atMs, context] = [this.number(), this.context()];
    const [lineOffset, visibleCharacters, flags] = [this.number(), this.number(), this.number()];
    return {
      kind: 'request',
      messageId: this.text(),
      atMs,
      lineOffset,
      tokens: {
        input: this.number(),
        output: this.number(),
        cacheWrite5m: this.number(),
        cacheWrite1h: this.number(),
        cacheRead: this.number(),
        webSearches: this.number(),
      },
      model: this.name(),
      geography: this.name(),
      stopReason: this.name(),
      fast: (flags & fast) !== 0,
      stopped: (flags & stopped) !== 0,
      visibleCharacters,
      sidechain: (flags & sidechain) !== 0,
      longContext: (flags & longContext) !== 0,
      requested: (flags & requested) !== 0,
      context,
    };
  }

  edit(): EditFact {
    return {
      kind: 'edit',
      atMs: this.number(),
      context: this.context(),
      linesAdded: this.number(),
      linesRemoved: this.number(),
      toolUseId: this.text(),
      messageId: this.text(),
      tool: this.text(),
      path: this.text(),
      addedHashes: this.bytes(),
      removedHashes: this.bytes(),
    };
  }

  shellCall(): ShellCallFact {
    return {
      kind: 'shellCall',
      atMs: this.number(),
      context: this.context(),
      succeeded: truthOf(this.number()),
      toolUseId: this.text(),
      fileHashes: this.bytes(),
      runHashes: this.bytes(),
      commandHash: this.bytes(),
    };
  }

  check(): CheckFact {
    return {
      kind: 'check',
      atMs: this.number(),
      context: this.context(),
      succeeded: truthOf(this.number()),
      index: this.number(),
      toolUseId: this.text(),
      check: this.text() as CheckKind,
    };
  }

  private number(): number {
    return this.numbers[this.numberAt++] ?? 0;
  }

  private text(): string {
    return this.texts[this.textAt++] ?? '';
  }

  private name(): string {
    return this.names[this.number()] ?? '';
  }

  private context(): Context {
    return this.contexts[this.number()] ?? unknownContext;
  }

  private bytes(): Uint8Array {
    const from = this.hashAt;
    this.hashAt += this.number();
    return this.hashes.subarray(from, this.hashAt);
  }
}

const unknownContext: Context = { cwd: '', branch: '', entrypoint: '', version: '' };

/** Yes, no, or not known, as a number. */
function numberOf(value: boolean | null): number {
  return value === null ? -1 : Number(value);
}

function truthOf(number: number): boolean | null {
  return number < 0 ? null : number > 0;
}

/** Values and their places in a list, each once. */
class Places<T> {
  readonly all: T[] = [];
  private readonly places = new Map<T, number>();
  /** The one that was asked for last, as it mostly is again. */
  private last = -1;

  of(value: T): number {
    if (this.all[this.last] === value) return this.last;
    const known = this.places.get(value);
    if (known !== undefined) return (this.last = known);
    this.places.set(value, this.all.length);
    return (this.last = this.all.push(value) - 1);
  }
}
