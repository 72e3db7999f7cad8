/** Which session made which commit, and which files of sessions are not committed yet: written after git was read, read with the rest. */
import type { DatabaseSync } from 'node:sqlite';
import type { Link, LinkEvidence, Tier } from '../core/attribution/link.ts';
import { changedItems } from './changedItems.ts';
import { integer, text } from './values.ts';

/** The links of one repository, in an order that does not depend on how they were found. */
export function readLinks(database: DatabaseSync, repository: { readonly id: number; readonly path: string }): readonly Link[] {
  const rows = database.prepare('SELECT sha, session_id, tier, evidence FROM link WHERE repository = ? ORDER BY sha, session_id');
  return rows.all(repository.id).map((row) => ({
    sessionId: text(row, 'session_id'),
    repository: repository.path,
    sha: text(row, 'sha'),
    tier: tierOf(integer(row, 'tier')),
    evidence: JSON.parse(text(row, 'evidence')) as LinkEvidence,
  }));
}

/**
 * Makes the links of a repository these; call inside a transaction. Only those that are others are written. `before`: those that there are, where
 * they are known; else they are read.
 */
export function writeLinks(
  database: DatabaseSync,
  repository: number,
  links: readonly Link[],
  before: readonly Link[] = readLinks(database, { id: repository, path: '' }),
): void {
  const { gone, come } = changedItems(before, links, nameOf, isSameLink);
  const remove = database.prepare('DELETE FROM link WHERE repository = ? AND sha = ? AND session_id = ?');
  for (const { sha, sessionId } of gone) remove.run(repository, sha, sessionId);
  const insert = database.prepare('INSERT INTO link VALUES (?, ?, ?, ?, ?)');
  for (const { sha, sessionId, tier, evidence } of come) insert.run(repository, sha, sessionId, tier, JSON.stringify(evidence));
}

/** Whether two links of one repository, session and commit say the same. */
export function isSameLink(left: Link, right: Link): boolean {
  return left.tier === right.tier && isSameValue(left.evidence, right.evidence);
}

/** Of values that JSON can say. Thousands are compared after each commit, mostly in vain: as texts that would take five times as long. */
function isSameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  const [own, other] = [Object.entries(left), Object.entries(right)];
  return own.length === other.length && own.every(([name, value]) => isSameValue(value, Reflect.get(right, name)));
}

function nameOf({ sha, sessionId }: Link): string {
  return `${sha} ${sessionId}`;
}

/** Absolute paths of the repository that differ from the last commit, as git said when it was last read. */
export function readOpenPaths(database: DatabaseSync, repository: number): ReadonlySet<string> {
  const rows = database.prepare('SELECT path FROM open_path WHERE repository = ?').all(repository);
  return new Set(rows.map((row) => text(row, 'path')));
}

/** Makes the open paths of a repository these; call inside a transaction. */
export function writeOpenPaths(database: DatabaseSync, repository: number, paths: ReadonlySet<string>): void {
  database.prepare('DELETE FROM open_path WHERE repository = ?').run(repository);
  const insert = database.prepare('INSERT INTO open_path VALUES (?, ?)');
  for (const path of paths) insert.run(repository, path);
}

function tierOf(tier: number): Tier {
  if (tier === 1 || tier === 2 || tier === 3 || tier === 4 || tier === 5 || tier === 6) return tier;
  throw new RangeError(`The ledger's links have no tier ${tier}.`);
}
