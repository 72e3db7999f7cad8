/** What stands at an axis. */
export interface AxisMarks {
  /** Of a value whose next mark is `step` apart. */
  readonly text: (value: number, step: number) => string;
  /** What the values have to be round numbers of: one euro in nanodollars, say. */
  readonly unit: number;
}

/** Round numbers of an axis from `min` to `max`, `most` of them at most, but as many as that: 1, 2 or 5 of a power of ten apart. */
export function roundMarks(min: number, max: number, most: number): readonly number[] {
  if (!(max > min)) return [min];
  const power = 10 ** Math.floor(Math.log10((max - min) / most));
  for (const times of [1, 2, 5, 10]) {
    const step = times * power;
    const first = Math.ceil(min / step - 1e-9);
    const last = Math.floor(max / step + 1e-9);
    if (last - first < most) return Array.from({ length: last - first + 1 }, (_none, index) => (first + index) * step);
  }
  return [min];
}
