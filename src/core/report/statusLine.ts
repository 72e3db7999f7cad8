/**
 * The line for Claude Code's own status line. Claude Code (2.1.330, tried) runs the command of its `statusLine` setting with a JSON
 * object on standard input: `session_id`, `cwd`, `workspace.current_dir`, and for subscribers `rate_limits` with `five_hour` and
 * `seven_day`, each `{used_percentage, resets_at}` in Unix seconds.
 */
import type { LimitWindow, LiveSnapshot, PlanReading } from './live.ts';
import { barText, demoMark, mostCharacters } from './statusBar.ts';

/** What Claude Code hands to a status line; what is absent or odd is null or left out. */
export interface StatusLineInput {
  readonly sessionId: string | null;
  readonly cwd: string | null;
  readonly windows: readonly LimitWindow[];
}

/** Reads what Claude Code handed over. Never throws. */
export function readStatusLineInput(json: unknown): StatusLineInput {
  const limits = member(json, 'rate_limits');
  const windows = ['five_hour', 'seven_day', 'seven_day_opus', 'seven_day_sonnet'].flatMap((kind): LimitWindow[] => {
    const percent = member(member(limits, kind), 'used_percentage');
    const resetsAt = member(member(limits, kind), 'resets_at');
    if (typeof percent !== 'number' || !(percent >= 0)) return [];
    return [{ kind, percent, resetsAtMs: typeof resetsAt === 'number' && Number.isFinite(resetsAt) ? resetsAt * 1000 : null }];
  });
  return {
    sessionId: text(member(json, 'session_id')),
    cwd: text(member(member(json, 'workspace'), 'current_dir')) ?? text(member(json, 'cwd')),
    windows,
  };
}

/** The status bar's text for the asking session, without an icon: `$1.84 · $12.40 today`. */
export function statusLineText(snapshot: LiveSnapshot, { sessionId, windows }: StatusLineInput, demo: boolean): string {
  const own = snapshot.live.filter((session) => session.sessionId === sessionId);
  const asked: LiveSnapshot = {
    ...snapshot,
    live: sessionId === null ? snapshot.live : own,
    plan: withHandedWindows(snapshot.plan, windows, snapshot.atMs),
  };
  return demo ? demoMark() + barText(asked, 'auto', mostCharacters - demoMark().length) : barText(asked, 'auto', mostCharacters - 2);
}

/**
 * Of two readings of one window the fresher: the one that resets later, or within the same window the fuller, since a window only
 * fills. What is handed over carries no time of its own.
 */
export function withHandedWindows(plan: PlanReading | null, handed: readonly LimitWindow[], nowMs: number): PlanReading | null {
  if (handed.length === 0) return plan;
  const windows = new Map(plan?.windows.map((window) => [window.kind, window]));
  for (const window of handed) {
    const known = windows.get(window.kind);
    if (known === undefined || isFresher(window, known)) windows.set(window.kind, window);
  }
  // Limits exist only on a plan: whoever hands them over does not pay by the token.
  const name = plan === null || plan.plan === 'api' ? null : plan.plan;
  return { plan: name, tier: plan?.tier ?? null, windows: [...windows.values()], fetchedAtMs: nowMs };
}

/** The two sources may round the end of one window differently. */
const sameEndMs = 60_000;

function isFresher(window: LimitWindow, known: LimitWindow): boolean {
  if (window.resetsAtMs === null || known.resetsAtMs === null) return true;
  const later = window.resetsAtMs - known.resetsAtMs;
  return Math.abs(later) > sameEndMs ? later > 0 : window.percent >= known.percent;
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
