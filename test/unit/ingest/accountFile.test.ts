import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { accountFiles, openAccountReader } from '../../../src/ingest/accountFile.ts';
import { anAccount, fetchedAtMs, secrets } from '../../support/accountJson.ts';

const nowMs = fetchedAtMs + 60_000;

describe('reading the account file', () => {
  let home = '';
  let root = '';
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'payoff-account-'));
    root = path.join(home, '.claude');
    await mkdir(root);
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const write = (file: string, account: unknown): Promise<void> => writeFile(file, JSON.stringify(account));

  it('finds it beside the default root, and inside a root that CLAUDE_CONFIG_DIR names', () => {
    assert.deepEqual(accountFiles(root, {}), [path.join(home, '.claude.json'), path.join(root, '.claude.json')]);
    assert.deepEqual(accountFiles(path.join(root, 'projects'), {})[0], path.join(home, '.claude.json'));
    assert.deepEqual(accountFiles(root, { CLAUDE_CONFIG_DIR: `/elsewhere,${root}` }), [path.join(root, '.claude.json')]);
    assert.deepEqual(accountFiles('/data/claude', {}), [path.join('/data/claude', '.claude.json')]);
  });

  it('reads plan and limits, and changes nothing', async () => {
    const file = path.join(home, '.claude.json');
    await write(file, anAccount());
    const before = { text: await readFile(file, 'utf8'), mtimeMs: (await stat(file)).mtimeMs };
    const reading = await openAccountReader({}).read([root], nowMs);
    assert.equal(reading?.plan, 'max');
    assert.equal(reading.windows[0]?.percent, 42);
    for (const secret of secrets) assert.ok(!JSON.stringify(reading).includes(secret));
    assert.deepEqual({ text: await readFile(file, 'utf8'), mtimeMs: (await stat(file)).mtimeMs }, before);
  });

  it('waits for no writer where a FIFO has its name', async () => {
    execFileSync('mkfifo', [path.join(home, '.claude.json')]);
    await write(path.join(root, '.claude.json'), anAccount());
    assert.equal((await openAccountReader({}).read([root], nowMs))?.plan, 'max');
  });

  it('reads it again only when its time or size changed', async () => {
    const file = path.join(home, '.claude.json');
    const time = new Date('2026-11-22T11:00:00Z');
    const reader = openAccountReader({});
    await write(file, anAccount({ utilization: { five_hour: { utilization: 42, resets_at: null } } }));
    await utimes(file, time, time);
    assert.equal((await reader.read([root], nowMs))?.windows[0]?.percent, 42);
    await write(file, anAccount({ utilization: { five_hour: { utilization: 43, resets_at: null } } }));
    await utimes(file, time, time);
    assert.equal((await reader.read([root], nowMs))?.windows[0]?.percent, 42);
    await utimes(file, time, new Date('2026-11-22T11:01:00Z'));
    assert.equal((await reader.read([root], nowMs))?.windows[0]?.percent, 43);
  });

  it('keeps what it knew while the file is half-written, and forgets it with the file', async () => {
    const file = path.join(home, '.claude.json');
    const reader = openAccountReader({});
    await write(file, anAccount());
    await reader.read([root], nowMs);
    await writeFile(file, JSON.stringify(anAccount()).slice(0, 200));
    assert.equal((await reader.read([root], nowMs))?.plan, 'max');
    await rm(file);
    assert.equal(await reader.read([root], nowMs), null);
  });

  it('takes the freshest limits of several roots', async () => {
    const other = path.join(home, 'other');
    await mkdir(other);
    await write(path.join(home, '.claude.json'), anAccount());
    await write(
      path.join(other, '.claude.json'),
      anAccount({ cached: { fetchedAtMs: fetchedAtMs + 1000 }, account: { organizationType: 'claude_team' } }),
    );
    assert.equal((await openAccountReader({}).read([root, other], nowMs))?.plan, 'team');
  });

  it('says nothing where there is no file', async () => assert.equal(await openAccountReader({}).read([root], nowMs), null));
});
