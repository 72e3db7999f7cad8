import { t } from '../core/l10n/message.ts';
import type { RootSearch } from '../ingest/roots.ts';

/** Folders that were named and are not there, and any that may not be read, each in a sentence. A default folder may well be missing. */
export function rootProblems({ missing }: RootSearch, named: boolean): readonly string[] {
  return missing
    .filter(({ problem }) => named || problem !== null)
    .map(({ path, problem }) => (problem === null ? t('The folder {0} was named and is not there.', path) : `${path}: ${problem}`));
}
