/**
 * Transcripts of any amount, grown from the seed sessions: each copy keeps every byte of its seed but the ids, the times and the folder
 * it worked in, so that records, their sizes and their order stay those that Claude Code wrote.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exchangesOf } from './exchanges.ts';
import { writeSeedSessions } from './seedSessions.ts';

export interface CorpusSize {
  /** At least so much of each. */
  readonly bytes: number;
  readonly files: number;
  readonly sessions?: number;
  /** Each file ends with so many of its answers: many files without many bytes. Infinity: as it was written. */
  readonly answers: number;
  /** How many sessions begin on one day, back from the newest. */
  readonly sessionsPerDay: number;
}

export interface Corpus {
  /** To be given as `--claude-dir`. */
  readonly folder: string;
  readonly bytes: number;
  readonly files: number;
  readonly sessions: number;
}

/** Everything that benchmarks keep between two runs. */
export const benchFolder = path.join(tmpdir(), 'payoff-bench');

const projects = 20;
const dayMs = 24 * 60 * 60 * 1000;
/** The newest session of every corpus begins here, so that two corpora of a size are the same. */
const newestMs = Date.UTC(2026, 10, 20, 12);

/** A corpus of at least so many bytes; the same one again while the temporary folder keeps it. */
export async function growCorpus(size: CorpusSize): Promise<Corpus> {
  const seedFolder = await seeds();
  const version = createHash('sha256')
    .update(readFileSync(import.meta.filename))
    .digest('hex')
    .slice(0, 8);
  const { bytes, files, sessions = 0, answers, sessionsPerDay } = size;
  const name = [bytes / 1e6, files, sessions, Number.isFinite(answers) ? answers : 'whole', sessionsPerDay].join('-');
  const folder = path.join(benchFolder, `corpus-${version}-${name}`);
  const described = path.join(folder, 'corpus.json');
  if (existsSync(described)) return JSON.parse(readFileSync(described, 'utf8')) as Corpus;
  rmSync(folder, { recursive: true, force: true });
  const corpus = growFrom(seedFolder, folder, size);
  writeFileSync(described, JSON.stringify(corpus));
  return corpus;
}

/** Grows a corpus in a folder that is not there yet from the sessions below `seedFolder/projects`, which are copied in turn. */
export function growFrom(seedFolder: string, folder: string, size: CorpusSize): Corpus {
  const sessions = readSeeds(seedFolder, size.answers);
  let [bytes, files, copies] = [0, 0, 0];
  while (bytes < size.bytes || files < size.files || copies < (size.sessions ?? 0)) {
    copies += 1;
    const session = sessions[copies % sessions.length];
    if (session === undefined) throw new Error('There are no seed sessions.');
    const startMs = newestMs - Math.floor((copies / size.sessionsPerDay) * dayMs);
    for (const file of session) {
      bytes += writeCopy(file, folder, copies, startMs);
      files += 1;
    }
  }
  return { folder, bytes, files, sessions: copies };
}

/** A corpus that no other line of the benchmark needs is large: it goes when it was measured. */
export function dropCorpus({ folder }: Corpus): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Where the sessions of every twentieth copy worked. There is no such folder, unless a benchmark makes one. */
export function workFolder(copy: number): string {
  return path.join(tmpdir(), `payoff-claude-${projectName(copy)}`, 'work');
}

/** The transcripts that everything is grown from, subagents' too. */
export async function seedFiles(): Promise<readonly string[]> {
  const root = path.join(await seeds(), 'projects');
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'));
  return names.sort().map((name) => path.join(root, name));
}

async function seeds(): Promise<string> {
  const folder = path.join(benchFolder, 'seeds');
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  await writeSeedSessions(unfinished);
  renameSync(unfinished, folder);
  return folder;
}

interface SeedFile {
  /** Below `projects`. */
  readonly name: string;
  readonly bytes: Buffer;
  /** Where ids stand whose first eight digits tell the copies apart. */
  readonly ids: readonly number[];
  /** Where the six letters stand that make a working folder its own. */
  readonly folders: readonly number[];
  /** Where times stand, and the milliseconds since the session's first. */
  readonly times: readonly { readonly at: number; readonly afterMs: number }[];
}

/** The seeds' files by session, the session's own file first. */
function readSeeds(folder: string, answers: number): readonly (readonly SeedFile[])[] {
  const root = path.join(folder, 'projects');
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .sort((first, second) => first.split(path.sep).length - second.split(path.sep).length || (first < second ? -1 : 1));
  const sessions = new Map<string, SeedFile[]>();
  const starts = new Map<string, number>();
  for (const name of names) {
    const id = name.split(path.sep)[1]?.replace('.jsonl', '') ?? '';
    const whole = readFileSync(path.join(root, name));
    const bytes = Number.isFinite(answers) ? firstAnswers(whole, answers) : whole;
    const text = bytes.toString('latin1');
    const times = [...text.matchAll(isoTime)].map(({ index, 1: time }) => ({
      at: index + '"timestamp":"'.length,
      ms: Date.parse(time ?? ''),
    }));
    const startMs = starts.get(id) ?? times.reduce((least, { ms }) => Math.min(least, ms), Infinity);
    starts.set(id, startMs);
    const file: SeedFile = {
      name,
      bytes,
      ids: [
        ...[...text.matchAll(uuid)].map(({ index }) => index),
        ...[...text.matchAll(apiId)].map(({ index, 1: kind }) => index + (kind?.length ?? 0)),
      ],
      folders: [...text.matchAll(workFolderName)].map(({ index }) => index + 'payoff-claude-'.length),
      times: times.map(({ at, ms }) => ({ at, afterMs: ms - startMs })),
    };
    sessions.set(id, [...(sessions.get(id) ?? []), file]);
  }
  return [...sessions.values()];
}

/** The lines up to the end of so many answers, each of which may have several lines. */
function firstAnswers(whole: Buffer, answers: number): Buffer {
  const kept = exchangesOf(whole.toString()).slice(0, answers);
  const lines = kept.flatMap(({ asked, answered }) => [...asked, ...answered]);
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

const isoTime = /"timestamp":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"/g;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Of responses, requests and tool calls, as the scripted API makes them. */
const apiId = /(msg_01|req_01|toolu_01)[0-9a-f]{16}\d{6}/g;
const workFolderName = /payoff-claude-\w{6}/g;

/** Writes one copy of a file; returns its size. */
function writeCopy(seed: SeedFile, folder: string, copy: number, startMs: number): number {
  const bytes = Buffer.from(seed.bytes);
  const digits = copy.toString(16).padStart(8, '0');
  const project = projectName(copy);
  for (const at of seed.ids) bytes.write(digits, at, 'latin1');
  for (const at of seed.folders) bytes.write(project, at, 'latin1');
  let lastMs = startMs;
  for (const { at, afterMs } of seed.times) {
    lastMs = startMs + afterMs;
    bytes.write(new Date(lastMs).toISOString(), at, 'latin1');
  }
  const name = seed.name.replaceAll(workFolderName, `payoff-claude-${project}`).replaceAll(uuid, (id) => digits + id.slice(8));
  const target = path.join(folder, 'projects', name);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, bytes);
  utimesSync(target, lastMs / 1000, lastMs / 1000);
  return bytes.length;
}

function projectName(copy: number): string {
  return `p${String(copy % projects).padStart(5, '0')}`;
}
