/**
 * What a window and its worker say to each other. The window opens the worker with its settings, and asks; the worker pushes a snapshot
 * whenever something that is shown has changed. Both refuse a message of another version, and check every message's shape.
 */
import * as v from 'valibot';
import { doctor, instant, list, liveSnapshot, report, sessionRow } from './schemas.ts';
import type { Contract } from './rpc.ts';

/** Raised when a message changes its meaning; window and worker are of one package, so they differ only while an update is half done. */
export const protocolVersion = 1;

/** What the worker needs of the window's settings. Home and environment are the worker's own. */
const workerOptions = v.object({
  version: v.literal(protocolVersion),
  claudeDirectories: list(v.string()),
  ledger: v.nullable(v.string()),
  exclude: list(v.string()),
  timezone: v.string(),
  mappings: list(v.object({ from: v.string(), to: v.string() })),
  plan: v.picklist(['auto', 'api', 'pro', 'max5x', 'max20x', 'team', 'enterprise']),
  /** Folders whose live sessions are shown; null: all of this machine's. */
  folders: v.nullable(list(v.string())),
});
export type WorkerOptions = v.InferOutput<typeof workerOptions>;

/** Why the ledger cannot be used, in a sentence that the bar's tooltip shows as it is. */
const ledgerProblem = v.object({
  reason: v.picklist(['newer', 'foreign', 'corrupt', 'unreadable', 'unwritable']),
  sentence: v.string(),
});
export type LedgerProblemMessage = v.InferOutput<typeof ledgerProblem>;

/** `today` is the day of the ledger's time zone; else milliseconds UTC, the end excluded, null is open. */
const period = v.union([v.literal('today'), v.object({ sinceMs: v.nullable(instant), untilMs: v.nullable(instant) })]);
export type PeriodMessage = v.InferOutput<typeof period>;

const grouping = v.picklist(['day', 'week', 'month', 'model', 'session', 'repository', 'branch']);
const nothing = v.null();
const openResult = v.nullable(ledgerProblem);

export const workerContract = {
  methods: {
    /** The handshake; resolves to why the ledger cannot be used, or null. */
    open: { params: workerOptions, result: openResult },
    /** Other settings, applied at once; the ledger is opened anew only when they touch it. */
    reconfigure: { params: workerOptions, result: openResult },
    report: { params: v.object({ period, by: grouping }), result: report },
    sessions: { params: v.object({ period }), result: list(sessionRow) },
    doctor: { params: nothing, result: doctor },
    /** Looks at every file again. */
    refresh: { params: nothing, result: nothing },
    /** Ends the reading of older history for now, or goes on with it; today's changes are read in any case. */
    pauseReading: { params: v.object({ paused: v.boolean() }), result: nothing },
    /** The repository of each folder, `''` for none. */
    repositories: { params: v.object({ folders: list(v.string()) }), result: list(v.string()) },
    forget: { params: v.object({ folder: v.string() }), result: v.object({ sessions: v.number(), requests: v.number() }) },
    deleteEverything: { params: nothing, result: nothing },
    /** Closes the ledger; the worker ends by itself afterwards. */
    close: { params: nothing, result: nothing },
  },
  events: {
    snapshot: liveSnapshot,
    /** The ledger cannot be used, or (null) can be again. */
    problem: v.nullable(ledgerProblem),
    log: v.object({ level: v.picklist(['debug', 'info', 'warn', 'error']), sentence: v.string() }),
  },
} satisfies Contract;
export type WorkerContract = typeof workerContract;
