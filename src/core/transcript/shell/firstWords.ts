import type { Word } from './word.ts';

/** Words that are no program where a command can begin; most are passed, and a command can follow directly. */
const keywords = new Set('if then elif else fi while until do done coproc ! time { } for select case esac function [['.split(' '));

/** Programs that change how later commands are read: variables that are set or no longer known, `set -e`, `set -o pipefail`. */
export const effects: ReadonlyMap<string, 'assigns' | 'forgets' | 'sets'> = new Map([
  ...['export', 'declare', 'local', 'readonly', 'typeset'].map((name) => [name, 'assigns'] as const),
  ...['read', 'unset'].map((name) => [name, 'forgets'] as const),
  ['set', 'sets'] as const,
]);

/** The beginning of a word that sets a variable, with its name. */
export const assignment = /^([A-Za-z_][A-Za-z0-9_]*)(\[[^\]]*\])?\+?=/;

export function isKeyword(word: Word): boolean {
  return !word.quoted && word.source === word.text && keywords.has(word.text);
}

/** Whether the word before a redirection is the number or name that belongs to it: `2>`. */
export function isDescriptor(word: Word): boolean {
  return /^(\d+|\{\w+\})$/.test(word.source);
}

export function isAssignment(word: Word): boolean {
  return word.source.includes('=') && assignment.test(word.source);
}
