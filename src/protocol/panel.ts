/**
 * What the panel (a webview) and its window say to each other, by the requests of `rpc.ts`: the panel asks, the window answers and pushes
 * events. Questions about the ledger go on to the worker; what touches the machine is done by the window, each with its own question to
 * the user where it cannot be undone. A webview's input is untrusted: every message is checked, and what is refused is counted.
 */
import * as v from 'valibot';
import { folderPath, givenName, instant, list, name, nothing, oneOf } from './basicSchemas.ts';
import { dataMethods } from './dataMethods.ts';
import { subject } from './explanationSchemas.ts';
import { planReading, reading } from './schemas.ts';
import type { Contract } from './rpc.ts';

/** Raised when a message changes its meaning: a panel restored after an update is of another version than its window. */
export const panelVersion = 2;

/** The element of the page that holds, as JSON, in which language and currency it speaks. */
export const displayElementId = 'payoff-display';

/** Dollars, or a part of what the plan allows. */
const unit = v.picklist(['money', 'plan']);
export type Unit = v.InferOutput<typeof unit>;

const view = v.picklist(['overview', 'sessions', 'shipped', 'advice', 'data']);
export type PanelView = v.InferOutput<typeof view>;

/** What the window knows and the panel shows; sent whole at the beginning and whenever a part of it changes. */
const settings = v.object({
  /** Figures are made up: shown on a ribbon. */
  demo: v.boolean(),
  /** False in Restricted Mode: git is not looked into. */
  trusted: v.boolean(),
  /** Whether to say, once, that from today the numbers are kept. */
  firstUse: v.boolean(),
  unit,
  /** The setting, empty for the machine's; and the zone that days are counted in. */
  timezoneSetting: v.string(),
  timezone: v.string(),
  /** Folders of the window with their repositories, `''` for none; empty in an empty window. */
  folders: list(v.object({ folder: v.string(), repository: v.string() })),
  /** Null without a reading. */
  plan: v.nullable(planReading),
  /** Older history that is still being read; null when all is read. */
  reading: v.nullable(reading),
  /** No transcript was ever seen. */
  empty: v.boolean(),
  /** Whether advice is wanted: the figures that it rests on are shown in any case. */
  advice: v.boolean(),
  /** Why there are no figures, in a sentence with what to do; null when there are. */
  problem: v.nullable(v.string()),
});
export type PanelSettings = v.InferOutput<typeof settings>;

/** Commands that the panel may run, without arguments. */
export const panelCommands = {
  refresh: true,
  showToday: true,
  stopReading: true,
  continueReading: true,
  doctor: true,
  showLog: true,
  openLedgerFolder: true,
  openSettings: true,
  setMark: true,
  manageTrust: true,
} as const;
const panelCommand = oneOf<keyof typeof panelCommands>(panelCommands);

const maxTextLength = 20_000_000;
/** A name to begin with; the user says where. No separator, so that it cannot lead anywhere. */
const fileName = v.pipe(v.string(), v.regex(/^[\w .()-]{1,100}\.(?:csv|json|md|png)$/));

export const panelContract = {
  methods: {
    /** First of all; refused where the versions differ (`invalid`): then the window has to be reloaded. */
    hello: {
      params: v.object({ version: v.literal(panelVersion) }),
      result: v.object({ version: v.literal(panelVersion), settings, show: v.nullable(v.object({ view, id: v.nullable(name) })) }),
    },
    ...dataMethods,
    /** Into the clipboard. */
    copy: { params: v.object({ text: v.pipe(v.string(), v.maxLength(maxTextLength)) }), result: nothing },
    /** Asks where to, and writes; false when the user thought better of it. */
    save: {
      params: v.object({
        name: fileName,
        content: v.variant('kind', [
          v.object({ kind: v.literal('text'), text: v.pipe(v.string(), v.maxLength(maxTextLength)) }),
          v.object({ kind: v.literal('png'), base64: v.pipe(v.string(), v.maxLength(maxTextLength), v.startsWith('iVBORw0KGgo')) }),
        ]),
      }),
      result: v.object({ saved: v.boolean() }),
    },
    /** The commit's changes in the editor. */
    openCommit: { params: v.object({ repository: folderPath, sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{7,64}$/)) }), result: nothing },
    /** A pull request or another page of the evidence, in the browser. */
    openAddress: { params: v.object({ url: v.pipe(name, v.regex(/^https:\/\//)) }), result: nothing },
    /** The explanation as a document of its own. */
    openExplanation: { params: v.object({ reference: givenName, kind: v.nullable(subject) }), result: nothing },
    run: { params: v.object({ command: panelCommand }), result: nothing },
    /** Adds a glob to the machine's setting, once the user has agreed. */
    exclude: { params: v.object({ glob: v.pipe(givenName, v.trim()) }), result: v.object({ done: v.boolean() }) },
    /** Forgets a repository, once the user has agreed. */
    forget: { params: v.object({ repository: folderPath }), result: v.object({ done: v.boolean() }) },
    deleteEverything: { params: nothing, result: v.object({ done: v.boolean() }) },
    /** Writes the setting; empty is the machine's zone. */
    setTimezone: { params: v.object({ timezone: v.pipe(v.string(), v.maxLength(100)) }), result: nothing },
    setUnit: { params: v.object({ unit }), result: nothing },
    /** Writes the setting: whether advice is given at all. */
    setAdvice: { params: v.object({ on: v.boolean() }), result: nothing },
    /** The rules in words, at the heading of one of them. */
    openAdviceRule: { params: v.object({ heading: v.pipe(v.string(), v.regex(/^[a-z-]{1,50}$/)) }), result: nothing },
    dismissFirstUse: { params: nothing, result: nothing },
  },
  events: {
    /** The ledger changed: what is shown is asked for anew. Comes at most once in two seconds, and never to a hidden panel. */
    changed: v.object({ atMs: instant }),
    /** Go to a view, and in it to a session, a commit or a pull request. */
    show: v.object({ view, id: v.nullable(name) }),
    settings,
  },
} satisfies Contract;
export type PanelContract = typeof panelContract;
