/**
 * What the faces ask of the reporter: to show what would be sent, to join a team after a yes, to send, to withdraw, to leave. The ledger has the membership
 * and the outbox; tokens stay with the caller (the command line: a file of mode 600; the editor: its secret storage).
 */
import type { TeamWeekBody } from '../core/team/teamWeek.ts';
import type { Membership } from './membership.ts';

/** What a join link or a person says. */
export interface Invitation {
  readonly endpoint: string;
  readonly team: string;
  /** A join token, which is exchanged for one of this device alone, or an ingest token that was made by hand. */
  readonly token: string;
  /** The code of a machine of the same developer that has joined (`reporterCode`); null: a new pseudonym. */
  readonly code: string | null;
  readonly repositories: boolean;
}

/** The bytes of one week as they are sent, and how far they are. */
export interface WeekBytes {
  readonly week: string;
  readonly sequence: number;
  /** JSON, UTF-8. */
  readonly body: string;
  /** `new`: not in the outbox yet; `waiting`: to be sent; `delivered`: the collector has these bytes; `refused`: it will not take them. */
  readonly state: 'new' | 'waiting' | 'delivered' | 'refused';
}

/** What the team says of itself to whoever has a token. */
export interface TeamAnswer {
  readonly name: string;
  readonly k: number;
  readonly salt: string;
  /** The token of this device. */
  readonly token: string;
}

/** What joining means, to be shown before a yes. It is plain data, holds the token, and is handed back to `join` unchanged. */
export interface Offer {
  readonly invitation: Invitation;
  readonly reporter: string;
  readonly device: string;
  /** What is sent after a yes, oldest week first; `join` sends these very bytes unless the history changes in between. */
  readonly weeks: readonly WeekBytes[];
  /** Null where the team was not asked yet: before a yes it is asked only where keys of repositories are wanted, for its salt. */
  readonly answer: TeamAnswer | null;
}

export interface Joined {
  readonly membership: Membership;
  /** For the developer's other machines. */
  readonly code: string;
}

export type RefusalReason =
  /** A managed setting, or a broken one. */
  | 'managed'
  /** Switched off by the user: a setting, the environment, the editor's telemetry level. */
  | 'off'
  /** What was given makes no sense: endpoint, link, code, team. */
  | 'invalid'
  /** A team is joined already, or a withdrawal has not arrived yet. */
  | 'busy'
  | 'no-member'
  | 'no-token'
  /** The collector was not reached, or its certificate is none. */
  | 'unreachable'
  /** It answered that it will not. */
  | 'refused'
  /** git may not be asked, and keys of repositories need it. */
  | 'restricted'
  /** Nothing can be written to the ledger. */
  | 'ledger';

/** Why something was not done; the sentence says what was kept and what to do. */
export interface TeamRefused {
  readonly reason: RefusalReason;
  readonly refused: string;
}

export interface WeekStatus {
  readonly week: string;
  readonly sequence: number;
  readonly state: 'waiting' | 'delivered' | 'refused';
  readonly attempts: number;
  /** When it is tried next, milliseconds UTC; null when it is not. */
  readonly nextMs: number | null;
  /** HTTP status of the last answer; null: none, or not tried yet. */
  readonly answer: number | null;
  /** When the collector last took a report of the week; null: never. */
  readonly sentMs: number | null;
}

export interface TeamStatus {
  /** Null in no team. */
  readonly membership: Membership | null;
  /** For the developer's other machines; `''` in no team. */
  readonly code: string;
  /** Oldest first. */
  readonly weeks: readonly WeekStatus[];
  /** A withdrawal that has not arrived at the collector yet. */
  readonly withdrawal: { readonly team: string; readonly endpoint: string; readonly askedMs: number; readonly nextMs: number } | null;
  /** Why nothing is sent, or what went wrong last, in a sentence; `''` when all is well. */
  readonly problem: string;
  /** Whether a managed setting forbids reporting or names the team. */
  readonly managed: boolean;
}

/** So many weeks that are over are told, and corrected while their outcomes mature. */
export const weeksTold = 13;

export interface Sent {
  /** Weeks that the collector took. */
  readonly sent: number;
  /** Weeks that wait for another try. */
  readonly waiting: number;
  /** What the collector will not take, each in a sentence. */
  readonly refused: readonly string[];
  /** Whether a withdrawal arrived: then the caller forgets the team's token. */
  readonly withdrawn: string | null;
  /** Why something waits, in a sentence; `''` when nothing does. */
  readonly problem: string;
  /** When there may be something to do again, milliseconds UTC; null: not before the user does something. */
  readonly againMs: number | null;
}

export interface SendOptions {
  /** The token of a team; null where there is none. Asked only when something is to be sent. */
  readonly tokenOf: (team: string) => Promise<string | null>;
  /** True: only what is due, weeks composed at most once an hour. False: everything now, as a person asked for it; a `Retry-After` is obeyed all the same. */
  readonly due: boolean;
  readonly signal?: AbortSignal;
}

export interface Withdrawn {
  readonly team: string;
  /** Whether the collector has confirmed it; else it is tried again with every `send` until it has. */
  readonly done: boolean;
  /** Rows that were deleted there. */
  readonly deleted: number;
  /** Why it is not done yet, in a sentence. */
  readonly problem: string;
}

export interface Left {
  readonly team: string;
  /** With it the pseudonym can be taken up again, to withdraw or to go on. */
  readonly code: string;
}

export interface TeamReporter {
  status(): TeamStatus;
  /** Makes what a yes would send. Nothing is sent, and the ledger stays as it is. */
  prepare(invitation: Invitation, signal?: AbortSignal): Promise<Offer | TeamRefused>;
  /** After a yes: `keepToken` stores the device's token, then the ledger has the membership and the weeks wait; `send` sends them. */
  join(
    offer: Offer,
    options: { readonly keepToken: (team: string, token: string) => Promise<void>; readonly signal?: AbortSignal },
  ): Promise<Joined | TeamRefused>;
  /** The very bytes that the collector has or would get, of every week that is told. */
  preview(): Promise<readonly WeekBytes[] | TeamRefused>;
  /** Which key is which repository, for a person at this machine alone: nothing of it is stored or sent. Empty where there are no keys. */
  keys(): Promise<readonly RepositoryName[]>;
  send(options: SendOptions): Promise<Sent | TeamRefused>;
  /** Deletes all at the collector and forgets pseudonym, salt and outbox; to reset the pseudonym, withdraw and join again. */
  withdraw(options: Omit<SendOptions, 'due'>): Promise<Withdrawn | TeamRefused>;
  /** Stops without deleting anything at the collector. */
  leave(): Left | TeamRefused;
}

/** A repository of this machine by the key that a team is told. */
export interface RepositoryName {
  readonly key: string;
  /** The last folder of its path. */
  readonly repository: string;
}

/** The keys under a salt, as `Engine.teamKeys` makes them; empty where git may not be asked. */
export type NameKeys = (query: { readonly salt: string; readonly nowMs: number }) => Promise<readonly RepositoryName[]>;

/** The weeks that a team is told, oldest first, as `Engine.teamWeeks` makes them; null where git may not be asked. */
export type ComposeWeeks = (query: {
  readonly salt: string;
  readonly repositories: boolean;
  readonly weeks: number;
  readonly nowMs: number;
}) => Promise<readonly TeamWeekBody[] | null>;
