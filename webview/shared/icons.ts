import { h } from './dom.ts';
import type { Description } from './dom.ts';

/** Outlines on a grid of 16, one stroke wide, in the colour of the text beside them. */
const outlines = {
  commit: ['M8 5.25a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 0 0 0-5.5Z', 'M1 8h4.25', 'M10.75 8H15'],
  branch: [
    'M4.5 5.5v5',
    'M4.5 2.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z',
    'M4.5 10.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z',
    'M11.5 2.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z',
    'M11.5 5.5c0 3-4 2.5-6.5 4',
  ],
  pullRequest: [
    'M4 5.5v5',
    'M4 2.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z',
    'M4 10.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z',
    'M12 10.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z',
    'M12 10.5V6c0-1.5-.8-2-2-2H8',
    'm10 2-2 2 2 2',
  ],
  chevron: ['m6 3.5 4.5 4.5L6 12.5'],
  back: ['M13.5 8h-11', 'm6.5 4-4 4 4 4'],
  close: ['m3.5 3.5 9 9', 'm12.5 3.5-9 9'],
  info: ['M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5Z', 'M8 7.25v4', 'M8 4.75v.5'],
  error: ['M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5Z', 'm5.75 5.75 4.5 4.5', 'm10.25 5.75-4.5 4.5'],
  lightbulb: [
    'M6 11.5h4',
    'M6.5 13.75h3',
    'M8 1.75a4.25 4.25 0 0 0-2.6 7.6c.4.3.6.75.6 1.25v.9h4v-.9c0-.5.2-.95.6-1.25A4.25 4.25 0 0 0 8 1.75Z',
  ],
  table: ['M2 3h12v10H2z', 'M2 6.5h12', 'M2 9.75h12', 'M7 6.5V13'],
  chart: ['M2.5 2v11.5H14', 'M5.5 10.5v-3', 'M8.5 10.5v-6', 'M11.5 10.5V6.5'],
  export: ['M8 10V2', 'm4.75 5L8 1.75 11.25 5', 'M2.5 9.5v4h11v-4'],
  filter: ['M2 3.5h12', 'M4.5 8h7', 'M6.5 12.5h3'],
  clock: ['M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5Z', 'M8 4.5V8l2.5 1.75'],
  copy: ['M5.5 5.5h8v8h-8z', 'M3.5 10.5h-1v-8h8v1'],
  check: ['m3 8.5 3.25 3.25L13 4.75'],
  eye: ['M1.5 8S4 3.75 8 3.75 14.5 8 14.5 8 12 12.25 8 12.25 1.5 8 1.5 8Z', 'M8 6.25a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 0 0 0-3.5Z'],
  session: ['M2 3h12v8H7.5L4.5 13.5V11H2z'],
  cameBack: ['M5.5 3.25 2.5 6.25l3 3', 'M2.5 6.25H10a3.5 3.5 0 0 1 0 7H6.5'],
  file: ['M3.5 1.75h6l3 3v9.5h-9z', 'M9.5 1.75v3h3'],
  warning: ['M8 2 14.5 13.5h-13Z', 'M8 6.5v3.5', 'M8 11.5v.5'],
} as const;
export type IconName = keyof typeof outlines;

/** An icon that says nothing by itself: the text or name beside it does. */
export function icon(name: IconName): Description {
  return h(
    'svg',
    { class: `icon icon-${name}`, viewBox: '0 0 16 16', width: '16', height: '16', 'aria-hidden': 'true', focusable: 'false' },
    ...outlines[name].map((d) => h('path', { d })),
  );
}
