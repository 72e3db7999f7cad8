/** The lines of a file as it is now that sessions wrote: by change and session, with their part of what those cost. */
import type { LineKey } from '../attribution/lineKeys.ts';
import type { History } from '../attribution/history.ts';
import type { RepositoryOutcomes } from './outcome.ts';
import type { ChangePlan, FileClaim } from './survivalPlan.ts';

/** A line of the file. */
export interface LineOfFile {
  /** The commit that it comes from, and what the file was called there. */
  readonly sha: string;
  readonly file: string;
  /** By the row of the hashes' key; empty for a blank line. */
  readonly keys: ReadonlyMap<number, LineKey>;
}

/** Lines of one session that came with one change. */
export interface LinesOfSession {
  readonly changeSha: string;
  readonly shippedAtMs: number;
  /** Null where only Claude's trailer says so: what it cost is not recorded. */
  readonly sessionId: string | null;
  /** Of the file, now. */
  readonly lines: number;
  /** That the change took of the session, in all of its files. */
  readonly committed: number;
  /** What of the session's cost for the change falls on these lines, all of its lines costing the same; null where it is not known. */
  readonly nanodollars: number | null;
}

/** The last one shipped first, then the most lines first. Lines that git gives to no change of Claude's are in none. */
export function linesOfSessions(
  lines: readonly LineOfFile[],
  plans: readonly ChangePlan[],
  costOf: (changeSha: string, sessionId: string) => number | null,
  isSameFile: (claimed: string, file: string) => boolean,
): readonly LinesOfSession[] {
  const planOf = new Map(plans.flatMap((plan) => plan.own.map(({ sha }) => [sha, plan] as const)));
  const left = new Map<ChangePlan, Map<string, string[]>>();
  const found = new Map<ChangePlan, Map<string | null, number>>();
  for (const { sha, file, keys } of lines) {
    const plan = planOf.get(sha);
    if (plan === undefined || keys.size === 0) continue;
    const claims = plan.claims.filter(({ path }) => isSameFile(path, file));
    let writers = left.get(plan);
    if (writers === undefined) left.set(plan, (writers = writersOf(claims)));
    const isWhole = claims.some(({ wholeCommits }) => wholeCommits.includes(sha));
    let sessionId: string | null | undefined = isWhole ? null : undefined;
    for (const [key, line] of keys) sessionId = writers.get(keyName(key, line))?.pop() ?? sessionId;
    if (sessionId === undefined) continue;
    const counts = found.get(plan) ?? new Map<string | null, number>();
    found.set(plan, counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1));
  }
  return [...found]
    .flatMap(([plan, counts]) =>
      [...counts].map(([sessionId, count]): LinesOfSession => {
        const changeSha = plan.outcome.change.sha;
        const committed = committedBy(plan, sessionId);
        const cost = sessionId === null ? null : costOf(changeSha, sessionId);
        const nanodollars = cost === null || committed === 0 ? null : Math.round((cost * count) / committed);
        return { changeSha, shippedAtMs: plan.shippedAtMs, sessionId, lines: count, committed, nanodollars };
      }),
    )
    .sort((left, right) => right.shippedAtMs - left.shippedAtMs || right.lines - left.lines);
}

/** What a session's requests for a change cost, nanodollars; null where one of them has no price. */
export function costsOfChanges(
  { requests }: Pick<History, 'requests'>,
  { changeOf }: Pick<RepositoryOutcomes, 'changeOf'>,
): (changeSha: string, sessionId: string) => number | null {
  const costs = new Map<string, number | null>();
  for (const { sessionId, nanodollars, placement } of requests) {
    const change = placement.target.kind === 'commit' ? changeOf.get(placement.target.sha) : undefined;
    if (change === undefined) continue;
    const name = `${change.change.sha} ${sessionId}`;
    const before = costs.get(name) ?? (costs.has(name) ? null : 0);
    costs.set(name, before === null || nanodollars === null ? null : before + nanodollars);
  }
  return (changeSha, sessionId) => costs.get(`${changeSha} ${sessionId}`) ?? null;
}

/** Who wrote each line, the first one last. */
function writersOf(claims: readonly FileClaim[]): Map<string, string[]> {
  const writers = new Map<string, string[]>();
  for (const { lines } of claims)
    for (const [key, claimed] of lines)
      for (const line of claimed) {
        const known = writers.get(keyName(key, line.key));
        if (known === undefined) writers.set(keyName(key, line.key), [line.sessionId]);
        else known.unshift(line.sessionId);
      }
  return writers;
}

function keyName(key: number, line: LineKey): string {
  return `${String(key)} ${String(line)}`;
}

function committedBy({ claims }: ChangePlan, sessionId: string | null): number {
  let committed = 0;
  for (const claim of claims) {
    const ofSessions = [...claim.lines.values()].flat();
    if (sessionId === null) committed += claim.committed - ofSessions.length;
    else committed += ofSessions.filter((line) => line.sessionId === sessionId).length;
  }
  return committed;
}
