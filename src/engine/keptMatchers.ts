/** What was matched of each repository, kept in memory while git is read again and again: a new commit costs what its own files cost. */
import { LineMatcher } from '../core/attribution/lineMatcher.ts';
import type { LineSource, MatchInput } from '../core/attribution/lineMatcher.ts';
import { lineKeys } from '../core/attribution/lineKeys.ts';
import type { LineKey } from '../core/attribution/lineKeys.ts';
import type { LineMatches } from '../core/attribution/matchLines.ts';
import { trivialLines } from '../core/attribution/trivialLines.ts';
import { packHashes } from '../core/transcript/hashedLine.ts';
import { lineHash } from '../ingest/lineHash.ts';
import type { HashKey } from '../ledger/hashKey.ts';

/** Lines of all that is kept, at some thirty bytes each: 60 MB. */
const mostLines = 2_000_000;

const idleMs = 20 * 60_000;

export class KeptMatchers {
  /** By repository and key, the one that was used last at the end. */
  readonly #matchers = new Map<string, LineMatcher>();
  #dropping: NodeJS.Timeout | null = null;

  /** Matches the lines of a repository (its row) under a key. */
  match(repository: number, key: HashKey, source: LineSource, input: MatchInput): LineMatches {
    const name = `${String(repository)} ${String(key.id)}`;
    const matcher = this.#matchers.get(name) ?? new LineMatcher(trivialUnder(key));
    // Only what ended well is kept.
    this.#matchers.delete(name);
    const matches = matcher.match(input, source);
    this.#matchers.set(name, matcher);
    this.#dropOldest();
    this.#dropWhenIdle();
    return matches;
  }

  #dropOldest(): void {
    let lines = 0;
    for (const matcher of this.#matchers.values()) lines += matcher.lines;
    for (const [name, matcher] of this.#matchers) {
      if (lines <= mostLines) return;
      this.#matchers.delete(name);
      lines -= matcher.lines;
    }
  }

  #dropWhenIdle(): void {
    this.#dropping ??= setTimeout(() => {
      this.#matchers.clear();
      this.#dropping = null;
    }, idleMs).unref();
    this.#dropping.refresh();
  }
}

/** The hashes of trivial lines under a key. */
export function trivialUnder({ secret }: HashKey): ReadonlySet<LineKey> {
  return new Set(lineKeys(packHashes(trivialLines, lineHash(secret))));
}
