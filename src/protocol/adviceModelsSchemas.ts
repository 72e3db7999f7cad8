import * as v from 'valibot';
import type { WorkKind } from '../core/advice/workKinds.ts';
import type { KindRow, ModelRow, ModelsSection } from '../core/report/advice/modelsSection.ts';
import { count, finite, list, oneOf } from './basicSchemas.ts';
import { money } from './moneySchemas.ts';

const kind = oneOf<WorkKind>({ code: true, smallEdits: true, tests: true, docs: true, configuration: true, noEdits: true });

const modelRow = v.object({
  model: v.string(),
  money,
  requests: count,
  sessions: count,
  spendShare: v.nullable(finite),
  sessionShare: finite,
  costPerSession: v.nullable(money),
  closed: count,
  stayed: count,
  costPerChange: v.nullable(count),
  sameTokens: v.nullable(count),
  ratio: v.nullable(finite),
}) satisfies v.GenericSchema<ModelRow>;

const kindRow = v.object({ kind, money, requests: count }) satisfies v.GenericSchema<KindRow>;

/** Models and kinds of work, as the Advice view has them. */
export const modelsSection = v.object({
  total: money,
  sessions: count,
  models: list(modelRow),
  kinds: list(kindRow),
  neededStayed: count,
}) satisfies v.GenericSchema<ModelsSection>;
