import { createHmac, randomBytes } from 'node:crypto';
import { integerOf, textOf } from './store/database.ts';
import type { Queries, Row } from './store/database.ts';

export interface Team {
  readonly team: string;
  readonly name: string;
  /** How many people a figure needs. */
  readonly k: number;
  /** Known to members: with it they key the names of repositories. */
  readonly salt: string;
  readonly createdMs: number;
}

export const leastK = 3;
export const usualK = 5;

/** The id of a team by its name, as it may stand in an address: `Platform & Tools` is `platform-tools`; empty where nothing is left. */
export function teamIdOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '');
}

/** Makes a team; null where one of that id is there: k is never changed. */
export async function createTeam(
  queries: Queries,
  { team, name, k, nowMs }: { readonly team: string; readonly name: string; readonly k: number; readonly nowMs: number },
): Promise<Team | null> {
  const salt = randomBytes(32).toString('base64url');
  const rows = await queries.query(
    'INSERT INTO teams (team, name, k, salt, secret, created_ms) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (team) DO NOTHING RETURNING team',
    [team, name, k, salt, randomBytes(32).toString('base64url'), nowMs],
  );
  return rows.length === 0 ? null : { team, name, k, salt, createdMs: nowMs };
}

/** Every team, by id. */
export async function listTeams(queries: Queries): Promise<readonly Team[]> {
  return (await queries.query('SELECT team, name, k, salt, created_ms FROM teams ORDER BY team')).map(teamOf);
}

/** One team; null where there is none of that id. */
export async function readTeam(queries: Queries, team: string): Promise<Team | null> {
  const [row] = await queries.query('SELECT team, name, k, salt, created_ms FROM teams WHERE team = $1', [team]);
  return row === undefined ? null : teamOf(row);
}

/** What keeps marks of a team's pseudonyms from being compared with another's, and from being found by trying: nobody is told it. */
export async function teamSecret(queries: Queries, team: string): Promise<string> {
  const [row] = await queries.query('SELECT secret FROM teams WHERE team = $1', [team]);
  if (row === undefined) throw new Error('A token names a team that is not there.');
  return textOf(row, 'secret');
}

/** What stays of a pseudonym that was withdrawn. */
export function markOf(secret: string, reporter: string): string {
  return createHmac('sha256', secret).update(`withdrawn ${reporter}`).digest('hex');
}

function teamOf(row: Row): Team {
  return {
    team: textOf(row, 'team'),
    name: textOf(row, 'name'),
    k: integerOf(row, 'k'),
    salt: textOf(row, 'salt'),
    createdMs: integerOf(row, 'created_ms'),
  };
}
