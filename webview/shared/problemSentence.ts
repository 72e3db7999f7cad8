import { t } from '../../src/core/l10n/message.ts';

/** A reason as a person reads it: a sentence stays as it is, a system's own text is given in one. */
export function problemSentence(what: string, reason: string): string {
  const text = reason.trim();
  const isSentence =
    /^(?:["“'‘]|(?!\w*Error\b|[A-Z]+:)[\p{Lu}\p{Lo}])/u.test(text) && /[.!?…。！？]["”'’)」』]?$/u.test(text) && /[ \p{Lo}]/u.test(text);
  if (isSentence) return text;
  const rest = text.replace(/^(?:\w*Error: )+/, '').replace(/[.\s]+$/, '');
  return rest === '' ? t('{0} failed.', what) : t('{0} failed: {1}.', what, rest);
}
