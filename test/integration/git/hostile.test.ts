/** A repository whose configuration names programs wherever git takes one: none of them is ever run. */
import assert from 'node:assert/strict';
import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeRepository } from '../../../src/git/describe.ts';
import { readMarks } from '../../../src/git/marks.ts';
import { fullShas } from '../../../src/git/objects.ts';
import { openPaths } from '../../../src/git/openPaths.ts';
import { resolveReference, subjectsOf } from '../../../src/git/references.ts';
import { GitRig, valueOf } from '../../support/gitRig.ts';

describe('a repository that wants programs run', function () {
  this.timeout(60_000);
  let rig: GitRig;
  let folder: string;
  let markers: string;

  /** A program that leaves a file of its name, and then does what git expects of such a one. */
  const program = async (name: string, then = 'cat'): Promise<string> => {
    const path = await rig.write(join(rig.root, 'programs', name), `#!/bin/sh\n: > '${join(markers, name)}'\n${then}\n`);
    await chmod(path, 0o755);
    return path;
  };
  const ran = async (): Promise<readonly string[]> => (await readdir(markers)).filter((name) => name !== 'keep').sort();

  beforeEach(async () => {
    rig = await GitRig.make();
    markers = join(rig.root, 'markers');
    await rig.write(join(markers, 'keep'), '');
    folder = rig.init('trap');
    await rig.commit(folder, {
      message: 'First',
      files: {
        '.gitattributes': '*.txt filter=trap diff=trap\n*.odd filter=a=b\n*.long filter=long\n*.md diff=outside\n',
        'a.txt': 'one\n',
        'b.md': 'one\n',
        'c.odd': 'one\n',
        'd.long': 'one\n',
      },
    });
    await rig.commit(folder, { message: 'Second', files: { 'a.txt': 'two\n', 'b.md': 'two\n', 'c.odd': 'two\n', 'd.long': 'two\n' } });
    await plant();
    // As long as before, so that only a comparison of contents tells the difference.
    for (const [name, content] of [
      ['a.txt', 'new\n'],
      ['b.md', 'new\n'],
      ['c.odd', 'new\n'],
      ['d.long', 'new\n'],
    ] as const)
      await rig.write(join(folder, name), content);
  });
  afterEach(() => rig.close());

  async function plant(): Promise<void> {
    const set = (key: string, value: string): string => rig.git(folder, 'config', key, value);
    for (const hook of ['post-index-change', 'reference-transaction', 'post-checkout', 'pre-auto-gc'])
      await program(`hooks/${hook}`.replace('/', '-'));
    const signed = rig
      .git(folder, 'cat-file', 'commit', 'HEAD')
      .replace('\n\n', '\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n none\n -----END PGP SIGNATURE-----\n\n');
    const sha = rig.gitWith({ input: `${signed}\n` }, folder, 'hash-object', '-t', 'commit', '-w', '--stdin');
    rig.git(folder, 'update-ref', 'refs/heads/main', sha);
    const hooks = join(rig.root, 'hooks');
    for (const hook of ['post-index-change', 'reference-transaction', 'pre-auto-gc'])
      await chmod(await rig.write(join(hooks, hook), `#!/bin/sh\n: > '${join(markers, 'hook')}'\n`), 0o755);
    const included = join(rig.root, 'included');
    await rig.write(included, `[core]\n\tfsmonitor = ${await program('included')}\n`);
    set('core.hooksPath', hooks);
    set('core.fsmonitor', await program('fsmonitor', 'printf "/\\0"'));
    set('core.pager', await program('pager'));
    set('pager.log', await program('pagerLog'));
    set('pager.status', 'true');
    set('core.editor', await program('editor'));
    set('core.askPass', await program('askPass'));
    set('core.sshCommand', await program('ssh'));
    set('core.gitProxy', await program('proxy'));
    set('core.alternateRefsCommand', await program('alternateRefs'));
    set('credential.helper', await program('credential'));
    set('diff.external', await program('external'));
    set('diff.trap.textconv', await program('textconv', 'cat "$1"'));
    set('diff.outside.command', await program('command'));
    set('diff.submodule', 'log');
    set('log.showSignature', 'true');
    set('gpg.program', await program('gpg'));
    set('filter.trap.clean', await program('clean'));
    set('filter.trap.smudge', await program('smudge'));
    set('filter.long.process', await program('process', 'exit 1'));
    set('filter.trap.required', 'true');
    set('filter.long.required', 'true');
    set('filter.a=b.clean', await program('oddClean'));
    set('alias.log', `!${await program('aliasLog')}`);
    set('alias.status', `!${await program('aliasStatus')}`);
    set('alias.for-each-ref', `!${await program('aliasRefs')}`);
    set('trailer.sign.key', 'Entire-Checkpoint');
    set('trailer.sign.command', await program('trailer'));
    set('maintenance.auto', 'true');
    set('diff.orderFile', 'no such file');
    set('remote.origin.url', `ext::${await program('transport')} %S`);
    set('remote.origin.promisor', 'true');
    set('remote.origin.uploadpack', await program('uploadPack'));
    set('extensions.partialClone', 'origin');
    set('core.repositoryFormatVersion', '1');
    set('protocol.ext.allow', 'always');
    set('protocol.allow', 'always');
    set('include.path', included);
    set('interactive.diffFilter', await program('diffFilter'));
  }

  async function askEverything(): Promise<void> {
    const head = rig.git(folder, 'rev-parse', 'refs/heads/main');
    valueOf(await describeRepository(folder, { ...rig.options, hash: rig.hash }));
    assert.equal((await rig.read(folder, [head])).length, 2);
    valueOf(await readMarks(folder, rig.options));
    const paths = ['a.txt', 'b.md', 'c.odd', 'd.long'].map((name) => join(folder, name));
    assert.deepEqual([...valueOf(await openPaths(folder, paths, rig.options))].sort(), paths);
    valueOf(await subjectsOf(folder, [head], rig.options));
    valueOf(await resolveReference(folder, 'main', rig.options));
    valueOf(await fullShas(folder, [head.slice(0, 8)], rig.options));
  }

  it('runs none, whatever it is asked', async () => {
    await askEverything();
    assert.deepEqual(await ran(), []);
  });

  it('runs none where blobs are missing that the remote has', async () => {
    const blob = rig.git(folder, 'rev-parse', 'HEAD~:a.txt');
    await rig.write(join(folder, 'a.txt'), 'two\n');
    await rm(join(folder, '.git', 'objects', blob.slice(0, 2), blob.slice(2)), { force: true });
    const commits = await rig.read(folder, [rig.git(folder, 'rev-parse', 'refs/heads/main')]);
    assert.deepEqual(
      commits[0]?.files.map(({ path, added }) => [path, added]),
      [
        ['a.txt', null],
        ['b.md', null],
        ['c.odd', null],
        ['d.long', null],
      ],
    );
    assert.deepEqual(await ran(), []);
  });

  it('runs none where git is steered by variables of the surroundings', async () => {
    const steered = {
      ...rig.environment,
      GIT_EXTERNAL_DIFF: await program('variableDiff'),
      GIT_PAGER: await program('variablePager'),
      GIT_SSH_COMMAND: await program('variableSsh'),
      GIT_DIR: join(rig.root, 'elsewhere'),
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.fsmonitor',
      GIT_CONFIG_VALUE_0: await program('variableMonitor'),
      PAGER: await program('plainPager'),
    };
    const described = valueOf(await describeRepository(folder, { environment: steered, hash: rig.hash }));
    assert.equal(described.heads.length, 1);
    valueOf(await openPaths(folder, [join(folder, 'a.txt')], { environment: steered }));
    assert.deepEqual(await ran(), []);
  });

  it('is a trap indeed: git as it is falls into it', async () => {
    const plain = ['-c', 'diff.orderFile=/dev/null', '-c', 'core.pager=cat'];
    const withoutProcess = ['-c', 'filter.long.process=', '-c', 'filter.long.required=false'];
    for (const args of [
      ['status'],
      [...withoutProcess, 'status'],
      [...withoutProcess, 'log', '-p', '--ext-diff'],
      [...withoutProcess, 'log', '-p', '--no-ext-diff'],
    ])
      try {
        rig.git(folder, ...plain, ...args);
      } catch {
        // What counts is what was run.
      }
    const programs = await ran();
    for (const name of ['clean', 'command', 'external', 'gpg', 'hook', 'included', 'oddClean', 'process', 'textconv'])
      assert.ok(programs.includes(name), `${name} is not among ${programs.join(' ')}`);
  });
});
