import type { FileMatches, LineMatches, Match, SessionLines } from './matchLines.ts';

/** What sessions have in commits over all files, kept up to date while files are matched anew: a changed file costs what its own commits cost. */
export class MatchSums {
  /** Provable lines that each commit changes in all files, by SHA. */
  readonly #changed = new Map<string, number>();
  /** What each file has of the commits in which sessions have lines, by SHA, then by file. */
  readonly #matched = new Map<string, Map<string, ReadonlyMap<string, Readonly<SessionLines>>>>();
  readonly #taken = new Map<string, ReadonlyMap<string, number>>();
  /** Commits of which anything is another than in `#matches`. */
  readonly #stale = new Set<string>();
  #matches: readonly Match[] = [];

  add(file: string, { changed, matched, taken }: FileMatches): void {
    for (const [sha, lines] of changed) this.#change(sha, lines);
    for (const [sha, sessions] of matched) {
      this.#stale.add(sha);
      const files = this.#matched.get(sha);
      if (files === undefined) this.#matched.set(sha, new Map([[file, sessions]]));
      else files.set(file, sessions);
    }
    for (const [toolUseId, bySha] of taken) this.#taken.set(toolUseId, bySha);
  }

  /** Takes out what was added of a file. */
  remove(file: string, { changed, matched, taken }: FileMatches): void {
    for (const [sha, lines] of changed) this.#change(sha, -lines);
    for (const sha of matched.keys()) {
      this.#stale.add(sha);
      const files = this.#matched.get(sha);
      files?.delete(file);
      if (files?.size === 0) this.#matched.delete(sha);
    }
    // An edit may be in another file by now.
    for (const [toolUseId, bySha] of taken) if (this.#taken.get(toolUseId) === bySha) this.#taken.delete(toolUseId);
  }

  /** The sums of what is there now; what edits took is changed by the next file. */
  sum(): LineMatches {
    if (this.#stale.size > 0) {
      const fresh = [...this.#stale].flatMap((sha) => this.#matchesOf(sha)).sort(byNames);
      const kept = this.#matches.filter(({ sha }) => !this.#stale.has(sha));
      this.#matches = merged(kept, fresh);
      this.#stale.clear();
    }
    return { matches: this.#matches, taken: this.#taken };
  }

  #change(sha: string, lines: number): void {
    const now = (this.#changed.get(sha) ?? 0) + lines;
    this.#stale.add(sha);
    if (now === 0) this.#changed.delete(sha);
    else this.#changed.set(sha, now);
  }

  #matchesOf(sha: string): readonly Match[] {
    const sessions = new Map<string, SessionLines & { files: string[] }>();
    for (const [file, own] of this.#matched.get(sha) ?? [])
      for (const [sessionId, { lines, addedLines, ownLines, lastEditMs }] of own) {
        const sum = sessions.get(sessionId);
        if (sum === undefined) sessions.set(sessionId, { lines, addedLines, ownLines, files: [file], lastEditMs });
        else {
          sum.lines += lines;
          sum.addedLines += addedLines;
          sum.ownLines += ownLines;
          sum.files.push(file);
          sum.lastEditMs = Math.max(sum.lastEditMs, lastEditMs);
        }
      }
    const matchedLines = [...sessions.values()].reduce((sum, { lines }) => sum + lines, 0);
    // An amend adds lines that the first copy did not change.
    const changedLines = Math.max(this.#changed.get(sha) ?? 0, matchedLines);
    return [...sessions].map(([sessionId, { files, ...own }]): Match => {
      return { sha, sessionId, ...own, matchedLines, changedLines, files: files.sort() };
    });
  }
}

/** Two lists in order as one. */
function merged(first: readonly Match[], second: readonly Match[]): readonly Match[] {
  const all: Match[] = [];
  let at = 0;
  for (const match of second) {
    for (let other = first[at]; other !== undefined && byNames(other, match) < 0; other = first[(at += 1)]) all.push(other);
    all.push(match);
  }
  return all.concat(first.slice(at));
}

function byNames(left: Match, right: Match): number {
  return compare(left.sha, right.sha) || compare(left.sessionId, right.sessionId);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
