/** Who reports to whom: the membership of one developer in one team on one machine, as the ledger keeps it. Never a token. */
import { createHash, randomBytes } from 'node:crypto';

export interface Membership {
  readonly team: string;
  /** What the team calls itself. */
  readonly name: string;
  /** Where the collector is, without a slash at the end. */
  readonly endpoint: string;
  /** 32 hexadecimal digits made by chance, for this team alone. */
  readonly reporter: string;
  /** 16 of them, for this ledger alone: two machines of one developer do not overwrite each other. */
  readonly device: string;
  /** The team's, for the keys of repositories. */
  readonly salt: string;
  /** How many people a figure of the team needs. */
  readonly k: number;
  /** Whether each repository is told apart, by its key. */
  readonly repositories: boolean;
  readonly joinedMs: number;
}

/** A pseudonym that was never used. */
export function newReporter(): string {
  return randomBytes(16).toString('hex');
}

export function newDevice(): string {
  return randomBytes(8).toString('hex');
}

/**
 * The pseudonym as a code for another machine of the same developer, in groups of four: with a check over team and pseudonym, so that neither a slip of the
 * finger nor the code of another team makes a new person.
 */
export function reporterCode({ team, reporter }: Pick<Membership, 'team' | 'reporter'>): string {
  return `${reporter}${check(team, reporter)}`.replace(/(.{4})(?=.)/g, '$1-');
}

/** The pseudonym in a code; null when it is none, or one of another team. */
export function reporterOfCode(code: string, team: string): string | null {
  const digits = code.replace(/[\s-]/g, '').toLowerCase();
  const reporter = digits.slice(0, 32);
  return /^[0-9a-f]{36}$/.test(digits) && digits.slice(32) === check(team, reporter) ? reporter : null;
}

function check(team: string, reporter: string): string {
  return createHash('sha256').update(`${team} ${reporter}`).digest('hex').slice(0, 4);
}
