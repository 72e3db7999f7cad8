/** Gathers of the ledger what `planSurvival` works out which lines are looked for from. */
import { FileNames } from '../core/attribution/fileNames.ts';
import type { History } from '../core/attribution/history.ts';
import { findCopies, withCopies } from '../core/attribution/copies.ts';
import { claimLines } from '../core/outcomes/survivalClaims.ts';
import type { ClaimedCommit, ClaimingEdit, Claims } from '../core/outcomes/survivalClaims.ts';
import { readCommitLines, readEditLines } from '../ledger/commitLines.ts';
import type { HashKey } from '../ledger/hashKey.ts';
import type { Ledger } from '../ledger/open.ts';
import type { KeptRepository } from './gitFacts.ts';

/** Tier 6 is a guess: its lines are nobody's. */
const weakestTier = 5;

export interface ClaimsInput {
  readonly database: Ledger['database'];
  /** The repository's row. */
  readonly id: number;
  readonly kept: KeptRepository;
  readonly edits: History['edits'];
  readonly keys: readonly HashKey[];
}

/** Lines that sessions wrote and commits took, by the row of their key. */
export function claimsOf({ database, id, kept, edits, keys }: ClaimsInput): ReadonlyMap<number, Claims> {
  const { facts, links, takenLines } = kept;
  const linked = new Set(links.filter(({ tier }) => tier <= weakestTier).map(({ sessionId, sha }) => `${sessionId} ${sha}`));
  const names = new FileNames(facts.commits.values());
  const takers = new Map<string, readonly string[]>();
  const claiming = edits.filter((edit) => {
    const shas = (takenLines.get(edit.toolUseId) ?? []).map(({ sha }) => sha).filter((sha) => linked.has(`${edit.sessionId} ${sha}`));
    if (shas.length > 0) takers.set(edit.toolUseId, shas);
    return shas.length > 0;
  });
  const claims = new Map<number, Claims>();
  if (claiming.length === 0) return claims;
  const commits = new Set([...takers.values()].flat());
  for (const key of keys) {
    const lines = readEditLines(database, new Set(takers.keys()), key);
    const written = claiming.flatMap((edit): readonly ClaimingEdit[] => {
      const added = lines.get(edit.toolUseId)?.added;
      const file = names.ofEdit(edit);
      if (added === undefined || file === null) return [];
      const { toolUseId, sessionId, atMs } = edit;
      return [{ toolUseId, sessionId, atMs, file, added, takers: takers.get(toolUseId) ?? [] }];
    });
    if (written.length > 0) claims.set(key.id, claimLines(written, [...committed({ database, id, kept }, key, commits, names)]));
  }
  return claims;
}

/** What commits added, each under the SHA by which it is linked: of one whose lines were not read those of a copy. */
function* committed(
  { database, id, kept: { facts } }: Pick<ClaimsInput, 'database' | 'id' | 'kept'>,
  key: HashKey,
  shas: ReadonlySet<string>,
  names: FileNames,
): Generator<ClaimedCommit, void, undefined> {
  const copies = findCopies(facts.commits);
  for (const sha of shas) {
    const commit = facts.commits.get(sha);
    if (commit === undefined) continue;
    const candidates = [sha, ...withCopies(copies, commit).map((copy) => copy.sha)];
    for (const read of readCommitLines(database, id, key, candidates)) {
      const paths = facts.commits.get(read.sha)?.files ?? [];
      const files = read.files.flatMap(({ position, added }) => {
        const path = paths[position]?.path;
        return path === undefined || added.length === 0 ? [] : [{ path, file: names.nameOf(path), added }];
      });
      if (files.length === 0) continue;
      yield { commit, files };
      break;
    }
  }
}

/** SHAs that a session is linked with, copies and squashes of them included. */
export function linkedShas({ links, copies }: Pick<History, 'links' | 'copies'>): ReadonlySet<string> {
  const linked = new Set<string>();
  for (const { sha, tier } of links) {
    if (tier > weakestTier) continue;
    linked.add(sha);
    for (const copy of copies.get(sha) ?? []) linked.add(copy.sha);
  }
  return linked;
}
