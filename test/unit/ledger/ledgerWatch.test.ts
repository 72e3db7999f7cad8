/** A write of the ledger is heard, and where it is not, that is noticed. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LedgerWatch } from '../../../src/ledger/ledgerWatch.ts';

describe('hearing the writes of a ledger', () => {
  let folder = '';
  let watch: LedgerWatch | null = null;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'payoff-hearing-'));
  });
  afterEach(() => {
    watch?.close();
    rmSync(folder, { recursive: true });
  });

  it('hears those of another connection', async () => {
    const path = join(folder, 'ledger.sqlite');
    const database = new DatabaseSync(path);
    const other = new DatabaseSync(path);
    try {
      database.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a)');
      await new Promise<void>((heard) => {
        watch = new LedgerWatch(path, heard);
        assert.ok(watch.hears);
        other.exec('INSERT INTO t VALUES (1)');
      });
    } finally {
      other.close();
      database.close();
    }
  });

  it('hears nothing where there is no file, and says so', () => {
    watch = new LedgerWatch(join(folder, 'ledger.sqlite'), () => undefined);
    assert.equal(watch.hears, false);
  });

  it('gives up once a write was seen of which nothing was heard', () => {
    const path = join(folder, 'ledger.sqlite');
    writeFileSync(`${path}-wal`, '');
    watch = new LedgerWatch(path, () => undefined);
    watch.looked(false, 0);
    watch.looked(true, 1_000);
    watch.looked(false, 1_400);
    assert.ok(watch.hears, 'what is heard soon after it was seen');
    watch.looked(false, 1_600);
    assert.equal(watch.hears, false);
  });

  it('goes on after a write that was seen before it was heard', async () => {
    const path = join(folder, 'ledger.sqlite');
    writeFileSync(`${path}-wal`, '');
    let heard: () => void = () => undefined;
    const listening = new LedgerWatch(path, () => heard());
    watch = listening;
    await new Promise<void>((done) => {
      heard = done;
      listening.looked(true, 1_000);
      appendFileSync(`${path}-wal`, 'x');
    });
    listening.looked(false, 2_000);
    assert.ok(listening.hears);
  });
});
