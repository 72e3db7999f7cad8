/** A word as a shell takes it: ids hold names of models and kinds, and whatever else their rule puts there. */
export function shellWord(text: string): string {
  return /^[\w:@./,+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
