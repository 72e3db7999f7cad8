import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RequestFact } from '../core/transcript/facts.ts';
import { NewRows } from './newRows.ts';
import type { Value } from './newRows.ts';
import { LedgerDefect } from './errors.ts';
import { tokensOf } from './tokenColumns.ts';
import type { Row } from './values.ts';
import { flag, integer, text } from './values.ts';

export interface StoredRequest {
  readonly id: number;
  readonly transcript: number;
  readonly context: number;
  readonly fact: RequestFact;
}

const columns = [
  ...['transcript', 'context', 'at_ms', 'line_offset', 'model', 'input', 'output', 'cache_write_5m', 'cache_write_1h', 'cache_read'],
  ...['web_searches', 'fast', 'geography', 'stop_reason', 'stopped', 'visible_characters', 'sidechain', 'long_context', 'requested'],
];

/** The rows of the table `request`, one a response. */
export class RequestTable {
  private readonly selectRow: StatementSync;
  private readonly updateRow: StatementSync;

  constructor(database: DatabaseSync) {
    this.selectRow = database.prepare('SELECT * FROM request WHERE message_id = ?');
    this.updateRow = database.prepare(`UPDATE request SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`);
  }

  find(messageId: string): StoredRequest {
    const row = this.selectRow.get(messageId);
    if (row === undefined) throw new LedgerDefect('The ledger lost a request that it has just refused to add twice.');
    return { id: integer(row, 'id'), transcript: integer(row, 'transcript'), context: integer(row, 'context'), fact: factOf(row) };
  }

  update(id: number, fact: RequestFact, transcript: number, context: number): void {
    this.updateRow.run(...valuesOf(fact, transcript, context), id);
  }
}

/** Responses to be added. */
export function newRequests<Origin>(database: DatabaseSync, settle: (origin: Origin) => void): NewRows<Origin> {
  return new NewRows(database, `request (${columns.join(', ')}, message_id)`, columns.length + 1, settle);
}

/** The row of a response that is to be added. */
export function newRequestRow(fact: RequestFact, transcript: number, context: number): readonly Value[] {
  const values = valuesOf(fact, transcript, context);
  values.push(fact.messageId);
  return values;
}

/** In the order of `columns`. One list, without lists in it: this is asked for every response there is. */
function valuesOf(fact: RequestFact, transcript: number, context: number): Value[] {
  const { tokens } = fact;
  // prettier-ignore
  return [
    transcript, context, fact.atMs, fact.lineOffset, fact.model, tokens.input, tokens.output, tokens.cacheWrite5m, tokens.cacheWrite1h,
    tokens.cacheRead, tokens.webSearches, Number(fact.fast), fact.geography, fact.stopReason, Number(fact.stopped),
    fact.visibleCharacters, Number(fact.sidechain), Number(fact.longContext), Number(fact.requested),
  ];
}

function factOf(row: Row): RequestFact {
  return {
    kind: 'request',
    messageId: text(row, 'message_id'),
    atMs: integer(row, 'at_ms'),
    lineOffset: integer(row, 'line_offset'),
    model: text(row, 'model'),
    tokens: tokensOf(row),
    fast: flag(row, 'fast'),
    geography: text(row, 'geography'),
    stopReason: text(row, 'stop_reason'),
    stopped: flag(row, 'stopped'),
    visibleCharacters: integer(row, 'visible_characters'),
    sidechain: flag(row, 'sidechain'),
    longContext: flag(row, 'long_context'),
    requested: flag(row, 'requested'),
    // The context is known by its row; merging never looks into it.
    context: { cwd: '', branch: '', entrypoint: '', version: '' },
  };
}
