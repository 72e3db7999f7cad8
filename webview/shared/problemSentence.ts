/** A reason as a person reads it: a sentence stays as it is, a system's own text is given in one. */
export function problemSentence(what: string, reason: string): string {
  const text = reason.trim();
  const isSentence = /^(?:["“'‘]|(?!\w*Error\b|[A-Z]+:)\p{Lu})/u.test(text) && /[.!?…]["”'’)]?$/.test(text) && text.includes(' ');
  if (isSentence) return text;
  const rest = text.replace(/^(?:\w*Error: )+/, '').replace(/[.\s]+$/, '');
  return rest === '' ? `${what} failed.` : `${what} failed: ${rest}.`;
}
