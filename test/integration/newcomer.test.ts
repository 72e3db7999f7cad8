import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { runCommand } from '../support/runCommand.ts';
import type { CommandResult } from '../support/runCommand.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** What somebody sees who has only cloned the repository, or starts a script with a Node of their own. */
describe('in a fresh clone', function () {
  this.timeout(60_000);
  let clone = '';
  before(() => {
    clone = mkdtempSync(path.join(tmpdir(), 'payoff-clone-'));
    for (const name of ['package.json', 'esbuild.mjs', 'src', 'test/support', 'test/run.mjs'])
      cpSync(path.join(root, name), path.join(clone, name), { recursive: true });
  });
  after(() => rmSync(clone, { recursive: true, force: true }));

  const run = (command: string, given: readonly string[]): Promise<CommandResult> =>
    runCommand(command, given, { cwd: clone, env: { PATH: outside(process.env.PATH ?? ''), HOME: clone } });
  const entries = ['esbuild.mjs', 'test/run.mjs', 'test/support/screenshot.mjs'];

  for (const name of Object.keys(scripts))
    it(`npm run ${name} says what to do first`, async () => {
      const { code, stderr } = await run('npm', ['run', '--silent', name]);
      assert.deepEqual([code, stderr], [1, 'Run npm ci first: it brings the Node and the packages that npm start and npm test use.\n']);
    });

  for (const entry of entries)
    it(`node ${entry} says what to do first`, async () => {
      const { code, stdout, stderr } = await run(process.execPath, [entry]);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /^Run npm ci first: .+\.\n$/);
    });

  it('an older Node says how its own is used', async () => {
    mkdirSync(path.join(clone, 'node_modules/.bin'), { recursive: true });
    const older = path.join(clone, 'older.cjs');
    writeFileSync(older, "Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } });");
    for (const entry of entries) {
      const { code, stderr } = await run(process.execPath, ['--require', older, entry]);
      assert.equal(code, 1);
      assert.match(stderr, /^Payoff's scripts need Node 24 or newer, and this is .+: run them through npm .+\.\n$/);
    }
  });
});

/** Without this repository's own node_modules, where the packages would be found. */
function outside(searchPath: string): string {
  const folders = searchPath.split(path.delimiter).filter((folder) => !folder.includes('node_modules'));
  return folders.join(path.delimiter);
}
