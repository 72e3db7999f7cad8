import { formatCount } from '../money.ts';
import { t } from '../../l10n/message.ts';

/** A figure of the Claude Console: an amount that was typed, or the rows of the file that its page Cost exports. */

export interface ConsoleRow {
  /** Day in UTC. */
  readonly day: string;
  /** As the Console calls it: `Claude Haiku 4.5`; `''` where it names none. */
  readonly model: string;
  readonly nanodollars: number;
  /** Before discounts; the same as `nanodollars` where the file does not say. */
  readonly listNanodollars: number;
  readonly kind: 'tokens' | 'searches' | 'other';
  readonly batch: boolean;
}

export interface ConsoleAmount {
  readonly nanodollars: number;
  /** What one of its last digit is worth: less than half of that is rounding. */
  readonly unit: number;
}

export type ConsoleFigure = { readonly amount: ConsoleAmount } | { readonly rows: readonly ConsoleRow[] };

/** An amount as people type it: `123.45`, `$1,234.50`, `USD 5`, `.50`; null when it is none. */
export function readAmount(text: string): ConsoleAmount | null {
  const parts = /^(?:US\$|USD|\$)?\s*(?=\.?\d)(\d{1,3}(?:,\d{3})+|\d{0,9})(?:\.(\d{0,9}))?(?:\s*(?:USD|\$))?$/i.exec(text.trim());
  const whole = parts?.[1];
  if (whole === undefined) return null;
  const fraction = parts?.[2] ?? '';
  return { nanodollars: Number(whole.replaceAll(',', '')) * 1e9 + Number(fraction.padEnd(9, '0')), unit: 10 ** (9 - fraction.length) };
}

/** Whether this was meant as an amount, in whatever currency and manner, and not as the name of a file. */
export function seemsAmount(text: string): boolean {
  return /^(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3})?\s*[\d.,'’\s]*\d[.,]?\s*(?:\p{Sc}|[A-Z]{3})?$/u.test(text.trim());
}

const dayColumns = ['usage_date_utc', 'usage_date', 'date_utc', 'date'];
const costColumns = ['cost_usd', 'cost_in_usd', 'total_cost_usd', 'cost', 'amount_usd', 'amount'];
const modelColumns = ['model', 'model_version'];

/** The rows of an exported file by its header, or why it is not understood. */
export function readConsoleCsv(text: string): { readonly rows: readonly ConsoleRow[] } | { readonly problem: string } {
  const [header, ...lines] = csvLines(text.replace(/^\uFEFF/, ''));
  if (header === undefined) return { problem: t('This file is empty: export it from the Console’s page Cost.') };
  // Such a program has also written days and amounts in the manner of its country, which cannot be told.
  if ((header.length === 1 && /[;\t]/.test(header[0] ?? '')) || header.some((name) => name.includes('\0')))
    return { problem: t('A spreadsheet program has saved this file in a form of its own: give it as the Console exported it.') };
  const names = header.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')
      .replaceAll(/^_|_$/g, ''),
  );
  const column = (known: readonly string[]): number => names.findIndex((name) => known.includes(name));
  const [day, cost] = [column(dayColumns), column(costColumns)];
  if (cost < 0 && names.some((name) => name.startsWith('usage_input_tokens')))
    return { problem: t('This is the Console’s export of tokens, without a cost: export from its page Cost instead.') };
  if (day < 0 || cost < 0) {
    const missing = day < 0 ? t('a day ({0})', dayColumns.join(', ')) : t('a cost in dollars ({0})', costColumns.join(', '));
    return { problem: t('This file has no column for {0}; its columns are {1}.', missing, header.slice(0, 20).join(', ')) };
  }
  const [model, list, kind, usage, token, currency] = [
    ...[modelColumns, ['list_price_usd'], ['cost_type'], ['usage_type'], ['token_type']],
    ['currency', 'currency_code'],
  ].map(column);
  const rows: ConsoleRow[] = [];
  for (const [index, cells] of lines.entries()) {
    const cell = (place = -1): string => (cells[place] ?? '').trim();
    const date = dayOf(cell(day));
    const nanodollars = signedDollars(cell(cost));
    if (!/^(?:USD)?$/i.test(cell(currency)))
      return {
        problem: t('Row {0} of this file is in {1}: only dollars can be compared.', formatCount(index + 2), cell(currency).slice(0, 20)),
      };
    if (date === null || nanodollars === null)
      return {
        problem: t(
          'Row {0} of this file has {1}.',
          formatCount(index + 2),
          date === null ? t('no day such as 2026-11-22') : t('no amount such as 1.25'),
        ),
      };
    rows.push({
      day: date,
      model: cell(model),
      nanodollars,
      listNanodollars: signedDollars(cell(list)) ?? nanodollars,
      kind: kindOf(`${cell(kind)} ${cell(token)}`.toLowerCase()),
      batch: cell(usage).toLowerCase().includes('batch'),
    });
  }
  if (rows.length === 0)
    return { problem: t('This file has a header and no rows: choose a period with use in the Console, and export again.') };
  return { rows };
}

/** The day that a cell begins with; null where it is none of the calendar's. */
function dayOf(cell: string): string | null {
  const day = /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(cell)?.[1] ?? '';
  const atMs = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(atMs) && new Date(atMs).toISOString().startsWith(day) ? day : null;
}

function kindOf(words: string): ConsoleRow['kind'] {
  if (/web.?search/.test(words)) return 'searches';
  return /\b(?:code.?execution|session|fetch)\b/.test(words.replaceAll('_', ' ')) ? 'other' : 'tokens';
}

/** Dollars with up to any number of digits, `5e-7` too, a half of a nanodollar rounded away from zero; null when it is no amount. */
function signedDollars(text: string): number | null {
  // As programs write what is less than a millionth.
  if (/^-?\d(?:\.\d{1,20})?e-\d{1,2}$/i.test(text)) {
    const small = Number(text) * 1e9;
    return Math.sign(small) * Math.round(Math.abs(small)) + 0; // no -0
  }
  const parts = /^(-?)\$?(\d{1,3}(?:,\d{3}){1,2}|\d{1,9})(?:\.(\d+))?$/.exec(text);
  const whole = parts?.[2];
  if (whole === undefined) return null;
  const fraction = (parts?.[3] ?? '').padEnd(10, '0');
  const size = Number(whole.replaceAll(',', '')) * 1e9 + Number(fraction.slice(0, 9)) + (fraction.charAt(9) >= '5' ? 1 : 0);
  return parts?.[1] === '-' ? -size : size;
}

/** Cells by line; quoted ones may hold commas, quotes and line ends. Empty lines are none. */
function csvLines(text: string): readonly (readonly string[])[] {
  const lines: string[][] = [];
  let line: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = (): void => {
    line.push(cell);
    cell = '';
  };
  const endLine = (): void => {
    endCell();
    if (line.some((each) => each.trim() !== '')) lines.push(line);
    line = [];
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(index + 1) === '"') cell += text.charAt((index += 1));
      else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',') endCell();
    // Both of a pair of them end a line: the second one an empty line, which is none.
    else if (character === '\n' || character === '\r') endLine();
    else cell += character;
  }
  if (cell !== '' || line.length > 0) endLine();
  return lines;
}
