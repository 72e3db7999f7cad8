/** The JSON of every command: documented in docs/command-line.md, held by golden tests. Names and meanings only ever grow. */
import { dollars } from '../core/report/money.ts';
import type { Figures, ReportRow, SessionRow } from '../core/report/report.ts';
import type { DoctorAnswer, Engine, IngestResult } from '../engine/types.ts';
import { standingJson } from './commitShapes.ts';

/** `payoff report --json`; with a repository also where its money stands. */
export function reportJson(report: Awaited<ReturnType<Engine['report']>>): object {
  const { timezone, prices, totals, knownSideCallsNanodollars, rows, standing, record } = report;
  return {
    timezone,
    prices: { version: prices.version, asOf: prices.asOf },
    ...(standing === null ? {} : { standing: standingJson(standing, record ?? null) }),
    totals: rowJson(totals),
    knownSideCallsUsd: dollars(knownSideCallsNanodollars),
    knownSideCallsNanodollars,
    rows: rows.map(rowJson),
  };
}

function rowJson(row: ReportRow): object {
  return {
    key: row.key,
    requests: row.requests,
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    cacheWrite5mTokens: row.cacheWrite5mTokens,
    cacheWrite1hTokens: row.cacheWrite1hTokens,
    cacheReadTokens: row.cacheReadTokens,
    webSearches: row.webSearches,
    ...costJson(row),
  };
}

function costJson({ costNanodollars, sideCallsNanodollars, unpricedRequests, lowerBound }: Figures): object {
  return {
    costUsd: dollars(costNanodollars),
    costNanodollars,
    sideCallsUsd: sideCallsNanodollars === null ? null : dollars(sideCallsNanodollars),
    sideCallsNanodollars,
    unpricedRequests,
    lowerBound,
  };
}

/** `payoff sessions --json`. */
export function sessionsJson(timezone: string, rows: readonly SessionRow[]): object {
  return {
    timezone,
    rows: rows.map((row) => ({
      sessionId: row.sessionId,
      startedAt: new Date(row.startedAtMs).toISOString(),
      endedAt: new Date(row.endedAtMs).toISOString(),
      cwd: row.cwd,
      repository: row.repository,
      branches: row.branches,
      models: row.models,
      turns: row.turns,
      subagents: row.subagents,
      linesAdded: row.linesAdded,
      linesRemoved: row.linesRemoved,
      ...costJson(row.figures),
    })),
  };
}

/** `payoff ingest --json`. */
export function ingestJson(result: IngestResult): object {
  return {
    files: result.files,
    filesRead: result.filesRead,
    bytes: result.bytes,
    bytesRead: result.bytesRead,
    requests: result.requests,
    newRequests: result.newRequests,
    skippedLines: result.skippedLines,
    durationMs: Math.round(result.durationMs),
    peakRssBytes: result.peakRssBytes,
    complete: result.complete,
    problems: result.problems,
  };
}

/** `payoff doctor --json`. */
export function doctorJson(doctor: DoctorAnswer): object {
  const { heartbeatAtMs, ...holder } = doctor.lease ?? {};
  return {
    ...doctor,
    lease: heartbeatAtMs === undefined ? null : { ...holder, heartbeatAt: new Date(heartbeatAtMs).toISOString() },
  };
}
