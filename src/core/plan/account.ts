/**
 * The plan and its limits, out of `.claude.json` (TRANSCRIPTS: what Claude Code itself keeps of its last answer about usage).
 *
 * Only the fields named here are looked at, each validated for itself, so that one odd value costs no other. Account ids are
 * compared and forgotten. Nothing that comes out can hold a name, an address, an id or a credential: plans are one of five words,
 * tiers match `5x`, and a window's kind is built from letters and digits alone.
 */
import type { LimitWindow, Plan, PlanReading } from '../report/live.ts';

/** Clocks of one machine agree; the reading may only be younger than `nowMs` by the time that reading the file took. */
const toleratedFutureMs = 60_000;

const namedWindows = ['five_hour', 'seven_day', 'seven_day_opus', 'seven_day_sonnet'] as const;

/** The client's newer list of limits names the same two windows differently. */
const limitKinds = new Map<string, string>([
  ['session', 'five_hour'],
  ['weekly', 'seven_day'],
  ['weekly_all', 'seven_day'],
]);

/**
 * What a parsed `.claude.json` says about the plan. Never throws; what is absent or odd stays absent.
 *
 * Windows of another account than the one signed in, or fetched in the future, are dropped, as the client itself does. Their age is
 * not judged here: `fetchedAtMs` says it, and the faces show it.
 */
export function readAccount(json: unknown, nowMs: number): PlanReading {
  const account = member(json, 'oauthAccount');
  const cached = member(json, 'cachedUsageUtilization');
  const fetchedAtMs = finite(member(cached, 'fetchedAtMs'));
  const sameAccount = member(cached, 'accountUuid') === member(account, 'accountUuid');
  const usable = fetchedAtMs !== null && fetchedAtMs <= nowMs + toleratedFutureMs && sameAccount;
  const windows = usable ? readWindows(member(cached, 'utilization')) : [];
  return {
    plan: planOf(member(account, 'organizationType')),
    tier: tierOf(member(account, 'userRateLimitTier')) ?? tierOf(member(account, 'organizationRateLimitTier')),
    windows,
    fetchedAtMs: windows.length > 0 ? fetchedAtMs : null,
  };
}

function readWindows(utilization: unknown): readonly LimitWindow[] {
  const windows = new Map<string, LimitWindow>();
  const add = (kind: string, percent: unknown, resetsAt: unknown): void => {
    const value = finite(percent);
    if (value !== null && value >= 0 && !windows.has(kind)) windows.set(kind, { kind, percent: value, resetsAtMs: instant(resetsAt) });
  };
  for (const kind of namedWindows) {
    const window = member(utilization, kind);
    add(kind, member(window, 'utilization'), member(window, 'resets_at'));
  }
  const limits = member(utilization, 'limits');
  for (const limit of Array.isArray(limits) ? (limits as readonly unknown[]) : []) {
    const kind = limitKind(limit);
    if (kind !== null) add(kind, member(limit, 'percent'), member(limit, 'resets_at'));
  }
  return [...windows.values()];
}

/** `seven_day_fable` for a weekly limit of one model; null for a limit that is not known. */
function limitKind(limit: unknown): string | null {
  const kind = member(limit, 'kind');
  if (typeof kind !== 'string') return null;
  if (kind !== 'weekly_scoped') return limitKinds.get(kind) ?? null;
  const name = member(member(member(limit, 'scope'), 'model'), 'display_name');
  if (typeof name !== 'string' || !/^[A-Za-z0-9. ]{1,30}$/.test(name)) return null;
  return `seven_day_${name.trim().toLowerCase().replaceAll(/[ .]+/g, '_')}`;
}

function planOf(organizationType: unknown): Plan | null {
  switch (organizationType) {
    case 'claude_pro':
      return 'pro';
    case 'claude_max':
      return 'max';
    case 'claude_team':
      return 'team';
    case 'claude_enterprise':
      return 'enterprise';
    case 'api':
      return 'api';
    default:
      return null;
  }
}

/** `20x` of `default_claude_max_20x`. */
function tierOf(rateLimitTier: unknown): string | null {
  return typeof rateLimitTier === 'string' ? (/_(\d{1,3}x)$/.exec(rateLimitTier)?.[1] ?? null) : null;
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function instant(value: unknown): number | null {
  return typeof value === 'string' ? finite(Date.parse(value)) : null;
}
