import { t } from '../l10n/message.ts';

/**
 * A canonical model as people call it: `Opus 5.5` for `claude-opus-5-5`, `Sonnet 3.7` for `claude-3-7-sonnet`. Any other name stays as
 * it is, and an unknown one says so. Keys and JSON keep the model's id.
 */
export function modelLabel(model: string): string {
  if (model === '') return t('unknown model');
  const named = /^claude-([a-z]+)-(\d+)(?:-(\d+))?$/.exec(model) ?? swapped(/^claude-(\d+)(?:-(\d+))?-([a-z]+)$/.exec(model));
  if (named === null) return model;
  const [, family = '', major = '', minor] = named;
  return `${family.slice(0, 1).toUpperCase()}${family.slice(1)} ${major}${minor === undefined ? '' : `.${minor}`}`;
}

/** Before version 4 the family came last. */
function swapped(match: RegExpExecArray | null): readonly (string | undefined)[] | null {
  return match === null ? null : ['', match[3], match[1], match[2]];
}
