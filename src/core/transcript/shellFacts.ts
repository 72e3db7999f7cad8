/**
 * What is kept of a command line's names: keyed hashes, each of a text that begins with what kind of name it is, so that none is ever equal to the
 * hash of a line or of another kind.
 */
import { hashLength } from './hashedLine.ts';
import type { HashText } from './hashedLine.ts';
import { shellNames } from './shell/names.ts';
import type { ShellNames } from './shell/names.ts';

/** `file` of a command that changes it, or may; `seen` of one that only reads it. `run` of one that makes its call fail when it fails; else `part`. */
export type NameKind = 'file' | 'seen' | 'run' | 'part';

/** The keyed hash of a name, 8 bytes. */
export function hashName(kind: NameKind, name: string, hash: HashText): Uint8Array {
  return hash(keyedName(kind, name));
}

function keyedName(kind: NameKind, name: string): string {
  return `${kind}\0${name}`;
}

/** Hashes of all names, one behind the other. */
export function hashNames(
  { changed, seen, decisiveRuns, otherRuns }: ShellNames,
  hash: HashText,
): { readonly fileHashes: Uint8Array; readonly runHashes: Uint8Array } {
  return {
    fileHashes: packNames(
      [
        ['file', changed],
        ['seen', seen],
      ],
      hash,
    ),
    runHashes: packNames(
      [
        ['run', decisiveRuns],
        ['part', otherRuns],
      ],
      hash,
    ),
  };
}

const isSpacedOddly = /^\s|\s$|[^\S ]| {2}/;

/** The keyed hash of a whole command, or of an error: of its words, however they are spaced. Empty where there are none. */
export function hashWords(kind: 'command' | 'error', text: string, hash: HashText): Uint8Array {
  const words = isSpacedOddly.test(text) ? text.trim().replace(/\s+/g, ' ') : text;
  if (words === '') return new Uint8Array(0);
  const packed = new Uint8Array(hashLength);
  const keyed = `${kind}\0${words}`;
  if (hash.writeText === undefined) packed.set(hash(keyed).subarray(0, hashLength));
  else hash.writeText(keyed, packed, 0);
  return packed;
}

function packNames(names: readonly (readonly [NameKind, ReadonlySet<string>])[], hash: HashText): Uint8Array {
  const packed = new Uint8Array(names.reduce((sum, [, { size }]) => sum + size * hashLength, 0));
  let at = 0;
  for (const [kind, texts] of names)
    for (const text of texts) {
      if (hash.writeText === undefined) packed.set(hashName(kind, text, hash), at);
      else hash.writeText(keyedName(kind, text), packed, at);
      at += hashLength;
    }
  return packed;
}

/** The names in a line for PowerShell: its words are those of another shell but for `\`, which stands between folders there. */
export function powerShellNames(command: string, cwd: string): ShellNames {
  return shellNames(command.replaceAll('\\', '/'), cwd);
}
