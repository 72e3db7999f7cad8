import assert from 'node:assert/strict';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorLines, startCodeServer } from '../../support/codeServer.ts';
import type { CodeServer } from '../../support/codeServer.ts';
import { packageExtension } from '../../support/packageExtension.ts';
import { removeFolder } from '../../support/removeFolder.ts';

describe('The VSIX in a clean VS Code', function () {
  this.timeout(240_000);
  let root: string;
  let server: CodeServer | undefined;

  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'payoff-install-'));
    const [home, work, vsix] = ['home', 'work', 'payoff.vsix'].map((name) => path.join(root, name)) as [string, string, string];
    await Promise.all([mkdir(home), mkdir(work), packageExtension(vsix)]);
    server = await startCodeServer({ version: 'newest', home, vsix });
  });
  after(async () => {
    await server?.close();
    await removeFolder(root);
  });

  it('starts, shows its status bar item and logs no error', async () => {
    assert.ok(server);
    const window = await server.openWindow({ workspace: path.join(root, 'work') });
    const item = await window.statusBarItem('payoff.payoff.cost', ({ text }) => text !== '');
    assert.notEqual(item.accessibleName, '');
    assert.deepEqual(errorLines(await server.extensionHostLog()), []);
  });
});
