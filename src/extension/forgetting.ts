/** Which repositories *Forget this repository* may mean in a window, and what is said of each. Knows nothing of VS Code. */
import { requestCount } from '../core/report/counts.ts';
import { formatMoney } from '../core/report/money.ts';
import { listed } from '../core/report/words.ts';
import type { Figures, ReportRow } from '../core/report/report.ts';

export interface Forgettable {
  /** The repository, or a folder in none, which then stands for itself and what lies in it. */
  readonly folder: string;
  /** What the ledger holds of it, `3 requests, $12.00`; empty where that is known only once it is forgotten. */
  readonly held: string;
}

/**
 * What the window's folders stand for: each folder's repository once, or the folder itself where it is in none. Without folders (an
 * empty window, Restricted Mode) every repository that the ledger holds, the dearest first.
 */
export function forgettable(
  folders: readonly string[],
  repositories: readonly string[],
  rows: readonly ReportRow[],
): readonly Forgettable[] {
  const held = new Map(rows.filter(({ key }) => key !== '').map((row) => [row.key, row]));
  const byCost = [...held.values()].sort((left, right) => right.costNanodollars - left.costNanodollars).map(({ key }) => key);
  const own = folders.map((folder, index) => repositories[index] || folder);
  return [...new Set(folders.length === 0 ? byCost : own)].map((folder) => {
    const row = held.get(folder);
    return { folder, held: row === undefined ? '' : heldText(row) };
  });
}

/** `3 requests, $12.00`. */
export function heldText({ requests, costNanodollars, unpricedRequests, lowerBound }: Figures): string {
  const money = formatMoney({ nanodollars: costNanodollars, unpricedRequests, lowerBound });
  return listed([requestCount(requests), money]);
}
