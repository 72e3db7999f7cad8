/** Recorded verification (DESIGN section 6): did tests or a build pass in the session between its last edit of a commit and the commit? */
import type { CheckCall } from '../attribution/gitFacts.ts';
import { lineKeys } from '../attribution/lineKeys.ts';
import type { LineKey } from '../attribution/lineKeys.ts';
import type { HashText } from '../transcript/hashedLine.ts';
import { runName } from '../transcript/shell/names.ts';
import { hashName } from '../transcript/shellFacts.ts';

/** `unknown`: something ran, and nothing tells how it ended; or it is not known when the work on the commit was done. */
export type Verification = 'passed' | 'failed' | 'notRun' | 'unknown';

/** A call of a shell, as verification needs it. */
export interface ShellCall {
  readonly sessionId: string;
  /** When it ended, milliseconds UTC. */
  readonly atMs: number;
  readonly succeeded: boolean | null;
  readonly runHashes: Uint8Array;
  /** Number of the key that they are hashed under. */
  readonly hashKey: number;
}

/** What a repository says verifies it (`verification` of `.payoff.json`), as sessions' commands are kept under one key. */
export interface VerificationRuns {
  /** Whose failure makes its call fail. */
  readonly decisive: ReadonlySet<LineKey>;
  /** Others: of `npm run verify | tail` only a failure of the call says something. */
  readonly others: ReadonlySet<LineKey>;
}

export interface VerificationInput {
  /** Of whatever sessions, in any order. */
  readonly checks: readonly CheckCall[];
  readonly shellCalls: readonly ShellCall[];
  /** By the number of their key; none where the repository names no commands. */
  readonly runs: ReadonlyMap<number, VerificationRuns>;
  readonly sessionId: string;
  /** The session's last edit that the commit took, milliseconds UTC; null where it took none. */
  readonly lastEditMs: number | null;
  /** When the commit was made: the end of the call that made it, else its author time and the second that git does not know. */
  readonly committedMs: number;
}

/** The commands as hashes under a key. */
export function verificationRuns(commands: readonly string[], hash: HashText): VerificationRuns {
  const names = commands.map(runName).filter((name) => name !== '');
  const keysOf = (kind: 'run' | 'part'): ReadonlySet<LineKey> => new Set(names.flatMap((name) => lineKeys(hashName(kind, name, hash))));
  return { decisive: keysOf('run'), others: keysOf('part') };
}

/**
 * How tests, builds and the repository's own commands ended, each by the last run whose end is known: `failed` where any of them failed, else
 * `passed` where any passed.
 */
export function verificationOf(input: VerificationInput): Verification {
  const { sessionId, lastEditMs, committedMs } = input;
  if (lastEditMs === null) return 'unknown';
  const isBetween = (call: { readonly sessionId: string; readonly atMs: number }): boolean =>
    call.sessionId === sessionId && call.atMs >= lastEditMs && call.atMs <= committedMs;
  const last = new Map<string, Ended>();
  let ran = false;
  for (const { what, atMs, succeeded } of [
    ...checksIn(input.checks.filter(isBetween)),
    ...runsIn(input.shellCalls.filter(isBetween), input.runs),
  ]) {
    ran = true;
    const known = last.get(what);
    if (succeeded !== null && (known === undefined || atMs >= known.atMs)) last.set(what, { atMs, succeeded });
  }
  const ends = [...last.values()];
  if (ends.some(({ succeeded }) => !succeeded)) return 'failed';
  return ends.length > 0 ? 'passed' : ran ? 'unknown' : 'notRun';
}

const none: VerificationRuns = { decisive: new Set(), others: new Set() };

interface Ended {
  readonly atMs: number;
  readonly succeeded: boolean;
}

interface Ran {
  readonly what: string;
  readonly atMs: number;
  readonly succeeded: boolean | null;
}

function checksIn(checks: readonly CheckCall[]): readonly Ran[] {
  return checks
    .filter(({ kind }) => kind === 'test' || kind === 'build')
    .map(({ kind, atMs, succeeded }) => ({ what: kind, atMs, succeeded }));
}

function runsIn(calls: readonly ShellCall[], runs: VerificationInput['runs']): readonly Ran[] {
  return calls.flatMap(({ atMs, succeeded, runHashes, hashKey }): readonly Ran[] => {
    const { decisive, others } = runs.get(hashKey) ?? none;
    const keys = lineKeys(runHashes);
    if (keys.some((key) => decisive.has(key))) return [{ what: 'command', atMs, succeeded }];
    return keys.some((key) => others.has(key)) ? [{ what: 'command', atMs, succeeded: succeeded === false ? false : null }] : [];
  });
}
