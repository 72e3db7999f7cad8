/** The plan as the user may set it, against the one that was found. */
import type { Plan, PlanReading } from '../report/live.ts';

export const planSettings = ['auto', 'api', 'pro', 'max5x', 'max20x', 'team', 'enterprise'] as const;
export type PlanSetting = (typeof planSettings)[number];

const chosen: Readonly<Record<Exclude<PlanSetting, 'auto'>, { readonly plan: Plan; readonly tier: string | null }>> = {
  api: { plan: 'api', tier: null },
  pro: { plan: 'pro', tier: null },
  max5x: { plan: 'max', tier: '5x' },
  max20x: { plan: 'max', tier: '20x' },
  team: { plan: 'team', tier: null },
  enterprise: { plan: 'enterprise', tier: null },
};

/** The reading with the user's own word on the plan: `auto` keeps what was found, `api` shows dollars and no limits. */
export function applyPlanSetting(reading: PlanReading | null, setting: PlanSetting): PlanReading | null {
  if (setting === 'auto') return reading;
  const { plan, tier } = chosen[setting];
  if (plan === 'api' || reading === null) return { plan, tier, windows: [], fetchedAtMs: null };
  return { ...reading, plan, tier };
}
