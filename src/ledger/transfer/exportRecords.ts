/** Everything that a ledger holds as the records of an export, one after the other; never more of it in memory than one transcript's requests. */
import type { DatabaseSync } from 'node:sqlite';
import type { SessionMark } from '../../core/attribution/gitFacts.ts';
import type { CostStateModel, PrintedCommit } from '../../core/transcript/facts.ts';
import { hintsOf } from '../commitHints.ts';
import { countsOf } from '../cursors.ts';
import { readTakenEdits } from '../commitLines.ts';
import { readLinks, readOpenPaths } from '../links.ts';
import type { StoredHead } from '../repositories.ts';
import type { Row } from '../values.ts';
import { bytes, flag, integer, integerOrNull, text } from '../values.ts';
import { exportFormat } from './format.ts';
import type { WrittenRecord } from './format.ts';

/** The records in the order of the file; read inside one transaction, they are of one moment. */
export function* exportRecords(database: DatabaseSync, schema: number, nowMs: number): Generator<WrittenRecord> {
  let records = 0;
  for (const record of recordsOf(database, schema, nowMs)) {
    records += 1;
    yield record;
  }
  yield { type: 'end', records };
}

function* recordsOf(database: DatabaseSync, schema: number, nowMs: number): Generator<WrittenRecord> {
  const rows = (sql: string): Iterable<Row> => database.prepare(sql).iterate();
  yield { type: 'payoff-ledger', format: exportFormat, schema, exportedAt: new Date(nowMs).toISOString() };
  // The key in force is the first; ids of a ledger mean nothing elsewhere.
  const keys = new Map<number, number>();
  for (const row of rows('SELECT id, secret FROM hash_key ORDER BY id DESC')) {
    keys.set(integer(row, 'id'), keys.size);
    yield { type: 'hashKey', id: keys.size - 1, secret: base64(bytes(row, 'secret')) };
  }
  const keyOf: KeyOf = (row) => keys.get(integer(row, 'hash_key')) ?? 0;
  for (const row of rows('SELECT glob FROM exclusion ORDER BY glob')) yield { type: 'exclusion', glob: text(row, 'glob') };
  for (const row of rows('SELECT path, before_ms FROM forgotten ORDER BY path'))
    yield { type: 'forgotten', path: text(row, 'path'), beforeMs: integer(row, 'before_ms') };
  for (const row of rows('SELECT cwd, repository, worktree, checked_ms FROM folder ORDER BY cwd'))
    yield {
      type: 'folder',
      cwd: text(row, 'cwd'),
      repository: text(row, 'repository'),
      worktree: text(row, 'worktree'),
      checkedMs: integer(row, 'checked_ms'),
    };
  for (const row of rows('SELECT id, cwd, branch, entrypoint, version FROM context ORDER BY id'))
    yield {
      type: 'context',
      id: integer(row, 'id'),
      cwd: text(row, 'cwd'),
      branch: text(row, 'branch'),
      entrypoint: text(row, 'entrypoint'),
      version: text(row, 'version'),
    };
  const facts = new FactReader(database, keyOf);
  for (const row of rows('SELECT transcript.*, session_id FROM transcript JOIN session ON session.id = session ORDER BY transcript.id')) {
    yield transcriptOf(row);
    yield* facts.of(integer(row, 'id'));
  }
  yield* repositoriesOf(database, keyOf);
}

/** The key that a row was hashed under, as the file names it. */
type KeyOf = (row: Row) => number;

function transcriptOf(row: Row): WrittenRecord {
  return {
    type: 'transcript',
    path: text(row, 'path'),
    sessionId: text(row, 'session_id'),
    agentId: text(row, 'agent'),
    birthMs: integer(row, 'birth_ms'),
    size: integer(row, 'size'),
    modifiedMs: Math.round(integer(row, 'modified_ms')),
    offset: integer(row, 'offset'),
    partial: flag(row, 'partial'),
    firstRecordMs: integerOrNull(row, 'first_record_ms'),
    lastRecordMs: integerOrNull(row, 'last_record_ms'),
    recordTypes: countsOf(text(row, 'record_types')),
    skipped: countsOf(text(row, 'skipped')),
  };
}

/** The facts of one transcript after the other; its running total is the last of them. */
class FactReader {
  private readonly queries: readonly (readonly [ReturnType<DatabaseSync['prepare']>, (row: Row) => WrittenRecord])[];

  constructor(database: DatabaseSync, keyOf: KeyOf) {
    const query = (table: string, order: string, write: (row: Row) => WrittenRecord, columns = '*'): (typeof this.queries)[number] => [
      database.prepare(`SELECT ${columns} FROM ${table} WHERE transcript = ? ORDER BY ${order}`),
      write,
    ];
    const heirs = `(SELECT json_group_array(session_id) FROM inherited JOIN session ON session.id = inherited.session
      WHERE inherited.request = request.id) AS inherited_by`;
    this.queries = [
      query('request', 'id', requestOf, `*, ${heirs}`),
      query('turn', 'at_ms, uuid', (row) => turnOf(row, keyOf)),
      query('edit', 'at_ms, tool_use_id', (row) => editOf(row, keyOf)),
      query('commit_call', 'tool_use_id, position', (row) => commitCallOf(row, keyOf)),
      query('push_call', 'tool_use_id', (row) => ({ type: 'pushCall', ...callOf(row), branch: text(row, 'branch') })),
      query('pull_request', 'source', pullRequestOf),
      query('check_run', 'tool_use_id, position', checkOf),
      query('shell_call', 'at_ms, tool_use_id', (row) => shellCallOf(row, keyOf)),
      query('failed_edit', 'at_ms, tool_use_id', (row) => failedEditOf(row, keyOf)),
      query('large_read', 'at_ms, tool_use_id', largeReadOf),
      query('compaction', 'uuid', compactionOf),
      query('cost_state', 'transcript', costStateOf),
    ];
  }

  *of(transcript: number): Generator<WrittenRecord> {
    for (const [statement, write] of this.queries) for (const row of statement.iterate(transcript)) yield write(row);
  }
}

function requestOf(row: Row): WrittenRecord {
  return {
    type: 'request',
    messageId: text(row, 'message_id'),
    context: integer(row, 'context'),
    atMs: integer(row, 'at_ms'),
    lineOffset: integer(row, 'line_offset'),
    model: text(row, 'model'),
    input: integer(row, 'input'),
    output: integer(row, 'output'),
    cacheWrite5m: integer(row, 'cache_write_5m'),
    cacheWrite1h: integer(row, 'cache_write_1h'),
    cacheRead: integer(row, 'cache_read'),
    webSearches: integer(row, 'web_searches'),
    fast: flag(row, 'fast'),
    geography: text(row, 'geography'),
    stopReason: text(row, 'stop_reason'),
    stopped: flag(row, 'stopped'),
    visibleCharacters: integer(row, 'visible_characters'),
    sidechain: flag(row, 'sidechain'),
    longContext: flag(row, 'long_context'),
    requested: flag(row, 'requested'),
    inheritedBy: (JSON.parse(text(row, 'inherited_by')) as string[]).sort(),
  };
}

function turnOf(row: Row, keyOf: KeyOf): WrittenRecord {
  return {
    type: 'turn',
    uuid: text(row, 'uuid'),
    context: integer(row, 'context'),
    key: keyOf(row),
    atMs: integer(row, 'at_ms'),
    promptId: text(row, 'prompt_id'),
    command: flag(row, 'command'),
    textHash: text(row, 'text_hash'),
    mode: text(row, 'mode'),
  };
}

function editOf(row: Row, keyOf: KeyOf): WrittenRecord {
  return {
    type: 'edit',
    ...callOf(row),
    key: keyOf(row),
    messageId: text(row, 'message_id'),
    tool: text(row, 'tool'),
    path: text(row, 'path'),
    linesAdded: integer(row, 'lines_added'),
    linesRemoved: integer(row, 'lines_removed'),
    addedHashes: base64(bytes(row, 'added_hashes')),
    removedHashes: base64(bytes(row, 'removed_hashes')),
  };
}

function commitCallOf(row: Row, keyOf: KeyOf): WrittenRecord {
  return {
    type: 'commitCall',
    toolUseId: text(row, 'tool_use_id'),
    index: integer(row, 'position'),
    context: integer(row, 'context'),
    key: keyOf(row),
    messageId: text(row, 'message_id'),
    startedAtMs: integer(row, 'started_ms'),
    endedAtMs: integer(row, 'ended_ms'),
    succeeded: truthOf(row),
    amend: flag(row, 'amend'),
    directory: text(row, 'directory'),
    subjectHash: text(row, 'subject_hash'),
    printed: JSON.parse(text(row, 'printed')) as readonly PrintedCommit[],
    operationSha: text(row, 'operation_sha'),
    operationKind: text(row, 'operation_kind'),
  };
}

function pullRequestOf(row: Row): WrittenRecord {
  return {
    type: 'pullRequest',
    source: text(row, 'source'),
    context: integer(row, 'context'),
    atMs: integer(row, 'at_ms'),
    url: text(row, 'url'),
    number: integer(row, 'number'),
    action: text(row, 'action') as 'created',
  };
}

function checkOf(row: Row): WrittenRecord {
  const { toolUseId, context, atMs } = callOf(row);
  return {
    type: 'checkRun',
    toolUseId,
    index: integer(row, 'position'),
    context,
    atMs,
    kind: text(row, 'kind') as 'test',
    succeeded: truthOf(row),
  };
}

function shellCallOf(row: Row, keyOf: KeyOf): WrittenRecord {
  return {
    type: 'shellCall',
    ...callOf(row),
    key: keyOf(row),
    succeeded: truthOf(row),
    fileHashes: base64(bytes(row, 'file_hashes')),
    runHashes: base64(bytes(row, 'run_hashes')),
    commandHash: base64(bytes(row, 'command_hash')),
  };
}

function failedEditOf(row: Row, keyOf: KeyOf): WrittenRecord {
  return {
    type: 'failedEdit',
    ...callOf(row),
    key: keyOf(row),
    tool: text(row, 'tool'),
    path: text(row, 'path'),
    errorHash: base64(bytes(row, 'error_hash')),
  };
}

function largeReadOf(row: Row): WrittenRecord {
  return {
    type: 'largeRead',
    ...callOf(row),
    path: text(row, 'path'),
    characters: integer(row, 'characters'),
    whole: flag(row, 'whole'),
  };
}

function compactionOf(row: Row): WrittenRecord {
  return {
    type: 'compaction',
    uuid: text(row, 'uuid'),
    context: integer(row, 'context'),
    atMs: integer(row, 'at_ms'),
    trigger: text(row, 'trigger'),
    tokensBefore: integer(row, 'tokens_before'),
  };
}

function costStateOf(row: Row): WrittenRecord {
  return {
    type: 'costState',
    lineOffset: integer(row, 'line_offset'),
    models: JSON.parse(text(row, 'models')) as readonly CostStateModel[],
    clientNanodollars: integerOrNull(row, 'client_nanodollars'),
    unknownModel: flag(row, 'unknown_model'),
  };
}

function* repositoriesOf(database: DatabaseSync, keyOf: KeyOf): Generator<WrittenRecord> {
  const commits = database.prepare('SELECT * FROM git_commit WHERE repository = ? ORDER BY id');
  const files = database.prepare('SELECT path, previous_path, added, removed FROM commit_file WHERE git_commit = ? ORDER BY position');
  const marks = database.prepare('SELECT sha, session_id, source FROM session_mark WHERE repository = ? ORDER BY sha, session_id, source');
  const undoings = database.prepare('SELECT * FROM undoing WHERE repository = ? ORDER BY change_sha, later_sha');
  const survivals = database.prepare('SELECT * FROM survival WHERE repository = ? ORDER BY change_sha, path, days');
  for (const repository of database.prepare('SELECT * FROM repository ORDER BY path').all()) {
    const id = integer(repository, 'id');
    yield repositoryOf(repository, keyOf);
    for (const row of commits.iterate(id)) yield commitOf(row, files.all(integer(row, 'id')), keyOf);
    for (const row of marks.iterate(id))
      yield { type: 'sessionMark', sha: text(row, 'sha'), sessionId: text(row, 'session_id'), source: text(row, 'source') as 'note' };
    for (const { sha, sessionId, tier, evidence } of readLinks(database, { id, path: text(repository, 'path') }))
      yield { type: 'link', sha, sessionId, tier, evidence: { ...evidence, matched: evidence.matched ?? null } };
    for (const [toolUseId, takers] of readTakenEdits(database, id))
      for (const { sha, lines } of takers) yield { type: 'takenEdit', toolUseId, sha, lines };
    for (const row of undoings.iterate(id)) yield undoingOf(row);
    for (const row of survivals.iterate(id)) yield survivalOf(row);
    for (const path of [...readOpenPaths(database, id)].sort()) yield { type: 'openPath', path };
  }
}

function repositoryOf(row: Row, keyOf: KeyOf): WrittenRecord {
  return {
    type: 'repository',
    path: text(row, 'path'),
    key: keyOf(row),
    heads: JSON.parse(text(row, 'heads')) as readonly StoredHead[],
    defaultBranch: text(row, 'default_branch'),
    defaultSha: text(row, 'default_sha'),
    upstream: flag(row, 'upstream'),
    fetchedAtMs: integerOrNull(row, 'fetched_ms'),
    shallowSinceMs: integerOrNull(row, 'shallow_since_ms'),
    identityHashes: JSON.parse(text(row, 'identity_hashes')) as readonly string[],
    readAtMs: integer(row, 'read_ms'),
    marksState: text(row, 'marks_state'),
    problem: row.problem === null ? null : text(row, 'problem'),
  };
}

function commitOf(row: Row, files: readonly Row[], keyOf: KeyOf): WrittenRecord {
  return {
    type: 'commit',
    sha: text(row, 'sha'),
    key: keyOf(row),
    parents: wordsOf(text(row, 'parents')),
    tree: text(row, 'tree'),
    authorMs: integer(row, 'author_ms'),
    committerMs: integer(row, 'committer_ms'),
    authorHash: text(row, 'author_hash'),
    subjectHash: text(row, 'subject_hash'),
    sessionMarks: JSON.parse(text(row, 'marks')) as readonly SessionMark[],
    reverts: wordsOf(text(row, 'reverts')),
    pullNumber: integerOrNull(row, 'pull_number'),
    hints: hintsOf(row),
    files: files.map((file) => ({
      path: text(file, 'path'),
      previousPath: file.previous_path === null ? null : text(file, 'previous_path'),
      added: integerOrNull(file, 'added'),
      removed: integerOrNull(file, 'removed'),
    })),
  };
}

function undoingOf(row: Row): WrittenRecord {
  return {
    type: 'undoing',
    changeSha: text(row, 'change_sha'),
    laterSha: text(row, 'later_sha'),
    added: integer(row, 'added'),
    addedGone: integer(row, 'added_gone'),
    removed: integer(row, 'removed'),
    removedBack: integer(row, 'removed_back'),
  };
}

function survivalOf(row: Row): WrittenRecord {
  return {
    type: 'survival',
    changeSha: text(row, 'change_sha'),
    path: text(row, 'path'),
    days: integer(row, 'days'),
    seenSha: text(row, 'seen_sha'),
    lines: integer(row, 'lines'),
    surviving: integer(row, 'surviving'),
  };
}

function wordsOf(words: string): readonly string[] {
  return words === '' ? [] : words.split(' ');
}

function callOf(row: Row): { readonly toolUseId: string; readonly context: number; readonly atMs: number } {
  return { toolUseId: text(row, 'tool_use_id'), context: integer(row, 'context'), atMs: integer(row, 'at_ms') };
}

function truthOf(row: Row): boolean | null {
  return row.succeeded === null ? null : flag(row, 'succeeded');
}

function base64(blob: Uint8Array): string {
  return Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength).toString('base64');
}
