import { canonicalModel } from '../pricing/modelName.ts';
import { FiguresSum } from './figures.ts';
import type { RequestRow } from './rows.ts';

/** Where a session was at one of its requests. */
export type SessionPlace = Pick<RequestRow, 'agentId' | 'atMs' | 'cwd' | 'repository'>;

/** A session while its requests are being summed. */
export class SessionSum {
  readonly figures = new FiguresSum();
  readonly branches = new Set<string>();
  readonly models = new Set<string>();
  /** The place of the session's first request in its main thread, or of its first at all. */
  place: SessionPlace;
  startedAtMs: number;
  endedAtMs: number;
  readonly #nameOf: (model: string) => string;

  constructor(first: SessionPlace, nameOf: (model: string) => string = canonicalModel) {
    this.place = first;
    this.startedAtMs = first.atMs;
    this.endedAtMs = first.atMs;
    this.#nameOf = nameOf;
  }

  add(request: SessionPlace & Pick<RequestRow, 'branch' | 'model'>): void {
    if (this.place.agentId !== '' && request.agentId === '') this.place = request;
    if (request.branch !== '') this.branches.add(request.branch);
    if (request.model !== '') this.models.add(this.#nameOf(request.model));
    this.cover(request.atMs);
  }

  /** Widens the session's time to one more moment of it. */
  cover(atMs: number): void {
    this.startedAtMs = Math.min(this.startedAtMs, atMs);
    this.endedAtMs = Math.max(this.endedAtMs, atMs);
  }
}
