const left = '…';

/** A path between quotation marks, as the system's own errors have it. */
const quotedPath = /(['"‘“`])(?:(?!\1)[^\n])*[\\/](?:(?!\1)[^\n])*['"’”`]/g;

/**
 * A path among words: from its root to the last separator, and its last name (which may hold spaces) to where our own sentences go on.
 * Rather a word too many than a name.
 */
const path =
  /(?<=^|[\s(:=])(?:~|[A-Za-z]:|file:\/\/)?[\\/](?:[^\n]*[\\/])?[^\n]*?(?=\s\(|[,;:](?:\s|$)|\.(?:\s|$)|\)|\s(?:could|cannot|can|is|was|has|holds|does|did|may|must|away)\b|$)/g;

/** Ids of sessions, and the shorter ones of messages and agents. */
const id = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?:msg|req|toolu|agent)[_-]\w+/gi;

/** The sentence with `…` for every path and id in it: what a log may hold that is pasted into a report. */
export function withoutNames(sentence: string): string {
  return sentence.replaceAll(quotedPath, left).replaceAll(path, left).replaceAll(id, left);
}
