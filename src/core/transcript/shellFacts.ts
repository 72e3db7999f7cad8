/**
 * What is kept of a command line's names: keyed hashes, each of a text that begins with what kind of name it is, so that none is ever equal to the
 * hash of a line or of another kind.
 */
import { hashLength } from './hashedLine.ts';
import type { HashText } from './hashedLine.ts';
import { blank, isSpace } from './shell/characters.ts';
import { shellNames } from './shell/names.ts';
import type { ShellNames } from './shell/names.ts';

/** `file` of a command that changes it, or may; `seen` of one that only reads it. `run` of one that makes its call fail when it fails; else `part`. */
export type NameKind = 'file' | 'seen' | 'run' | 'part';

/** The keyed hash of a name, 8 bytes. */
export function hashName(kind: NameKind, name: string, hash: HashText): Uint8Array {
  return hash(beforeNames[kind] + name);
}

const beforeNames: Readonly<Record<NameKind, string>> = { file: 'file\0', seen: 'seen\0', run: 'run\0', part: 'part\0' };

/** Hashes of all names, one behind the other. */
export function hashNames(
  { changed, seen, decisiveRuns, otherRuns }: ShellNames,
  hash: HashText,
): { readonly fileHashes: Uint8Array; readonly runHashes: Uint8Array } {
  return {
    fileHashes: packNames(beforeNames.file, changed, beforeNames.seen, seen, hash),
    runHashes: packNames(beforeNames.run, decisiveRuns, beforeNames.part, otherRuns, hash),
  };
}

/** Whether there is white space that is no single blank between words. */
function isSpacedOddly(text: string): boolean {
  let before = blank;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === blank ? before === blank : isSpace(code)) return true;
    before = code;
  }
  return before === blank;
}

const beforeWords = { command: 'command\0', error: 'error\0' };

/** The keyed hash of a whole command, or of an error: of its words, however they are spaced. Empty where there are none. */
export function hashWords(kind: 'command' | 'error', text: string, hash: HashText): Uint8Array {
  const words = isSpacedOddly(text) ? text.trim().replace(/\s+/g, ' ') : text;
  if (words === '') return noHashes;
  const packed = new Uint8Array(hashLength);
  writeHash(beforeWords[kind], words, hash, packed, 0);
  return packed;
}

const noHashes = new Uint8Array(0);

function packNames(
  before: string,
  names: ReadonlySet<string>,
  beforeOthers: string,
  others: ReadonlySet<string>,
  hash: HashText,
): Uint8Array {
  const count = names.size + others.size;
  if (count === 0) return noHashes;
  const packed = new Uint8Array(count * hashLength);
  const at = writeNames(before, names, hash, packed, 0);
  writeNames(beforeOthers, others, hash, packed, at);
  return packed;
}

/** Returns where it has ended. */
function writeNames(before: string, names: ReadonlySet<string>, hash: HashText, packed: Uint8Array, from: number): number {
  if (names.size === 0) return from;
  let at = from;
  for (const name of names) {
    writeHash(before, name, hash, packed, at);
    at += hashLength;
  }
  return at;
}

function writeHash(before: string, text: string, hash: HashText, packed: Uint8Array, at: number): void {
  if (hash.writeBehind === undefined) packed.set(hash(before + text).subarray(0, hashLength), at);
  else hash.writeBehind(before, text, packed, at);
}

/** The names in a line for PowerShell: its words are those of another shell but for `\`, which stands between folders there. */
export function powerShellNames(command: string, cwd: string): ShellNames {
  return shellNames(command.replaceAll('\\', '/'), cwd);
}
