import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RequestFact } from '../core/transcript/facts.ts';
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
  private readonly insertRow: StatementSync;
  private readonly selectRow: StatementSync;
  private readonly updateRow: StatementSync;

  constructor(database: DatabaseSync) {
    this.insertRow = database.prepare(
      `INSERT INTO request (message_id, ${columns.join(', ')}) VALUES (?, ${columns.map(() => '?').join(', ')})
       ON CONFLICT (message_id) DO NOTHING`,
    );
    this.selectRow = database.prepare('SELECT * FROM request WHERE message_id = ?');
    this.updateRow = database.prepare(`UPDATE request SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`);
  }

  /** Adds a response; false when it is there already. */
  insert(fact: RequestFact, transcript: number, context: number): boolean {
    return this.insertRow.run(fact.messageId, ...valuesOf(fact, transcript, context)).changes === 1;
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

function valuesOf(fact: RequestFact, transcript: number, context: number): (string | number)[] {
  const { tokens } = fact;
  return [
    ...[transcript, context, fact.atMs, fact.lineOffset, fact.model, tokens.input, tokens.output, tokens.cacheWrite5m],
    ...[tokens.cacheWrite1h, tokens.cacheRead, tokens.webSearches, Number(fact.fast), fact.geography, fact.stopReason],
    ...[Number(fact.stopped), fact.visibleCharacters, Number(fact.sidechain), Number(fact.longContext), Number(fact.requested)],
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
