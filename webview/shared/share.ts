/** `69 %` of a whole, never rounded to nothing or to everything: `<1 %`, `>99 %`. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0 %';
  if (part >= whole) return '100 %';
  const percent = Math.round((part / whole) * 100);
  if (percent === 0) return '<1 %';
  return percent === 100 ? '>99 %' : `${String(percent)} %`;
}

/** `12.4 %`: where amounts themselves are shown as shares. */
export function formatExactShare(part: number, whole: number): string {
  if (whole <= 0 || part === 0) return '0 %';
  const percent = (part / whole) * 100;
  if (Math.abs(percent) < 0.05) return '<0.1 %';
  return `${percent.toFixed(percent >= 99.95 ? 0 : 1)} %`;
}

/** `1 commit`, `25 commits`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${String(count).replace(/\B(?=(\d{3})+$)/g, ',')} ${count === 1 ? one : many}`;
}
