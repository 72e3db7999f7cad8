import type { DatabaseSync } from 'node:sqlite';
import type { Row } from './values.ts';
import { flag, integer, text } from './values.ts';

/** Raised whenever a transcript says something that it was not asked for before: files that are there are then read again from their start. */
export const factsVersion = 2;

/** How far a file was read, and what it was then. */
export interface Cursor {
  readonly path: string;
  readonly sessionId: string;
  readonly agentId: string;
  readonly identity: string;
  readonly size: number;
  readonly modifiedMs: number;
  readonly offset: number;
  readonly digest: string;
  readonly gone: boolean;
  /** The `factsVersion` of the reading; 0 of what was read before there was one. */
  readonly facts: number;
}

/** What only a file that has grown needs of its cursor. */
export interface ReadingState {
  readonly state: string;
  readonly recordTypes: Readonly<Record<string, number>>;
  readonly skipped: Readonly<Record<string, number>>;
}

const select = `SELECT path, session_id, agent, identity, size, modified_ms, offset, digest, gone, facts
FROM transcript JOIN session ON session.id = transcript.session`;

/** Whether any file was ever read. */
export function hasCursors(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM transcript LIMIT 1').get() !== undefined;
}

/** Every file the ledger knows, by path. */
export function readCursors(database: DatabaseSync): Map<string, Cursor> {
  const cursors = new Map<string, Cursor>();
  for (const row of database.prepare(select).iterate()) cursors.set(text(row, 'path'), cursorOf(row));
  return cursors;
}

export function readCursor(database: DatabaseSync, path: string): Cursor | null {
  const row = database.prepare(`${select} WHERE path = ?`).get(path);
  return row === undefined ? null : cursorOf(row);
}

function cursorOf(row: Row): Cursor {
  return {
    path: text(row, 'path'),
    sessionId: text(row, 'session_id'),
    agentId: text(row, 'agent'),
    identity: text(row, 'identity'),
    size: integer(row, 'size'),
    modifiedMs: integer(row, 'modified_ms'),
    offset: integer(row, 'offset'),
    digest: text(row, 'digest'),
    gone: flag(row, 'gone'),
    facts: integer(row, 'facts'),
  };
}

export function readReadingState(database: DatabaseSync, path: string): ReadingState | null {
  const row = database.prepare('SELECT state, record_types, skipped FROM transcript WHERE path = ?').get(path);
  if (row === undefined) return null;
  return { state: text(row, 'state'), recordTypes: countsOf(text(row, 'record_types')), skipped: countsOf(text(row, 'skipped')) };
}

/** Counts by name, as the writer put them into a column. */
export function countsOf(json: string): Record<string, number> {
  return JSON.parse(json) as Record<string, number>;
}

/** Main transcripts with a record since a moment: their agents may still be writing. */
export function activeSessionFiles(database: DatabaseSync, sinceMs: number): readonly string[] {
  const rows = database.prepare("SELECT path FROM transcript WHERE agent = '' AND gone = 0 AND modified_ms >= ?");
  return rows.all(sinceMs).map((row) => text(row, 'path'));
}
