import type { Overview } from '../../src/core/report/overview.ts';
import type { ExplanationReference, NotFound } from '../../src/core/report/explanation.ts';
import type { FilePage } from '../../src/core/report/filePage.ts';
import type { Holdings } from '../../src/core/report/holdings.ts';
import type { Money } from '../../src/core/report/live.ts';
import type { SessionPage } from '../../src/core/report/sessionPage.ts';
import type { FilterMessage } from '../../src/protocol/filterSchemas.ts';
import type { PanelContract, PanelSettings } from '../../src/protocol/panel.ts';
import type { Caller } from '../../src/protocol/rpc.ts';
import type { AxisMarks } from '../shared/axisMarks.ts';
import type { Resource } from '../shared/resource.ts';
import type { AdviceData } from './adviceData.ts';
import type { CommitPages } from './commitPages.ts';
import type { SessionRows } from './sessionRows.ts';
import type { PanelState, View } from './state.ts';

/** Why a figure of a view is what it is, said from what the view itself shows. */
export interface LocalExplanation {
  /** In place of the panel’s: the period before has a whole of its own. */
  readonly amounts?: Amounts;
  readonly title: string;
  readonly money: Money | null;
  /** Texts with amounts in them are made for the unit that they are shown in. */
  readonly paragraphs: readonly { readonly text: string | ((amounts: Amounts) => string); readonly money: Money | null }[];
}

/** All that the views are drawn from, and what they may ask for. */
export interface Panel {
  readonly host: Caller<PanelContract>;
  readonly state: PanelState;
  /** Null until the host has answered for the first time. */
  readonly settings: PanelSettings | null;
  readonly overview: Resource<Overview>;
  readonly holdings: Resource<Holdings>;
  readonly advice: AdviceData;
  readonly sessionPage: Resource<SessionPage | null>;
  readonly filePage: Resource<FilePage | NotFound>;
  readonly commits: CommitPages;
  readonly sessions: SessionRows;
  readonly filter: FilterMessage;
  readonly amounts: Amounts;
  /** Days and times are said in this zone. */
  readonly timezone: string;
  readonly nowMs: number;

  /** Where `back` leads to. */
  readonly backTo: string | null;

  /** Changes what is shown and how; asks the host anew where it has to. */
  change(change: Partial<PanelState>): void;
  /** Changes what the user chose by a tab or a filter: the way back ends here. */
  choose(change: Partial<PanelState>): void;
  /** Follows a link: remembers where it was, and moves the focus to what it leads to. */
  go(change: Partial<PanelState>): void;
  /** Goes to a view, and in it to a session, a commit or a pull request, widening the filter where that hides it. */
  open(view: View, id?: string | null): void;
  /** Goes to the page of a file, by its path from the root of the working tree. */
  openFile(repository: string, path: string): void;
  /** To where the last link was followed, with its filter and its focus. */
  back(): void;
  render(): void;
  retry(): void;
  /** Said by screen readers, and with `visible` shown for a moment: only ever as the answer to an action of the user. */
  announce(sentence: string, visible?: boolean): void;
  /** Says that an action of the user failed: `what` names it where the reason is no sentence by itself. */
  fail(what: string, reason: string): void;
  explain(reference: string, kind: ExplanationReference['kind'], folder: string | null): void;
  explainHere(explanation: LocalExplanation): void;
  copyReceipt(reference: string, folder: string): Promise<void>;
}

/** Amounts in the unit that was chosen. */
export interface Amounts {
  readonly unit: 'money' | 'plan';
  /** `$1.84`, `≥ $1.84`, `no price yet`; as shares of all that was used in the period `12.4%`. */
  readonly text: (money: Money) => string;
  /** Of nanodollars, for axes and distributions. */
  readonly nanodollars: (nanodollars: number) => string;
  /** Of nanodollars at an axis. */
  readonly marks: AxisMarks;
  /** A sentence of the core with its amounts in this unit. */
  readonly said: (text: string) => string;
}
