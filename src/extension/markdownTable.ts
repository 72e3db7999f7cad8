/** Markdown made of facts: what was recorded (a branch, a folder and a file may bear any name) is text in it and never markup. */

export interface Column {
  readonly title: string;
  readonly right: boolean;
}

export function left(title: string): Column {
  return { title, right: false };
}

export function right(title: string): Column {
  return { title, right: true };
}

/** A table of plain cells, each on one line; `total` is its last row, in bold. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], total: readonly string[] | null = null): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => plain(title))),
    line(columns.map((column) => (column.right ? '--:' : ':--'))),
    ...rows.map((row) => line(row.map(plain))),
    ...(total === null ? [] : [line(total.map((cell) => `**${plain(cell)}**`))]),
  ].join('\n');
}

/** Invisible, and no part of any address. */
const wordJoiner = '\u2060';

/**
 * The text on one line with everything escaped that Markdown, its tables and its mathematics (`$`) would read as more than text. What
 * would be found as an address is taken apart, since older versions of VS Code look for addresses behind the escapes. Characters that
 * cannot be seen, or turn the direction of writing, are left out.
 */
export function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '')
    .replaceAll(/[\\`*_{}[\]()<>#+!|~$&]/g, '\\$&')
    .replaceAll(/(?<=\/)(?=\/)|(?=@)/g, wordJoiner)
    .replace(/^(?=-)|(?<=^\d+)(?=\.(?: |$))/, '\\'); // a list's begin
}
