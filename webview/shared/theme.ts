/** The colours of the theme as a canvas needs them: resolved, and strong enough to be seen. Read anew when VS Code changes its theme. */
import { mix, resolved, seenOn, text as colourText } from './contrast.ts';
import type { Rgb } from './contrast.ts';

export interface ThemeColours {
  readonly text: string;
  readonly quietText: string;
  /** Lines behind the figures: faint in every theme. */
  readonly grid: string;
  readonly background: string;
  readonly font: string;
  /** At least 3:1 on the background, as is `quiet`. */
  readonly series: readonly string[];
  /** What belongs to no series. */
  readonly quiet: string;
  /** Colour alone may not tell the series apart. */
  readonly highContrast: boolean;
}

const names = ['blue', 'purple', 'green', 'yellow', 'orange', 'red'];
/** Of the text in what is quiet, and what is so in high contrast; the rest is background. */
const quietShare = 0.5;
const quietShareHigh = 0.75;

export function themeColours(): ThemeColours {
  const style = getComputedStyle(document.body);
  const colour = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
  const back = resolved(colour('--vscode-editor-background', style.backgroundColor), [255, 255, 255]);
  const fore = resolved(colour('--vscode-foreground', style.color), back);
  const seen = (given: Rgb): string => colourText(seenOn(back, given, fore));
  const highContrast = /\bvscode-high-contrast/.test(document.body.className);
  return {
    text: colourText(fore),
    quietText: highContrast ? colourText(fore) : colourText(resolved(colour('--vscode-descriptionForeground', colourText(fore)), back)),
    grid: colourText(mix(back, fore, 0.14)),
    background: colourText(back),
    font: style.fontFamily,
    series: names.map((name) => seen(resolved(colour(`--vscode-charts-${name}`, colourText(fore)), back))),
    quiet: seen(mix(back, fore, highContrast ? quietShareHigh : quietShare)),
    highContrast,
  };
}

/** Gives the page's styles the colours that the charts have: `--series-0` and so on, and `--series-quiet`. */
function publish(): void {
  const { series, quiet } = themeColours();
  series.forEach((colour, index) => document.body.style.setProperty(`--series-${String(index)}`, colour));
  document.body.style.setProperty('--series-quiet', quiet);
}

const listeners = new Set<() => void>();

/** Keeps the colours of the page's styles to the theme, from the first paint on. */
export function followTheme(): void {
  const observer = new MutationObserver(() => {
    publish();
    for (const listener of listeners) listener();
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  publish();
}

/** Calls back when the theme or its colours have changed. */
export function onThemeChange(listener: () => void): void {
  listeners.add(listener);
}
