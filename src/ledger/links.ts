/** Which session made which commit, and which files of sessions are not committed yet: written after git was read, read with the rest. */
import type { DatabaseSync } from 'node:sqlite';
import type { Link, LinkEvidence, Tier } from '../core/attribution/link.ts';
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

/** Makes the links of a repository these; call inside a transaction. Only those that are others are written. */
export function writeLinks(database: DatabaseSync, repository: number, links: readonly Link[]): void {
  const wanted = new Map(links.map((link) => [`${link.sha} ${link.sessionId}`, { link, evidence: JSON.stringify(link.evidence) }]));
  const gone: (readonly [string, string])[] = [];
  const rows = database.prepare('SELECT sha, session_id, tier, evidence FROM link WHERE repository = ?');
  for (const row of rows.iterate(repository)) {
    const [sha, sessionId] = [text(row, 'sha'), text(row, 'session_id')];
    const now = wanted.get(`${sha} ${sessionId}`);
    if (now !== undefined && now.link.tier === row.tier && now.evidence === row.evidence) wanted.delete(`${sha} ${sessionId}`);
    else gone.push([sha, sessionId]);
  }
  const remove = database.prepare('DELETE FROM link WHERE repository = ? AND sha = ? AND session_id = ?');
  for (const [sha, sessionId] of gone) remove.run(repository, sha, sessionId);
  const insert = database.prepare('INSERT INTO link VALUES (?, ?, ?, ?, ?)');
  for (const { link, evidence } of wanted.values()) insert.run(repository, link.sha, link.sessionId, link.tier, evidence);
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
