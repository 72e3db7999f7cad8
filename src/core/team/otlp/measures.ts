/**
 * What is kept of Claude Code's own metrics: integer sums of one person, one UTC day and, where the client says it, one model. Money is in
 * nanodollars, time in milliseconds, everything else is a count.
 */
export const measures = [
  'cost',
  'input',
  'output',
  'cacheRead',
  'cacheCreation',
  'sessions',
  'linesAdded',
  'linesRemoved',
  'commits',
  'pullRequests',
  'activeUserMs',
  'activeClaudeMs',
  'editsAccepted',
  'editsRejected',
] as const;
export type Measure = (typeof measures)[number];

/** Amounts by measure; what is not named is zero. */
export type Amounts = Readonly<Partial<Record<Measure, number>>>;

/** The model of a measure that the client reports without one. */
export const noModel = '';
