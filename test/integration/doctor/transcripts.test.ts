/** The doctor over real folders of transcripts: what is not read, what was left out, and what Claude Code will delete. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { DoctorAnswer } from '../../../src/engine/types.ts';
import { ingestAsNobody } from '../../support/asNobody.ts';
import { asking, examined, theFinding } from '../../support/doctorRig.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { assistant, costState, jsonl, noon, sessionA, sessionB } from '../../support/transcriptLines.ts';

const day = 24 * 60 * 60 * 1000;

describe('the doctor over transcripts', () => {
  let rig: EngineRig;
  beforeEach(async () => {
    rig = await EngineRig.make();
  });
  afterEach(() => rig.close());

  const projects = (...names: readonly string[]): string => join(rig.configuration, 'projects', ...names);
  const settings = (text: string): Promise<void> => writeFile(join(rig.configuration, 'settings.json'), text);
  const one = (): Promise<string> => rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant()));
  const path = process.env.PATH;

  it('says where they were looked for when there are none', async () => {
    assert.deepEqual(asking(await examined(rig)), ['notice claude-empty']);
    await rm(rig.configuration, { recursive: true });
    const doctor = await examined(rig);
    assert.deepEqual(asking(doctor), ['problem claude-missing']);
    assert.match(
      doctor.findings[0] ?? '',
      /looked for ~\/\.claude\/projects and ~\/\.config\/claude\/projects\. What was read before is kept\. Run Claude Code once/,
    );
  });

  it('says which of the named folders is not there', async () => {
    await one();
    const doctor = await examined(rig, { claudeDirectories: [rig.configuration, join(rig.root, 'gone')] });
    assert.deepEqual(asking(doctor), ['problem root-missing']);
    assert.match(doctor.findings[0] ?? '', /gone\/projects was named and is not there/);
  });

  it('says how a CLAUDE_CONFIG_DIR with a comma was taken', async () => {
    const folder = join(rig.root, 'a,b');
    await mkdir(join(folder, 'projects', '-p'), { recursive: true });
    await writeFile(join(folder, 'projects', '-p', `${sessionA}.jsonl`), jsonl(assistant()));
    assert.deepEqual(asking(await examined(rig, { environment: { PATH: path, CLAUDE_CONFIG_DIR: folder } })), [
      'notice config-folder-comma',
    ]);
    await one();
    const list = `${rig.configuration},${folder.replace(',', '')}`;
    assert.deepEqual(asking(await examined(rig, { environment: { PATH: path, CLAUDE_CONFIG_DIR: list } })), [
      'problem root-missing',
      'notice config-list-comma',
    ]);
  });

  it('names files and folders that may not be read', async function () {
    if (process.getuid?.() !== 0) this.skip();
    await chmod(await one(), 0o000);
    await rig.write(`-q/${sessionB}.jsonl`, jsonl(assistant({ sessionId: sessionB })));
    await chmod(projects('-q'), 0o000);
    const { doctor } = await ingestAsNobody(rig);
    assert.deepEqual(
      asking(doctor).filter((state) => state.startsWith('problem') && !state.endsWith('git-missing')),
      ['problem transcripts-unreadable', 'problem folders-unreadable'],
    );
    assert.deepEqual(theFinding(doctor, 'transcripts-unreadable').places, [projects('-p', `${sessionA}.jsonl`)]);
    assert.deepEqual(theFinding(doctor, 'folders-unreadable').places, [projects('-q')]);
    await chmod(projects('-q'), 0o755);
  });

  it('names what only looks like a transcript: a folder, a pipe, a socket, a name that is no UTF-8, a circle of links', async () => {
    await one();
    await mkdir(projects('-p', 'folder.jsonl'));
    execFileSync('mkfifo', [projects('-p', 'pipe.jsonl')]);
    const server = createServer().listen(projects('-p', 'socket.jsonl'));
    await once(server, 'listening');
    await writeFile(Buffer.concat([Buffer.from(`${projects('-p')}/caf`), Buffer.from([0xe9]), Buffer.from('.jsonl')]), jsonl(assistant()));
    await symlink('self.jsonl', projects('-p', 'self.jsonl'));
    await symlink('..', projects('-p', 'up'));
    try {
      const doctor = await examined(rig);
      assert.deepEqual(asking(doctor), ['problem names-no-utf8', 'notice not-regular', 'notice link-loops']);
      assert.deepEqual(
        [...theFinding(doctor, 'not-regular').places].sort(),
        ['folder', 'pipe', 'socket'].map((name) => projects('-p', `${name}.jsonl`)),
      );
      assert.deepEqual([...theFinding(doctor, 'link-loops').places].sort(), [projects('-p', 'self.jsonl'), projects('-p', 'up')]);
      assert.equal(doctor.ledger?.requests, 1);
    } finally {
      server.close();
    }
  });

  it('says which lines were left out, by reason', async () => {
    await rig.write(
      `-p/${sessionA}.jsonl`,
      jsonl(
        assistant(),
        '{"type":"assistant"',
        '{"type":"user",}',
        '[1]',
        assistant({ usage: { output_tokens: -1 } }),
        assistant({ usage: { output_tokens: 2 ** 50 } }),
        assistant({ usage: { output_tokens: 2 ** 50, input_tokens: 0.5 } }),
        { type: 'cost-state', timestamp: noon, modelUsage: { 'claude-next-9': { inputTokens: 2 ** 50 } } },
        assistant({ at: 'never' }),
        { type: 'new-kind', timestamp: noon },
        assistant({ model: 'claude-next-9', more: { version: '2.2.0' } }),
      ),
    );
    const doctor = await examined(rig);
    assert.deepEqual([...asking(doctor)].sort(), [
      'notice lines-not-json',
      'notice lines-not-object',
      'notice lines-time',
      'notice lines-usage',
      'notice lines-usage-large',
      'notice record-types-unknown',
      'notice versions-newer',
      'problem models-unpriced',
    ]);
    assert.deepEqual(theFinding(doctor, 'lines-not-json').counts, { lines: 2, files: 1 });
    assert.deepEqual(theFinding(doctor, 'lines-usage').counts, { lines: 2, files: 1 });
    assert.deepEqual(theFinding(doctor, 'lines-usage-large').counts, { lines: 2, files: 1 });
    assert.deepEqual(
      doctor.skippedReasons.find(({ reason }) => reason === 'not-json'),
      { reason: 'not-json', lines: 2 },
    );
    assert.deepEqual(doctor.unknownRecordTypes, [{ type: 'new-kind', lines: 1 }]);
    assert.ok(doctor.recordTypes.some(({ type, lines }) => type === 'assistant' && lines === 6));
  });

  it('says that a file ends within a line once nobody writes it any more, and that one is shorter than what was read', async () => {
    const file = await rig.write(`-p/${sessionA}.jsonl`, `${jsonl(assistant())}{"type":"assi`);
    assert.deepEqual(asking(await examined(rig)), []);
    await utimes(file, new Date(Date.now() - day), new Date(Date.now() - day));
    assert.deepEqual(asking(await examined(rig)), ['notice last-line-unfinished']);
    const whole = jsonl(...Array.from({ length: 9 }, () => assistant()));
    await writeFile(file, whole);
    assert.deepEqual(asking(await examined(rig)), []);
    await truncate(file, whole.indexOf('\n') + 1);
    const doctor = await examined(rig);
    assert.deepEqual([asking(doctor), doctor.ledger?.requests], [['notice files-shrank'], 10]);
  });

  it('does not take a parent for cut off whose fork has longer lines', async () => {
    const shared = [assistant(), assistant(), assistant()];
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(...shared));
    await rig.write(`-p/${sessionB}.jsonl`, jsonl(...shared.map((line) => ({ ...line, sessionId: sessionB, slug: 'x'.repeat(500) }))));
    assert.deepEqual(asking(await examined(rig)), []);
  });

  it('says what is only in the ledger, what is excluded and what was forgotten', async () => {
    const file = await one();
    await rig.write(
      `-p/${sessionB}.jsonl`,
      jsonl(assistant({ sessionId: sessionB, at: '2026-11-18T12:00:00.000Z', more: { cwd: '/home/ada/private' } })),
    );
    await rig.ingest();
    await rm(file);
    const engine = await rig.open();
    await engine.forget('/home/ada/private');
    await engine.close();
    const doctor = await examined(rig, { exclude: ['~/secret/**'] });
    assert.deepEqual(asking(doctor), []);
    assert.deepEqual(theFinding(doctor, 'archive-only').counts, { files: 1, sessions: 1, days: 1 });
    assert.deepEqual(
      [theFinding(doctor, 'folders-excluded').counts, theFinding(doctor, 'folders-forgotten').counts],
      [{ folders: 1 }, { folders: 1 }],
    );
  });

  it('says when Claude Code deletes transcripts, as its settings have it', async () => {
    const file = await one();
    const used = new Date('2026-11-20T12:00:00Z');
    await utimes(file, used, used);
    const told = async (): Promise<readonly [readonly string[], DoctorAnswer]> => {
      const doctor = await examined(rig);
      return [asking(doctor), doctor];
    };
    assert.match(
      theFinding((await told())[1], 'retention').sentence,
      /30 days after their last use\. The oldest one here may go from 2026-12-20 on/,
    );
    await settings('{"cleanupPeriodDays": 7, "env": {"SECRET": "x"}}');
    const [states, doctor] = await told();
    assert.deepEqual(states, ['notice retention-short']);
    assert.match(theFinding(doctor, 'retention-short').sentence, /7 days .* 2026-11-27 on/);
    await settings('{"cleanupPeriodDays": 0}');
    assert.deepEqual((await told())[0], ['problem retention-none']);
    await settings('{"cleanupPeriodDays": 99999}');
    assert.match(theFinding((await told())[1], 'retention').sentence, /99,999 days/);
    await settings('{"cleanupPeriodDays": ');
    const [, broken] = await told();
    assert.deepEqual([theFinding(broken, 'retention').examined, theFinding(broken, 'retention').severity], [false, 'notice']);
  });

  it('says that times cannot be, and that a total of Claude Code’s own differs', async () => {
    const ahead = new Date(Date.now() + day).toISOString();
    await rig.write(
      `-p/${sessionA}.jsonl`,
      jsonl(
        assistant(),
        assistant({ at: ahead }),
        assistant({ at: '2022-06-01T00:00:00.000Z' }),
        costState({ 'claude-opus-5-5': { output: 1 } }),
      ),
    );
    const doctor = await examined(rig);
    assert.deepEqual([...asking(doctor)].sort(), ['notice client-total-differs', 'notice times-future', 'notice times-old']);
    await rig.write(`-p/${sessionA}.jsonl`, jsonl(assistant(), costState({ 'claude-opus-5-5': { output: 500 } })));
    const fresh = await examined(rig, { ledger: join(rig.root, 'other.sqlite') });
    assert.deepEqual(theFinding(fresh, 'client-total').counts, { sessions: 1 });
  });
});
