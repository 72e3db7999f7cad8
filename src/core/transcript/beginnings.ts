/**
 * When the latest responses began: their other lines may come when nothing else knows of the first any more, since it was forgotten at the user's word. It
 * depends on the lines alone, and not on how many of them are read at a time.
 */
import type { HashText } from './hashedLine.ts';
import { hexOf } from './hex.ts';
import type { BegunResponse } from './readerState.ts';

/** The lines of one response come before the next, or among those of a few. */
const remembered = 4;

interface Beginning {
  /** Null where it is known by its hash alone. */
  readonly id: string | null;
  readonly idHash: string;
  atMs: number;
}

export class Beginnings {
  /** The one whose line was the last is the last. */
  private readonly latest: Beginning[];
  private readonly hash: HashText;

  constructor(stored: readonly BegunResponse[], hash: HashText) {
    this.latest = stored.map(({ idHash, atMs }) => ({ id: null, idHash, atMs }));
    this.hash = hash;
  }

  /** Notes a line of a response; returns when that began as far as is known, milliseconds UTC. */
  note(id: string, atMs: number): number {
    const newest = this.latest.at(-1);
    if (newest?.id === id) return (newest.atMs = Math.min(newest.atMs, atMs));
    const [known] = this.latest.splice(this.placeOf(id), 1);
    const beganMs = known === undefined ? atMs : Math.min(known.atMs, atMs);
    this.latest.push({ id, idHash: known?.idHash ?? '', atMs: beganMs });
    if (this.latest.length > remembered) this.latest.shift();
    return beganMs;
  }

  /** By keyed hashes of their ids: of what was forgotten no id may stay. */
  stored(): readonly BegunResponse[] {
    return this.latest.map(({ id, idHash, atMs }) => ({ idHash: idHash !== '' || id === null ? idHash : this.hashOf(id), atMs }));
  }

  /** Behind all of them where it is none of them. */
  private placeOf(id: string): number {
    const isHashed = this.latest.some((one) => one.id === null);
    const idHash = isHashed ? this.hashOf(id) : '';
    const place = this.latest.findIndex((one) => (one.id === null ? one.idHash === idHash : one.id === id));
    return place < 0 ? this.latest.length : place;
  }

  private hashOf(id: string): string {
    return hexOf(this.hash(id));
  }
}
