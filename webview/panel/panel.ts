import type { Overview } from '../../src/core/report/overview.ts';
import type { ExplanationReference } from '../../src/core/report/explanation.ts';
import type { Holdings } from '../../src/core/report/holdings.ts';
import type { Money } from '../../src/core/report/live.ts';
import type { SessionPage } from '../../src/core/report/sessionPage.ts';
import type { FilterMessage } from '../../src/protocol/filterSchemas.ts';
import type { PanelContract, PanelSettings } from '../../src/protocol/panel.ts';
import type { Caller } from '../../src/protocol/rpc.ts';
import type { Resource } from '../shared/resource.ts';
import type { CommitPages } from './commitPages.ts';
import type { SessionRows } from './sessionRows.ts';
import type { PanelState, View } from './state.ts';

/** Why a figure of a view is what it is, said from what the view itself shows. */
export interface LocalExplanation {
  readonly title: string;
  readonly money: Money | null;
  readonly paragraphs: readonly { readonly text: string; readonly money: Money | null }[];
}

/** All that the views are drawn from, and what they may ask for. */
export interface Panel {
  readonly host: Caller<PanelContract>;
  readonly state: PanelState;
  /** Null until the host has answered for the first time. */
  readonly settings: PanelSettings | null;
  readonly overview: Resource<Overview>;
  readonly holdings: Resource<Holdings>;
  readonly sessionPage: Resource<SessionPage | null>;
  readonly commits: CommitPages;
  readonly sessions: SessionRows;
  readonly filter: FilterMessage;
  readonly amounts: Amounts;
  /** Days and times are said in this zone. */
  readonly timezone: string;
  readonly nowMs: number;

  /** Changes where the user is or what they chose; asks the host anew where that changes what is shown. */
  change(change: Partial<PanelState>): void;
  open(view: View, id?: string | null): void;
  render(): void;
  retry(): void;
  /** Said by screen readers, and shown for a moment where it answers an action. */
  announce(sentence: string, visible?: boolean): void;
  explain(reference: string, kind: ExplanationReference['kind'], folder: string | null): void;
  explainHere(explanation: LocalExplanation): void;
  copyReceipt(reference: string, folder: string): Promise<void>;
}

/** Amounts in the unit that was chosen. */
export interface Amounts {
  readonly unit: 'money' | 'plan';
  /** `$1.84`, `≥ $1.84`, `no price yet`; as shares of all that is shown `12.4 %`. */
  text(money: Money): string;
  /** Of nanodollars, for axes and distributions. */
  nanodollars(nanodollars: number): string;
}
