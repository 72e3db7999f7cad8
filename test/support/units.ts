/** Commits of a default branch and their lines, made up: a line is a small number. */
import { packHashes } from '../../src/core/transcript/hashedLine.ts';
import type { LineKey } from '../../src/core/attribution/lineKeys.ts';
import { lineKeys } from '../../src/core/attribution/lineKeys.ts';
import type { CommittedLines } from '../../src/core/attribution/matchLines.ts';
import { lineHash } from '../../src/ingest/lineHash.ts';

type FileLines = CommittedLines['files'][number];

const hash = lineHash(new Uint8Array(32));

/** A file with lines that are added and removed, each a word. */
export function aChanged(file: string, added: readonly string[], removed: readonly string[] = []): FileLines {
  return { file, added: packHashes(added, hash), removed: packHashes(removed, hash) };
}

export function keysOf(words: readonly string[]): readonly LineKey[] {
  return lineKeys(packHashes(words, hash));
}
