/** What holds for every transcript, whatever its bytes. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Fact } from '../../src/core/transcript/facts.ts';
import type { Engine } from '../../src/engine/types.ts';
import { lineHash } from '../../src/ingest/lineHash.ts';
import { fromStart, readTranscript } from '../../src/ingest/readTranscript.ts';
import type { Batch } from '../../src/ledger/batch.ts';
import { readWhole } from '../support/wholeReader.ts';

const hash = lineHash(new Uint8Array(32));

/** Reasons of lines whose type nobody knows: all others are counted by their type, too. */
const typeless = ['not-json', 'not-an-object', 'too-long'];

/** What a reader may remember between two reads, and count in a row of the ledger, however much it has read: characters. */
const largestState = 2_000_000;
const largestCounts = 50_000;

/**
 * The quick reader says what parsing every record says; every line is counted by its type or by why it has none; and what is remembered and handed on
 * stays small.
 */
export async function assertReading(path: string, bytes: Buffer): Promise<void> {
  writeFileSync(path, bytes);
  const facts: Fact[] = [];
  const cursors: Batch['transcript'][] = [];
  const found = { path, sessionId: 's', agentId: '', identity: '', birthMs: 0, size: bytes.length, modifiedMs: 0 };
  await readTranscript(found, fromStart, { hash, isExcluded: () => false }, (batch) => {
    facts.push(...batch.facts);
    cursors.push(batch.transcript);
    return Promise.resolve();
  });
  const { state, recordTypes, skipped, offset } = cursors.at(-1) ?? assert.fail('no batch');
  const complete = bytes.lastIndexOf(0x0a) + 1;
  const whole = readWhole(bytes, hash);
  assert.equal(offset, complete);
  assert.deepEqual({ state, recordTypes, skipped }, { state: whole.state, recordTypes: whole.recordTypes, skipped: whole.skipped });
  // Of a last line without its end the facts count already, and nothing else.
  const withEnd = complete === bytes.length ? whole : readWhole(Buffer.concat([bytes, Buffer.from('\n')]), hash);
  // A large file is handed on in pieces, which only the ledger puts together.
  if (cursors.length === 1) assert.deepEqual(facts, withEnd.facts);
  const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, count) => total + count, 0);
  const { lines, blank } = linesOf(bytes.subarray(0, complete));
  const untyped = typeless.reduce((total, reason) => total + (skipped[reason] ?? 0), 0);
  assert.equal(sum(recordTypes) + untyped + blank, lines, 'lines = those of each type + those that are no records + blank ones');
  assert.ok(state.length <= largestState, `${String(state.length)} characters of state`);
  const counts = JSON.stringify([recordTypes, skipped]).length;
  assert.ok(counts <= largestCounts, `${String(counts)} characters of counts`);
  assert.ok(facts.length <= lines + bytes.length / 8, `${String(facts.length)} facts of ${String(lines)} lines`);
}

function linesOf(bytes: Buffer): { readonly lines: number; readonly blank: number } {
  let [lines, blank] = [0, 0];
  for (let from = 0, end = bytes.indexOf(0x0a); end >= 0; from = end + 1, end = bytes.indexOf(0x0a, from)) {
    lines += 1;
    if (bytes.subarray(from, end).every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0)) blank += 1;
  }
  return { lines, blank };
}

/** Every number in the ledger is one that a sum can hold, and every text is one that comes out as it went in. */
export function assertColumns(ledger: string): void {
  const database = new DatabaseSync(ledger, { readOnly: true });
  try {
    const columns = database
      .prepare(
        `SELECT t.name AS table_name, c.name AS column_name, c.type AS type FROM pragma_table_list t, pragma_table_info(t.name) c
         WHERE t.name NOT LIKE 'sqlite_%' AND t.type = 'table'`,
      )
      .all();
    for (const { table_name: table, column_name: column, type } of columns) {
      const name = `"${String(table)}"."${String(column)}"`;
      const isOdd =
        type === 'INTEGER'
          ? `typeof(${name}) <> 'integer' OR ${name} NOT BETWEEN 0 AND ${String(Number.MAX_SAFE_INTEGER)}`
          : `instr(CAST(${name} AS BLOB), x'00') > 0`;
      if (type !== 'INTEGER' && type !== 'TEXT') continue;
      const odd = database.prepare(`SELECT count(*) AS odd FROM "${String(table)}" WHERE ${name} NOT NULL AND (${isOdd})`).get()?.odd;
      assert.equal(odd, 0, `${name} holds what it must not`);
    }
    assert.deepEqual(database.prepare('PRAGMA foreign_key_check').all(), []);
  } finally {
    database.close();
  }
}

const everything = { sinceMs: null, untilMs: null };

/** Every view can be made, each of its numbers is finite, and its rows add up to the same totals. */
export async function assertReports(engine: Engine): Promise<void> {
  const totals = new Set<string>();
  for (const by of ['day', 'week', 'month', 'model', 'session', 'repository', 'branch'] as const) {
    const report = await engine.report({ by, ...everything });
    assertFinite(report, `report by ${by}`);
    for (const name of ['costNanodollars', 'requests', 'outputTokens', 'unpricedRequests'] as const) {
      assert.ok(Number.isSafeInteger(report.totals[name]), `${name} of ${String(report.totals[name])}`);
      assert.equal(
        report.rows.reduce((sum, row) => sum + row[name], 0),
        report.totals[name],
        `${name} by ${by}`,
      );
    }
    const { sideCallsNanodollars } = report.totals;
    assert.ok(sideCallsNanodollars === null || Number.isSafeInteger(sideCallsNanodollars), `side calls of ${String(sideCallsNanodollars)}`);
    totals.add(JSON.stringify({ ...report.totals, sideCallsNanodollars: null }));
  }
  assert.equal(totals.size, 1, [...totals].join('\n'));
  const sessions = await engine.sessions(everything);
  assertFinite(sessions, 'sessions');
  assertFinite(await engine.doctor(), 'doctor');
}

function assertFinite(value: unknown, where: string): void {
  if (typeof value === 'number') assert.ok(Number.isFinite(value), `${where} is ${String(value)}`);
  else if (Array.isArray(value)) for (const [index, each] of value.entries()) assertFinite(each, `${where}[${String(index)}]`);
  else if (typeof value === 'object' && value !== null)
    for (const [name, each] of Object.entries(value)) assertFinite(each, `${where}.${name}`);
}
