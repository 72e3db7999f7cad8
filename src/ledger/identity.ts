import { statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Device and inode of a file; with its content's marks where it is read as if it never changed. `''` when there is none. */
export function fileIdentity(path: string, withContent = false): string {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  if (found === undefined) return '';
  const content = withContent ? `:${found.size}:${found.mtimeNs}` : '';
  return `${found.dev}:${found.ino}${content}`;
}

/** Whether another file, or none, lies where a ledger was opened: it was set aside, deleted, replaced, or its disk was taken away. */
export function isReplaced({ path, identity }: { readonly path: string; readonly identity: string }): boolean {
  try {
    return fileIdentity(path, identity.split(':').length > 2) !== identity;
  } catch {
    return true;
  }
}

/** A file's address with a parameter for SQLite. */
export function fileAddress(path: string, parameter: string): URL {
  const address = pathToFileURL(path);
  address.search = parameter;
  return address;
}
