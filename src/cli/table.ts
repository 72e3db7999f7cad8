/** Tables for people: aligned columns that give way on a narrow terminal. */
import { displayWidth } from './displayWidth.ts';
import { style } from './style.ts';
import type { Style } from './style.ts';
import { wrapped } from './wrap.ts';

export interface Column<Row> {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly cell: (row: Row) => string;
  /** The column with the smallest is dropped first where the terminal is too narrow; Infinity is never dropped. */
  readonly priority: number;
  /** May be cut with an ellipsis, once dropping columns is not enough. */
  readonly shrinks?: boolean;
}

export interface Table<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** A last row beneath a line. */
  readonly total?: Row;
}

const gap = '  ';
const shortest = 8;

/** The table as lines that are at most `width` wide, as far as the columns allow it; what that left out is named below. */
export function renderTable<Row>({ columns, rows, total }: Table<Row>, width: number, paint: Style): string {
  const all = total === undefined ? rows : [...rows, total];
  const laidOut = fit(
    columns.map((column) => {
      const cells = all.map((row) => printable(column.cell(row)));
      return { column, cells, width: Math.max(...[column.title, ...cells].map(displayWidth)) };
    }),
    width,
  );
  const line = (text: (index: number) => string): string =>
    laidOut
      .map(({ column, width: room }, index) => pad(text(index), room, column.align))
      .join(gap)
      .trimEnd();
  const lines = [
    style(
      paint,
      'bold',
      line((index) => laidOut[index]?.column.title ?? ''),
    ),
  ];
  all.forEach((_, row) => {
    const text = line((index) => laidOut[index]?.cells[row] ?? '');
    if (total === undefined || row < rows.length) lines.push(text);
    else lines.push(style(paint, 'dim', '─'.repeat(totalWidth(laidOut))), style(paint, 'bold', text));
  });
  const dropped = columns.filter((column) => laidOut.every((kept) => kept.column !== column)).map(({ title }) => title);
  if (dropped.length > 0) lines.push(style(paint, 'dim', wrapped(`A wider terminal shows ${dropped.join(', ')} too.`, width)));
  return lines.map((text) => `${text}\n`).join('');
}

interface LaidOut<Row> {
  readonly column: Column<Row>;
  readonly cells: readonly string[];
  readonly width: number;
}

function fit<Row>(columns: readonly LaidOut<Row>[], width: number): readonly LaidOut<Row>[] {
  let kept = columns;
  while (totalWidth(kept) > width) {
    const least = Math.min(...kept.map(({ column }) => column.priority));
    if (least === Infinity) break;
    kept = kept.filter(({ column }) => column.priority !== least);
  }
  const excess = totalWidth(kept) - width;
  if (excess <= 0) return kept;
  return kept.map((laidOut) => {
    if (laidOut.column.shrinks !== true) return laidOut;
    const room = Math.max(shortest, laidOut.width - excess);
    return { ...laidOut, width: Math.min(room, laidOut.width), cells: laidOut.cells.map((cell) => shorten(cell, room)) };
  });
}

function totalWidth<Row>(columns: readonly LaidOut<Row>[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0) + gap.length * Math.max(0, columns.length - 1);
}

/** The end of a path or a name says more than its beginning. */
function shorten(text: string, room: number): string {
  if (displayWidth(text) <= room) return text;
  const characters = Array.from(text);
  while (displayWidth(characters.join('')) > room - 1) characters.shift();
  return `…${characters.join('')}`;
}

function pad(text: string, room: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, room - displayWidth(text)));
  return align === 'left' ? text + space : space + text;
}

/** A branch or a folder may hold any character: none of them may steer the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');
}
