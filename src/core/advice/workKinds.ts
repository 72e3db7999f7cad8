/** The kinds of work and how they are called, apart from how a request's is told: the panel's page only needs their names. */
import { t } from '../l10n/message.ts';

/** `code` is what is more than a small edit; `noEdits` led to no edit and to no files of a commit: reading, planning, review. */
export const workKinds = ['code', 'smallEdits', 'tests', 'docs', 'configuration', 'noEdits'] as const;
export type WorkKind = (typeof workKinds)[number];

/** How a kind is called, alone or in a list. JSON and the keys of reports keep the names of the code. */
export function workKindLabel(kind: WorkKind): string {
  switch (kind) {
    case 'code':
      return t('code');
    case 'smallEdits':
      return t('small edits');
    case 'tests':
      return t('tests');
    case 'docs':
      return t('docs');
    case 'configuration':
      return t('configuration');
    case 'noEdits':
      return t('no edits: reading, planning');
  }
}
