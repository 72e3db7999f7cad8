/** How many of something, in the user's language: `1 commit`, `1,204 commits`. */
import { plural } from '../l10n/message.ts';
import { formatCount } from './money.ts';

export function changeCount(count: number): string {
  return plural(count, '{0} change', '{0} changes', formatCount(count));
}

export function commitCount(count: number): string {
  return plural(count, '{0} commit', '{0} commits', formatCount(count));
}

export function dayCount(count: number): string {
  return plural(count, '{0} day', '{0} days', formatCount(count));
}

export function editCount(count: number): string {
  return plural(count, '{0} edit', '{0} edits', formatCount(count));
}

export function fileCount(count: number): string {
  return plural(count, '{0} file', '{0} files', formatCount(count));
}

export function lineCount(count: number): string {
  return plural(count, '{0} line', '{0} lines', formatCount(count));
}

export function requestCount(count: number): string {
  return plural(count, '{0} request', '{0} requests', formatCount(count));
}

export function sessionCount(count: number): string {
  return plural(count, '{0} session', '{0} sessions', formatCount(count));
}

export function transcriptCount(count: number): string {
  return plural(count, '{0} transcript', '{0} transcripts', formatCount(count));
}

export function turnCount(count: number): string {
  return plural(count, '{0} turn', '{0} turns', formatCount(count));
}
