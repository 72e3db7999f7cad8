/** Writes an export to disk: whole or not at all. */
import { randomBytes } from 'node:crypto';
import { chmod, link, open, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { messageOf } from '../errors.ts';
import type { WrittenRecord } from './format.ts';

export interface ExportFileOptions {
  readonly path: string;
  /** Whether a file that is there may be replaced. */
  readonly replace: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (records: number) => void;
}

export interface ExportedFile {
  readonly records: number;
  readonly requests: number;
  readonly bytes: number;
}

/** Why no file was written, in a sentence. */
export interface TransferProblem {
  readonly problem: string;
}

/** Text of this length is handed on at once. */
const chunkCharacters = 256 * 1024;

/** Writes the records under a temporary name beside `path`, for nobody else to read, and gives it its name once all of it is on the disk. */
export async function writeExport(
  records: Iterable<WrittenRecord>,
  { path, replace, signal, onProgress }: ExportFileOptions,
): Promise<ExportedFile | TransferProblem> {
  const there = await stat(path).catch(() => null);
  if (there?.isDirectory() === true) return { problem: `${path} is a folder: name a file in it.` };
  if (!replace && there !== null) return { problem: thereAlready(path) };
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`;
  const counted = { records: 0, requests: 0, bytes: 0 };
  let file: FileHandle | null = null;
  try {
    file = await open(temporary, 'wx', 0o600);
    // A umask may have taken rights away, and a file system may know none.
    await chmod(temporary, 0o600).catch(() => undefined);
    const target = file;
    const write = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
      for await (const chunk of chunks) {
        await target.writeFile(chunk);
        counted.bytes += chunk.length;
      }
    };
    await pipeline(Readable.from(linesOf(records, counted, onProgress)), createGzip({ level: 6 }), write, { signal });
    await file.sync();
    await file.close();
    file = null;
    await name(temporary, path, replace);
    return counted;
  } catch (error) {
    await file?.close().catch(() => undefined);
    await rm(temporary, { force: true }).catch(() => undefined);
    if (signal.aborted) return { problem: `The export was ended early. ${path} was not written.` };
    if (isCode(error, 'EEXIST')) return { problem: thereAlready(path) };
    if (isCode(error, 'ENOENT')) return { problem: `${path} could not be written: its folder is not there.` };
    return { problem: `${path} could not be written (${messageOf(error)}). Nothing of it is left; the ledger is as it was.` };
  }
}

async function* linesOf(
  records: Iterable<WrittenRecord>,
  counted: { records: number; requests: number },
  onProgress: (records: number) => void,
): AsyncGenerator<Buffer> {
  let text = '';
  for (const record of records) {
    counted.records += 1;
    if (record.type === 'request') counted.requests += 1;
    text += `${JSON.stringify(record)}\n`;
    if (text.length < chunkCharacters) continue;
    yield Buffer.from(text);
    text = '';
    onProgress(counted.records);
    // Whoever waits for this thread comes in between.
    await new Promise((done) => setImmediate(done));
  }
  yield Buffer.from(text);
}

/** Gives the file its name. A link is refused where there is a file, whoever put it there meanwhile; not every file system has links. */
async function name(temporary: string, path: string, replace: boolean): Promise<void> {
  if (!replace) {
    try {
      await link(temporary, path);
      await rm(temporary);
      return;
    } catch (error) {
      if (isCode(error, 'EEXIST') || (await exists(path))) throw error;
    }
  }
  await rename(temporary, path);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function thereAlready(path: string): string {
  return `${path} is there already and was not touched. Name another file, or replace it with --force.`;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
