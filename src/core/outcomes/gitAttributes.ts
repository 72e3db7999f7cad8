/** What `.gitattributes` says of generated and vendored files, as globs of `exclude`. */
import { longestText, mostEntries } from './settingsShape.ts';

/** Names of the attributes that say it (the convention of github/linguist). */
const names = new Set(['linguist-generated', 'linguist-vendored']);

/**
 * Globs in the order of the lines, `!` before those that the file counts as written by hand. Patterns that globs cannot say (classes of
 * characters, escapes) are passed over.
 */
export function generatedGlobs(attributes: string): readonly string[] {
  const globs = attributes.split('\n').flatMap((line) => globOf(line.trim()));
  return globs.slice(-mostEntries);
}

function globOf(line: string): readonly string[] {
  const quoted = /^"((?:[^"\\])*)"\s+(.*)$/.exec(line);
  const [, pattern = '', attributes = ''] = quoted ?? /^(\S+)\s+(.*)$/.exec(line) ?? [];
  if (pattern === '' || /^[#![]|[[\\]/.test(pattern) || pattern.length > longestText) return [];
  const states = attributes.split(/\s+/).flatMap(stateOf);
  if (states.length === 0) return [];
  return [states.includes(true) ? pattern : `!${pattern}`];
}

/** Whether an attribute that says it is set or unset. */
function stateOf(attribute: string): readonly boolean[] {
  const [, sign = '', name = '', value = 'true'] = /^([-!]?)([^=]+)(?:=(.*))?$/.exec(attribute) ?? [];
  if (!names.has(name) || sign === '!') return [];
  return [sign === '' && value !== 'false'];
}
