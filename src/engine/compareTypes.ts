import type { Comparison, ComparisonProblem } from '../core/report/compare/comparison.ts';
import type { Period } from './types.ts';

/** Text to be compared: as it is, or in a file. */
export type ComparedText = { readonly text: string } | { readonly file: string };

/** Which other figure is compared with ours, and where it comes from. */
export type CompareQuery = Period &
  (
    | {
        readonly figure: 'ccusage';
        /** Its report as JSON; null runs the installed program. */
        readonly report: ComparedText | null;
        /** The program by path or name; null: `ccusage` on PATH. */
        readonly command: string | null;
      }
    | { readonly figure: 'claude' }
    | {
        readonly figure: 'console';
        /** An amount as it was typed, or an exported file. */
        readonly amount: string | null;
        readonly csv: ComparedText | null;
      }
  );

export interface CompareOptions {
  readonly signal?: AbortSignal;
  /** What is being done, in a few words. */
  readonly onProgress?: (doing: string) => void;
}

export type CompareAnswer = Comparison | ComparisonProblem;
