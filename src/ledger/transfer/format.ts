/**
 * The file that `payoff export` writes: gzip over lines of JSON, one record a line, each with its `type`. docs/ledger-export.md describes
 * every field; a test holds the two equal. Fields may be added within a format; whatever changes a meaning raises the format.
 */
import type { CommitHints } from '../../core/attribution/gitFacts.ts';
import type { LinkEvidence, MatchedEvidence } from '../../core/attribution/link.ts';
import type { Check, Checked } from './checks.ts';
import {
  bytesOf,
  count,
  counts,
  countTo,
  flag,
  hex,
  keyOf,
  listOf,
  moment,
  name,
  oneOf,
  orEmpty,
  orMissing,
  orNull,
  shape,
  text,
  time,
  wholeTime,
  word,
} from './checks.ts';

export const exportFormat = 1;

/** More tokens or lines than this are believed of no single fact, here as in a transcript. */
const amount = countTo(1_000_000_000);
/** Row of a key or context in the file itself. */
const id = count;
const key = count;
const context = count;
const hashes = bytesOf(8);

const evidenceKinds: Readonly<Record<LinkEvidence['kind'], true>> = {
  operation: true,
  printed: true,
  call: true,
  trailer: true,
  note: true,
  checkpoint: true,
  lines: true,
  files: true,
};

const matched = {
  lines: count,
  changedLines: count,
  files: listOf(text),
  fileCount: count,
  lastEditAtMs: moment,
} satisfies { readonly [Field in keyof MatchedEvidence]: Check<MatchedEvidence[Field]> };

const hints = {
  bot: flag,
  mergedBranch: text,
  mergedInto: text,
  hotfix: flag,
  withClaude: flag,
} satisfies { readonly [Field in keyof CommitHints]: Check<CommitHints[Field]> };

const evidence = {
  kind: (value: unknown) => keyOf(evidenceKinds, value),
  toolUseId: text,
  position: count,
  agentId: text,
  startedAtMs: orNull(moment),
  endedAtMs: orNull(moment),
  recordedSha: word,
  refound: flag,
  sameSubject: orNull(flag),
  authorTimeInCall: flag,
  matched: orNull(shape(matched)),
} satisfies { readonly [Field in keyof Required<LinkEvidence>]: Check<LinkEvidence[Field] | null> };

export const recordShapes = {
  'payoff-ledger': shape({ format: count, schema: count, exportedAt: text }),
  hashKey: shape({ id, secret: bytesOf(32) }),
  exclusion: shape({ glob: name }),
  forgotten: shape({ path: name, beforeMs: wholeTime }),
  folder: shape({ cwd: text, repository: text, worktree: text, checkedMs: wholeTime }),
  context: shape({ id, cwd: text, branch: text, entrypoint: text, version: text }),
  transcript: shape({
    path: name,
    sessionId: name,
    agentId: text,
    birthMs: time,
    size: count,
    modifiedMs: wholeTime,
    offset: count,
    partial: flag,
    firstRecordMs: orNull(moment),
    lastRecordMs: orNull(moment),
    recordTypes: counts,
    skipped: counts,
  }),
  request: shape({
    messageId: name,
    context,
    atMs: moment,
    lineOffset: count,
    model: text,
    input: amount,
    output: amount,
    cacheWrite5m: amount,
    cacheWrite1h: amount,
    cacheRead: amount,
    webSearches: amount,
    fast: flag,
    geography: text,
    stopReason: text,
    stopped: flag,
    visibleCharacters: count,
    sidechain: flag,
    longContext: flag,
    requested: flag,
    inheritedBy: listOf(name),
  }),
  turn: shape({ uuid: name, context, key, atMs: moment, promptId: text, command: flag, textHash: hex, mode: orEmpty(word) }),
  edit: shape({
    toolUseId: name,
    context,
    key,
    messageId: text,
    atMs: moment,
    tool: text,
    path: text,
    linesAdded: amount,
    linesRemoved: amount,
    addedHashes: hashes,
    removedHashes: hashes,
  }),
  commitCall: shape({
    toolUseId: name,
    index: amount,
    context,
    key,
    messageId: text,
    startedAtMs: moment,
    endedAtMs: moment,
    succeeded: orNull(flag),
    amend: flag,
    directory: text,
    subjectHash: hex,
    printed: listOf(shape({ branch: text, sha: hex, subjectHash: hex })),
    operationSha: word,
    operationKind: word,
  }),
  pushCall: shape({ toolUseId: name, context, atMs: moment, branch: text }),
  pullRequest: shape({
    source: name,
    context,
    atMs: moment,
    url: text,
    number: count,
    action: oneOf('created', 'edited', 'commented', 'linked'),
  }),
  checkRun: shape({
    toolUseId: name,
    index: amount,
    context,
    atMs: moment,
    kind: oneOf('test', 'build', 'lint', 'types'),
    succeeded: orNull(flag),
  }),
  shellCall: shape({
    toolUseId: name,
    context,
    key,
    atMs: moment,
    succeeded: orNull(flag),
    fileHashes: hashes,
    runHashes: hashes,
    commandHash: (value) => (value === undefined ? new Uint8Array(0) : hashes(value)),
  }),
  failedEdit: shape({ toolUseId: name, context, key, atMs: moment, tool: text, path: text, errorHash: hashes }),
  largeRead: shape({ toolUseId: name, context, atMs: moment, path: text, characters: amount, whole: flag }),
  compaction: shape({ uuid: name, context, atMs: moment, trigger: text, tokensBefore: amount }),
  costState: shape({
    lineOffset: count,
    models: listOf(shape({ model: text, input: count, output: count, cacheRead: count, cacheWrite: count, webSearches: count })),
    clientNanodollars: orNull(count),
    unknownModel: flag,
  }),
  repository: shape({
    path: name,
    key,
    heads: listOf(shape({ ref: text, sha: hex })),
    defaultBranch: text,
    defaultSha: hex,
    upstream: flag,
    fetchedAtMs: orNull(wholeTime),
    shallowSinceMs: orNull(wholeTime),
    identityHashes: listOf(hex),
    readAtMs: wholeTime,
    marksState: text,
    problem: orNull(text),
  }),
  commit: shape({
    sha: hex,
    key,
    parents: listOf(hex),
    tree: hex,
    authorMs: wholeTime,
    committerMs: wholeTime,
    authorHash: hex,
    subjectHash: hex,
    sessionMarks: listOf(shape({ sessionId: text, source: oneOf('trailer', 'note', 'checkpoint') })),
    reverts: listOf(hex),
    pullNumber: orNull(count),
    hints: orMissing(shape(hints)),
    files: listOf(shape({ path: text, previousPath: orNull(text), added: orNull(count), removed: orNull(count) })),
  }),
  sessionMark: shape({ sha: hex, sessionId: name, source: oneOf('trailer', 'note', 'checkpoint') }),
  link: shape({
    sha: hex,
    sessionId: name,
    tier: oneOf(1, 2, 3, 4, 5, 6),
    evidence: shape(evidence),
  }),
  takenEdit: shape({ toolUseId: name, sha: hex, lines: count }),
  undoing: shape({ changeSha: hex, laterSha: hex, added: count, addedGone: count, removed: count, removedBack: count }),
  survival: shape({ changeSha: hex, path: name, days: count, seenSha: hex, lines: count, surviving: count }),
  openPath: shape({ path: name }),
  end: shape({ records: count }),
} as const;

export type RecordType = keyof typeof recordShapes;

/** A record that has been checked, with its `type`. */
export type TransferRecord = { [T in RecordType]: { readonly type: T } & Checked<(typeof recordShapes)[T]> }[RecordType];

/** A record as it is written: bytes are base64. */
export type WrittenRecord = { [T in RecordType]: { readonly type: T } & Written<Checked<(typeof recordShapes)[T]>> }[RecordType];
type Written<R> = { readonly [F in keyof R]: R[F] extends Uint8Array ? string : R[F] };

export function isRecordType(value: unknown): value is RecordType {
  return typeof value === 'string' && Object.hasOwn(recordShapes, value);
}
