import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of a given size for a test; `null` where none can be mounted. */
export class SmallDisk {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static make(path: string, bytes: number): SmallDisk | null {
    mkdirSync(path, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path], { stdio: 'ignore' });
      return new SmallDisk(path);
    } catch {
      return null;
    }
  }

  /** Leaves so many bytes free. */
  fill(leaveBytes: number): void {
    this.free();
    const { bavail, bsize } = statfsSync(this.path);
    writeFileSync(join(this.path, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - leaveBytes)));
  }

  free(): void {
    rmSync(join(this.path, 'ballast'), { force: true });
  }

  /** Lets nobody write to it any more, or again. */
  protect(readOnly: boolean): void {
    execFileSync('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, this.path]);
  }

  /** Takes the disk away, also from those that use it. */
  remove(): void {
    execFileSync('umount', ['-l', this.path]);
  }
}
