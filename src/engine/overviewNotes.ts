import { formatPercent } from '../core/report/money.ts';
import { t } from '../core/l10n/message.ts';
import type { Reading } from '../core/report/live.ts';
import type { OverviewNote } from '../core/report/overview.ts';

/** What a view says beside its figures: that they are not whole yet, or what stands in the way. */
export function overviewNotes(now: {
  readonly reading: Reading | null;
  readonly gitAllowed: boolean;
  /** What is said of the ledger; null for nothing. */
  readonly notice: string | null;
}): readonly OverviewNote[] {
  const { reading, gitAllowed, notice } = now;
  const notes: OverviewNote[] = [];
  if (reading !== null) {
    const percent = Math.floor((100 * reading.bytesRead) / Math.max(1, reading.bytes));
    notes.push({ kind: 'reading', sentence: t('Older history is still being read: {0} so far.', formatPercent(percent)) });
  }
  if (!gitAllowed) notes.push({ kind: 'untrusted', sentence: t('Git is not run in Restricted Mode: cost only.') });
  if (notice !== null) notes.push({ kind: 'problem', sentence: notice });
  return notes;
}
