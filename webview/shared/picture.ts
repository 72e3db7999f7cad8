/** One picture of what a view shows: its sentence, its bar with the key, and its charts, on the theme's background. */
import { themeColours } from './theme.ts';

export interface PictureBar {
  readonly parts: readonly { readonly colour: string; readonly share: number; readonly text: string }[];
}

const gap = 20;
const lineHeight = 20;

/** The picture as base64 of a PNG; null where there is neither a bar nor a chart on screen. */
export function pictureOf(container: Element, title: string, bar: PictureBar | null): string | null {
  const canvases = [...container.querySelectorAll('canvas')].filter((each) => each.width > 0 && each.offsetParent !== null);
  if (canvases.length === 0 && bar === null) return null;
  const ratio = window.devicePixelRatio || 1;
  const width = Math.max(640, ...canvases.map((each) => each.width / ratio)) + 2 * gap;
  const sheet = document.createElement('canvas');
  const context = sheet.getContext('2d');
  if (context === null) return null;
  const height = draw(context, canvases, title, bar, width, ratio, true);
  sheet.width = width * ratio;
  sheet.height = height * ratio;
  context.scale(ratio, ratio);
  draw(context, canvases, title, bar, width, ratio, false);
  return sheet.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

/** Draws from top to bottom, or only measures; the result is the height. */
function draw(
  context: CanvasRenderingContext2D,
  canvases: readonly HTMLCanvasElement[],
  title: string,
  bar: PictureBar | null,
  width: number,
  ratio: number,
  measure: boolean,
): number {
  const colours = themeColours();
  const inside = width - 2 * gap;
  let y = gap;
  if (!measure) {
    context.fillStyle = colours.background;
    context.fillRect(0, 0, width, context.canvas.height);
  }
  const write = (text: string, size: number, colour: string): void => {
    context.font = `${String(size)}px ${colours.font}`;
    for (const line of lines(context, text, inside)) {
      y += size * 1.4;
      if (measure) continue;
      context.fillStyle = colour;
      context.fillText(line, gap, y - size * 0.35);
    }
  };
  write(title, 20, colours.text);
  if (bar !== null) {
    y += gap;
    let x = gap;
    for (const { colour, share } of bar.parts) {
      context.fillStyle = colour;
      if (!measure) context.fillRect(x, y, Math.max(2, share * inside - 2), 28);
      x += share * inside;
    }
    y += 28 + gap / 2;
    context.font = `13px ${colours.font}`;
    for (const { colour, text } of bar.parts) {
      if (!measure) {
        context.fillStyle = colour;
        context.fillRect(gap, y + 4, 10, 10);
        context.fillStyle = colours.text;
        context.fillText(text, gap + 18, y + 14);
      }
      y += lineHeight;
    }
  }
  for (const canvas of canvases) {
    y += gap;
    write(canvas.getAttribute('aria-label') ?? '', 13, colours.quietText);
    y += gap / 2;
    const [w, high] = [canvas.width / ratio, canvas.height / ratio];
    if (!measure) context.drawImage(canvas, gap, y, w, high);
    y += high;
  }
  return y + gap;
}

function lines(context: CanvasRenderingContext2D, text: string, width: number): readonly string[] {
  const done: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && context.measureText(longer).width > width) {
      done.push(line);
      line = word;
    } else line = longer;
  }
  return [...done, line];
}
