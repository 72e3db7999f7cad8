import type { History } from '../attribution/history.ts';
import type { NotFound, Receipt } from './explanation.ts';

export interface ReceiptInput {
  readonly history: History;
  readonly kind: Receipt['kind'];
  /** Whole SHA, branch, or address. */
  readonly id: string;
  /** Where the branch is. */
  readonly repository: string;
}

/** Five lines of Markdown: cost, sessions and models, lines, tests, and how it is known. No prompt, path or person is in them. */
export function buildReceipt(input: ReceiptInput): Receipt | NotFound {
  throw new Error(`not built: ${input.id}`);
}
