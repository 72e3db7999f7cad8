/** What a file system has to offer so that several processes can share a ledger on it. */
import { statfsSync } from 'node:fs';

/** `f_type` of statfs(2) on Linux of file systems that several machines share: memory shared beside the file is not the same on two of them. */
const shared: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x517b, 'SMB'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0x564c, 'NCP'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x19830326, 'BeeGFS'],
]);

/** Type of the file system that a folder is on, as statfs(2) of Linux gives it; null where that cannot be told. */
export function fileSystemType(folder: string): number | null {
  if (process.platform !== 'linux') return null;
  try {
    return Number(statfsSync(folder, { bigint: true }).type & 0xffffffffn);
  } catch {
    return null;
  }
}

/** Name of a file system that several machines may share, null for any other. */
export function networkName(type: number | null): string | null {
  return type === null ? null : (shared.get(type) ?? null);
}

/** Bytes that may still be written to the disk that `folder` is on; infinite where that cannot be told. */
export function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}
