/** What bars are filled with: a colour, and where colour alone may not tell them apart a pattern of it. */
import type { ThemeColours } from './theme.ts';

/** Ways to fill, in the order of the series: the first is whole. */
export type Pattern = 'whole' | 'rising' | 'falling' | 'upright' | 'level' | 'thin' | 'wide' | 'thinLevel';
const ofSeries: readonly Pattern[] = ['whole', 'rising', 'upright', 'level', 'falling', 'thin'];

/** The fill of a series: in high contrast with the pattern that the page's styles give its swatch. */
export function seriesFill(index: number, colours: ThemeColours): string | CanvasPattern {
  const colour = seriesColour(index, colours);
  const pattern = index < 0 ? 'thin' : (ofSeries[index % ofSeries.length] ?? 'whole');
  return colours.highContrast ? patternOf(pattern, colour, colours.background) : colour;
}

export function seriesColour(index: number, { series, quiet }: ThemeColours): string {
  return index < 0 ? quiet : (series[index % series.length] ?? quiet);
}

const size = 8;

/** Stripes of the colour on the background. */
export function patternOf(pattern: Pattern, colour: string, background: string): string | CanvasPattern {
  if (pattern === 'whole') return colour;
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const context = tile.getContext('2d');
  if (context === null) return colour;
  context.fillStyle = background;
  context.fillRect(0, 0, size, size);
  context.strokeStyle = colour;
  context.lineWidth = pattern === 'wide' ? 6 : pattern === 'thin' || pattern === 'thinLevel' ? 1.5 : 3;
  context.beginPath();
  for (const at of [-size, 0, size]) {
    if (pattern === 'upright' || pattern === 'wide') line(context, size / 2, 0, size / 2, size);
    else if (pattern === 'level' || pattern === 'thinLevel') line(context, 0, size / 2, size, size / 2);
    else if (pattern === 'falling') line(context, at, 0, at + size, size);
    else line(context, at, size, at + size, 0);
  }
  context.stroke();
  return context.createPattern(tile, 'repeat') ?? colour;
}

function line(context: CanvasRenderingContext2D, x: number, y: number, toX: number, toY: number): void {
  context.moveTo(x, y);
  context.lineTo(toX, toY);
}
