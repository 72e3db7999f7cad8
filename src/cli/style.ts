import type { Surroundings, Output } from './surroundings.ts';

/** Whether text may be coloured. */
export type Style = 'plain' | 'coloured';

const codes = { bold: [1, 22], dim: [2, 22], yellow: [33, 39] } as const;

/** Text in one of three manners, or as it is. */
export function style(paint: Style, manner: keyof typeof codes, text: string): string {
  const [on, off] = codes[manner];
  return paint === 'plain' ? text : `\u001b[${on}m${text}\u001b[${off}m`;
}

/** Colours are for terminals that can show them, and for people who want them (no-color.org). */
export function styleOf(output: Output, { environment }: Pick<Surroundings, 'environment'>): Style {
  const unwanted = (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb';
  return output.isTerminal && !unwanted ? 'coloured' : 'plain';
}
