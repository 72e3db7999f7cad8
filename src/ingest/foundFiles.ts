import type { BigIntStats } from 'node:fs';
import { sep } from 'node:path';
import { transcriptPlace } from '../core/transcript/place.ts';
import type { FoundFile } from './discover.ts';

/** Numbers of a file: birth and modification in milliseconds, size, and how much of its path leads to its root's projects. */
const columns = 4;

/**
 * Many found files, packed: a history may have a hundred thousand, all of which are found before the newest is read, and as objects they
 * would take more than twice the memory.
 */
export class FoundFiles {
  private readonly paths: string[] = [];
  /** Device and inode of each. */
  private identities = new BigUint64Array(32);
  private numbers = new Float64Array(16 * columns);
  private allBytes = 0;

  get count(): number {
    return this.paths.length;
  }

  /** Of all of them together. */
  get bytes(): number {
    return this.allBytes;
  }

  /**
   * Adds a file whose place is a transcript's.
   * @param start length of the path that leads to the folders of projects, its separator included
   */
  add(path: string, start: number, { dev, ino, birthtimeNs, size, mtimeNs }: BigIntStats): void {
    this.push(path, [dev, ino], [Number(birthtimeNs) / 1e6, Number(mtimeNs) / 1e6, Number(size), start]);
  }

  /** Adds a file of another list. */
  addFrom(other: FoundFiles, index: number): void {
    const numbers = other.numbers.subarray(index * columns, (index + 1) * columns);
    this.push(other.pathAt(index), other.identities.subarray(index * 2, index * 2 + 2), numbers);
  }

  at(index: number): FoundFile {
    const path = this.pathAt(index);
    const [birthMs = 0, modifiedMs = 0, size = 0, start = 0] = this.numbers.subarray(index * columns, (index + 1) * columns);
    const place = transcriptPlace(path.slice(start).split(sep));
    if (place === null) throw new Error('A file was listed that is no transcript.');
    return { ...place, path, identity: this.identityAt(index), birthMs, size, modifiedMs };
  }

  /** The file, whose path is not kept any longer. */
  take(index: number): FoundFile {
    const file = this.at(index);
    this.paths[index] = '';
    return file;
  }

  pathAt(index: number): string {
    return this.paths[index] ?? '';
  }

  identityAt(index: number): string {
    return `${String(this.identities[index * 2])}:${String(this.identities[index * 2 + 1])}`;
  }

  hasInode(index: number): boolean {
    return this.identities[index * 2 + 1] !== 0n;
  }

  modifiedMsAt(index: number): number {
    return this.numbers[index * columns + 1] ?? 0;
  }

  private push(path: string, identity: ArrayLike<bigint>, numbers: ArrayLike<number>): void {
    const index = this.paths.push(path) - 1;
    if (this.identities.length < (index + 1) * 2) {
      const { identities, numbers: before } = this;
      this.identities = new BigUint64Array(identities.length * 2);
      this.identities.set(identities);
      this.numbers = new Float64Array(before.length * 2);
      this.numbers.set(before);
    }
    this.identities.set(identity, index * 2);
    this.numbers.set(numbers, index * columns);
    this.allBytes += numbers[2] ?? 0;
  }
}

/**
 * One file reached on two ways (links) is one file: the shorter path stands for it. Some network shares give their files no inode: there none is known to
 * be another.
 */
export function withoutDoubles(files: FoundFiles): FoundFiles {
  const byIdentity = new Map<string, number>();
  for (let index = 0; index < files.count; index += 1) {
    const identity = files.hasInode(index) ? files.identityAt(index) : files.pathAt(index);
    const other = byIdentity.get(identity);
    if (other === undefined || shorter(files.pathAt(index), files.pathAt(other))) byIdentity.set(identity, index);
  }
  if (byIdentity.size === files.count) return files;
  const single = new FoundFiles();
  for (const index of byIdentity.values()) single.addFrom(files, index);
  return single;
}

function shorter(first: string, second: string): boolean {
  return first.length === second.length ? first < second : first.length < second.length;
}
