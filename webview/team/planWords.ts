/** What a plan rests on, as a sentence. */
export function planAbout(weeks: number): string {
  if (weeks === 0) return 'What the next 90 days come to: no published week tells its cost yet, and it takes eight that do.';
  const base = weeks === 1 ? 'The last published week' : `The last ${String(weeks)} published weeks`;
  return `${base} as a base, and what the next 90 days come to.`;
}
