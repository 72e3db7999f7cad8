import { counted } from '../core/report/words.ts';
import type { CommandContext } from './session.ts';
import { lookedFor, stateOfRoot } from './roots.ts';
import { homely } from './sizes.ts';
import { printable } from './table.ts';

/** What is said instead of an empty table: what was looked for, where, and what to do. */
export async function nothingFound({ engine, line, surroundings }: CommandContext): Promise<string> {
  if (line.folder !== null) {
    const place = printable(homely(line.folder, surroundings.home));
    return `No request of Claude Code that went to the repository of ${place} was found${line.periodText === '' ? '' : ` ${line.periodText}`}.\n`;
  }
  const { roots, ledger } = await engine.doctor();
  const places = roots.map((root) => {
    const state = stateOfRoot(root, () => counted(root.files, 'transcript'));
    return `  ${lookedFor(root, surroundings.home)}  (${state})\n`;
  });
  if (ledger.requests > 0) {
    const period = line.periodText === '' ? 'in this ledger' : line.periodText;
    return `No request of Claude Code was found ${period}. The ledger holds ${counted(ledger.requests, 'request')} of other times.\n`;
  }
  const waiting = roots.reduce((sum, { files }) => sum + files, 0);
  if (!line.ingest && waiting > 0)
    return `The ledger is empty, and --no-ingest left ${counted(waiting, 'transcript')} unread: run it again without --no-ingest.\n`;
  const demo = surroundings.isCheckout() ? ', or see the product on generated data with npm start -- --demo' : '';
  const hint = `Give another place with --claude-dir DIR${demo}.`;
  return `No request of Claude Code was found. Transcripts (*.jsonl) were looked for in:\n${places.join('')}${hint}\n`;
}
