/** Colours that can be seen: WCAG 2.2 asks for 3:1 against what is beside a graphical object (success criterion 1.4.11). */

export type Rgb = readonly [number, number, number];

const leastContrast = 3;

/** Red, green and blue of a colour in any form that CSS has, laid over `under` where it lets that through. */
export function resolved(colour: string, under: Rgb): Rgb {
  const context = pixel();
  if (context === null) return under;
  context.fillStyle = text(under);
  context.fillRect(0, 0, 1, 1);
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** From 1 (the same) to 21 (black and white). */
export function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** The colour, mixed with as little of `towards` as it takes to be seen on `background`. */
export function seenOn(background: Rgb, colour: Rgb, towards: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, towards, share);
    if (contrast(mixed, background) >= leastContrast) return mixed;
  }
  return towards;
}

/** `share` of the second. */
export function mix(one: Rgb, other: Rgb, share: number): Rgb {
  const at = (from: number, to: number): number => Math.round(from + (to - from) * share);
  return [at(one[0], other[0]), at(one[1], other[1]), at(one[2], other[2])];
}

/** As CSS and a canvas take it. */
export function text([red, green, blue]: Rgb): string {
  return `rgb(${String(red)}, ${String(green)}, ${String(blue)})`;
}

/** Relative luminance as WCAG has it. */
function luminance([red, green, blue]: Rgb): number {
  const linear = (channel: number): number => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

let kept: CanvasRenderingContext2D | null = null;

function pixel(): CanvasRenderingContext2D | null {
  if (kept !== null) return kept;
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  kept = canvas.getContext('2d', { willReadFrequently: true });
  return kept;
}
