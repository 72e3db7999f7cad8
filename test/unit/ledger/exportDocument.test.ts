/** docs/ledger-export.md, the shapes that an import checks, what an export writes, and the ledger's columns: each says what the others say. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../../src/ledger/migrations/migrations.ts';
import { exportRecords } from '../../../src/ledger/transfer/exportRecords.ts';
import { recordShapes } from '../../../src/ledger/transfer/format.ts';
import { ledgerColumns } from '../../support/ledgerTables.ts';

const document = readFileSync(path.resolve(import.meta.dirname, '../../../docs/ledger-export.md'), 'utf8');

/** `record.field` of every row of the document's table. */
function documented(): readonly string[] {
  const [, table = ''] = /<!-- records[^>]*-->\n([^]*?)<!-- end of records -->/.exec(document) ?? [];
  const fields: string[] = [];
  let record = '';
  for (const row of table.trimEnd().split('\n').slice(2)) {
    const [, name = '', field = '', meaning = ''] = row.split('|').map((cell) => cell.trim());
    assert.notEqual(meaning, '', row);
    if (name !== '') record = name.replaceAll('`', '');
    fields.push(field === '' ? record : `${record}.${field.replaceAll('`', '')}`);
  }
  return fields;
}

/** Columns that an export does not write as they are, each with why. */
const notWritten: Readonly<Record<string, string>> = {
  'transcript.identity': 'a place on a disk',
  'transcript.digest': 'of this disk',
  'transcript.state': 'of this disk',
  'transcript.gone': 'of this disk',
  'transcript.changed': 'for readers of this ledger',
  'transcript.facts': 'for readers of this ledger',
  'repository.linked': 'for readers of this ledger',
  'repository.incomplete': 'of this clone',
  'repository.settings': 'read of a file that comes with the clone; holds commands',
  'repository.settings_problem': 'of that file',
};

/** Tables that no record is of: a session is named by its transcripts, the lines of commits are read of git again where it is, and what advice is silenced and what a team is told is of this machine. */
const noRecord = [
  ...['lease', 'session', 'commit_patch', 'commit_line', 'dismissal'],
  ...['team_membership', 'team_outbox', 'team_withdrawal', 'team_device'],
];

/** The record of a table where it has another name. */
const recordOf: Readonly<Record<string, string>> = {
  hash_key: 'hashKey',
  commit_call: 'commitCall',
  push_call: 'pushCall',
  pull_request: 'pullRequest',
  check_run: 'checkRun',
  shell_call: 'shellCall',
  failed_edit: 'failedEdit',
  large_read: 'largeRead',
  cost_state: 'costState',
  git_commit: 'commit',
  session_mark: 'sessionMark',
  taken_edit: 'takenEdit',
  open_path: 'openPath',
};

/** The field of a column where it has another name; `''` where its place in the file says it. */
const fieldOf: Readonly<Record<string, string>> = {
  'transcript.id': '',
  'transcript.session': 'sessionId',
  'transcript.agent': 'agentId',
  'request.id': '',
  'pull_request.session': '',
  'commit_call.position': 'index',
  'check_run.position': 'index',
  'commit_call.started_ms': 'startedAtMs',
  'commit_call.ended_ms': 'endedAtMs',
  'repository.id': '',
  'repository.fetched_ms': 'fetchedAtMs',
  'repository.read_ms': 'readAtMs',
  'git_commit.id': '',
  'git_commit.marks': 'sessionMarks',
};

describe('docs/ledger-export.md', () => {
  it('lists every record and field that an import reads, in their order, and no other', () => {
    const fields = Object.entries(recordShapes).flatMap(([type, { fields: known }]) => [
      type,
      ...Object.keys(known).map((field) => `${type}.${field}`),
    ]);
    assert.deepEqual(documented(), fields);
  });

  it('is of what an export writes: every column of every table, or why not', () => {
    const missing: string[] = [];
    for (const column of ledgerColumns()) {
      const [table = '', name = ''] = column.split('.');
      if (noRecord.includes(table) || table === 'inherited' || table === 'commit_file' || column in notWritten) continue;
      const camel = name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      const field =
        fieldOf[column] ?? (name === 'hash_key' ? 'key' : ['transcript', 'repository', 'git_commit'].includes(name) ? '' : camel);
      const record = recordOf[table] ?? table;
      if (field !== '' && !documented().includes(`${record}.${field}`)) missing.push(column);
    }
    assert.deepEqual(missing, []);
    for (const column of Object.keys({ ...notWritten, ...fieldOf })) assert.ok(ledgerColumns().includes(column), `no ${column} any more`);
  });

  it('describes what is written field by field', () => {
    const database = new DatabaseSync(':memory:');
    for (const { sql } of migrations) database.exec(sql);
    const columns = (table: string): readonly { readonly name: unknown; readonly type: unknown }[] =>
      database.prepare('SELECT name, type FROM pragma_table_info(?)').all(table) as never;
    const values: Readonly<Record<string, string>> = {
      ...{ record_types: '{}', skipped: '{}', printed: '[]', models: '[]', heads: '[]', identity_hashes: '[]', marks: '[]', hints: '{}' },
      ...{ evidence: '{"kind":"call"}', action: 'created', kind: 'test', source: 'note' },
    };
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all();
    database.exec('PRAGMA foreign_keys = OFF');
    for (const { name } of tables) {
      if (name === 'lease' || name === 'dismissal' || String(name).startsWith('team_')) continue;
      const row = columns(String(name)).map((column) => {
        if (column.type === 'BLOB') return new Uint8Array(32);
        return column.type === 'TEXT' ? (values[String(column.name)] ?? '') : 1;
      });
      database.prepare(`INSERT INTO ${String(name)} VALUES (${row.map(() => '?').join(', ')})`).run(...row);
    }
    const seen = new Map<string, readonly string[]>();
    for (const { type, ...record } of exportRecords(database, migrations.length, 0)) seen.set(type, Object.keys(record).sort());
    database.close();
    assert.deepEqual(
      Object.fromEntries(seen),
      Object.fromEntries(Object.entries(recordShapes).map(([type, { fields }]) => [type, Object.keys(fields).sort()])),
    );
  });
});
