import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { busySessions } from '../../../src/ingest/liveSessions.ts';

describe('the sessions that say busy', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'payoff-live-'));
    await mkdir(path.join(root, 'sessions'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const write = (name: string, content: unknown): Promise<void> =>
    writeFile(path.join(root, 'sessions', name), typeof content === 'string' ? content : JSON.stringify(content));
  const alive = (): boolean => true;

  it('are those whose process lives', async () => {
    const pid = String(process.pid);
    await write(`${pid}.json`, { pid: process.pid, sessionId: 'a', status: 'busy', cwd: '/work/a' });
    await write('4194304.json', { pid: 4194304, sessionId: 'dead', status: 'busy', cwd: '/work/b' }); // above the kernel's largest pid
    assert.deepEqual(await busySessions([root]), [{ sessionId: 'a', cwd: '/work/a' }]);
    assert.deepEqual(await busySessions([path.join(root, 'projects')]), [{ sessionId: 'a', cwd: '/work/a' }]);
  });

  it('are neither idle nor waiting', async () => {
    await write('1.json', { sessionId: 'a', status: 'idle' });
    await write('2.json', { sessionId: 'b', status: 'waiting' });
    assert.deepEqual(await busySessions([root], alive), []);
  });

  it('are never looked for in a key, a directory, a FIFO or half a file', async () => {
    await write('3.key', { sessionId: 'secret', status: 'busy' });
    await write('3.json.key', { sessionId: 'secret', status: 'busy' });
    await write('4.json', '{"sessionId":"c","sta');
    await mkdir(path.join(root, 'sessions', '5.json'));
    // Nobody writes into it: whoever opened it would wait for ever.
    execFileSync('mkfifo', [path.join(root, 'sessions', '6.json')]);
    assert.deepEqual(await busySessions([root, path.join(root, 'nowhere')], alive), []);
  });
});
