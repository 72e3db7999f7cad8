import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'mocha';
import { runCommand } from '../support/runCommand.ts';

describe('fetching VS Code', () => {
  it('that cannot be reached fails quietly, and lets the process end', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'payoff-fetch-'));
    const proxy = createServer((socket) => socket.destroy());
    try {
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      const address = `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
      const script = `
        import { fetchCode } from './src/start/desktopEditor.ts';
        await fetchCode(${JSON.stringify(folder)}).then(() => { process.exitCode = 3; }, () => console.log('not reached'));
        setTimeout(() => { process.exitCode = 4; }, 5000).unref(); // something holds it`;
      const { code, stdout, stderr } = await runCommand(process.execPath, ['--input-type=module', '--eval', script], {
        cwd: path.resolve(import.meta.dirname, '../..'),
        env: { PATH: process.env.PATH, HOME: folder, npm_config_https_proxy: address, npm_config_proxy: address },
        limitMs: 50_000,
      });
      assert.deepEqual([code, stdout, stderr], [0, 'not reached\n', '']);
    } finally {
      proxy.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
