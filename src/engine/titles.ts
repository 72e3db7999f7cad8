/** What sessions are called, as their transcripts say it now. Nothing of it is kept: a title is a text of the user's. */
import { closeSync, fstatSync, readSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { asFields, asString } from '../core/transcript/fields.ts';
import { openRegular } from '../ingest/openRegular.ts';
import { text } from '../ledger/values.ts';

/** Titles stand at a file's beginning, or are appended again after every turn. */
const headBytes = 64 * 1024;
const tailBytes = 256 * 1024;
/** Longer ones are cut: a title is a line in a list. */
const longestTitle = 200;

/** The titles of sessions, null where a session has none or its transcript is gone. */
export function readTitles(database: DatabaseSync, sessionIds: readonly string[]): readonly (string | null)[] {
  const paths = database.prepare(
    `SELECT path FROM transcript JOIN session ON session.id = transcript.session
     WHERE session_id = ? AND agent = '' AND gone = 0 ORDER BY modified_ms DESC LIMIT 1`,
  );
  return sessionIds.map((sessionId) => {
    const row = paths.get(sessionId);
    return row === undefined ? null : titleOf(text(row, 'path'), sessionId);
  });
}

function titleOf(path: string, sessionId: string): string | null {
  try {
    return titleIn(readEnds(path), sessionId);
  } catch {
    return null; // gone or not to be read any more: the list names the session by its time
  }
}

/**
 * The title that the lines of a transcript give a session: the user's own, else the name it was started with, else the client's. A summary
 * may be another session's and counts only beside the record that it names.
 */
export function titleIn(lines: string, sessionId: string): string | null {
  const titles = { custom: '', name: '', client: '', summary: '' };
  for (const line of lines.split('\n')) {
    if (!/"(?:custom-title|ai-title|agent-name|summary)"/.test(line)) continue;
    const record = fieldsOf(line);
    if (record === null || ![sessionId, ''].includes(asString(record.sessionId))) continue;
    if (record.type === 'custom-title') titles.custom = asString(record.customTitle);
    else if (record.type === 'agent-name') titles.name = asString(record.agentName);
    else if (record.type === 'ai-title') titles.client = asString(record.aiTitle);
    else if (record.type === 'summary' && lines.includes(`"uuid":"${asString(record.leafUuid)}"`))
      titles.summary = asString(record.summary);
  }
  const title = [titles.custom, titles.name, titles.client, titles.summary].map(oneLine).find((some) => some !== '');
  return title === undefined ? null : title.slice(0, longestTitle);
}

/** A file's beginning and its end. A line that is cut at either is no JSON and says nothing. */
function readEnds(path: string): string {
  const file = openRegular(path);
  try {
    const { size } = fstatSync(file);
    const head = readAt(file, 0, Math.min(size, headBytes));
    const tailFrom = Math.max(head.length, size - tailBytes);
    return Buffer.concat([
      head,
      tailFrom === head.length ? Buffer.alloc(0) : Buffer.from('\n'),
      readAt(file, tailFrom, size - tailFrom),
    ]).toString();
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
}

function fieldsOf(line: string): ReturnType<typeof asFields> {
  try {
    return asFields(JSON.parse(line));
  } catch {
    return null;
  }
}

/** Without what would break a line or a terminal. */
function oneLine(title: string): string {
  return title.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}
