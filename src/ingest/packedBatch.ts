/**
 * A batch as it goes from a parser's thread to the writer's: responses are by far the most facts, and as a column of numbers and one of texts they
 * cost a fraction of what the same number of objects costs to copy.
 */
import type { Context, EditFact, Fact, RequestFact, ShellCallFact } from '../core/transcript/facts.ts';
import type { Batch } from '../ledger/batch.ts';

export interface PackedBatch {
  readonly transcript: Batch['transcript'];
  /** A response after the other, each as many numbers as `columns` says. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** The ids of the responses, in order. */
  readonly ids: readonly string[];
  /** Models, geographies and stop reasons, each once. */
  readonly names: readonly string[];
  readonly contexts: readonly Context[];
  readonly edits: readonly PackedEdit[];
  readonly shellCalls: readonly PackedShellCall[];
  /** Hashes of the edits' lines and of what shell calls name, one behind the other: a buffer for each list would cost more than what is in it. */
  readonly hashes: Uint8Array<ArrayBuffer>;
  readonly others: readonly Fact[];
}

/** An edit whose hashes lie in the batch's: so many bytes of added lines, and behind them so many of removed ones. */
type PackedEdit = Omit<EditFact, 'addedHashes' | 'removedHashes'> & { readonly addedBytes: number; readonly removedBytes: number };

/** The same of a shell call: bytes of files, and of runs. */
type PackedShellCall = Omit<ShellCallFact, 'fileHashes' | 'runHashes'> & { readonly fileBytes: number; readonly runBytes: number };

const columns = 14;

/** Flags of a response, as bits of one number. */
const [fast, stopped, sidechain, longContext, requested] = [1, 2, 4, 8, 16];

export function packBatch({ transcript, facts }: Batch): PackedBatch {
  const requests: RequestFact[] = [];
  const edits: EditFact[] = [];
  const shellCalls: ShellCallFact[] = [];
  const others: Fact[] = [];
  for (const fact of facts) {
    if (fact.kind === 'request') requests.push(fact);
    else if (fact.kind === 'edit') edits.push(fact);
    else if (fact.kind === 'shellCall') shellCalls.push(fact);
    else others.push(fact);
  }
  const names = new Places<string>();
  const contexts = new Places<Context>();
  const numbers = new Float64Array(requests.length * columns);
  let at = 0;
  for (const fact of requests) {
    const { tokens } = fact;
    const flags =
      (fact.fast ? fast : 0) |
      (fact.stopped ? stopped : 0) |
      (fact.sidechain ? sidechain : 0) |
      (fact.longContext ? longContext : 0) |
      (fact.requested ? requested : 0);
    numbers[at] = fact.atMs;
    numbers[at + 1] = fact.lineOffset;
    numbers[at + 2] = tokens.input;
    numbers[at + 3] = tokens.output;
    numbers[at + 4] = tokens.cacheWrite5m;
    numbers[at + 5] = tokens.cacheWrite1h;
    numbers[at + 6] = tokens.cacheRead;
    numbers[at + 7] = tokens.webSearches;
    numbers[at + 8] = fact.visibleCharacters;
    numbers[at + 9] = flags;
    numbers[at + 10] = names.of(fact.model);
    numbers[at + 11] = names.of(fact.geography);
    numbers[at + 12] = names.of(fact.stopReason);
    numbers[at + 13] = contexts.of(fact.context);
    at += columns;
  }
  const ids = requests.map(({ messageId }) => messageId);
  return { transcript, numbers, ids, names: names.all, contexts: contexts.all, ...packHashed(edits, shellCalls), others };
}

function packHashed(
  edits: readonly EditFact[],
  shellCalls: readonly ShellCallFact[],
): Pick<PackedBatch, 'edits' | 'shellCalls' | 'hashes'> {
  const lists = [
    ...edits.flatMap(({ addedHashes, removedHashes }) => [addedHashes, removedHashes]),
    ...shellCalls.flatMap(({ fileHashes, runHashes }) => [fileHashes, runHashes]),
  ];
  const hashes = new Uint8Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    hashes.set(list, at);
    at += list.length;
  }
  return {
    edits: edits.map(({ addedHashes, removedHashes, ...edit }): PackedEdit => {
      return { ...edit, addedBytes: addedHashes.length, removedBytes: removedHashes.length };
    }),
    shellCalls: shellCalls.map(({ fileHashes, runHashes, ...call }): PackedShellCall => {
      return { ...call, fileBytes: fileHashes.length, runBytes: runHashes.length };
    }),
    hashes,
  };
}

function unpackHashed({ edits, shellCalls, hashes }: Pick<PackedBatch, 'edits' | 'shellCalls' | 'hashes'>): readonly Fact[] {
  let at = 0;
  const next = (bytes: number): Uint8Array => hashes.subarray(at, (at += bytes));
  return [
    ...edits.map(({ addedBytes, removedBytes, ...edit }): EditFact => {
      return { ...edit, addedHashes: next(addedBytes), removedHashes: next(removedBytes) };
    }),
    ...shellCalls.map(({ fileBytes, runBytes, ...call }): ShellCallFact => {
      return { ...call, fileHashes: next(fileBytes), runHashes: next(runBytes) };
    }),
  ];
}

/** The batch again: its responses, its edits, its shell calls, and its other facts. */
export function unpackBatch({ transcript, numbers, ids, names, contexts, others, ...packed }: PackedBatch): Batch {
  const requests = ids.map((messageId, index): RequestFact => {
    const number = (column: number): number => numbers[index * columns + column] ?? 0;
    const flags = number(9);
    return {
      kind: 'request',
      messageId,
      atMs: number(0),
      lineOffset: number(1),
      model: names[number(10)] ?? '',
      tokens: {
        input: number(2),
        output: number(3),
        cacheWrite5m: number(4),
        cacheWrite1h: number(5),
        cacheRead: number(6),
        webSearches: number(7),
      },
      fast: (flags & fast) !== 0,
      geography: names[number(11)] ?? '',
      stopReason: names[number(12)] ?? '',
      stopped: (flags & stopped) !== 0,
      visibleCharacters: number(8),
      sidechain: (flags & sidechain) !== 0,
      longContext: (flags & longContext) !== 0,
      requested: (flags & requested) !== 0,
      context: contexts[number(13)] ?? unknownContext,
    };
  });
  return { transcript, facts: [...requests, ...unpackHashed(packed), ...others] };
}

const unknownContext: Context = { cwd: '', branch: '', entrypoint: '', version: '' };

/** Values and their places in a list, each once. */
class Places<T> {
  readonly all: T[] = [];
  private readonly places = new Map<T, number>();

  of(value: T): number {
    const known = this.places.get(value);
    if (known !== undefined) return known;
    this.places.set(value, this.all.length);
    return this.all.push(value) - 1;
  }
}
