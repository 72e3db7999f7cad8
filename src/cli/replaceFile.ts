/** Writing a file that others read at any moment: whole or not at all. */
import { randomBytes } from 'node:crypto';
import { chmod, chown, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../ledger/makeFolder.ts';

/** Puts `text` in the place of a file, beside it first; its mode and owner stay, and so does a link that leads to it. Throws what the disk says. */
export async function replaceFile(file: string, text: string, newMode: number): Promise<void> {
  const target = await targetOf(file);
  const before = await stat(target).catch(() => null);
  makeFolder(path.dirname(target));
  const beside = `${target}.${randomBytes(4).toString('hex')}`;
  const mode = before === null ? newMode : before.mode & 0o7777;
  try {
    const handle = await open(beside, 'wx', mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // Only root can give a file away: anybody else's is their own already.
    if (before !== null) await chown(beside, before.uid, before.gid).catch(() => undefined);
    await chmod(beside, mode); // whatever the umask took
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Where a link leads, also one to a file that is not there yet. */
async function targetOf(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    const link = await readlink(file).catch(() => null);
    return link === null ? file : path.resolve(path.dirname(file), link);
  }
}
