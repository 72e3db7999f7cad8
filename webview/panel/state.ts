/**
 * What is kept when the page is hidden or loaded anew: where the user is and what they chose, never a figure. A state of another version or
 * shape is dropped whole.
 */
import { t } from '../../src/core/l10n/message.ts';
import * as v from 'valibot';
import { standingPart } from '../../src/protocol/filterSchemas.ts';
import { sessionOrder } from '../../src/protocol/sessionSchemas.ts';
import { periodKinds } from './period.ts';

const version = 1;
export const views = ['overview', 'sessions', 'shipped', 'advice', 'data'] as const;
export type View = (typeof views)[number];
const viewLabels: Readonly<Record<View, () => string>> = {
  overview: () => t('Overview'),
  sessions: () => t('Sessions'),
  shipped: () => t('Shipped'),
  advice: () => t('Advice'),
  data: () => t('Your data'),
};

/** What a view is called on its tab. */
export function viewLabel(view: View): string {
  return viewLabels[view]();
}

const schema = v.object({
  version: v.literal(version),
  view: v.picklist(views),
  period: v.object({ kind: v.picklist(periodKinds), since: v.string(), until: v.string() }),
  repository: v.nullable(v.string()),
  branch: v.nullable(v.string()),
  model: v.nullable(v.string()),
  part: v.nullable(standingPart),
  /** Whether the period before is shown beside. */
  compare: v.boolean(),
  /** Charts that are shown as tables, by name. */
  tables: v.array(v.string()),
  /** What is unfolded, by name. */
  unfolded: v.array(v.string()),
  /** The session whose page is open. */
  session: v.nullable(v.string()),
  /** The file of Shipped whose page is open. */
  file: v.optional(v.nullable(v.object({ repository: v.string(), path: v.string() })), null),
  search: v.string(),
  order: sessionOrder,
  descending: v.boolean(),
  /** Rows of Sessions above the first one shown, and the row that the keyboard is on. */
  firstRow: v.number(),
  activeRow: v.number(),
  scroll: v.record(v.string(), v.number()),
});
export type PanelState = v.InferOutput<typeof schema>;

export const initialState: PanelState = {
  version,
  view: 'overview',
  period: { kind: 'days30', since: '', until: '' },
  repository: null,
  branch: null,
  model: null,
  part: null,
  compare: true,
  tables: [],
  unfolded: [],
  session: null,
  file: null,
  search: '',
  order: 'endedAt',
  descending: true,
  firstRow: 0,
  activeRow: 0,
  scroll: {},
};

/** The state that was kept, or the first one. */
export function restoredState(kept: unknown): PanelState {
  const result = v.safeParse(schema, kept);
  return result.success ? result.output : initialState;
}

/** No filter but the period. */
export const unfiltered = { repository: null, branch: null, model: null, part: null } as const;

/** The list with `name` in it or not. */
export function withName(names: readonly string[], name: string, wanted: boolean): string[] {
  const others = names.filter((each) => each !== name);
  return wanted ? [...others, name] : others;
}
