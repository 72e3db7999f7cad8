/** What a run of the benchmark says: rows, made into one section of RESULTS.md. */

/** One measured figure. */
export interface Row {
  readonly what: string;
  readonly figure: string;
  /** How it came about: pairs, spread, bound. */
  readonly note: string;
}

/** The rows of a line that could not be measured: why, in its place in the table. */
export function failedRow(line: string, error: unknown): Row {
  // A command that failed stands in the first line with all its words; why, in the next.
  const [first = '', second = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const reason = first.endsWith(' failed:') ? second : first;
  return { what: line, figure: 'not measured', note: reason };
}

/** As Markdown; a row stays one row whatever is in it. */
export function tableOf(rows: readonly Row[]): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  return [
    '| what | figure | how |',
    '|---|---|---|',
    ...rows.map(({ what, figure, note }) => `| ${cell(what)} | ${cell(figure)} | ${cell(note)} |`),
  ].join('\n');
}
