/** Tokens are random, shown once, kept as their SHA-256, and revocable. The kinds are apart: what takes reports shows nothing. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { integerOrNull, textOf } from './store/database.ts';
import type { Queries, Row } from './store/database.ts';

export const tokenKinds = ['join', 'ingest', 'read', 'lead'] as const;
export type TokenKind = (typeof tokenKinds)[number];

/** Who a valid token stands for. */
export interface Principal {
  readonly id: string;
  readonly kind: TokenKind;
  /** Ids of the teams; exactly one for join and ingest. */
  readonly teams: readonly string[];
}

export interface TokenRow {
  readonly id: string;
  readonly kind: TokenKind;
  readonly teams: readonly string[];
  readonly createdMs: number;
  readonly expiresMs: number | null;
  readonly revokedMs: number | null;
}

export type TokenAnswer = { readonly principal: Principal } | { readonly refused: 'unknown' | 'expired' | 'revoked' };

const tokenPattern = /^payoff_(join|ingest|read|lead)_[A-Za-z0-9_-]{43}$/;

/** Whether a text has the form of a token; of another kind or form nothing is asked of the store. */
export function isTokenText(text: string): boolean {
  return tokenPattern.test(text);
}

/** SHA-256 of a token, in hexadecimal digits. No slow hash: a token has 256 random bits. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

interface NewToken {
  readonly kind: TokenKind;
  readonly teams: readonly string[];
  readonly expiresMs: number | null;
  readonly nowMs: number;
  /** Whether it is made by joining, for one device alone. */
  readonly joined?: boolean;
}

/** Makes a token and keeps its hash; the text that is returned is known nowhere else. */
export async function createToken(
  queries: Queries,
  { kind, teams, expiresMs, nowMs, joined = false }: NewToken,
): Promise<{ readonly id: string; readonly token: string }> {
  const token = `payoff_${kind}_${randomBytes(32).toString('base64url')}`;
  const id = randomBytes(6).toString('hex');
  const hash = hashOfToken(token);
  for (const team of teams)
    await queries.query('INSERT INTO tokens (team, id, kind, hash, created_ms, expires_ms, joined) VALUES ($1, $2, $3, $4, $5, $6, $7)', [
      team,
      id,
      kind,
      hash,
      nowMs,
      expiresMs,
      joined,
    ]);
  return { id, token };
}

/** What each of several token hashes stands for now, asked at once: the one question that cannot name a team, as it finds it. */
export async function principalsOf(queries: Queries, hashes: readonly string[], nowMs: number): Promise<readonly TokenAnswer[]> {
  const rows = await queries.query('SELECT hash, team, id, kind, expires_ms, revoked_ms FROM tokens WHERE hash = ANY($1::text[])', [
    [...new Set(hashes)],
  ]);
  const byHash = new Map<string, Row[]>();
  for (const row of rows) byHash.set(textOf(row, 'hash'), [...(byHash.get(textOf(row, 'hash')) ?? []), row]);
  return hashes.map((hash) =>
    answerOf(
      (byHash.get(hash) ?? []).filter((row) => equalHashes(textOf(row, 'hash'), hash)),
      nowMs,
    ),
  );
}

function answerOf(rows: readonly Row[], nowMs: number): TokenAnswer {
  const valid = rows.filter((row) => row.revoked_ms === null);
  const [head] = rows;
  if (head === undefined) return { refused: 'unknown' };
  if (valid.length === 0) return { refused: 'revoked' };
  const expiresMs = integerOrNull(head, 'expires_ms');
  if (expiresMs !== null && expiresMs <= nowMs) return { refused: 'expired' };
  return { principal: { id: textOf(head, 'id'), kind: kindOf(head), teams: valid.map((row) => textOf(row, 'team')).sort() } };
}

/** The index has found the row; the comparison itself takes the same time wherever two hashes differ. */
function equalHashes(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

/** All tokens, the newest last, without their hashes. */
export async function listTokens(queries: Queries): Promise<readonly TokenRow[]> {
  const rows = await queries.query('SELECT team, id, kind, created_ms, expires_ms, revoked_ms FROM tokens ORDER BY created_ms, id, team');
  const tokens = new Map<string, TokenRow>();
  for (const row of rows) {
    const id = textOf(row, 'id');
    const team = textOf(row, 'team');
    const known = tokens.get(id);
    tokens.set(id, {
      id,
      kind: kindOf(row),
      teams: [...(known?.teams ?? []), team],
      createdMs: integerOrNull(row, 'created_ms') ?? 0,
      expiresMs: integerOrNull(row, 'expires_ms'),
      revokedMs: integerOrNull(row, 'revoked_ms'),
    });
  }
  return [...tokens.values()];
}

/** Revokes a token by its id; the teams it was for, none where there is no such token that is still valid. */
export async function revokeToken(queries: Queries, id: string, nowMs: number): Promise<readonly string[]> {
  const rows = await queries.query('UPDATE tokens SET revoked_ms = $2 WHERE id = $1 AND revoked_ms IS NULL RETURNING team', [id, nowMs]);
  return rows.map((row) => textOf(row, 'team'));
}

/** Revokes a token that was made by joining; whether it was one. One that was made by hand may be several people's, and stays. */
export async function revokeJoined(queries: Queries, { team, id, nowMs }: { team: string; id: string; nowMs: number }): Promise<boolean> {
  const rows = await queries.query(
    'UPDATE tokens SET revoked_ms = $3 WHERE team = $1 AND id = $2 AND joined AND revoked_ms IS NULL RETURNING id',
    [team, id, nowMs],
  );
  return rows.length > 0;
}

/** The team of a token that was made by joining and is revoked; null for any other. */
export async function teamOfRevokedJoined(queries: Queries, token: string): Promise<string | null> {
  const [row] = await queries.query('SELECT team FROM tokens WHERE hash = $1 AND joined AND revoked_ms IS NOT NULL', [hashOfToken(token)]);
  return row === undefined ? null : textOf(row, 'team');
}

function kindOf(row: Row): TokenKind {
  const kind = tokenKinds.find((known) => known === row.kind);
  if (kind === undefined) throw new TypeError('A token of an unknown kind is in the store.');
  return kind;
}
