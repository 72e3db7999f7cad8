/** The side calls of every session, from what its files hold and what the client counted (DESIGN section 4). */
import type { DatabaseSync } from 'node:sqlite';
import type { RequestRow, SideCallRow } from '../core/report/rows.ts';
import type { ModelTokens } from '../core/report/sideCalls.ts';
import { sideCalls } from '../core/report/sideCalls.ts';
import type { StoredCostState } from '../ledger/costStates.ts';
import { Changes } from '../ledger/changes.ts';
import { readCostStates } from '../ledger/costStates.ts';
import { inheritedRequests, requestsOfSession } from '../ledger/requestRows.ts';

export class SideCalls {
  private readonly database: DatabaseSync;
  private readonly changes: Changes;
  private version = '';
  private rows: readonly SideCallRow[] = [];

  constructor(database: DatabaseSync) {
    this.database = database;
    this.changes = new Changes(database);
  }

  /** One row for each session whose client left a running total; worked out again only when the ledger has changed. */
  all(): readonly SideCallRow[] {
    const version = this.changes.version();
    if (version !== this.version) {
      this.rows = this.compute(readCostStates(this.database));
      this.version = version;
    }
    return this.rows;
  }

  private compute(states: readonly StoredCostState[]): readonly SideCallRow[] {
    const byId = new Map(states.map((state) => [state.sessionId, state]));
    const known = new Map<string, SideCallRow['models']>();
    const rows: SideCallRow[] = [];
    /** Ancestors first: what is counted for them is not counted again. */
    const visit = (state: StoredCostState, heirs: readonly string[]): SideCallRow['models'] => {
      const done = known.get(state.sessionId);
      if (done !== undefined) return done;
      const own = [...requestsOfSession(this.database, state.sessionId, Number.MAX_SAFE_INTEGER)];
      const parent: ModelTokens[] = [];
      let parentKnown = true;
      for (const id of state.ancestors) {
        const ancestor = byId.get(id);
        // A circle cannot be; a parent without a running total (killed, or older) leaves its side calls unknown to us.
        const calls = ancestor === undefined || heirs.includes(id) ? null : visit(ancestor, [...heirs, state.sessionId]);
        if (calls === null) parentKnown = false;
        else parent.push(...calls);
      }
      const models = this.sideCallsOf(state, own, parentKnown ? parent : null);
      known.set(state.sessionId, models);
      const last = own.at(-1);
      if (last !== undefined) rows.push({ ...placeOf(last), models });
      return models;
    };
    for (const state of states) visit(state, []);
    return rows;
  }

  private sideCallsOf(state: StoredCostState, own: readonly RequestRow[], parent: readonly ModelTokens[] | null): SideCallRow['models'] {
    const inherited = [...inheritedRequests(this.database, state.sessionId)];
    const calls = sideCalls({ costState: state, held: [...own, ...inherited], parent });
    if (calls !== null || state.ancestors.length === 0) return calls;
    // A fork's total includes its parent's subagents although their files are not copied (TRANSCRIPTS section 4.2).
    const subagents = state.ancestors.flatMap((id) =>
      [...requestsOfSession(this.database, id, state.firstRecordMs ?? 0)].filter((request) => request.agentId !== ''),
    );
    return sideCalls({ costState: state, held: [...own, ...inherited, ...subagents], parent });
  }
}

function placeOf({ sessionId, atMs, cwd, branch, repository }: RequestRow): Omit<SideCallRow, 'models'> {
  return { sessionId, atMs, cwd, branch, repository };
}
