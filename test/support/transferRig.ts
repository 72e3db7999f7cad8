/** Machines on one disk, each with a home, a ledger and folders of transcripts of its own: what they read can be told apart and together. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openEngine } from '../../src/engine/engine.ts';
import type { ImportCounts, TransferProblem } from '../../src/engine/transfer.ts';
import type { Engine, EngineOptions } from '../../src/engine/types.ts';

export class Machine {
  readonly home: string;
  readonly ledger: string;
  readonly folders: readonly string[];
  private readonly engines: Engine[] = [];

  /** @param folders Claude Code's folders that it reads */
  constructor(home: string, folders: readonly string[]) {
    this.home = home;
    this.ledger = join(home, '.payoff', 'ledger.sqlite');
    this.folders = folders;
  }

  async open(options: Partial<EngineOptions> = {}): Promise<Engine> {
    const engine = await openEngine({
      ...{ claudeDirectories: this.folders, ledger: this.ledger, exclude: null, timezone: 'UTC', mappings: [], identities: [] },
      ...{ environment: { HOME: this.home, PATH: process.env.PATH }, home: this.home, holder: 'test', ...options },
    });
    if ('sentence' in engine) throw new Error(engine.sentence);
    this.engines.push(engine);
    return engine;
  }

  /** Runs `work` with the ledger open, and closes it. */
  async with<T>(work: (engine: Engine) => Promise<T>, options: Partial<EngineOptions> = {}): Promise<T> {
    const engine = await this.open(options);
    try {
      return await work(engine);
    } finally {
      await engine.close();
      this.engines.pop();
    }
  }

  async read(options: Partial<EngineOptions> = {}): Promise<void> {
    await this.with((engine) => engine.ingest({}), options);
  }

  /** Writes an export beside the ledger; its path. */
  async export(name = 'history.payoff'): Promise<string> {
    const path = join(this.home, name);
    const written = await this.with((engine) => engine.transfer.exportHistory({ path, replace: true }));
    assert.ok(!('problem' in written), 'problem' in written ? written.problem : '');
    return path;
  }

  async import(path: string): Promise<ImportCounts> {
    const imported = await this.tryImport(path);
    if ('problem' in imported) throw new Error(imported.problem);
    return imported;
  }

  tryImport(path: string): Promise<ImportCounts | TransferProblem> {
    return this.with((engine) => engine.transfer.importHistory({ path }));
  }

  /** Everything in the ledger with names in place of row ids, without what is of this machine alone. */
  contents(options: ContentsOptions = {}): Readonly<Record<string, readonly unknown[]>> {
    const database = new DatabaseSync(this.ledger, { readOnly: true });
    try {
      return contentsOf(database, options);
    } finally {
      database.close();
    }
  }

  async close(): Promise<void> {
    for (const engine of this.engines) await engine.close();
  }
}

export class TransferRig {
  readonly root: string;
  private readonly machines: Machine[] = [];

  private constructor(root: string) {
    this.root = root;
  }

  static async make(): Promise<TransferRig> {
    return new TransferRig(await realpath(await mkdtemp(join(tmpdir(), 'payoff-transfer-'))));
  }

  /** A machine that reads the named folders. */
  async machine(name: string, folders: readonly string[] = [name]): Promise<Machine> {
    const machine = new Machine(
      join(this.root, 'homes', name),
      folders.map((folder) => this.folder(folder)),
    );
    for (const folder of machine.folders) await mkdir(join(folder, 'projects'), { recursive: true });
    this.machines.push(machine);
    return machine;
  }

  folder(name: string): string {
    return join(this.root, name);
  }

  /** Writes a transcript of a folder; `modified` in seconds where it matters. */
  async write(folder: string, path: string, content: string | Buffer, modified?: number): Promise<string> {
    const full = join(this.folder(folder), 'projects', path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, content);
    if (modified !== undefined) await utimes(full, modified, modified);
    return full;
  }

  async close(): Promise<void> {
    for (const machine of this.machines) await machine.close();
    await rm(this.root, { recursive: true, force: true });
  }
}

interface ContentsOptions {
  /** Whether hashes are compared too: only where the ledgers have one key. */
  readonly hashes?: boolean;
  /** Whether the rows of transcripts have their cursors with them. */
  readonly cursors?: boolean;
}

function contentsOf(
  database: DatabaseSync,
  { hashes = false, cursors = false }: ContentsOptions,
): Readonly<Record<string, readonly unknown[]>> {
  const place = `JOIN transcript ON transcript.id = t.transcript JOIN session ON session.id = transcript.session JOIN context ON context.id = t.context`;
  const where = 'transcript.path AS file, session.session_id, context.cwd, context.branch AS context_branch, entrypoint, version';
  const of = (sql: string, without: readonly string[] = []): readonly unknown[] =>
    database
      .prepare(sql)
      .all()
      .map((row) => plain(row, [...unnamed, ...(hashes ? ['hash_key'] : hashColumns), ...without]));
  const cursor = cursors ? ['changed'] : ['identity', 'size', 'modified_ms', 'offset', 'digest', 'state', 'gone', 'changed', 'facts'];
  return {
    requests: of(`SELECT t.*, ${where} FROM request AS t ${place} ORDER BY message_id`),
    inherited: of(
      'SELECT session_id, message_id FROM inherited JOIN session ON session.id = session JOIN request ON request.id = request ORDER BY 1, 2',
    ),
    turns: of(`SELECT t.*, ${where} FROM turn AS t ${place} ORDER BY uuid`),
    edits: of(`SELECT t.*, ${where} FROM edit AS t ${place} ORDER BY tool_use_id`),
    commits: of(`SELECT t.*, ${where} FROM commit_call AS t ${place} ORDER BY tool_use_id, position`),
    pushes: of(`SELECT t.*, ${where} FROM push_call AS t ${place} ORDER BY tool_use_id`),
    pullRequests: of(`SELECT t.*, owner.session_id AS owner, ${where} FROM pull_request AS t ${place}
      JOIN session AS owner ON owner.id = t.session ORDER BY source, owner.session_id`),
    checks: of(`SELECT t.*, ${where} FROM check_run AS t ${place} ORDER BY tool_use_id, position`),
    shellCalls: of(`SELECT t.*, ${where} FROM shell_call AS t ${place} ORDER BY tool_use_id`),
    failedEdits: of(`SELECT t.*, ${where} FROM failed_edit AS t ${place} ORDER BY tool_use_id`),
    largeReads: of(`SELECT t.*, ${where} FROM large_read AS t ${place} ORDER BY tool_use_id`),
    compactions: of(`SELECT t.*, ${where} FROM compaction AS t ${place} ORDER BY uuid`),
    costStates: of('SELECT t.*, path FROM cost_state AS t JOIN transcript ON transcript.id = t.transcript ORDER BY path'),
    transcripts: of('SELECT t.*, session_id FROM transcript AS t JOIN session ON session.id = t.session ORDER BY path', cursor),
    folders: of('SELECT cwd, repository, worktree FROM folder ORDER BY cwd'),
    repositories: of('SELECT * FROM repository ORDER BY path', ['linked']),
    gitCommits: of('SELECT c.*, r.path FROM git_commit AS c JOIN repository AS r ON r.id = c.repository ORDER BY r.path, sha'),
    files: of(`SELECT r.path AS of, sha, f.position, f.path, previous_path, added, removed FROM commit_file AS f
      JOIN git_commit AS c ON c.id = f.git_commit JOIN repository AS r ON r.id = c.repository ORDER BY 1, 2, 3`),
    marks: of('SELECT r.path, sha, session_id, source FROM session_mark JOIN repository AS r ON r.id = repository ORDER BY 1, 2, 3, 4'),
    links: of('SELECT r.path, sha, session_id, tier, evidence FROM link JOIN repository AS r ON r.id = repository ORDER BY 1, 2, 3'),
    openPaths: of('SELECT r.path AS of, o.path FROM open_path AS o JOIN repository AS r ON r.id = repository ORDER BY 1, 2'),
  };
}

/** Numbers of rows; what they name stands beside them. */
const unnamed = ['id', 'transcript', 'context', 'session', 'repository', 'git_commit'];
const hashColumns = [
  'hash_key',
  'text_hash',
  'added_hashes',
  'removed_hashes',
  'file_hashes',
  'run_hashes',
  'command_hash',
  'error_hash',
  'subject_hash',
  'author_hash',
  'identity_hashes',
];

function plain(row: Readonly<Record<string, unknown>>, without: readonly string[]): unknown {
  const entries = Object.entries(row).filter(([column]) => !without.includes(column));
  const values = entries.map(([column, value]) => [
    column,
    value instanceof Uint8Array
      ? Buffer.from(value).toString('hex')
      : without.includes('text_hash') && typeof value === 'string'
        ? value.replaceAll(/("subjectHash":")[0-9a-f]*/g, '$1')
        : value,
  ]);
  return Object.fromEntries(values) as unknown;
}
