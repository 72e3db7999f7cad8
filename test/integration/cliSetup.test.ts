/** `payoff setup` over a real repository: what its history suggests, and that nothing is written that was not shown. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { run } from '../../src/cli/run.ts';
import { displayWidth } from '../../src/cli/displayWidth.ts';
import type { Output } from '../../src/cli/surroundings.ts';
import { parseSettings } from '../../src/core/outcomes/parseSettings.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { setupFor } from '../../src/engine/setupFor.ts';
import { EngineRig } from '../support/engineRig.ts';
import { GitWork, gitEnvironment } from '../support/gitWork.ts';

const day = 86_400_000;
/** What was shipped lately is judged up to the moment in which git was read, which has the real clock. */
const now = Date.now();
const begin = Math.floor(now / day) * day - 82 * day + 10 * (day / 24);

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('payoff setup', function () {
  this.timeout(60_000);
  let rig: EngineRig;
  let work: GitWork;
  let file: string;
  before(async () => {
    rig = await EngineRig.make();
    work = new GitWork(rig, 'loom', begin + 61 * day);
    file = join(work.clone, '.payoff.json');
    // Twenty squashed pull requests, one every two days; every fourth one is reverted a day later.
    for (let number = 1; number <= 20; number += 1) {
      const atMs = begin + 2 * number * day;
      work.write(`part${String(number)}.ts`, `export const part = ${String(number)};\n`);
      const sha = work.commit(`Add a part (#${String(number)})`, atMs);
      if (number % 4 !== 0) continue;
      rmSync(join(work.clone, `part${String(number)}.ts`));
      work.commit(`Revert "Add a part (#${String(number)})"\n\nThis reverts commit ${sha}.`, atMs + day - 1000);
      if (number > 8) work.git('tag', `v1.${String(number)}`);
    }
    work.git('branch', 'hotfix/one');
    work.git('branch', 'spike/two');
  });
  after(() => rig.close());
  afterEach(() => rmSync(file, { recursive: true, force: true }));

  const payoff = (...given: readonly string[]): Promise<Ran> => payoffIn({ isTerminal: false, columns: Infinity }, ...given);

  const payoffIn = async (terminal: Pick<Output, 'isTerminal' | 'columns'>, ...given: readonly string[]): Promise<Ran> => {
    let [stdout, stderr] = ['', ''];
    const code = await run(['setup', ...given], {
      ...{ environment: gitEnvironment(rig), home: rig.home, folder: work.clone, timezone: 'UTC' },
      ...{ version: () => '1', isCheckout: () => false, readInput: () => Promise.resolve(null) },
      stdout: { ...terminal, write: (text) => (stdout += text) },
      stderr: { ...terminal, write: (text) => (stderr += text) },
      openEngine,
      openUpkeep: openEngine,
      examineWithoutLedger: () => Promise.reject(new Error('The ledger can be used.')),
      nowMs: () => now,
      signal: new AbortController().signal,
    });
    return { code, stdout, stderr };
  };

  it('shows what the history suggests, with its reasons, and writes nothing', async () => {
    const { code, stdout } = await payoff();
    assert.equal(code, 0);
    assert.ok(
      stdout.startsWith(
        'loom · .payoff.json\n\nwindow: 7 (from the history)\n  5 reverts in 21 changes, all within 1 day: a window of 7 days is enough.\n',
      ),
      stdout,
    );
    // The first commit is none; reverts are evidence, and no changes.
    assert.match(stdout, /^style: "squash" \(from the history\)\n {2}20 of the last 21 changes came as squashed pull requests\.$/m);
    assert.match(stdout, /^hotfix: \{ "hours": 72, "branches": \["hotfix\/\*"\] \} \(from the history\)$/m);
    assert.match(stdout, /^shippedRef: \{ "tag": "v\*" \} \(yours to take in\)\n {2}3 tags of the last year are named v\*\./m);
    assert.match(stdout, /^cordon: \["spike\/\*"\] \(yours to take in\)$/m);
    assert.match(stdout, /^Something shipped on \d+ of the last \d+ days: on one to three days of a week\.$/m);
    assert.match(stdout, /^ {2}"window": 7,$/m);
    assert.ok(stdout.endsWith('\nNothing is written yet: payoff setup --write writes it.\n'), stdout);
    assert.ok(!existsSync(file));
  });

  for (const columns of [120, 60, 40])
    it(`fits into ${String(columns)} columns, but for the file, which is shown as it would be written`, async () => {
      const { stdout } = await payoffIn({ isTerminal: true, columns });
      const said = stripVTControlCharacters(stdout).split(/^\/\/[^]*^\}$/m);
      assert.equal(said.length, 2, stdout);
      for (const line of said.join('').split('\n')) assert.ok(displayWidth(line) <= columns, line);
      // What is bold is the setting, wherever its line is broken.
      const bold = stdout.split('\u001b[1m').map((text) => text.split('\u001b[22m')[0]?.replaceAll(/\s+/g, ' '));
      assert.equal(bold[3], 'hotfix: { "hours": 72, "branches": ["hotfix/*"] }');
      const written = await payoffIn({ isTerminal: true, columns }, '--write');
      for (const line of written.stdout.split('\n').slice(-4)) assert.ok(displayWidth(line) <= columns || /^\S+$/.test(line), line);
    });

  it('writes a new file, which says what was shown, and leaves that alone the next time', async () => {
    const { code, stdout } = await payoff('--write');
    assert.equal(code, 0);
    const text = readFileSync(file, 'utf8');
    assert.ok(stdout.includes(text));
    const { settings, problems } = parseSettings(text);
    assert.deepEqual([settings.windows[0]?.days, settings.style, settings.hotfix.branches, problems], [7, 'squash', ['hotfix/*'], []]);
    const again = await payoff('--write', '--force');
    assert.equal(again.code, 0);
    assert.equal(readFileSync(file, 'utf8'), text);
  });

  it('adds to a file that is there only once told twice, and says what', async () => {
    const mine = '{\n  // Ours.\n  "window": 21\n}\n';
    writeFileSync(file, mine);
    const shown = await payoff('--write');
    assert.equal(shown.code, 1);
    assert.match(shown.stdout, /^window: 21 \(from your file\)\n.*\n(?:.*\n)+ {1}\{\n\+ {2}\/\/ How work comes/m);
    assert.match(shown.stderr, /was left as it is: payoff setup --write --force adds what is shown\.\n$/);
    assert.equal(readFileSync(file, 'utf8'), mine);
    const { code } = await payoff('--write', '--force');
    assert.equal(code, 0);
    const text = readFileSync(file, 'utf8');
    assert.ok(text.endsWith(mine.slice(1)) && text.includes('"style": "squash",'), text);
  });

  it('touches nothing that cannot be read or written, and says so', async () => {
    writeFileSync(file, '{ "window": ');
    const broken = await payoff('--write', '--force');
    assert.deepEqual([broken.code, readFileSync(file, 'utf8')], [0, '{ "window": ']);
    assert.match(broken.stdout, /^What is wrong in it: Line 1: /m);
    rmSync(file);
    symlinkSync('/etc/hostname', file);
    const linked = await payoff('--write', '--force');
    assert.equal(linked.code, 4);
    assert.match(linked.stderr, /There is a \.payoff\.json that cannot be read \(it is no regular file\): nothing is proposed\.\n$/);
    rmSync(file);
    mkdirSync(file);
    assert.equal((await payoff('--write')).code, 4);
    rmSync(file, { recursive: true });
    if (process.getuid?.() === 0) return; // whom no mode keeps from writing
    chmodSync(work.clone, 0o555);
    try {
      assert.match((await payoff('--write')).stderr, /could not be written \(EACCES\)\. Nothing was changed\.\n$/);
    } finally {
      chmodSync(work.clone, 0o755);
    }
  });

  it('has a documented JSON, and says whether it was written', async () => {
    const shown = JSON.parse((await payoff('--json')).stdout) as Record<string, unknown>;
    assert.deepEqual(Object.keys(shown), ['repository', 'file', 'existing', 'cadence', 'proposed', 'problem', 'settings', 'written']);
    assert.deepEqual([shown.repository, shown.file, shown.existing, shown.written], [work.clone, file, null, false]);
    assert.equal((JSON.parse((await payoff('--json', '--write')).stdout) as Record<string, unknown>).written, true);
    assert.equal(readFileSync(file, 'utf8'), shown.proposed);
  });

  it('says where there is nothing to set up', async () => {
    const outside = await payoff('--repo', rig.root);
    assert.deepEqual([outside.code, outside.stdout], [4, '']);
    const bare = join(rig.root, 'bare.git');
    work.git('clone', '-q', '--bare', work.clone, bare);
    const nowhere = await payoff('--repo', bare);
    assert.equal(nowhere.code, 4);
    assert.match(nowhere.stderr, /This repository has no working tree/);
  });

  it('looks into nothing where git may not be run', async () => {
    const engine = await rig.open({ git: false });
    const answer = await setupFor(engine, { folders: [work.clone] }, { git: false, nowMs: begin });
    assert.ok('notFound' in answer && answer.notFound.startsWith('In Restricted Mode'));
  });
});
