/** The colours of the theme as a canvas needs them: resolved. Read anew when VS Code changes its theme. */
export interface ThemeColours {
  readonly text: string;
  readonly quietText: string;
  /** Lines behind the figures: faint in every theme. */
  readonly grid: string;
  readonly background: string;
  readonly font: string;
  readonly series: readonly string[];
}

const seriesVariables = ['blue', 'purple', 'green', 'yellow', 'orange', 'red'].map((name) => `--vscode-charts-${name}`);

export function themeColours(): ThemeColours {
  const style = getComputedStyle(document.body);
  const colour = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
  const text = colour('--vscode-foreground', style.color);
  const series = seriesVariables.map((name) => colour(name, text));
  return {
    text,
    quietText: colour('--vscode-descriptionForeground', text),
    grid: withAlpha(text, 0.14),
    background: colour('--vscode-editor-background', style.backgroundColor),
    font: style.fontFamily,
    series,
  };
}

/** A colour at a part of its strength, whatever form the theme gives it in. */
export function withAlpha(colour: string, alpha: number): string {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour)?.[1];
  if (hex !== undefined) {
    const digits = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex;
    return `#${digits}${Math.round(alpha * 255)
      .toString(16)
      .padStart(2, '0')}`;
  }
  const numbers = /^rgba?\(([^)]+)\)$/.exec(colour)?.[1]?.split(/[\s,/]+/) ?? [];
  return numbers.length >= 3 ? `rgba(${numbers.slice(0, 3).join(', ')}, ${String(alpha)})` : colour;
}

/** Calls back when the theme or its colours have changed. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}
