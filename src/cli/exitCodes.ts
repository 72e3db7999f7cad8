/** What `payoff` ends with; documented in docs/command-line.md. Nothing found is no failure. */
export const exitCodes = {
  success: 0,
  failure: 1,
  usage: 2,
  ledgerUnusable: 3,
  /** The folder is in no git repository, or git cannot be read there and was not before. */
  repositoryUnusable: 4,
  /** As shells name the end by Ctrl+C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
