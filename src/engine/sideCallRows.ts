/** The side calls of every session, from what its files hold and what the client counted. */
import type { DatabaseSync } from 'node:sqlite';
import type { SideCallRow } from '../core/report/rows.ts';
import { sideCalls } from '../core/report/sideCalls.ts';
import type { HeldTokens, StoredCostState } from '../ledger/costStates.ts';
import { Changes } from '../ledger/changes.ts';
import { readCostStates, readHeldTokens, readLastRequests, subagentTokens } from '../ledger/costStates.ts';

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
    if (states.length === 0) return [];
    const byId = new Map(states.map((state) => [state.sessionId, state]));
    const held = readHeldTokens(this.database);
    const known = new Map<string, SideCallRow['models']>();
    /** Ancestors first: what is counted for them is not counted again. */
    const visit = (state: StoredCostState, heirs: readonly string[]): SideCallRow['models'] => {
      const done = known.get(state.sessionId);
      if (done !== undefined) return done;
      const parent: HeldTokens[] = [];
      let parentKnown = true;
      for (const id of state.ancestors) {
        const ancestor = byId.get(id);
        // A circle cannot be; a parent without a running total (killed, or older) leaves its side calls unknown to us.
        const calls = ancestor === undefined || heirs.includes(id) ? null : visit(ancestor, [...heirs, state.sessionId]);
        if (calls === null) parentKnown = false;
        else parent.push(...calls);
      }
      const models = this.sideCallsOf(state, held.get(state.sessionId) ?? [], parentKnown ? parent : null);
      known.set(state.sessionId, models);
      return models;
    };
    for (const state of states) visit(state, []);
    const rows: SideCallRow[] = [];
    for (const place of readLastRequests(this.database).values()) {
      const models = known.get(place.sessionId);
      if (models !== undefined) rows.push({ ...place, models });
    }
    return rows;
  }

  private sideCallsOf(state: StoredCostState, held: readonly HeldTokens[], parent: readonly HeldTokens[] | null): SideCallRow['models'] {
    const calls = sideCalls({ costState: state, held, parent });
    if (calls !== null || state.ancestors.length === 0) return calls;
    // A fork's total includes its parent's subagents although their files are not copied (TRANSCRIPTS section 4.2).
    const subagents = state.ancestors.flatMap((id) => subagentTokens(this.database, id, state.firstRecordMs ?? 0));
    return sideCalls({ costState: state, held: [...held, ...subagents], parent });
  }
}
