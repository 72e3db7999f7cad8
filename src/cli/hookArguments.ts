/** What stands behind `payoff hook`. */
export const hookVerbs = ['install', 'uninstall', 'status', 'run', 'work'] as const;
export type HookVerb = (typeof hookVerbs)[number];

/** Why the words behind `hook` are not understood; null when they are. `run` takes any event: a session is never disturbed by a newer hook. */
export function hookProblem([verb = '', event, unexpected]: readonly string[]): string | null {
  const known = hookVerbs.find((word) => word === verb);
  if (known === undefined) return 'payoff hook needs what to do: install, uninstall, status, or run with session-start or session-end.';
  const takesEvent = known === 'run' || known === 'work';
  const extra = takesEvent ? unexpected : event;
  if (extra !== undefined) return `payoff hook ${known} takes no ${JSON.stringify(extra)}.`;
  return takesEvent && event === undefined ? `payoff hook ${known} needs session-start or session-end.` : null;
}
