/** What a repository's `.payoff.json` says, from the file to what is judged by it. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { RepositoryRecord } from '../../../src/core/attribution/gitFacts.ts';
import { everything } from '../../../src/core/report/filterRequests.ts';
import { defaultSettings } from '../../../src/core/outcomes/repositorySettings.ts';
import { gitStamp } from '../../../src/engine/gitStamp.ts';
import type { Engine } from '../../../src/engine/types.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { GitWork, gitEnvironment, lastNoonMs } from '../../support/gitWork.ts';
import { ShellSession } from '../../support/shellSession.ts';
import { sessionA } from '../../support/transcriptLines.ts';

const noon = lastNoonMs;
const hour = 3_600_000;
const weave = 'export function weave(threads: number): string {\n  const shed = open(threads);\n  return shed.map(pass).join();\n}\n';

describe('The settings of a repository', () => {
  let rig: EngineRig;
  let work: GitWork;
  let engine: Engine;
  beforeEach(async () => {
    rig = await EngineRig.make();
    work = new GitWork(rig);
    const session = new ShellSession({ sessionId: sessionA, cwd: work.clone, environment: gitEnvironment(rig), startMs: noon });
    session.edits('api/weave.ts', weave);
    work.commit('Weave', noon + hour);
    await rig.write(`-loom/${sessionA}.jsonl`, session.text());
    engine = await rig.open({ environment: gitEnvironment(rig) });
    await engine.ingest({});
  });
  afterEach(() => rig.close());

  const record = async (): Promise<RepositoryRecord> => {
    for (const { problem } of await engine.readGit({ folders: [work.clone] })) assert.equal(problem, null);
    const report = await engine.report({ by: 'commit', repository: work.clone, sinceMs: null, untilMs: null });
    assert.ok(report.record);
    return report.record;
  };
  const links = async (): Promise<number> => {
    const { rows } = await engine.commits({ filter: everything, offset: 0, limit: null, subjects: false });
    return rows.reduce((sum, row) => sum + row.links.length, 0);
  };

  it('are the defaults without a file, and say that it was looked for', async () => {
    const { settings, settingsProblem } = await record();
    assert.deepEqual([settings, settingsProblem], [defaultSettings, null]);
  });

  it('are the working tree’s, then the default branch’s; a change of the file alone is enough', async () => {
    await record();
    const stamps = [await gitStamp(work.clone)];
    work.write('.payoff.json', '{ "team": "looms", /* yes */ }\n');
    assert.deepEqual((await record()).settings, { ...defaultSettings, team: 'looms', from: 'workingTree' });
    stamps.push(await gitStamp(work.clone));
    work.commit('Set up', noon + 2 * hour);
    rmSync(join(work.clone, '.payoff.json'));
    assert.deepEqual((await record()).settings, { ...defaultSettings, team: 'looms', from: 'defaultBranch' });
    work.write('.payoff.json', '{ "team": 7 }\n');
    const wrong = await record();
    assert.deepEqual(wrong.settings, { ...defaultSettings, from: 'workingTree' });
    assert.equal(
      wrong.settingsProblem,
      'Line 1: team has to be a name, or { "name": "payments", "endpoint": "https://payoff.example.com" }. Its default holds.',
    );
    stamps.push(await gitStamp(work.clone));
    assert.equal(new Set(stamps).size, 3);
  });

  it('keep the window that everybody shares until a change has a date and a reason', async () => {
    const windows = async (): Promise<readonly unknown[]> => {
      const { settings, settingsProblem } = await record();
      return [
        settings?.windows.map(({ days }) => days),
        settingsProblem?.match(/window differs from the \d+ days|its default holds/gi) ?? [],
      ];
    };
    // As long as it is nobody else's it is whatever it says.
    work.write('.payoff.json', '{ "window": 7 }');
    assert.deepEqual(await windows(), [[7], []]);
    work.write('.payoff.json', '{ "window": 21 }');
    assert.deepEqual(await windows(), [[21], []]);
    work.commit('Set up', noon + 2 * hour);
    assert.deepEqual(await windows(), [[21], []]);
    work.write('.payoff.json', '{ "window": 7 }');
    assert.deepEqual(await windows(), [[21], ['window differs from the 21 days']]);
    work.write('.payoff.json', '{ "window": 8 }');
    assert.deepEqual(await windows(), [[21], ['Its default holds', 'window differs from the 21 days']]);
    work.write('.payoff.json', '{ "window": 21, "windowChanges": [{ "from": "2026-12-01", "days": 7, "reason": "we release weekly" }] }');
    assert.deepEqual(await windows(), [[21, 7], []]);
  });

  it('are those of the default branch in a bare repository', async () => {
    work.write('.payoff.json', '{ "window": 7 }');
    work.write('.gitattributes', 'x/* linguist-generated\n');
    work.commit('Set up', noon + 2 * hour);
    const bare = join(rig.root, 'bare.git');
    work.git('clone', '-q', '--bare', work.clone, bare);
    const [reading] = await engine.readGit({ folders: [bare] });
    assert.equal(reading?.problem, null);
    const report = await engine.report({ by: 'commit', repository: bare, sinceMs: null, untilMs: null });
    const { settings } = report.record ?? {};
    assert.deepEqual([settings?.windows[0]?.days, settings?.exclude, settings?.from], [7, ['x/*'], 'defaultBranch']);
  });

  it('are not followed out of the repository, and say so', async () => {
    work.write('../elsewhere.json', '{ "team": "foreign" }');
    symlinkSync(join(rig.root, 'elsewhere.json'), join(work.clone, '.payoff.json'));
    const linked = await record();
    assert.equal(linked.settings?.team, '');
    assert.match(linked.settingsProblem ?? '', /^It is no regular file .* defaults hold\.$/);
    rmSync(join(work.clone, '.payoff.json'));
    mkdirSync(join(work.clone, '.payoff.json'));
    assert.match((await record()).settingsProblem ?? '', /no regular file/);
  });

  it('leave the lines of excluded files uncounted from their next reading on, and count them again', async () => {
    await record();
    assert.equal(await links(), 1);
    work.write('.payoff.json', '{ "exclude": ["api/**"] }');
    await record();
    assert.equal(await links(), 0);
    rmSync(join(work.clone, '.payoff.json'));
    await record();
    assert.equal(await links(), 1);
    work.write('.gitattributes', 'api/* linguist-generated\n');
    await record();
    assert.equal(await links(), 0);
    work.write('.payoff.json', '{ "exclude": ["!api/**"] }');
    await record();
    assert.equal(await links(), 1);
  });

  it('change nothing where they are read a second time', async () => {
    work.write('.payoff.json', '{ "cordon": [{ "path": "a", "from": "2026-01-01" }], "shippedRef": { "tag": "v*" }, "nonsense": 1 }');
    const first = await record();
    assert.match(first.settingsProblem ?? '', /nonsense is not known/);
    assert.equal((await record()).readAtMs, first.readAtMs);
  });
});
