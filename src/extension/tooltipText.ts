/** The tooltip's lines as one Markdown text: its links, the last line, stand apart below a rule. */
export function tooltipText(lines: readonly string[]): string {
  return `${lines.slice(0, -1).join('  \n')}\n\n---\n\n${lines.at(-1) ?? ''}`;
}
