/** Facts by the transcript that owns them, so that a reader keeps those of files that did not change and reads only the others again. */
import type { DatabaseSync } from 'node:sqlite';
import type { HistoryTurn } from '../core/attribution/history.ts';
import type { RequestRow } from '../core/report/rows.ts';
import type { CheckKind } from '../core/transcript/facts.ts';
import { hasRepeatedCalls, readRepeatedCalls } from './repeatedCalls.ts';
import type { RepeatedCalls } from './repeatedCalls.ts';
import { requestOf } from './requestRows.ts';
import type { RequestPlace } from './requestRows.ts';
import type { Row } from './values.ts';
import { flag, integer, text } from './values.ts';

/** A transcript, and in which write its facts last changed. */
export interface TranscriptStamp {
  readonly id: number;
  readonly sessionId: string;
  /** `''` for a main transcript. */
  readonly agentId: string;
  readonly changed: number;
}

/** An edit as recorded: whose it is follows from its request, and its repository from its path. */
export interface RecordedEdit {
  readonly toolUseId: string;
  readonly messageId: string;
  readonly atMs: number;
  readonly path: string;
  readonly linesAdded: number;
  readonly linesRemoved: number;
}

export interface TranscriptFacts extends RepeatedCalls {
  readonly requests: RequestRow[];
  readonly edits: RecordedEdit[];
  readonly checks: { readonly atMs: number; readonly kind: CheckKind; readonly succeeded: boolean | null }[];
  readonly compactions: { readonly atMs: number; readonly tokensBefore: number }[];
  readonly turns: HistoryTurn[];
}

/** Every transcript; in a ledger of an older schema, which nobody writes, nothing ever changes. */
export function readTranscriptStamps(database: DatabaseSync): readonly TranscriptStamp[] {
  const known = database.prepare("SELECT 1 FROM pragma_table_info('transcript') WHERE name = 'changed'").get() !== undefined;
  const rows = database.prepare(
    `SELECT transcript.id, session_id, agent, ${known ? 'changed' : '0 AS changed'} FROM transcript
     JOIN session ON session.id = transcript.session`,
  );
  return rows.all().map((row) => ({
    id: integer(row, 'id'),
    sessionId: text(row, 'session_id'),
    agentId: text(row, 'agent'),
    changed: integer(row, 'changed'),
  }));
}

interface FactsQuery {
  readonly stamps: readonly TranscriptStamp[];
  /** Whether they are every transcript there is, which is read in one go. */
  readonly all: boolean;
  /** A recorded folder as it is called here, and its repository. */
  readonly placeOf: (cwd: string) => Pick<RequestRow, 'cwd' | 'repository'>;
}

/** The facts of some transcripts, by their rows. */
export function readTranscriptFacts(database: DatabaseSync, { stamps, all, placeOf }: FactsQuery): ReadonlyMap<number, TranscriptFacts> {
  const facts = new Map<number, TranscriptFacts>();
  const owners = new Map(stamps.map((stamp) => [stamp.id, stamp]));
  for (const { id } of stamps) facts.set(id, { requests: [], edits: [], checks: [], compactions: [], turns: [], ...noCalls() });
  const wanted = JSON.stringify(stamps.map(({ id }) => id));
  const contexts = readContexts(database, placeOf);
  const read = (table: string, columns: string, add: (of: TranscriptFacts, row: Row, owner: TranscriptStamp) => void): void => {
    const where = all ? '' : ' WHERE transcript IN (SELECT value FROM json_each(?))';
    const statement = database.prepare(`SELECT transcript, ${columns} FROM ${table}${where}`);
    for (const row of all ? statement.iterate() : statement.iterate(wanted)) {
      const id = integer(row, 'transcript');
      const [of, owner] = [facts.get(id), owners.get(id)];
      if (of !== undefined && owner !== undefined) add(of, row, owner);
    }
  };
  const place = (row: Row): Place => contexts.get(integer(row, 'context')) ?? nowhere;
  read('request', requestColumns, ({ requests }, row, owner) => requests.push(requestOf(row, ownPlace(owner, place(row)))));
  read('edit', 'tool_use_id, message_id, at_ms, path, lines_added, lines_removed', ({ edits }, row) => edits.push(editOf(row)));
  read('check_run', 'at_ms, kind, succeeded', ({ checks }, row) =>
    checks.push({ atMs: integer(row, 'at_ms'), kind: kindOf(text(row, 'kind')), succeeded: truthOf(row, 'succeeded') }),
  );
  read('compaction', 'at_ms, tokens_before', ({ compactions }, row) =>
    compactions.push({ atMs: integer(row, 'at_ms'), tokensBefore: integer(row, 'tokens_before') }),
  );
  const mode = hasRepeatedCalls(database) ? 'mode' : "'' AS mode";
  read('turn', `at_ms, prompt_id, text_hash, command, ${mode}`, ({ turns }, row) =>
    turns.push({
      atMs: integer(row, 'at_ms'),
      promptId: text(row, 'prompt_id'),
      textHash: text(row, 'text_hash'),
      command: flag(row, 'command'),
      mode: text(row, 'mode'),
    }),
  );
  readRepeatedCalls(database, all ? null : wanted, (transcript) => facts.get(transcript));
  return facts;
}

function noCalls(): RepeatedCalls {
  return { commandTries: [], failedEdits: [], largeReads: [] };
}

type Place = Pick<RequestRow, 'cwd' | 'branch' | 'entrypoint' | 'repository'>;

const nowhere: Place = { cwd: '', branch: '', entrypoint: '', repository: '' };

function readContexts(database: DatabaseSync, placeOf: FactsQuery['placeOf']): ReadonlyMap<number, Place> {
  const contexts = new Map<number, Place>();
  for (const row of database.prepare('SELECT id, cwd, branch, entrypoint FROM context').iterate())
    contexts.set(integer(row, 'id'), { ...placeOf(text(row, 'cwd')), branch: text(row, 'branch'), entrypoint: text(row, 'entrypoint') });
  return contexts;
}

function ownPlace({ sessionId, agentId }: TranscriptStamp, { cwd, branch, entrypoint, repository }: Place): RequestPlace {
  return { sessionId, agentId, cwd, branch, entrypoint, repository };
}

const requestColumns = `context, message_id, at_ms, model, input, output, cache_write_5m, cache_write_1h, cache_read, web_searches, fast,
  geography, stopped, visible_characters, sidechain, long_context`;

function editOf(row: Row): RecordedEdit {
  return {
    toolUseId: text(row, 'tool_use_id'),
    messageId: text(row, 'message_id'),
    atMs: integer(row, 'at_ms'),
    path: text(row, 'path'),
    linesAdded: integer(row, 'lines_added'),
    linesRemoved: integer(row, 'lines_removed'),
  };
}

function kindOf(kind: string): CheckKind {
  if (kind === 'test' || kind === 'build' || kind === 'lint' || kind === 'types') return kind;
  throw new TypeError('The ledger names a kind of check that there is none of.');
}

function truthOf(row: Row, column: string): boolean | null {
  return row[column] === null ? null : flag(row, column);
}
