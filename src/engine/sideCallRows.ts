/** The side calls of every session, from what its files hold and what the client counted. */
import type { DatabaseSync } from 'node:sqlite';
import type { SideCallRow } from '../core/report/rows.ts';
import { sideCalls } from '../core/report/sideCalls.ts';
import type { HeldTokens, StoredCostState } from '../ledger/costStates.ts';
import { Changes } from '../ledger/changes.ts';
import { readCostStates, readInheritedTokens, readLastRequests, readOwnTokens, subagentTokens } from '../ledger/costStates.ts';

/** Of every session, its subagents included. */
export interface OwnRequests {
  /** What its requests used, by model. */
  readonly own: () => ReadonlyMap<string, readonly HeldTokens[]>;
  /** Where and when its last request was made. */
  readonly places: ReadonlyMap<string, Omit<SideCallRow, 'models'>>;
}

const nothingHeld: {
  readonly own: ReadonlyMap<string, readonly HeldTokens[]>;
  readonly inherited: ReadonlyMap<string, readonly HeldTokens[]>;
} = {
  own: new Map(),
  inherited: new Map(),
};

export class SideCalls {
  private readonly database: DatabaseSync;
  private readonly changes: Changes;
  private revision: number | null = null;
  private rows: readonly SideCallRow[] = [];

  constructor(database: DatabaseSync) {
    this.database = database;
    this.changes = new Changes(database);
  }

  /** One row for each session, its side calls null where they cannot be known; worked out again only when the ledger has changed. */
  all(): readonly SideCallRow[] {
    const revision = this.changes.revision();
    if (revision !== this.revision) {
      const { database } = this;
      this.rows = this.from({ own: () => readOwnTokens(database), places: readLastRequests(database) });
      this.revision = revision;
    }
    return this.rows;
  }

  /** The rows from what is known of the sessions' own requests already. */
  from({ own, places }: OwnRequests): readonly SideCallRow[] {
    const states = readCostStates(this.database);
    const byId = new Map(states.map((state) => [state.sessionId, state]));
    const held = states.length === 0 ? nothingHeld : { own: own(), inherited: readInheritedTokens(this.database) };
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
        // Only the parent's last total is kept: of one that went on after the fork it cannot be told what came before.
        const wentOn = (places.get(id)?.atMs ?? 0) > (state.firstRecordMs ?? 0);
        if (calls === null || (wentOn && calls.length > 0)) parentKnown = false;
        else parent.push(...calls);
      }
      const files = { own: held.own.get(state.sessionId) ?? [], inherited: held.inherited.get(state.sessionId) ?? [] };
      const models = this.sideCallsOf(state, files, parentKnown ? parent : null);
      known.set(state.sessionId, models);
      return models;
    };
    for (const state of states) visit(state, []);
    // A session that left no total (older, killed, still running) may have side calls that nobody recorded.
    return [...places.values()].map((place) => ({ ...place, models: known.get(place.sessionId) ?? null }));
  }

  private sideCallsOf(
    state: StoredCostState,
    { own, inherited }: { readonly own: readonly HeldTokens[]; readonly inherited: readonly HeldTokens[] },
    parent: readonly HeldTokens[] | null,
  ): SideCallRow['models'] {
    const calls = sideCalls({ costState: state, held: [...own, ...inherited], parent });
    if (calls !== null || parent === null || state.ancestors.length === 0) return calls;
    // A fork's total includes its parent's subagents although their files are not copied (TRANSCRIPTS section 4.2).
    const subagents = state.ancestors.flatMap((id) => subagentTokens(this.database, id, state.firstRecordMs ?? 0));
    const withSubagents = sideCalls({ costState: state, held: [...own, ...inherited, ...subagents], parent });
    // A conversation that was branched off in the client itself begins its total at zero.
    return withSubagents ?? sideCalls({ costState: state, held: own, parent: [] });
  }
}
