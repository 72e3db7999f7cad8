/**
 * The cost export of the Claude Console (Cost page, *Export*): one row a day, workspace, key, model and kind of token, `usage_date_utc` and `cost_usd`
 * among the columns. Only the sums of its months are wanted, so it is read where it is chosen, in the browser, and nothing else of it is sent.
 */

export interface MonthSum {
  /** `2026-11`. */
  readonly month: string;
  readonly nanodollars: number;
}

export type ConsoleExport =
  | {
      readonly ok: true;
      readonly months: readonly MonthSum[];
      readonly rows: number;
      /** What the export tells apart, so that one can be chosen; the empty name is a row without one. */
      readonly workspaces: readonly string[];
    }
  | { readonly ok: false; readonly sentence: string };

const dateColumns = ['usage_date_utc', 'date', 'day'];
const costColumns = ['cost_usd', 'cost', 'amount_usd', 'total_cost_usd'];

/** Sums of the months of an export, of one workspace or (`null`) of all. */
export function readConsoleExport(text: string, workspace: string | null = null): ConsoleExport {
  const all = csvRows(text.replace(/^\uFEFF/, ''));
  if (all === null) return { ok: false, sentence: 'The file is not whole: a quotation mark in it has no end. Nothing was taken.' };
  const [head, ...rows] = all;
  const names = (head ?? []).map((name) => name.trim().toLowerCase());
  const columnOf = (wanted: readonly string[]): number => Math.max(-1, ...wanted.map((name) => names.indexOf(name)));
  const [date, cost, place] = [columnOf(dateColumns), columnOf(costColumns), names.indexOf('workspace')];
  if (date < 0 || cost < 0)
    return { ok: false, sentence: 'This is no cost export of the Console: it needs the columns usage_date_utc and cost_usd.' };
  const months = new Map<string, number>();
  const workspaces = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const [day = '', amount = ''] = [row[date]?.trim(), row[cost]?.trim()];
    const dollars = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(amount) ? Number(amount) : NaN;
    if (!/^\d{4}-(?:0[1-9]|1[0-2])-\d{2}/.test(day) || !Number.isFinite(dollars))
      return { ok: false, sentence: `Row ${String(index + 2)} has no day or no amount that can be read: nothing was taken.` };
    const name = place < 0 ? '' : (row[place]?.trim() ?? '');
    workspaces.add(name);
    if (workspace !== null && workspace !== name) continue;
    const month = day.slice(0, 7);
    months.set(month, (months.get(month) ?? 0) + Math.round(dollars * 1e9));
  }
  if (rows.length === 0) return { ok: false, sentence: 'The export has no rows.' };
  return {
    ok: true,
    months: [...months].map(([month, nanodollars]) => ({ month, nanodollars })).sort((a, b) => (a.month < b.month ? -1 : 1)),
    rows: rows.length,
    workspaces: [...workspaces].sort(),
  };
}

/** Rows of RFC 4180: cells in quotes may hold commas, line ends and doubled quotes. Empty lines are none. Null where a quote does not end. */
function csvRows(text: string): readonly (readonly string[])[] | null {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/gy;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (found === null) return null;
    const [, quoted, plain = '', end] = found;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push([...row, '']); // the text ended with a comma
  return rows;
}
