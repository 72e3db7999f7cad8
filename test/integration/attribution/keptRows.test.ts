/** What git's pass keeps in memory of its own writing is what somebody would read who comes anew. */
import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openEngine } from '../../../src/engine/engine.ts';
import { GitFacts } from '../../../src/engine/gitFacts.ts';
import { writeLinkedRows } from '../../../src/engine/linkedRows.ts';
import type { LinkedRows } from '../../../src/engine/linkedRows.ts';
import { writeOpenPaths } from '../../../src/ledger/links.ts';
import { readRepository, writeRepository } from '../../../src/ledger/repositories.ts';
import { environmentOf, generateRepository } from '../../bench/generatedRepository.ts';

describe('links that are kept in memory', () => {
  let root: string;
  let repository: string;
  let database: DatabaseSync;
  let memory: GitFacts;

  beforeEach(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'payoff-kept-')));
    const made = await generateRepository(root, { commits: 80, sessions: 6 });
    ({ repository } = made);
    const environment = environmentOf(made);
    const engine = await openEngine({
      ...{
        claudeDirectories: [join(made.home, '.claude')],
        ledger: join(root, 'ledger.sqlite'),
        exclude: [],
        timezone: 'UTC',
        mappings: [],
      },
      ...{ identities: [], environment, home: made.home, holder: 'test' },
    });
    if ('sentence' in engine) throw new Error(engine.sentence);
    await engine.ingest({});
    await engine.readGit({ folders: [repository] });
    await engine.close();
    database = new DatabaseSync(join(root, 'ledger.sqlite'));
    memory = new GitFacts(database, []);
    memory.refresh();
  });
  afterEach(() => {
    database.close();
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  });

  const anew = (): ReturnType<GitFacts['get']> => {
    const facts = new GitFacts(database, []);
    facts.refresh();
    return facts.get(repository);
  };
  const stored = (): NonNullable<ReturnType<typeof readRepository>> => {
    const row = readRepository(database, repository);
    assert.ok(row);
    return row;
  };
  /** As git's pass ends. */
  const write = (rows: LinkedRows, linked: string, openPaths: ReadonlySet<string> = new Set()): void => {
    database.exec('BEGIN IMMEDIATE');
    const written = writeLinkedRows(database, stored(), rows, memory.currentRows(repository));
    assert.deepEqual({ ...rows, ...written }, rows);
    writeOpenPaths(database, stored().id, openPaths);
    writeRepository(database, repository, { ...stored(), linked }, { id: stored().hashKey });
    database.exec('COMMIT');
    memory.adopt(repository, written, openPaths);
  };
  const all = (): LinkedRows => {
    const kept = memory.get(repository);
    assert.ok(kept !== null && kept.links.length > 10 && kept.takenLines.size > 10);
    return kept;
  };
  const undoings = ['b', 'a', 'c'].map((laterSha) => ({ changeSha: 'd', laterSha, added: 3, addedGone: 2, removed: 1, removedBack: 0 }));

  it('are those of the ledger after they were written', () => {
    const { links, takenLines } = all();
    const [moved, ...others] = [...takenLines].reverse();
    const more = { sha: links[0]?.sha ?? '', lines: 1 };
    assert.ok(moved);
    const first = { links: [...links].reverse().slice(1), takenLines: new Map([...others.slice(1), [moved[0], [more]]]), undoings };
    write(first, 'first', new Set(['/loom/a.ts']));
    memory.takeChanged();
    assert.deepEqual(memory.get(repository), anew());
    memory.refresh();
    assert.equal(memory.takeChanged().size, 0);

    const changed = undoings.slice(1).map((undoing) => ({ ...undoing, addedGone: 3 }));
    write({ links, takenLines, undoings: changed }, 'second');
    assert.deepEqual([...memory.takeChanged()], [repository]);
    assert.deepEqual(memory.get(repository), anew());
    assert.deepEqual(memory.get(repository)?.links, links);
    assert.deepEqual(memory.get(repository)?.takenLines, takenLines);
  });

  it('stay the same where only refs moved', () => {
    write({ ...all(), undoings }, 'first');
    memory.refresh();
    const { links } = all();
    writeRepository(database, repository, { ...stored(), readAtMs: 1 }, { id: stored().hashKey });
    memory.refresh();
    assert.equal(memory.get(repository)?.links, links);
    assert.deepEqual(memory.get(repository), anew());
  });

  it('are read again where some were deleted, another process wrote, or they are to be made anew', () => {
    const rows = { ...all(), undoings };
    write(rows, 'first');
    assert.ok(memory.currentRows(repository));
    database.exec('DELETE FROM taken_edit WHERE tool_use_id IN (SELECT tool_use_id FROM taken_edit LIMIT 1)');
    assert.equal(memory.currentRows(repository), undefined);
    write(rows, 'second');
    assert.deepEqual(memory.get(repository), anew());
    assert.deepEqual(anew()?.takenLines, rows.takenLines);

    const other = new DatabaseSync(join(root, 'ledger.sqlite'));
    other.exec('UPDATE link SET tier = 4 WHERE sha IN (SELECT sha FROM link LIMIT 1); UPDATE repository SET read_ms = 2');
    other.close();
    assert.equal(memory.currentRows(repository), undefined);
    memory.refresh();
    assert.deepEqual(memory.get(repository), anew());
    assert.notDeepEqual(memory.get(repository)?.links, rows.links);

    database.exec("UPDATE repository SET linked = ''");
    memory.refresh();
    assert.equal(memory.currentRows(repository), undefined);
    write(rows, 'third');
    memory.refresh();
    assert.deepEqual(memory.get(repository), anew());
    assert.deepEqual(anew()?.links, rows.links);
  });
});
