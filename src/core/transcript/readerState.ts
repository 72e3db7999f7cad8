import type { CheckKind, Context } from './facts.ts';
import { bytesOfHex, hexOf } from './hex.ts';

/**
 * What a reader has to remember between two reads of one file: open responses and open tool calls. It holds ids, counts and
 * keyed hashes only, so that the ledger may keep it beside the file's cursor.
 */
export interface ReaderState {
  /** The session named by the first record that names one. */
  sessionId: string;
  /** Time of the file's first record that has one, in file order. */
  firstRecordMs: number | null;
  lastRecordMs: number | null;
  /** Where the last record with an envelope was written: metadata records have none of their own. */
  context: Context;
  /** Whether requests of this file were left out because of their folder. */
  partial: boolean;
  /** Ids of the latest `api-request` records of this file. */
  readonly requested: string[];
  /** Responses without a stop reason so far, the latest last. */
  readonly responses: OpenResponse[];
  /** When the latest responses began, the latest last: their other lines may come when nothing else knows of the first any more. */
  readonly begun: readonly BegunResponse[];
  /** Tool calls without a result so far, by their id, the latest last. */
  readonly calls: Map<string, OpenCall>;
}

export interface OpenResponse {
  readonly messageId: string;
  visibleCharacters: number;
  /** Lines already counted: `/branch` wrote each one twice. */
  readonly uuids: string[];
}

export interface BegunResponse {
  /** Keyed hash of its id: of what was forgotten no id may stay. */
  readonly idHash: string;
  readonly atMs: number;
}

export interface OpenCall {
  readonly messageId: string;
  readonly atMs: number;
  readonly context: Context;
  /** What a shell command did; null for any other tool. */
  readonly shell: OpenShellCall | null;
  /** The file that another tool works on; null for a shell. */
  readonly file: OpenFileCall | null;
}

export interface OpenFileCall {
  readonly tool: string;
  readonly path: string;
  /** Of a read: whether all of the file is asked for. */
  readonly whole: boolean;
}

export interface OpenShellCall {
  readonly commits: readonly OpenCommit[];
  readonly createsPullRequest: boolean;
  readonly checks: readonly { readonly check: CheckKind; readonly decisive: boolean }[];
  readonly fileHashes: Uint8Array;
  readonly runHashes: Uint8Array;
  readonly commandHash: Uint8Array;
}

export interface OpenCommit {
  readonly directory: string;
  readonly amend: boolean;
  readonly subjectHash: string;
  /** Whether its failure makes the whole call fail. */
  readonly decisive: boolean;
}

export function newReaderState(): ReaderState {
  return {
    sessionId: '',
    firstRecordMs: null,
    lastRecordMs: null,
    context: { cwd: '', branch: '', entrypoint: '', version: '' },
    partial: false,
    requested: [],
    responses: [],
    begun: [],
    calls: new Map(),
  };
}

/** The state as JSON, `''` when it holds nothing worth keeping. */
export function writeReaderState(state: ReaderState): string {
  return JSON.stringify({ ...state, calls: [...state.calls].map(([id, call]) => [id, written(call)]) });
}

/** With bytes as text; one that was written before names, files and whole commands were kept has none. */
type HashesOfCall = 'fileHashes' | 'runHashes' | 'commandHash';
type WrittenShellCall = Omit<OpenShellCall, HashesOfCall> & Readonly<Partial<Record<HashesOfCall, string>>>;
type WrittenCall = Omit<OpenCall, 'shell' | 'file'> & { readonly shell: WrittenShellCall | null; readonly file?: OpenFileCall | null };

/** One that was written before beginnings were kept has none. */
type WrittenState = Omit<ReaderState, 'calls' | 'begun'> & {
  readonly calls: readonly [string, WrittenCall][];
  readonly begun?: readonly BegunResponse[];
};

function written({ shell, ...call }: OpenCall): WrittenCall {
  if (shell === null) return { ...call, shell };
  const { fileHashes, runHashes, commandHash } = shell;
  return { ...call, shell: { ...shell, fileHashes: hexOf(fileHashes), runHashes: hexOf(runHashes), commandHash: hexOf(commandHash) } };
}

function unwritten({ shell, file = null, ...call }: WrittenCall): OpenCall {
  if (shell === null) return { ...call, shell, file };
  const hashes = {
    fileHashes: bytesOfHex(shell.fileHashes ?? ''),
    runHashes: bytesOfHex(shell.runHashes ?? ''),
    commandHash: bytesOfHex(shell.commandHash ?? ''),
  };
  return { ...call, shell: { ...shell, ...hashes }, file };
}

/** A state that `writeReaderState` wrote; its text comes from the ledger alone. */
export function readReaderState(text: string): ReaderState {
  if (text === '') return newReaderState();
  const state = JSON.parse(text) as WrittenState;
  // In the order of a new one: what is read in parts is written as what is read at once.
  return { ...newReaderState(), ...state, calls: new Map(state.calls.map(([id, call]) => [id, unwritten(call)])) };
}
