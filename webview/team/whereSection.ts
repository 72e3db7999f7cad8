import { partLabel } from '../../src/core/report/labels.ts';
import { capitalized } from '../../src/core/report/words.ts';
import { h } from '../shared/dom.ts';
import { bars } from './bars.ts';
import { figure, section } from './card.ts';
import { hiddenFigure, isShown, money, percent, weekName } from './words.ts';
import type { LastOf, TeamDashboard } from '../../src/core/team/published/dashboardTypes.ts';
import type { PartName, Split } from '../../src/core/team/published/types.ts';
import type { StandingPart } from '../../src/core/attribution/placement.ts';
import type { WorkKind } from '../../src/core/advice/workKinds.ts';
import type { Child, Description } from '../shared/dom.ts';
import type { Tables } from './card.ts';

const standing: readonly StandingPart[] = [
  'stayed',
  'onDefaultBranch',
  'onAnotherBranch',
  'cameBack',
  'openWork',
  'noCommit',
  'noEdits',
  'setAside',
  'outsideRepositories',
  'unknown',
];
const kinds: Readonly<Record<WorkKind, string>> = {
  code: 'Code',
  smallEdits: 'Small edits',
  tests: 'Tests',
  docs: 'Documents',
  configuration: 'Configuration',
  noEdits: 'No edits: reading, planning',
};
const verification: Readonly<Record<string, string>> = {
  passed: 'Tests or a build passed',
  failed: 'Tests or a build failed',
  notRun: 'None were run',
  unknown: 'Not known',
};

/** Where the week's dollars are, what they were for, and what was checked before the commit. */
export function whereSection(tables: Tables, dashboard: TeamDashboard): Description {
  const parts = Object.fromEntries(standing.map((part) => [part, capitalized(partLabel(part, 'main'))]));
  const thousandths = (value: number): string => percent(value / 1000);
  return section(
    {
      id: 'where',
      title: 'Where the dollars are',
      about:
        'What became of the spend, what kind of work it was for, and whether tests or a build ran between the last edit and the commit.',
    },
    h(
      'div',
      { class: 'pictures' },
      splitFigure(tables, dashboard, {
        id: 'standing',
        title: 'Standing',
        part: 'outcomes',
        given: dashboard.standing,
        names: parts,
        say: thousandths,
      }),
      splitFigure(tables, dashboard, {
        id: 'kinds',
        title: 'Kinds of work',
        part: 'usage',
        given: dashboard.kinds,
        names: kinds,
        say: money,
      }),
      splitFigure(tables, dashboard, {
        id: 'verification',
        title: 'Recorded checks',
        part: 'outcomes',
        given: dashboard.verification,
        names: verification,
        say: thousandths,
      }),
    ),
  );
}

interface SplitFigure {
  readonly id: string;
  readonly title: string;
  readonly part: PartName;
  readonly given: LastOf<Split>;
  readonly names: Readonly<Record<string, string>>;
  readonly say: (value: number) => string;
}

function splitFigure(tables: Tables, dashboard: TeamDashboard, { id, title, part, given, names, say }: SplitFigure): Child {
  const { week, shown } = given;
  if (!isShown(shown)) return h('div', { key: id }, h('h3', { class: 'sub-title' }, title), hiddenFigure(id, shown, dashboard, part));
  const { slices, others } = shown.value;
  const rows: readonly (readonly [string, number, number])[] = [
    ...Object.entries(names).flatMap(([name, words]) => (slices[name] === undefined ? [] : [[words, slices[name], 0] as const])),
    ...(others === null ? [] : [['Not told apart', others, -1] as const]),
  ];
  return figure(tables, {
    id,
    title,
    subtitle: week === null ? null : weekName(week),
    picture: bars(
      `${id} bars`,
      title,
      rows.map(([label, from, colour]) => ({ label, from, words: say(from), colour })),
    ),
    table: { caption: title, columns: [title, 'Amount'], numbers: [1], rows: rows.map(([label, value]) => [label, say(value)]) },
  });
}
