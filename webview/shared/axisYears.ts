/** A mark of an axis of days: the place of its label, and its text. */
interface Mark {
  readonly value: number;
  readonly label?: string | readonly string[];
}

/** The texts of the marks that are shown; where the days are of several years, each year stands beneath the first mark of it. */
export function yearsBeneath(shown: readonly Mark[], days: readonly string[]): readonly (string | readonly string[])[] {
  const yearOf = (day: string | undefined): string => day?.slice(0, 4) ?? '';
  const isOfOne = yearOf(days[0]) === yearOf(days.at(-1));
  let last = '';
  return shown.map(({ value, label = '' }) => {
    const year = yearOf(days[value]);
    if (isOfOne || year === last) return label;
    last = year;
    return [String(label), year];
  });
}
