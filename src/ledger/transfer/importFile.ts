/** Reads an export record by record, in bounded memory, and refuses what is none in one sentence. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { messageOf } from '../errors.ts';
import { exportFormat, isRecordType, recordShapes } from './format.ts';
import type { TransferRecord } from './format.ts';

/** Why a file is not imported: the message is a sentence for people. */
export class ImportRefused extends Error {}

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Bytes of the file read so far, and all of them. */
  readonly onProgress: (bytesRead: number, bytes: number) => void;
}

/** Longer lines are in no export: an edit of a million lines has 22 MB. */
const longestLine = 64 * 1024 * 1024;
/** Histories shrink to a fifth or a tenth. What unpacks to so much more was made to fill memories. */
const largestRatio = 100;
const smallest = 16 * 1024 * 1024;
/** Texts that have to be remembered while the file is read. */
const longestNames = 256 * 1024 * 1024;

/**
 * The records of the file in lists, in order; the first is the header and the last is `end`, else it is refused.
 * @throws ImportRefused with a sentence that says what is wrong with the file
 */
export async function* readExport(path: string, { signal, onProgress }: ReadOptions): AsyncGenerator<readonly TransferRecord[]> {
  const bytes = await sizeOf(path);
  const checker = new Checker(path);
  const decoder = new StringDecoder('utf8');
  let [unpacked, rest] = [0, ''];
  const source = createReadStream(path, { signal });
  const text = createGunzip();
  source.on('error', (error) => text.destroy(error));
  source.pipe(text);
  try {
    for await (const chunk of text as AsyncIterable<Buffer>) {
      unpacked += chunk.length;
      if (unpacked > smallest && unpacked > largestRatio * bytes)
        throw new ImportRefused(
          `${path} unpacks to more than ${largestRatio} times its size: no history does. Nothing of it was imported.`,
        );
      onProgress(Math.min(source.bytesRead, bytes), bytes);
      const piece = decoder.write(chunk);
      if (rest.length + piece.length > longestLine) throw checker.refusal('has a line without an end');
      // A long line is looked through once, not with each of its pieces again.
      const end = piece.indexOf('\n');
      if (end < 0) {
        rest += piece;
        continue;
      }
      const lines = piece.slice(end + 1).split('\n');
      lines.unshift(rest + piece.slice(0, end));
      rest = lines.pop() ?? '';
      yield lines.map((line) => checker.read(line));
    }
  } catch (error) {
    if (signal.aborted || error instanceof ImportRefused) throw error;
    throw refusalOf(path, error, unpacked);
  } finally {
    source.destroy();
    text.destroy();
  }
  if (rest !== '' || !checker.ended) throw checker.refusal('ends in the middle: it was not copied whole');
}

/** Holds every line to its shape, and the file to its order. */
class Checker {
  ended = false;
  private readonly path: string;
  private readonly keys = new Set<number>();
  private readonly contexts = new Set<number>();
  private records = 0;
  private names = 0;
  private inside: 'nothing' | 'transcript' | 'repository' = 'nothing';

  constructor(path: string) {
    this.path = path;
  }

  read(line: string): TransferRecord {
    if (this.ended) throw this.refusal('goes on behind its end');
    const record = this.recordOf(line);
    this.records += 1;
    if (this.records === 1 && record.type !== 'payoff-ledger') throw new ImportRefused(foreign(this.path));
    this.place(record);
    return record;
  }

  refusal(what: string): ImportRefused {
    return new ImportRefused(`${this.path} ${what} (record ${this.records + 1}). Nothing of it was imported.`);
  }

  private recordOf(line: string): TransferRecord {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw this.records === 0 ? new ImportRefused(foreign(this.path)) : this.refusal('is damaged: a line of it is no JSON');
    }
    const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : null;
    const newer = type === 'payoff-ledger' ? newerFormat(value) : null;
    if (newer !== null)
      throw new ImportRefused(
        `${this.path} was written by a newer Payoff (format ${newer}, this one knows ${exportFormat}). Nothing of it was imported. Update Payoff, then import it.`,
      );
    if (!isRecordType(type))
      throw this.records === 0 ? new ImportRefused(foreign(this.path)) : this.refusal('holds a record of no known kind');
    const record = recordShapes[type](value);
    if (record === undefined) throw this.refusal(`is damaged: a record of the kind ${type} is not as it has to be`);
    return { type, ...record } as TransferRecord;
  }

  /** What a record names has to have come before it. */
  private place(record: TransferRecord): void {
    const { type } = record;
    if (type === 'hashKey') this.keys.add(record.id);
    else if (type === 'context') this.remember(record);
    else if (type === 'transcript' || type === 'repository') this.inside = type;
    else if (type === 'end') {
      if (record.records !== this.records - 1) throw this.refusal('has not as many records as it says');
      this.ended = true;
    }
    const owner = owners[type];
    if (owner !== undefined && owner !== this.inside) throw this.refusal(`has a record of the kind ${type} where none can be`);
    if (type === 'payoff-ledger' && this.records > 1) throw this.refusal('begins twice');
    if ('context' in record && !this.contexts.has(record.context)) throw this.refusal('names a context that it does not hold');
    if ('key' in record && !this.keys.has(record.key)) throw this.refusal('names a key that it does not hold');
  }

  private remember({ id, cwd, branch, entrypoint, version }: Extract<TransferRecord, { readonly type: 'context' }>): void {
    this.contexts.add(id);
    this.names += 100 + cwd.length + branch.length + entrypoint.length + version.length;
    if (this.names > longestNames) throw this.refusal('holds more names than any history');
  }
}

const owners: Readonly<Partial<Record<TransferRecord['type'], 'transcript' | 'repository'>>> = {
  request: 'transcript',
  turn: 'transcript',
  edit: 'transcript',
  commitCall: 'transcript',
  pushCall: 'transcript',
  pullRequest: 'transcript',
  checkRun: 'transcript',
  shellCall: 'transcript',
  failedEdit: 'transcript',
  largeRead: 'transcript',
  compaction: 'transcript',
  costState: 'transcript',
  commit: 'repository',
  sessionMark: 'repository',
  link: 'repository',
  takenEdit: 'repository',
  undoing: 'repository',
  survival: 'repository',
  openPath: 'repository',
};

function newerFormat(header: unknown): number | null {
  const format: unknown = typeof header === 'object' && header !== null && 'format' in header ? header.format : null;
  return typeof format === 'number' && Number.isInteger(format) && format > exportFormat ? format : null;
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
  } catch (error) {
    throw new ImportRefused(
      error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? `There is no file ${path}.`
        : `${path} cannot be read (${messageOf(error)}).`,
    );
  }
  throw new ImportRefused(`${path} is no file.`);
}

function refusalOf(path: string, error: unknown, unpacked: number): ImportRefused {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return new ImportRefused(`${path} ends in the middle: it was not copied whole. Nothing of it was imported.`);
  if (!code.startsWith('Z_')) return new ImportRefused(`${path} cannot be read (${messageOf(error)}). Nothing of it was imported.`);
  return new ImportRefused(
    unpacked === 0 && messageOf(error) === 'incorrect header check'
      ? foreign(path)
      : `${path} is damaged (${messageOf(error)}). Nothing of it was imported.`,
  );
}

function foreign(path: string): string {
  return `${path} is no export of Payoff. Nothing of it was imported. Make one with payoff export.`;
}
