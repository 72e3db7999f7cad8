import { median } from '../measure.ts';
import type { Row } from '../table.ts';
import type { LoadResult } from './load.ts';

export interface Measured {
  readonly what: string;
  readonly own: readonly LoadResult[];
  readonly peer: readonly LoadResult[];
  /** Milliseconds of the database's processor time for each request; NaN where it is part of the collector's. */
  readonly database: readonly number[];
  readonly note: string;
}

/** Rows of requests as many as are answered. */
export function figuresOf({ what, own, peer, database, note }: Measured): readonly Row[] {
  const of = (results: readonly LoadResult[], name: keyof LoadResult): number => median(results.map((each) => each[name]));
  const ratio = (name: keyof LoadResult): string => median(own.map((each, at) => each[name] / (peer[at]?.[name] ?? NaN))).toFixed(2);
  const ofDatabase = Number.isNaN(database[0]) ? 'the database within it' : `and ${median(database).toFixed(2)} ms of the database’s`;
  return [
    {
      what,
      figure: `${of(own, 'perSecond').toFixed(0)} a second`,
      note: `p50 ${of(own, 'p50').toFixed(0)} ms, p99 ${of(own, 'p99').toFixed(0)} ms; median of ${own.length}; ${note}`,
    },
    {
      what: `${what}, processor time of one`,
      figure: `${of(own, 'cpuMs').toFixed(2)} ms`,
      note: `${ofDatabase}: ${(1000 / of(own, 'cpuMs')).toFixed(0)} a second of a core that nothing else uses; it had ${(of(own, 'busy') * 100).toFixed(0)} % of its`,
    },
    {
      what: `${what} / a bare route`,
      figure: `${ratio('cpuMs')} times its processor time`,
      note: `that parses the same and answers, in turn with it: ${of(peer, 'perSecond').toFixed(0)} a second, ${of(peer, 'cpuMs').toFixed(2)} ms each`,
    },
  ];
}
