import { execFileSync } from 'node:child_process';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { committedFiles, workingTreeFile } from '../../../src/git/rootFiles.ts';
import { GitRig, valueOf } from '../../support/gitRig.ts';

const longest = 1000;

describe('A small file at the root of a repository', () => {
  let rig: GitRig;
  let folder: string;
  before(async () => {
    rig = await GitRig.make();
    folder = rig.init('loom');
  });
  after(() => rig.close());
  const inTree = (): ReturnType<typeof workingTreeFile> => workingTreeFile(folder, 'a.json', longest);
  const committed = async (sha: string): Promise<unknown> =>
    valueOf(await committedFiles(folder, { sha, names: ['a.json', 'b'], longest }, rig.options)).get('a.json');

  it('is read from the working tree where it is a regular file, and nothing else is opened', async () => {
    const file = join(folder, 'a.json');
    assert.deepEqual(await inTree(), { found: 'none' });
    await writeFile(file, '{}\n');
    assert.deepEqual(await inTree(), { found: 'text', text: '{}\n' });
    await writeFile(file, 'x'.repeat(longest));
    assert.equal((await inTree()).found, 'text');
    await writeFile(file, 'x'.repeat(longest + 1));
    assert.deepEqual(await inTree(), { found: 'unread', why: 'size' });
    await rm(file);
    await writeFile(join(rig.root, 'secret'), '{"secret":1}');
    await symlink(join(rig.root, 'secret'), file);
    assert.deepEqual(await inTree(), { found: 'unread', why: 'kind' });
    await rm(file);
    execFileSync('mkfifo', [file]);
    assert.deepEqual(await inTree(), { found: 'unread', why: 'kind' });
    await rm(file);
    await mkdir(file);
    assert.deepEqual(await inTree(), { found: 'unread', why: 'kind' });
    await rm(file, { recursive: true });
  });

  it('is read from a commit likewise', async () => {
    const shas = [await rig.commit(folder, { files: { 'a.json': '{ "a": 1 }\n' } })];
    shas.push(await rig.commit(folder, { files: { 'a.json': 'x'.repeat(longest + 1), b: '' } }));
    await rm(join(folder, 'a.json'));
    await symlink('/etc/passwd', join(folder, 'a.json'));
    shas.push(await rig.commit(folder));
    await rm(join(folder, 'a.json'));
    shas.push(await rig.commit(folder, { files: { 'a.json/inner': 'x' } }));
    shas.push(await rig.commit(folder, { files: { 'a.json/inner': null } }));
    assert.deepEqual(await Promise.all([...shas, ''].map(committed)), [
      { found: 'text', text: '{ "a": 1 }\n' },
      { found: 'unread', why: 'size' },
      { found: 'unread', why: 'kind' },
      { found: 'unread', why: 'kind' },
      { found: 'none' },
      { found: 'none' },
    ]);
  });

  it('that a partial clone does not have is not fetched', async () => {
    await rm(join(folder, 'a.json'), { recursive: true, force: true });
    const blob = rig.git(folder, 'rev-parse', `${await rig.commit(folder, { files: { 'a.json': '{ "far": 1 }\n' } })}:a.json`);
    const object = join(folder, '.git/objects', blob.slice(0, 2), blob.slice(2));
    await chmod(object, 0o600);
    await rm(object);
    assert.deepEqual(await committed(rig.git(folder, 'rev-parse', 'HEAD')), { found: 'unread', why: 'failed' });
  });
});
