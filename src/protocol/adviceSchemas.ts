import * as v from 'valibot';
import type { Advice, AdviceEvidence, AdviceReference, AdviceRule, AdviceSample, AdviceStake } from '../core/advice/advice.ts';
import type { AdviceSupply, AdviceView, DismissedAdvice, Dismissal } from '../core/report/advice/adviceView.ts';
import type { Period } from '../core/report/time.ts';
import { contextSection } from './adviceContextSchemas.ts';
import { modelsSection } from './adviceModelsSchemas.ts';
import { usageSection } from './adviceUsageSchemas.ts';
import { count, finite, givenName, instant, list, oneOf } from './basicSchemas.ts';

const rule = oneOf<AdviceRule>({
  modelMismatch: true,
  modelMix: true,
  coldContext: true,
  contextBloat: true,
  repeatedReads: true,
  inNoCommit: true,
  repeatedFailures: true,
  sessionLength: true,
  sessionFocus: true,
  planMode: true,
  subagents: true,
  kindOfWork: true,
  modelCost: true,
});

const sample = v.object({
  of: v.picklist(['changes', 'sessions', 'weeks', 'requests']),
  counted: count,
  needed: count,
}) satisfies v.GenericSchema<AdviceSample>;

const reference = v.variant('kind', [
  v.object({ kind: v.literal('session'), sessionId: v.string() }),
  v.object({ kind: v.literal('commit'), repository: v.string(), sha: v.string() }),
  v.object({ kind: v.literal('model'), model: v.string() }),
]) satisfies v.GenericSchema<AdviceReference>;

const evidence = v.object({ text: v.string(), reference: v.nullable(reference) }) satisfies v.GenericSchema<AdviceEvidence>;

const stake = v.object({ low: finite, high: finite, what: v.string() }) satisfies v.GenericSchema<AdviceStake>;

const advice = v.object({
  rule,
  id: v.string(),
  sentence: v.string(),
  action: v.string(),
  stake: v.nullable(stake),
  sample: v.nullable(sample),
  evidence: list(evidence),
  source: v.string(),
}) satisfies v.GenericSchema<Advice>;

const dismissed = v.object({ advice, by: v.picklist(['advice', 'rule']) }) satisfies v.GenericSchema<DismissedAdvice>;

const period = v.object({ sinceMs: v.nullable(instant), untilMs: v.nullable(instant) }) satisfies v.GenericSchema<Period>;

const supply = v.object({ sessions: count, closedChanges: count, weeks: count }) satisfies v.GenericSchema<AdviceSupply>;

export const adviceView = v.object({
  timezone: v.string(),
  nowMs: instant,
  period,
  repository: v.nullable(v.string()),
  requests: count,
  supply,
  advice: list(advice),
  dismissed: list(dismissed),
  dismissedRules: list(rule),
  models: modelsSection,
  context: contextSection,
  usage: usageSection,
}) satisfies v.GenericSchema<AdviceView>;

/** What the user dismisses, or takes back. */
export const dismissal = v.variant('kind', [
  v.object({ kind: v.literal('advice'), id: givenName }),
  v.object({ kind: v.literal('rule'), rule }),
]) satisfies v.GenericSchema<Dismissal>;
