import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MarkNotes } from '../../../src/engine/markNotes.ts';

const now = Date.parse('2026-11-22T13:00:00Z');

describe('what was said of marks', () => {
  let folder: string;
  let ledger: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'payoff-notes-'));
    ledger = path.join(folder, 'ledger.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is claimed once by all windows, and after a restart too', () => {
    const windows = [new MarkNotes(ledger), new MarkNotes(ledger)];
    assert.deepEqual(
      windows.map((window) => window.claim('day 2026-11-22 10', now)),
      [true, false],
    );
    assert.equal(windows[0]?.claim('day 2026-11-22 10', now), false);
    assert.equal(new MarkNotes(ledger).claim('day 2026-11-22 10', now), false);
    assert.equal(windows[1]?.claim('day 2026-11-23 10', now), true);
  });

  it('is snoozed for all windows', () => {
    const [here, there] = [new MarkNotes(ledger), new MarkNotes(ledger)];
    assert.equal(there.snoozes()('day'), null);
    here.snooze('day', now + 5, now);
    assert.deepEqual([here.snoozes()('day'), there.snoozes()('day'), there.snoozes()('week')], [now + 5, now + 5, null]);
  });

  it('holds no name in its files, which are the user’s own, and none of long ago', () => {
    const notes = new MarkNotes(ledger);
    notes.claim('secret-branch', now);
    const place = `${ledger}.marks`;
    const [name = ''] = readdirSync(place);
    assert.match(name, /^said-[0-9a-f]{32}$/);
    assert.equal(statSync(place).mode & 0o777, 0o700);
    const longAgo = now / 1000 - 101 * 86_400;
    utimesSync(path.join(place, name), longAgo, longAgo);
    notes.claim('another', now);
    assert.equal(readdirSync(place).includes(name), false);
    notes.deleteAll();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is remembered by the window itself where nothing can be written', () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${ledger}.marks`, 'a file in the way');
    const notes = new MarkNotes(ledger);
    assert.deepEqual([notes.claim('day', now), notes.claim('day', now)], [true, false]);
    notes.snooze('day', now + 5, now);
    assert.equal(notes.snoozes()('day'), now + 5);
  });

  it('is so too where a file system has no folder that it was just told to make', function () {
    if (!existsSync('/proc/self')) this.skip();
    this.timeout(30_000);
    // In a process of its own: Node's recursive mkdir never comes back from such a place.
    const module = new URL('../../../src/engine/markNotes.ts', import.meta.url).href;
    const claim = `import { MarkNotes } from ${JSON.stringify(module)};
      console.log(new MarkNotes('/proc/payoff/ledger.sqlite').claim('day', 0));`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', claim], { timeout: 10_000, encoding: 'utf8' });
    assert.equal(stdout, 'true\n');
  });
});
