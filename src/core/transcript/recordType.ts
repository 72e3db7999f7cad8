/**
 * Tells a record's type from the first bytes of its line, so that the many large records that hold no fact are never parsed.
 *
 * Only keys at the top level are looked at, from the line's start, so that a transcript that talks about transcripts cannot mislead
 * it (TRANSCRIPTS section 11).
 */

/** Types that hold facts; every other type is only counted. */
export const factTypes: ReadonlySet<string> = new Set([
  'assistant',
  'user',
  'system',
  'api-request',
  'cost-state',
  'pr-link',
  'queued_command',
]);

/** Types that are known to hold no fact (TRANSCRIPTS section 2). A type in neither list is reported by the doctor. */
export const plainTypes: ReadonlySet<string> = new Set([
  ...['attachment', 'progress', 'summary', 'file-history-snapshot', 'file-history-delta', 'queue-operation', 'last-prompt', 'ai-title'],
  ...['custom-title', 'agent-name', 'mode', 'permission-mode', 'bridge-session', 'atis-latch', 'relocated', 'worktree-state'],
  ...['teleported-from', 'frame-link', 'artifact-autoreact-ledger', 'artifact-comment-monitor', 'fork-context-ref', 'agent-setting'],
  ...['agent-color', 'tag', 'task-summary', 'continued-in', 'ended-by-model', 'history-suppression', 'content-replacement'],
  ...['attribution-snapshot', 'speculation-accept', 'marble-origami-commit', 'marble-origami-snapshot', 'api-request-shape'],
  ...['api-request-blob', 'tools-used', 'launched', 'started', 'result', 'failed'],
]);

/** How far into a line its type is looked for; beyond it the line is parsed. */
const farthestByte = 4096;

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;
const openBrace = 0x7b;
const openBracket = 0x5b;
const closeBrace = 0x7d;

/** Known types as bytes, by their length: a type is nearly always one of them. */
const knownTypes: { readonly text: string; readonly codes: readonly number[] }[][] = [];
for (const text of [...factTypes, ...plainTypes]) (knownTypes[text.length] ??= []).push({ text, codes: codesOf(text) });

/**
 * The type of the record from byte `from` to `end`, `queued_command` for an attachment that holds a typed-ahead prompt, or null when
 * only parsing the line can tell.
 */
export function recordType(line: Uint8Array, from = 0, end = line.length): string | null {
  const farthest = Math.min(end, from + farthestByte);
  let at = skipSpace(line, from, end);
  if (at >= end || line[at] !== openBrace) return null;
  at = skipSpace(line, at + 1, end);
  while (at < farthest && line[at] === quote) {
    const key = at + 1;
    const keyEnd = stringEnd(line, at, farthest);
    if (keyEnd < 0) return null;
    at = skipSpace(line, keyEnd + 1, end);
    if (at >= end || line[at] !== colon) return null;
    at = skipSpace(line, at + 1, end);
    if (at >= end) return null;
    const first = line[at];
    if (first === openBrace || first === openBracket)
      return isText(line, key, keyEnd, attachmentCodes) ? attachmentType(line, at, Math.min(end, at + farthestByte)) : null;
    if (first === quote) {
      const valueEnd = stringEnd(line, at, farthest);
      if (valueEnd < 0) return null;
      // Of an attachment its own type matters, which stands elsewhere when this one comes first.
      if (isText(line, key, keyEnd, typeCodes)) return attachmentUnseen(typeText(line, at + 1, valueEnd));
      at = valueEnd + 1;
    } else {
      while (at < farthest && line[at] !== comma && line[at] !== closeBrace) at += 1;
    }
    at = skipSpace(line, at, end);
    if (at >= end || line[at] !== comma) return null;
    at = skipSpace(line, at + 1, end);
  }
  return null;
}

const typeCodes = codesOf('type');
const attachmentCodes = codesOf('attachment');

function attachmentUnseen(type: string): string | null {
  return type === 'attachment' ? null : type;
}

/** An attachment is plain unless its own first key says that it is a queued command, or says nothing. */
function attachmentType(line: Uint8Array, openAt: number, end: number): string | null {
  const type = recordType(line, openAt, end);
  if (type === null) return null;
  return type === 'queued_command' ? 'queued_command' : 'attachment';
}

function skipSpace(line: Uint8Array, from: number, end: number): number {
  let at = from;
  for (; at < end; at += 1) {
    const byte = line[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== 0x0a) break;
  }
  return at;
}

/** Index of the quote that closes the string opened at `from`, or -1 when it is not closed before `end`. */
function stringEnd(line: Uint8Array, from: number, end: number): number {
  for (let at = from + 1; at < end; at += 1) {
    const byte = line[at];
    if (byte === backslash) at += 1;
    else if (byte === quote) return at;
  }
  return -1;
}

function codesOf(text: string): readonly number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}

function isText(line: Uint8Array, from: number, end: number, codes: readonly number[]): boolean {
  if (end - from !== codes.length) return false;
  for (let index = 0; index < codes.length; index += 1) if (line[from + index] !== codes[index]) return false;
  return true;
}

function typeText(line: Uint8Array, from: number, end: number): string {
  for (const { text, codes } of knownTypes[end - from] ?? []) if (isText(line, from, end, codes)) return text;
  let text = '';
  for (let at = from; at < end; at += 1) text += String.fromCharCode(line[at] ?? 0);
  return text;
}
