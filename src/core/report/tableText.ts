/** Tables as text for other programs. Nothing in a cell can become a formula of a spreadsheet or markup. */

export type Cell = string | number | boolean | null;

export interface TableColumn<Row> {
  /** Name in JSON, heading elsewhere. */
  readonly name: string;
  readonly cell: (row: Row) => Cell;
}

type Columns<Row> = readonly TableColumn<Row>[];

/**
 * RFC 4180: CRLF, a cell in quotes where it holds a comma, a quote or a line's end. A text that a spreadsheet would take for a formula
 * gets an apostrophe in front (OWASP, CSV injection); numbers stay numbers.
 */
export function csv<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  const lines = [columns.map(({ name }) => csvCell(name)), ...rows.map((row) => columns.map(({ cell }) => csvCell(cell(row))))];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** An array of objects, one a row. */
export function json<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  return `${JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map(({ name, cell }) => [name, cell(row)]))),
    null,
    2,
  )}\n`;
}

/** A table of GitHub's Markdown. */
export function markdownTable<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const first = rows[0];
  const isNumber = ({ cell }: TableColumn<Row>): boolean => first !== undefined && typeof cell(first) === 'number';
  return [
    line(columns.map(({ name }) => markdownCell(name))),
    line(columns.map((column) => (isNumber(column) ? '--:' : ':--'))),
    ...rows.map((row) => line(columns.map(({ cell }) => markdownCell(cell(row))))),
  ].join('');
}

function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = /^\s*[=+\-@]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** On one line, with all escaped that Markdown, its tables and its mathematics would read as more than text. */
function markdownCell(value: Cell): string {
  if (value === null) return '';
  return String(value)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '')
    .replaceAll(/[\\`*_{}[\]()<>#+!|~$&@]/g, '\\$&');
}
