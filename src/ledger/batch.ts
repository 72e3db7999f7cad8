import type { Fact } from '../core/transcript/facts.ts';

/** What a read of one file gave, up to a byte offset; written together with the cursor, or not at all. */
export interface Batch {
  readonly transcript: TranscriptFile;
  readonly facts: readonly Fact[];
}

/** A transcript file as it was when it was read, and the cursor after the read. */
export interface TranscriptFile {
  readonly path: string;
  readonly sessionId: string;
  /** `''` for a main transcript. */
  readonly agentId: string;
  /** Device and inode. */
  readonly identity: string;
  readonly birthMs: number;
  readonly size: number;
  readonly modifiedMs: number;
  /** Bytes read so far: the start of the first line that is not read. */
  readonly offset: number;
  /** Digest of the bytes before `offset`. */
  readonly digest: string;
  /** The reader's state at `offset`, as JSON. */
  readonly state: string;
  /** Whether requests of the file were left out because of their folder. */
  readonly partial: boolean;
  readonly firstRecordMs: number | null;
  readonly lastRecordMs: number | null;
  /** Lines by record type, from the file's start. */
  readonly recordTypes: Readonly<Record<string, number>>;
  /** Lines that had to be skipped, by reason, from the file's start. */
  readonly skipped: Readonly<Record<string, number>>;
}

/** A transcript as another ledger, or an earlier export of this one, knows it. What it says of a cursor is true only there. */
export type ArchivedTranscript = Omit<TranscriptFile, 'identity' | 'digest' | 'state'>;

/** Facts of one transcript that were kept elsewhere. */
export interface ArchivedBatch {
  readonly transcript: ArchivedTranscript;
  readonly facts: readonly Fact[];
  /** Row of the key under which the facts were hashed. */
  readonly key: number;
  /** Sessions that repeat a request of the batch in their own files, by its message id. */
  readonly inherited: ReadonlyMap<string, readonly string[]>;
}

/** What is kept of a folder: the repository it belongs to and the working tree in it; `''` is none. */
export interface FolderIdentity {
  readonly repository: string;
  readonly worktree: string;
}
