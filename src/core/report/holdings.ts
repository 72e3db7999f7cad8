/** What the ledger holds, in numbers, for *Your data*. */
export interface Holdings {
  readonly ledger: { readonly path: string; readonly bytes: number; readonly readOnly: boolean };
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
  readonly counts: readonly { readonly what: string; readonly count: number }[];
  /** Repositories by path; what was used outside any is not among them. */
  readonly repositories: readonly { readonly repository: string; readonly sessions: number; readonly requests: number }[];
  /** What was used in folders that are in no repository; null for nothing. */
  readonly outsideRepositories: { readonly sessions: number; readonly requests: number } | null;
  readonly exclude: readonly string[];
  /** Transcripts that the ledger remembers and the disk no longer has. */
  readonly archivedFiles: number;
  readonly trust: string;
}
