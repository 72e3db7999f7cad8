import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../../support/runCommand.ts';

const cli = path.resolve(import.meta.dirname, '../../../src/cli/main.ts');
const files = 15_000;
/** A tenth of what Node has: a list that fits there only in pieces stands for a hundred and fifty thousand transcripts. */
const stackKilobytes = 100;

describe('More transcripts than fit into one call', function () {
  this.timeout(60_000);
  const home = mkdtempSync(path.join(tmpdir(), 'payoff-many-'));
  after(() => rmSync(home, { recursive: true }));

  it('are all looked at', async () => {
    const project = path.join(home, '.claude/projects/-loom');
    mkdirSync(project, { recursive: true });
    for (let index = 0; index < files; index += 1)
      writeFileSync(path.join(project, `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000.jsonl`), '');
    const env = { PATH: process.env.PATH, HOME: home };
    const args = [`--stack-size=${String(stackKilobytes)}`, cli, 'ingest', '--json'];
    const { code, stdout, stderr } = await runCommand(process.execPath, args, { env });
    assert.equal(code, 0, stderr);
    assert.equal((JSON.parse(stdout) as { readonly files: number }).files, files);
  });
});
