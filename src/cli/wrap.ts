import { displayWidth } from './displayWidth.ts';

/** A text in lines of at most `width` columns, broken between words; a longer word keeps a line of its own. */
export function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].join('\n');
}

/** The text in lines of at most `width` columns, the first behind `first`, the others behind `later`, which is as wide as that or wider. */
export function hanging(text: string, width: number, first: string, later = ' '.repeat(first.length)): string {
  return wrapped(text, width - later.length)
    .split('\n')
    .map((line, index) => `${index === 0 ? first : later}${line}`.trimEnd())
    .join('\n');
}
