import type { DatabaseSync } from 'node:sqlite';
import type { SideCallRow } from '../core/report/rows.ts';
import type { CostStateFact, CostStateModel, Tokens } from '../core/transcript/facts.ts';
import { tokensOf } from './tokenColumns.ts';
import type { Row } from './values.ts';
import { flag, integer, integerOrNull, text } from './values.ts';

/** The last `cost-state` of a session, and where it leads: the sessions whose requests its files repeat. */
export interface StoredCostState {
  readonly sessionId: string;
  readonly models: readonly CostStateModel[];
  readonly clientNanodollars: number | null;
  /** Time of the first record of the session's own main file, in file order; a fork's is its fork. */
  readonly firstRecordMs: number | null;
  /** Owners of the requests that this session inherited. */
  readonly ancestors: readonly string[];
}

/**
 * Whether the first of two cost states of a file is the later one. The client's totals only grow, so that is the one that counts more: also of two that stood
 * in different versions of the file, where their places say nothing. A total order, for no order of reading or merging may matter.
 */
export function isLaterCostState(first: CostStateFact, second: CostStateFact): boolean {
  const byCount = countOf(first) - countOf(second) || first.offset - second.offset;
  return byCount !== 0 ? byCount > 0 : contentKey(first) > contentKey(second);
}

function countOf({ models }: CostStateFact): number {
  return models.reduce((sum, { input, output, cacheRead, cacheWrite, webSearches }) => {
    return sum + input + output + cacheRead + cacheWrite + webSearches;
  }, 0);
}

function contentKey({ models, clientNanodollars, hasUnknownModelCost }: CostStateFact): string {
  return JSON.stringify([models, clientNanodollars, hasUnknownModelCost]);
}

/** A row of the table `cost_state`. */
export function costStateOf(row: Row): CostStateFact {
  return {
    kind: 'costState',
    offset: integer(row, 'line_offset'),
    models: modelsOf(text(row, 'models')),
    clientNanodollars: integerOrNull(row, 'client_nanodollars'),
    hasUnknownModelCost: flag(row, 'unknown_model'),
  };
}

/** The last cost state of every session that has one; of several main files (moved, restored, copied from elsewhere) the longest's. */
export function readCostStates(database: DatabaseSync): readonly StoredCostState[] {
  const ancestors = new Map<string, string[]>();
  const links = database.prepare(
    `SELECT DISTINCT heir.session_id AS heir, owner.session_id AS owner FROM inherited
     JOIN session AS heir ON heir.id = inherited.session
     JOIN request ON request.id = inherited.request
     JOIN transcript ON transcript.id = request.transcript
     JOIN session AS owner ON owner.id = transcript.session`,
  );
  for (const row of links.iterate()) {
    const heir = text(row, 'heir');
    ancestors.set(heir, [...(ancestors.get(heir) ?? []), text(row, 'owner')]);
  }
  const states = new Map<string, StoredCostState>();
  const rows = database.prepare(
    `SELECT session_id, models, client_nanodollars, first_record_ms FROM cost_state
     JOIN transcript ON transcript.id = cost_state.transcript JOIN session ON session.id = transcript.session
     WHERE transcript.agent = '' AND transcript.session NOT IN (SELECT session FROM transcript WHERE partial <> 0)
     ORDER BY cost_state.line_offset, transcript.path`,
  );
  for (const row of rows.iterate()) {
    const sessionId = text(row, 'session_id');
    states.set(sessionId, {
      sessionId,
      models: modelsOf(text(row, 'models')),
      clientNanodollars: integerOrNull(row, 'client_nanodollars'),
      firstRecordMs: integerOrNull(row, 'first_record_ms'),
      ancestors: ancestors.get(sessionId) ?? [],
    });
  }
  return [...states.values()];
}

/** Sums of the requests of one session and model. */
export interface HeldTokens {
  readonly model: string;
  readonly tokens: Tokens;
}

const sums = `request.model, sum(input) AS input, sum(output) AS output, sum(cache_write_5m) AS cache_write_5m,
  sum(cache_write_1h) AS cache_write_1h, sum(cache_read) AS cache_read, sum(web_searches) AS web_searches`;

type TokensBySession = ReadonlyMap<string, readonly HeldTokens[]>;

/** What each session's own requests used, its subagents' included, by model. */
export function readOwnTokens(database: DatabaseSync): TokensBySession {
  const sql = `SELECT session_id, ${sums} FROM request JOIN transcript ON transcript.id = request.transcript
    JOIN session ON session.id = transcript.session GROUP BY session.id, request.model`;
  return tokensBySession(database, sql);
}

/** What the requests used that each session's files repeat from another, by model. */
export function readInheritedTokens(database: DatabaseSync): TokensBySession {
  const sql = `SELECT session_id, ${sums} FROM inherited JOIN request ON request.id = inherited.request
    JOIN session ON session.id = inherited.session GROUP BY session.id, request.model`;
  return tokensBySession(database, sql);
}

function tokensBySession(database: DatabaseSync, sql: string): TokensBySession {
  const held = new Map<string, HeldTokens[]>();
  for (const row of database.prepare(sql).iterate()) {
    const sessionId = text(row, 'session_id');
    const models = held.get(sessionId);
    if (models === undefined) held.set(sessionId, [heldOf(row)]);
    else models.push(heldOf(row));
  }
  return held;
}

/** What the subagents of a session used before a moment. */
export function subagentTokens(database: DatabaseSync, sessionId: string, untilMs: number): readonly HeldTokens[] {
  const rows = database.prepare(
    `SELECT ${sums} FROM request JOIN transcript ON transcript.id = request.transcript JOIN session ON session.id = transcript.session
     WHERE session_id = ? AND transcript.agent <> '' AND request.at_ms < ? GROUP BY request.model`,
  );
  return rows.all(sessionId, untilMs).map(heldOf);
}

/** The last request of every session: where and when its side calls are counted. */
export function readLastRequests(database: DatabaseSync): ReadonlyMap<string, Omit<SideCallRow, 'models'>> {
  const places = new Map<string, Omit<SideCallRow, 'models'>>();
  const rows = database.prepare(
    // With max() SQLite takes the other columns from the row that has it.
    `SELECT session_id, max(at_ms) AS at_ms, context.cwd, context.branch, coalesce(repository, '') AS repository FROM request
     JOIN transcript ON transcript.id = request.transcript JOIN session ON session.id = transcript.session
     JOIN context ON context.id = request.context LEFT JOIN folder ON folder.cwd = context.cwd GROUP BY session.id`,
  );
  for (const row of rows.iterate()) {
    const sessionId = text(row, 'session_id');
    const [cwd, branch, repository] = [text(row, 'cwd'), text(row, 'branch'), text(row, 'repository')];
    places.set(sessionId, { sessionId, atMs: integer(row, 'at_ms'), cwd, branch, repository });
  }
  return places;
}

function heldOf(row: Row): HeldTokens {
  return { model: text(row, 'model'), tokens: tokensOf(row) };
}

/** The column as the writer put it in. */
function modelsOf(json: string): readonly CostStateModel[] {
  return JSON.parse(json) as readonly CostStateModel[];
}
