import type { Tokens } from '../transcript/facts.ts';

/** One request as the ledger hands it to the reports; `''` is unknown in every name. */
export interface RequestRow {
  readonly messageId: string;
  readonly sessionId: string;
  /** `''` for the session's main thread. */
  readonly agentId: string;
  readonly atMs: number;
  /** As recorded. */
  readonly model: string;
  readonly tokens: Tokens;
  readonly fast: boolean;
  readonly geography: string;
  /** Whether the long context window was asked for. */
  readonly longContext: boolean;
  /** The recorded output is implausibly small and no line was final: the cost is at least this. */
  readonly lowerBound: boolean;
  readonly cwd: string;
  readonly branch: string;
  /** How the client was started, as recorded from 2.1.91 on: `cli`, `sdk-cli`, `claude-vscode`. */
  readonly entrypoint: string;
  /** Main working tree (or bare repository) that the folder belongs to. */
  readonly repository: string;
}

/** Side calls of one session, from its last `cost-state`; null when they cannot be known. */
export interface SideCallRow {
  readonly sessionId: string;
  /** The session's last request's time, branch and repository: where the side calls are counted. */
  readonly atMs: number;
  readonly cwd: string;
  readonly branch: string;
  readonly repository: string;
  readonly models: readonly { readonly model: string; readonly tokens: Tokens }[] | null;
}
