/** Numbers as a person types them. Undefined is what cannot be read, null an empty field. */

const most = 9e15;

/** Dollars, `1,234.56` or `1234.5`, as integer nanodollars. */
export function readAmount(text: string): number | null | undefined {
  const plain = text.trim().replace(/^\$\s*/, '');
  if (plain === '') return null;
  if (!/^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,9})?$/.test(plain)) return undefined;
  const [whole = '', fraction = ''] = plain.replaceAll(',', '').split('.');
  const nanodollars = Number(whole) * 1e9 + Number(fraction.padEnd(9, '0'));
  return nanodollars <= most ? nanodollars : undefined;
}

/** The same back: `1234.56`; empty for none. */
export function typedAmount(nanodollars: number | null): string {
  if (nanodollars === null) return '';
  const fraction = String(nanodollars % 1e9)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${String(Math.floor(nanodollars / 1e9))}${fraction === '' ? '' : `.${fraction.padEnd(2, '0')}`}`;
}

/** A whole number, `1,200` or `1200`. */
export function readWhole(text: string): number | null | undefined {
  const plain = text.trim();
  if (plain === '') return null;
  return /^(?:\d{1,3}(?:,\d{3})+|\d{1,12})$/.test(plain) ? Number(plain.replaceAll(',', '')) : undefined;
}
