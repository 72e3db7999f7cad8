/**
 * What a window and its worker say to each other. The window opens the worker with its settings, and asks; the worker pushes a snapshot
 * whenever something that is shown has changed. Both refuse a message of another version, and check every message's shape.
 */
import * as v from 'valibot';
import { folderPath, instant, list, nothing } from './basicSchemas.ts';
import { compareQuery, comparison, comparisonProblem } from './compareSchemas.ts';
import { dataMethods } from './dataMethods.ts';
import { display } from './displaySchemas.ts';
import { doctor } from './doctorSchemas.ts';
import { notFound } from './explanationSchemas.ts';
import { period } from './filterSchemas.ts';
import { markSettings } from './markSchemas.ts';
import { money } from './moneySchemas.ts';
import { today } from './overviewSchemas.ts';
import { budgetReview, reviewQuery } from './reviewSchemas.ts';
import { setupProposal } from './setupSchemas.ts';
import { liveSnapshot, report, sessionRow } from './schemas.ts';
import { reporting, teamMethods, teamToken } from './teamSchemas.ts';
import type { Contract } from './rpc.ts';

/** Raised when a message changes its meaning; window and worker are of one package, so they differ only while an update is half done. */
export const protocolVersion = 4;

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
  /** Whether git may be run at all: never in Restricted Mode. */
  git: v.boolean(),
  /** Addresses that are this user's beside those of git's own settings; `any` for everybody's. */
  identities: list(v.string()),
  /** Absent: none. */
  marks: v.exactOptional(markSettings),
  /** Whether a team that was joined may be told anything by this window; absent: it may not. */
  reporting: v.exactOptional(reporting),
});
export type WorkerOptions = v.InferOutput<typeof workerOptions>;

/** Why the ledger cannot be used, in a sentence that the bar's tooltip shows as it is. */
const ledgerProblem = v.object({
  reason: v.picklist(['newer', 'foreign', 'corrupt', 'unreadable', 'unwritable']),
  sentence: v.string(),
});
export type LedgerProblemMessage = v.InferOutput<typeof ledgerProblem>;

const grouping = v.picklist(['day', 'week', 'month', 'model', 'session', 'repository', 'branch', 'commit', 'pull-request', 'kind']);
const openResult = v.nullable(ledgerProblem);

const gitReading = v.object({ repository: v.string(), commits: v.number(), newCommits: v.number(), problem: v.nullable(v.string()) });

export const workerContract = {
  methods: {
    /** The handshake; resolves to why the ledger cannot be used, or null. */
    open: { params: workerOptions, result: openResult },
    /** Other settings, applied at once; the ledger is opened anew only when they touch it. */
    reconfigure: { params: workerOptions, result: openResult },
    /** In which language and currency everything is said from now on; first of all, and whenever that changes. */
    show: { params: display, result: nothing },
    report: { params: v.object({ period, by: grouping }), result: report },
    sessions: { params: v.object({ period }), result: list(sessionRow) },
    ...dataMethods,
    ...teamMethods,
    /** What became of today in the window's folders; in an empty window of all of it. */
    today: { params: nothing, result: today },
    /** Reads what is new of git in the repositories of these folders. Nothing where git may not be run. */
    readGit: { params: v.object({ folders: list(v.string()) }), result: list(gitReading) },
    doctor: { params: nothing, result: doctor },
    /** Another figure beside ours; runs the installed ccusage where that is asked for, and never in Restricted Mode. */
    compare: { params: compareQuery, result: v.union([comparison, comparisonProblem]) },
    /** A page about a quarter, for whoever signs the invoice. */
    review: { params: reviewQuery, result: budgetReview },
    /** What a folder's repository could be set up with; reads its git first. Writes nothing. */
    setup: { params: v.object({ folder: folderPath }), result: v.union([setupProposal, notFound]) },
    /** Whether this window is the one to tell of what `noticeKeys` names: true in one window of all, once. */
    claimNotice: { params: v.object({ keys: list(v.string()) }), result: v.boolean() },
    /** No notice and no warning of what `snoozeKey` names until then, in every window. */
    snoozeMark: { params: v.object({ key: v.string(), untilMs: instant }), result: nothing },
    /** Looks at every file again. */
    refresh: { params: nothing, result: nothing },
    /** Ends the reading of older history for now, or goes on with it; today's changes are read in any case. */
    pauseReading: { params: v.object({ paused: v.boolean() }), result: nothing },
    /** The repository of each folder, `''` for none. */
    repositories: { params: v.object({ folders: list(v.string()) }), result: list(v.string()) },
    forget: { params: v.object({ folder: folderPath }), result: v.object({ sessions: v.number(), requests: v.number() }) },
    deleteEverything: { params: nothing, result: nothing },
    /** Closes the ledger; the worker ends by itself afterwards. */
    close: { params: nothing, result: nothing },
  },
  events: {
    snapshot: liveSnapshot,
    /** A team gave this device a token: it is to be stored, and then said so by `teamToken`. */
    keepToken: teamToken,
    /** A withdrawal has arrived, or the team was left: its token is to be forgotten. */
    forgetToken: v.object({ team: v.string() }),
    /** What the views of cost and outcome are made from changed: requests were read, or git was. */
    historyChanged: nothing,
    /** A commit that a session made in one of the window's folders was seen for the first time, moments after it was made. */
    commitRecorded: v.object({ sha: v.string(), repository: v.string(), money }),
    /** The ledger cannot be used, or (null) can be again. */
    problem: v.nullable(ledgerProblem),
    log: v.object({ level: v.picklist(['debug', 'info', 'warn', 'error']), sentence: v.string() }),
  },
} satisfies Contract;
export type WorkerContract = typeof workerContract;
