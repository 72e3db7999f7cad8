import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCollectorBeside } from '../../../src/cli/collectorCommand.ts';

describe('payoff collector', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'payoff-beside-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = async (given: readonly string[]): Promise<{ readonly code: number; readonly said: string }> => {
    let said = '';
    const code = await runCollectorBeside(path.join(folder, 'cli.cjs'), given, { write: (text) => void (said += text) });
    return { code, said };
  };

  it('runs the program beside with the same arguments, and ends as that does', async () => {
    writeFileSync(path.join(folder, 'collector.cjs'), "process.exit(process.argv.slice(2).join(' ') === 'team list' ? 7 : 8)");
    assert.deepEqual(await run(['team', 'list']), { code: 7, said: '' });
  });

  it('says where to get it where there is none', async () => {
    const { code, said } = await run([]);
    assert.equal(code, 1);
    assert.match(said, /does not come with the extension.*docs\/collector\.md/);
  });
});
