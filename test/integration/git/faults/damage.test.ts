/** What goes wrong while git is read, or before: said in a sentence, with everything that was known kept, and made good once it is mended. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultRig } from '../../../support/faultRig.ts';
import { gitEnvironment } from '../../../support/gitWork.ts';

describe('a repository that cannot be read', function () {
  this.timeout(60_000);
  let rig: FaultRig;
  beforeEach(async () => {
    rig = await FaultRig.make();
  });
  afterEach(() => rig.close());

  /** Surroundings whose git is a script; `$GIT` in it is the real one. */
  const wrapped = async (script: string): Promise<Readonly<Record<string, string | undefined>>> => {
    const folder = join(rig.rig.root, `bin-${String(Math.random()).slice(2)}`);
    const real =
      (process.env.PATH ?? '')
        .split(':')
        .map((each) => join(each, 'git'))
        .find(existsSync) ?? assert.fail('no git');
    await mkdir(folder);
    await writeFile(join(folder, 'git'), `#!/bin/sh\nGIT='${real}'\n${script}\n`);
    await chmod(join(folder, 'git'), 0o755);
    return { ...gitEnvironment(rig.rig), PATH: `${folder}:${process.env.PATH ?? ''}` };
  };
  /** Makes an object unreadable; what mends it. */
  const damage = async (sha: string): Promise<() => Promise<void>> => {
    const path = rig.objectPath(sha);
    const content = readFileSync(path);
    await chmod(path, 0o644);
    await writeFile(path, 'no object');
    return () => writeFile(path, content);
  };
  const objectOf = (name: string): string => rig.work.git('rev-parse', name).trim();

  for (const [what, name] of [
    ['content', 'HEAD:old.ts'],
    ['folder', 'HEAD^{tree}'],
  ] as const)
    it(`because an old ${what} is damaged: what came after it is linked all the same, and the rest once it is mended`, async () => {
      rig.work.write('old.ts', 'old\n');
      rig.work.commit('Old', Date.parse('2026-11-02T08:00:00Z'));
      const mend = await damageAfter(objectOf(name), () => {
        rig.work.write('old.ts', 'other\n');
        rig.work.commit('Between', Date.parse('2026-11-03T08:00:00Z'));
      });
      const sha = rig.adds('a.ts');
      rig.assertSentence((await rig.read()).problem, /objects cannot be read.*git fsck/);
      assert.deepEqual(await rig.linked(), { [sha]: 'onDefaultBranch' });
      assert.deepEqual(await rig.standing(), { onDefaultBranch: 2 });
      const next = rig.adds('b.ts');
      rig.assertSentence((await rig.read()).problem, /objects cannot be read/);
      assert.deepEqual(await rig.linked(), { [sha]: 'onDefaultBranch', [next]: 'onDefaultBranch' });
      await rig.reopen();
      assert.deepEqual(await rig.standing(), { onDefaultBranch: 4 });
      await mend();
      const reading = await rig.read();
      assert.deepEqual([reading.problem, reading.commits], [null, 5]);
      assert.deepEqual(await rig.standing(), { onDefaultBranch: 4 });
    });

  /** The object is damaged after `then`, which needs it. */
  const damageAfter = async (sha: string, then: () => void): Promise<() => Promise<void>> => {
    then();
    return damage(sha);
  };

  it('because a content is damaged between commits by hand: the lines of the others are compared all the same', async () => {
    const content = (name: string): string => `a line that tells ${name} apart\nand another of ${name}\n`;
    const shas: string[] = [];
    for (const [at, name] of ['one', 'two', 'three', 'four'].entries()) {
      rig.lines.edits(join(rig.clone, `${name}.ts`), content(name));
      rig.work.write(`${name}.ts`, content(name));
      shas.push(rig.work.commit(`Add ${name}`, rig.lines.atMs + 1_000 + at));
    }
    const [one = '', two = '', three = '', four = ''] = shas;
    // It was read before, so that nothing but its lines is asked for.
    const lines = rig.lines.lines.splice(0);
    rig.lines.says();
    await rig.read();
    rig.lines.lines.splice(0, 1, ...lines);
    const mends = [await damage(objectOf(`${two}:two.ts`)), await damage(objectOf(`${three}:three.ts`))];
    await rig.read();
    const matched = async (): Promise<readonly string[]> =>
      (await rig.rows()).flatMap(({ sha, links }) => (links[0]?.tier === 5 ? [sha] : [])).sort();
    assert.deepEqual(await matched(), [one, four].sort());
    for (const mend of mends) await mend();
    rig.work.write('five.ts', '5\n');
    rig.work.commit('Add five', rig.lines.atMs + 60_000);
    assert.equal((await rig.read()).problem, null);
    assert.deepEqual(await matched(), [one, two, three, four].sort());
  });

  it('because a branch leads to a damaged commit, after it was read', async () => {
    const sha = rig.adds('a.ts');
    await rig.read();
    const mend = await damage(sha);
    rig.assertSentence((await rig.read()).problem, /objects cannot be read/);
    assert.deepEqual(await rig.linked(), { [sha]: 'onDefaultBranch' });
    await rig.reopen();
    assert.deepEqual(await rig.standing(), { onDefaultBranch: 2 });
    await mend();
    const next = rig.adds('b.ts');
    assert.equal((await rig.read()).problem, null);
    assert.deepEqual(await rig.linked(), { [sha]: 'onDefaultBranch', [next]: 'onDefaultBranch' });
  });

  for (const [when, pattern] of [
    ['is described', 'for-each-ref'],
    ['is read', 'log'],
    ['is compared', 'status'],
  ] as const)
    for (const gone of ['deleted', 'moved'] as const)
      it(`because it is ${gone} while it ${when}`, async () => {
        const first = rig.adds('a.ts');
        await rig.read();
        const second = rig.adds('b.ts');
        rig.lines.edits(join(rig.clone, 'c.ts'), 'c\n');
        rig.work.write('c.ts', 'c\n');
        const away = `${rig.clone}-away`;
        const act = gone === 'deleted' ? `cp -r '${rig.clone}' '${away}'; rm -rf '${rig.clone}'` : `mv '${rig.clone}' '${away}'`;
        const environment = await wrapped(
          `for each in "$@"; do [ "$each" = '${pattern}' ] && [ -e '${rig.clone}' ] && { ${act}; }; done\nexec "$GIT" "$@"`,
        );
        await rig.reopen({ environment });
        const during = await rig.read();
        assert.ok(existsSync(away), 'git was not asked that');
        // git itself goes on in a folder that is moved under it; what was asked then is answered, what comes after it is not.
        if (during.problem !== null) rig.assertSentence(during.problem, /gone|git could not answer|objects cannot be read/);
        rig.assertSentence((await rig.read()).problem, /gone/);
        await rig.reopen();
        assert.equal((await rig.linked())[first], 'onDefaultBranch');
        const kept = await rig.standing();
        assert.equal(
          Object.values(kept).reduce((sum, cents) => sum + cents, 0),
          5,
        );
        renameSync(away, rig.clone);
        assert.equal((await rig.read()).problem, null);
        assert.deepEqual(await rig.linked(), { [first]: 'onDefaultBranch', [second]: 'onDefaultBranch' });
        assert.deepEqual(await rig.standing(), { onDefaultBranch: 3, openWork: 2 });
      });

  it('because there is no git any more, or an old one, until there is', async () => {
    const first = rig.adds('a.ts');
    await rig.read();
    const second = rig.adds('b.ts');
    for (const [environment, sentence] of [
      [{ PATH: join(rig.rig.root, 'nothing') }, /git was not found.*Install git/],
      [await wrapped('[ "$1" = --version ] && echo git version 2.25.1'), /too old.*2\.31.*Install a newer/],
    ] as const) {
      await rig.reopen({ environment });
      const reading = await rig.read();
      rig.assertSentence(reading.problem, sentence);
      assert.deepEqual([reading.commits, reading.newCommits], [2, 0]);
      assert.deepEqual(await rig.linked(), { [first]: 'onDefaultBranch' });
      await rig.standing();
    }
    await rig.reopen();
    assert.equal((await rig.read()).problem, null);
    assert.deepEqual(await rig.linked(), { [first]: 'onDefaultBranch', [second]: 'onDefaultBranch' });
    assert.deepEqual(await rig.standing(), { onDefaultBranch: 4 });
  });
});
