import type { DatabaseSync } from 'node:sqlite';
import type { CostStateModel } from '../core/transcript/facts.ts';
import { integerOrNull, text } from './values.ts';

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

/** The last cost state of every session that has one; of several main files (a moved one) the one that is still there, then the longest. */
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
     WHERE transcript.agent = '' ORDER BY transcript.gone DESC, cost_state.line_offset`,
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

/** The column as the writer put it in. */
function modelsOf(json: string): readonly CostStateModel[] {
  return JSON.parse(json) as readonly CostStateModel[];
}
