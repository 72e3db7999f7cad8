import type { Link } from './link.ts';

/**
 * How a link is known, in one sentence: which call, at what time on the clocks of `timezone`, and how the commit was found.
 * `sessionId`s, subjects and paths are in none.
 */
export function linkSentence(_link: Link, _timezone: string): string {
  return '';
}
