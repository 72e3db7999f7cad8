import type { Copies } from '../../src/core/attribution/copies.ts';
import type { LineKey } from '../../src/core/attribution/lineKeys.ts';
import { LineMatcher } from '../../src/core/attribution/lineMatcher.ts';
import type { LineSource, MatchInput } from '../../src/core/attribution/lineMatcher.ts';
import type { CommittedLines, LineMatches, WrittenLines } from '../../src/core/attribution/matchLines.ts';

/** Everything that is to be matched, in memory. */
export interface AllLines {
  readonly edits: readonly WrittenLines[];
  readonly commits: readonly CommittedLines[];
  readonly copies: Copies;
  readonly recorded: ReadonlyMap<string, ReadonlySet<string>>;
  readonly trivial: ReadonlySet<LineKey>;
}

/** Matches everything at once. */
export function matchLines(all: AllLines): LineMatches {
  return new LineMatcher(all.trivial).match(inputOf(all), sourceOf(all));
}

/** What a matcher is told of them. */
export function inputOf({ edits, commits, copies, recorded }: AllLines): MatchInput {
  return { edits, commits: commits.map(({ commit, files }) => ({ commit, files: files.map(({ file }) => file) })), copies, recorded };
}

/** Where a matcher finds their lines. */
export function sourceOf({ edits, commits }: Pick<AllLines, 'edits' | 'commits'>): LineSource {
  const byId = new Map(edits.map((edit) => [edit.toolUseId, edit]));
  const bySha = new Map(commits.map((each) => [each.commit.sha, each]));
  const none = { added: new Uint8Array(0), removed: new Uint8Array(0) };
  return { ofEdit: (id) => byId.get(id) ?? none, ofCommit: (sha, position) => bySha.get(sha)?.files[position] ?? none };
}
